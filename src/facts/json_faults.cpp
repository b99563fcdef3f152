// Faults of the fields that hold JSON: Report-To and NEL.
#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "content/json.h"
#include "facts/structured_faults.h"
#include "fields/address.h"
#include "fields/uri_reference.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

using content::JsonScanner;
using fields::FaultList;
using Event = JsonScanner::Event;

/// The members of the objects in a field of JSON: lines are joined with commas and wrapped in brackets.
class Objects {
 public:
  explicit Objects(Bytes value) : text_("[" + std::string(value) + "]"), scanner_(text_) {}

  /// A member of one of the objects (depth 2), or of an object in a list that it holds (depth 4).
  struct Member {
    std::size_t depth = 0;
    std::string name;
    Event kind = Event::kDone;  // kBegin: an array or object
    Bytes text;                 // valid until the next call of next()
  };

  enum class Step : std::uint8_t { kBeginObject, kEndObject, kMember, kOther, kDone };

  Step next(Member& member) {
    const Event event = scanner_.next();
    switch (event) {
      case Event::kDone:
        return Step::kDone;
      case Event::kName:
        member.depth = scanner_.depth();
        member.name = std::string(scanner_.text());
        member.kind = scanner_.next();
        member.text = scanner_.text();
        return member.kind == Event::kDone ? Step::kDone : Step::kMember;
      case Event::kBegin:
        return scanner_.depth() == 2 && scanner_.text() == "{" ? Step::kBeginObject : Step::kOther;
      case Event::kEnd:
        return scanner_.depth() == 1 && scanner_.text() == "}" ? Step::kEndObject : Step::kOther;
      default:
        // A bare string or number where an object should be.
        return scanner_.depth() == 1 ? Step::kBeginObject : Step::kOther;
    }
  }

  bool valid() const { return scanner_.state() == content::TextState::kValid; }

 private:
  std::string text_;
  JsonScanner scanner_;
};

bool parses(Bytes value) {
  const std::string text = "[" + std::string(value) + "]";
  JsonScanner scanner(text);
  while (scanner.next() != Event::kDone) continue;
  return scanner.state() == content::TextState::kValid;
}

bool is_natural(const Objects::Member& member) {
  return member.kind == Event::kNumber && base::all_of(member.text, base::kDigit);
}

bool is_secure_url(Bytes url) {
  if (fields::starts_with_ignoring_case(url, "https:")) return true;
  const fields::UriReference parts = fields::split_uri_reference(url);
  if (!parts.has_scheme && !parts.has_authority) return true;  // relative: as secure as the response
  return parts.has_authority && fields::reach_of(parts.host_port.host.in(url)) == fields::HostReach::kLoopback;
}

/// JSON may escape the slashes of a URL.
std::string without_escaped_slashes(Bytes text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '/') continue;
    out += text[i];
  }
  return out;
}

struct Group {
  bool has_max_age = false;
  bool zero = false;
  bool has_endpoints = false;
};

void judge_group_member(const Objects::Member& member, Group& group, FaultList& faults) {
  if (member.depth == 2 && member.name == "max_age") {
    group.has_max_age = true;
    group.zero = member.text == "0";
    if (!is_natural(member)) faults.add({}, "max_age is no number of seconds");
  } else if (member.depth == 2 && member.name == "endpoints") {
    group.has_endpoints = true;
    if (member.text != "[") faults.add({}, "endpoints is no list");
  } else if (member.depth == 2 && member.name == "group") {
    if (member.kind != Event::kString) faults.add({}, "group is no string");
  } else if (member.depth == 2 && member.name == "include_subdomains") {
    if (member.kind != Event::kLiteral || member.text == "null")
      faults.add({}, "include_subdomains is neither true nor false");
  } else if (member.depth == 4 && member.name == "url") {
    if (member.kind != Event::kString) return faults.add({}, "the url of an endpoint is no string");
    const std::string url = without_escaped_slashes(member.text);
    if (!is_secure_url(url)) faults.add_parts({}, {"browsers report to https only, and an endpoint is ", url});
  } else if (member.depth == 4 && (member.name == "priority" || member.name == "weight")) {
    if (!is_natural(member)) faults.add_parts({}, {"the ", member.name, " of an endpoint is no number from 0"});
  }
}

/// The value of a fraction is a number from 0 to 1.
bool is_fraction(const Objects::Member& member) {
  if (member.kind != Event::kNumber || member.text.starts_with('-')) return false;
  if (member.text.find_first_of("eE") != Bytes::npos) return true;
  if (member.text.starts_with("0")) return true;
  return member.text.starts_with('1') && member.text.find_first_not_of("0.", 1) == Bytes::npos &&
         (member.text.size() == 1 || member.text[1] == '.');
}

