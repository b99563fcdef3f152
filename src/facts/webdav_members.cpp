// Members about WebDAV (RFC 4918): conditions in If, contents of requests, and what earlier exchanges showed of the
// resources that a request would make.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "content/xml.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/cursor.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

// Resources that earlier exchanges of the connection were about.

/// The path of a request target, Destination or Content-Location, without a slash at its end.
Bytes path_of(Bytes uri) {
  const std::size_t scheme = uri.find("://");
  if (scheme != Bytes::npos && uri.substr(0, scheme).find_first_of("/?#") == Bytes::npos) {
    const std::size_t slash = uri.find('/', scheme + 3);
    uri = slash == Bytes::npos ? Bytes("/") : uri.substr(slash);
  }
  uri = uri.substr(0, uri.find_first_of("?#"));
  while (uri.size() > 1 && uri.ends_with('/')) uri.remove_suffix(1);
  return uri;
}

/// What an exchange showed of its target; nullopt if nothing.
std::optional<bool> showed_existence(const model::Message& request, const model::Message& response) {
  const auto is = [&request](std::initializer_list<Bytes> methods) {
    return std::ranges::find(methods, request.method) != methods.end();
  };
  if (response.status == 404 || response.status == 410) return false;
  if (response.status == 405 && is({"MKCOL"})) return true;
  if (response.status < 200 || response.status >= 300) return std::nullopt;
  if (is({"DELETE", "MOVE"})) return false;
  if (is({"GET", "HEAD", "PROPFIND", "PROPPATCH", "PUT", "PATCH", "MKCOL", "COPY", "LOCK"})) return true;
  return std::nullopt;
}

constexpr std::int64_t kRecent = 10'000'000'000;  // nanoseconds: what was seen before that may have changed since

/// Whether the latest exchange about `path` on the connection, where times are known at most ten seconds ago, showed
/// that there is such a resource. Absent where it showed neither.
Value existed(Facts& facts, Bytes path) {
  const Value session = facts.session();
  if (!session.known()) return session;
  const auto* objects = static_cast<const void* const*>(session.list.data);
  for (std::uint32_t i = 0; i < session.list.size; ++i) {
    auto& earlier = object_as<EarlierFacts>(Value::of_object(objects[i]));
    if (!earlier.req.there() || !earlier.res.there()) continue;
    const model::Message& request = earlier.req.message();
    const bool about_it = path_of(request.target) == path;
    const bool made_it = (request.method == "MOVE" || request.method == "COPY") &&
                         path_of(earlier.req.combined(id::kDestination)) == path;
    if (!about_it && !made_it) continue;
    const auto& then = earlier.res.message().time_ns;
    const auto& now = facts.request().message().time_ns;
    if (then && now && *now - *then > kRecent) return Value::absent();
    if (made_it) {
      const std::uint16_t status = earlier.res.message().status;
      return status >= 200 && status < 300 ? Value::of(true) : Value::absent();
    }
    const auto shown = showed_existence(request, earlier.res.message());
    return shown ? Value::of(*shown) : Value::absent();
  }
  return Value::absent();
}

Value target_existed(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  return existed(facts, path_of(facts.request().message().target));
}

Value parent_existed(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Bytes path = path_of(facts.request().message().target);
  const std::size_t slash = path.rfind('/');
  if (slash == Bytes::npos || path.size() <= 1) return Value::absent();
  return existed(facts, slash == 0 ? Bytes("/") : path.substr(0, slash));
}

Value destination_existed(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Bytes destination = facts.request().combined(id::kDestination);
  return destination.empty() ? Value::absent() : existed(facts, path_of(destination));
}

Value destination_is_source(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Bytes destination = facts.request().combined(id::kDestination);
  if (destination.empty()) return Value::absent();
  return Value::of(path_of(destination) == path_of(facts.request().message().target));
}

// If (RFC 4918 §10.4).

/// Coded-URL = "<" absolute-URI ">"
bool take_coded_url(fields::Cursor& cursor) {
  if (!cursor.take('<')) return false;
  const std::size_t start = cursor.position();
  while (!cursor.at_end() && cursor.peek() != '>' && base::is(cursor.peek(), base::kVchar)) {
    cursor.move_to(cursor.position() + 1);
  }
  return cursor.position() > start && cursor.take('>');
}

/// Condition = ["Not"] ( State-token / "[" entity-tag "]" ). What stands between brackets is left to the rules on tags.
bool take_condition(fields::Cursor& cursor) {
  if (base::equals_ignoring_case(cursor.rest().substr(0, 3), "not")) {
    cursor.move_to(cursor.position() + 3);
    cursor.skip_blanks();
  }
  if (cursor.peek() == '<') return take_coded_url(cursor);
  if (!cursor.take('[')) return false;
  const std::size_t end = cursor.rest().find(']');
  if (end == Bytes::npos || end == 0) return false;
  cursor.move_to(cursor.position() + end + 1);
  return true;
}

/// List = "(" 1*Condition ")"
Bytes list_fault(fields::Cursor& cursor) {
  cursor.take('(');
  cursor.skip_blanks();
  if (cursor.peek() == ')') return "a list is empty";
  while (!cursor.take(')')) {
    if (!take_condition(cursor)) return "a condition is neither <token> nor [entity tag]";
    cursor.skip_blanks();
  }
  return {};
}