struct Policy {
  bool has_max_age = false;
  bool zero = false;
  bool has_report_to = false;
};

void judge_policy_member(const Objects::Member& member, Policy& policy, FaultList& faults) {
  if (member.depth != 2) return;
  if (member.name == "max_age") {
    policy.has_max_age = true;
    policy.zero = member.text == "0";
    if (!is_natural(member)) faults.add({}, "max_age is no number of seconds");
  } else if (member.name == "report_to") {
    policy.has_report_to = true;
    if (member.kind != Event::kString) faults.add({}, "report_to is no string");
  } else if (member.name == "include_subdomains") {
    if (member.kind != Event::kLiteral || member.text == "null")
      faults.add({}, "include_subdomains is neither true nor false");
  } else if (member.name == "success_fraction" || member.name == "failure_fraction") {
    if (!is_fraction(member)) faults.add_parts({}, {member.name, " is no number from 0 to 1"});
  }
}

/// Walks over the objects of `value`: `member` for each member, `end` for each object.
template <typename State, typename OnMember, typename OnEnd>
void walk(Bytes value, FaultList& faults, OnMember on_member, OnEnd on_end) {
  if (!parses(value)) return;
  Objects objects(value);
  Objects::Member member;
  State state;
  bool open = false;
  while (true) {
    switch (objects.next(member)) {
      case Objects::Step::kDone:
        return;
      case Objects::Step::kBeginObject:
        state = {};
        open = true;
        break;
      case Objects::Step::kEndObject:
        if (open) on_end(state, faults);
        open = false;
        break;
      case Objects::Step::kMember:
        on_member(member, state, faults);
        break;
      case Objects::Step::kOther:
        break;
    }
  }
}

/// Whether the lines hold nothing but objects.
bool all_are_objects(Bytes value) {
  const std::string text = "[" + std::string(value) + "]";
  JsonScanner scanner(text);
  for (Event event = scanner.next(); event != Event::kDone; event = scanner.next()) {
    const bool opens = event == Event::kBegin && scanner.depth() == 2;
    if (opens && scanner.text() != "{") return false;
    const bool scalar = event == Event::kString || event == Event::kNumber || event == Event::kLiteral;
    if (scalar && scanner.depth() == 1) return false;
  }
  return true;
}

}  // namespace

void report_to_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  const Bytes value = message.combined(field);
  if (!parses(value)) return;
  if (!all_are_objects(value)) return faults.add({}, "a group is no JSON object");
  walk<Group>(value, faults, judge_group_member, [](const Group& group, FaultList& list) {
    if (!group.has_max_age) list.add({}, "a group has no max_age");
    if (!group.has_endpoints && !group.zero) list.add({}, "a group has no endpoints");
  });
}

std::vector<std::string> report_to_groups(Bytes value) {
  std::vector<std::string> groups;
  if (!parses(value)) return groups;
  Objects objects(value);
  Objects::Member member;
  bool named = false;
  for (auto step = objects.next(member); step != Objects::Step::kDone; step = objects.next(member)) {
    if (step == Objects::Step::kBeginObject) named = false;
    if (step == Objects::Step::kEndObject && !named) groups.emplace_back("default");
    if (step != Objects::Step::kMember || member.depth != 2 || member.name != "group") continue;
    named = true;
    groups.emplace_back(member.text);
  }
  return groups;
}

std::string nel_report_to(Bytes value) {
  if (!parses(value)) return {};
  Objects objects(value);
  Objects::Member member;
  for (auto step = objects.next(member); step != Objects::Step::kDone; step = objects.next(member)) {
    if (step != Objects::Step::kMember || member.depth != 2 || member.name != "report_to") continue;
    return member.kind == Event::kString ? std::string(member.text) : std::string();
  }
  return {};
}

void nel_faults(MessageFacts& message, model::FieldId field, FaultList& faults) {
  const Bytes value = message.combined(field);
  if (!parses(value)) return;
  if (!all_are_objects(value)) return faults.add({}, "it is no JSON object");
  walk<Policy>(value, faults, judge_policy_member, [](const Policy& policy, FaultList& list) {
    if (!policy.has_max_age) list.add({}, "it has no max_age");
    if (policy.has_max_age && !policy.zero && !policy.has_report_to) list.add({}, "it has no report_to");
  });
}

}  // namespace httpvet::facts