/// If = ( 1*No-tag-list / 1*( Resource-Tag 1*List ) )
Bytes if_fault_of(Bytes value) {
  fields::ParseError error;
  fields::Cursor cursor(value, error);
  bool tagged = false;
  bool untagged = false;
  bool list_due = false;  // behind a tag
  cursor.skip_blanks();
  if (cursor.at_end()) return "it is empty";
  while (!cursor.at_end()) {
    if (cursor.peek() == '<') {
      if (untagged) return "it mixes lists with and without a resource";
      if (list_due) return "no list follows a resource";
      if (!take_coded_url(cursor)) return "a resource is not closed with >";
      tagged = list_due = true;
    } else if (cursor.peek() == '(') {
      untagged = untagged || !tagged;
      list_due = false;
      if (const Bytes fault = list_fault(cursor); !fault.empty()) return fault;
    } else {
      return "conditions have to stand in parentheses";
    }
    cursor.skip_blanks();
  }
  return list_due ? Bytes("no list follows a resource") : Bytes();
}

Value if_fault(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kIf)) return message.message().evidence.fields ? Value::absent() : Value::not_captured();
  const Bytes fault = if_fault_of(message.combined(id::kIf));
  return fault.empty() ? Value::absent() : Value::of(fault);
}

// Timeout (RFC 4918 §10.7).

bool is_time_type(Bytes text) {
  constexpr Bytes kSecond = "Second-";
  if (base::equals_ignoring_case(text, "Infinite")) return true;
  if (!base::equals_ignoring_case(text.substr(0, kSecond.size()), kSecond)) return false;
  const Bytes digits = text.substr(kSecond.size());
  if (digits.empty() || digits.size() > 10 || !base::all_of(digits, base::kDigit)) return false;
  std::uint64_t seconds = 0;
  for (const char digit : digits) seconds = seconds * 10 + static_cast<std::uint64_t>(digit - '0');
  return seconds <= UINT32_MAX;
}

Value timeout_valid(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kTimeout)) return message.message().evidence.fields ? Value::absent() : Value::not_captured();
  if (facts.method().empty()) return Value::not_captured();
  if (facts.method() != "LOCK") return Value::absent();
  Bytes rest = message.combined(id::kTimeout);
  bool any = false;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const Bytes type = base::trim_blanks(rest.substr(0, end));
    if (!type.empty() && !is_time_type(type)) return Value::of(false);
    any = any || !type.empty();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return Value::of(any);
}

Value dav_classes(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kDav)) return message.message().evidence.fields ? Value::absent() : Value::not_captured();
  std::vector<Bytes> classes;
  Bytes rest = message.combined(id::kDav);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const Bytes name = base::trim_blanks(rest.substr(0, end));
    if (!name.empty()) classes.push_back(name);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return Value::of(facts.arena().copy_array(std::span<const Bytes>(classes)));
}

// Contents of requests (RFC 4918 §8.2).

/// The root element that the content of a request with `method` has to have; empty: any.
std::optional<Bytes> due_root(Bytes method) {
  if (method == "PROPFIND") return "{DAV:}propfind";
  if (method == "PROPPATCH") return "{DAV:}propertyupdate";
  if (method == "LOCK") return "{DAV:}lockinfo";
  if (method == "REPORT") return "";
  return std::nullopt;
}

Value dav_content_fault(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const auto root = due_root(message.message().method);
  if (!root) return Value::absent();
  const WholeContent& content = message.whole_content();
  if (!content.there()) return Value::not_captured();
  if (content.text().empty()) return Value::absent();
  const content::XmlDocument document = content::read_xml(content.text(), true);
  if (document.state == content::TextState::kUnknown) return Value::not_captured();
  if (document.state != content::TextState::kValid) {
    return Value::of(message.arena().copy(std::string("it is no well-formed XML, ") + document.wrong));
  }
  if (root->empty() || document.root == *root) return Value::absent();
  return Value::of(message.arena().copy("its root is " + document.root + " instead of " + std::string(*root)));
}

constexpr Member remembered(Bytes name, ReadFunction read, Bytes doc) {
  return {Object::kExchange, name, expr::kBoolType, read, doc, {}, false, false, kNoContent, true};
}

constexpr std::array kMembers = {
    remembered("target_existed", target_existed,
               "the exchange before about the target, on this connection and no more than ten seconds ago, showed that "
               "it exists (true) or does not (false); absent if it showed neither"),
    remembered("parent_existed", parent_existed, "the same of the collection that the target is to lie in"),
    remembered("destination_existed", destination_existed, "the same of Destination"),
    Member{Object::kExchange, "destination_is_source", expr::kBoolType, destination_is_source,
           "Destination has the path of the target"},
    Member{Object::kMessage, "if_fault", expr::kStringType, if_fault,
           "why its If is not of the form of RFC 4918 §10.4; absent if it is"},
    Member{Object::kMessage, "timeout_valid", expr::kBoolType, timeout_valid,
           "the Timeout of this LOCK exchange is a list of Second-n and Infinite; absent with other methods"},
    Member{Object::kMessage, "dav_classes", expr::kStringList, dav_classes, "the members of its DAV field"},
    Member{Object::kContent,
           "dav_content_fault",
           expr::kStringType,
           dav_content_fault,
           "why the content of this PROPFIND, PROPPATCH, LOCK or REPORT is not the XML that it has to be; absent if it "
           "is, or is empty",
           {},
           false,
           false,
           whole_content(kTextContent | kFormContent) | kCodedContent},
};

}  // namespace

std::span<const Member> webdav_members() { return kMembers; }

}  // namespace httpvet::facts
