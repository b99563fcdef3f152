// Members about what intermediaries leave in messages: Via, Forwarded and its older relatives, CDN-Loop.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

#include "base/byte_class.h"
#include "facts/defects.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/forwarded.h"
#include "fields/host.h"
#include "fields/ip_address.h"
#include "fields/via.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using expr::Value;
using fields::ViaFault;
using model::FieldLine;
using Arguments = std::span<const Value>;

const model::Message& raw_of(const Value& object) { return object_as<MessageFacts>(object).message(); }

struct ViaProblem {
  ViaFault fault;
  Bytes problem;
  Bytes level;
};

constexpr std::array kViaProblems = {
    ViaProblem{ViaFault::kNoProtocol, "the protocol version is missing", kWarningLevel},
    ViaProblem{ViaFault::kNoReceivedBy, "the name of the intermediary is missing", kWarningLevel},
    ViaProblem{ViaFault::kWrongOrder, "name and version stand in the wrong order", kWarningLevel},
    ViaProblem{ViaFault::kBadProtocol, "it does not begin with a protocol version", kWarningLevel},
    ViaProblem{ViaFault::kBracketedAddress, "an IPv6 address in brackets is no name of an intermediary", kWarningLevel},
    ViaProblem{ViaFault::kBadReceivedBy, "the name of the intermediary is no token with a port", kWarningLevel},
    ViaProblem{ViaFault::kUnclosedComment, "its comment is not closed", kWarningLevel},
    ViaProblem{ViaFault::kExtraWords, "what follows the name is no comment", kWarningLevel},
    ViaProblem{ViaFault::kGluedComment, "no blank stands before the comment", kInfoLevel},
    ViaProblem{ViaFault::kSeveralComments, "it has more than one comment", kInfoLevel},
    ViaProblem{ViaFault::kBracketedStatus, "it has text in square brackets", kInfoLevel},
};

Value via_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  each_line(raw_of(object), id::kVia, [&](const FieldLine& line) {
    for (const fields::ViaEntry& entry : fields::read_via(line.value, facts.arena())) {
      const auto* found = std::ranges::find(kViaProblems, entry.fault, &ViaProblem::fault);
      if (found != kViaProblems.end()) defects.add(&line, entry.text.in(line.value), found->problem, found->level);
    }
  });
  return defects.finish();
}

/// Counts texts, letter case ignored.
class Counter {
 public:
  /// How often `text` has come by now.
  int add(Bytes text) {
    std::string key(text);
    std::ranges::transform(key, key.begin(), base::lower);
    return ++counts_[key];
  }

 private:
  std::map<std::string, int> counts_;
};

/// Whether received-by names one intermediary, not a product that may stand in several tiers: it has a dot or a port,
/// and is no local address.
bool names_one_hop(Bytes received_by) {
  const bool specific = received_by.find_first_of(".:") != Bytes::npos;
  return specific && !fields::is_local_address(fields::bare_address(received_by));
}

void find_via_loops(const model::Message& message, DefectList& defects, base::Arena& arena) {
  Counter counter;
  each_line(message, id::kVia, [&](const FieldLine& line) {
    for (const fields::ViaEntry& entry : fields::read_via(line.value, arena)) {
      const Bytes by = entry.received_by.in(line.value);
      if (names_one_hop(by) && counter.add(by) == 3) defects.add(&line, by, "stands three times in Via", kWarningLevel);
    }
  });
}

/// Whether the parameters behind a cdn-id (RFC 8586 §2) hold the number of loops that is meant to be.
bool allows_loops(Bytes element) {
  for (std::size_t at = element.find(';'); at != Bytes::npos; at = element.find(';', at + 1)) {
    const Bytes rest = base::trim_blanks(element.substr(at + 1));
    if (equals_ignoring_case(rest.substr(0, 6), "loops=")) return true;
  }
  return false;
}

void find_cdn_loops(const model::Message& message, DefectList& defects) {
  Counter counter;
  each_line(message, id::kCdnLoop, [&](const FieldLine& line) {
    each_element(line.value, [&](Bytes element) {
      const Bytes cdn = base::trim_blanks(element.substr(0, element.find(';')));
      if (!allows_loops(element) && counter.add(cdn) == 4) {
        defects.add(&line, cdn, "stands more than three times in CDN-Loop", kWarningLevel);
      }
    });
  });
}

/// Calls `visit` with each address in `for` parameters of Forwarded, in the arena or the line.
template <typename Visit>
void each_forwarded_for(const FieldLine& line, base::Arena& arena, Visit visit) {
  fields::Forwarded forwarded;
  fields::ParseError error;
  if (!fields::parse_forwarded(line.value, arena, forwarded, error)) return;
  for (const fields::ForwardedElement& element : forwarded.elements) {
    const auto* parameter = fields::find_parameter(element.parameters, line.value, "for");
    if (parameter != nullptr) visit(fields::parameter_value(*parameter, line.value, arena));
  }
}

bool is_public_address(Bytes address) { return fields::parses_as_ip(address) && !fields::is_local_address(address); }

void find_address_loops(const model::Message& message, DefectList& defects, base::Arena& arena) {
  Counter plain;
  each_line(message, id::kXForwardedFor, [&](const FieldLine& line) {
    each_element(line.value, [&](Bytes element) {
      const Bytes address = fields::bare_address(element);
      if (is_public_address(address) && plain.add(address) == 4) {
        defects.add(&line, element, "stands more than three times in X-Forwarded-For", kWarningLevel);
      }
    });
  });
  Counter standard;
  each_line(message, id::kForwarded, [&](const FieldLine& line) {
    each_forwarded_for(line, arena, [&](Bytes node) {
      const Bytes address = fields::bare_address(node);
      if (is_public_address(address) && standard.add(address) == 4) {
        defects.add(&line, node, "stands more than three times in Forwarded", kWarningLevel);
      }
    });
  });
}

Value loop_signs(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  find_via_loops(message, defects, facts.arena());
  find_cdn_loops(message, defects);
  find_address_loops(message, defects, facts.arena());
  return defects.finish();
}

/// What is wrong with the value of a parameter of Forwarded; empty: nothing.
Bytes forwarded_problem(Bytes name, Bytes value) {
  if (equals_ignoring_case(name, "for") || equals_ignoring_case(name, "by")) {
    if (fields::is_forwarded_node(value)) return {};
    const bool bare_ipv6 = fields::parses_as_ip(value) || value.find(':') != value.rfind(':');
    return bare_ipv6 ? Bytes("an IPv6 address has to stand in brackets and quotes")
                     : Bytes("it is no IP address, `unknown` or name that begins with an underscore");
  }
  if (equals_ignoring_case(name, "proto")) return fields::is_scheme(value) ? Bytes() : Bytes("it is no URI scheme");
  if (!equals_ignoring_case(name, "host")) return {};
  fields::HostPort host;
  fields::ParseError error;
  const bool valid = fields::parse_host(value, host, error) && !host.host.empty();
  return valid ? Bytes() : Bytes("it is no host with an optional port");
}

/// Several hops that each wrote one pair, all of different names: the pairs of one hop, separated the wrong way.
bool is_split_by_commas(const fields::Forwarded& forwarded, Bytes value) {
  if (forwarded.elements.size() < 2 || forwarded.elements.size() > 4) return false;
  for (std::size_t i = 0; i < forwarded.elements.size(); ++i) {
    if (forwarded.elements[i].parameters.size() != 1) return false;
    const Bytes name = forwarded.elements[i].parameters[0].name.in(value);
    for (std::size_t j = 0; j < i; ++j) {
      if (equals_ignoring_case(name, forwarded.elements[j].parameters[0].name.in(value))) return false;
    }
  }
  return true;
}

void check_element(const FieldLine& line, const fields::ForwardedElement& element, DefectList& defects,
                   base::Arena& arena) {
  constexpr std::size_t kMostParameters = 32;
  const auto parameters = element.parameters.first(std::min(element.parameters.size(), kMostParameters));
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Bytes name = parameters[i].name.in(line.value);
    const bool repeated = fields::find_parameter(parameters.first(i), line.value, name) != nullptr;
    if (repeated) defects.add(&line, name, "it stands twice in one element", kWarningLevel);
    const Bytes problem = forwarded_problem(name, fields::parameter_value(parameters[i], line.value, arena));
    if (!problem.empty()) defects.add(&line, parameters[i].value.slice.in(line.value), problem, kWarningLevel);
  }
}

/// Why `value` does not parse where it leaves the grammar at `rest`.
Bytes syntax_problem(Bytes rest) {
  if (rest.starts_with('[') || rest.starts_with(':')) {
    return "addresses with brackets or colons have to stand in quotes";
  }
  return "expected are pairs such as for=192.0.2.1 with semicolons between them";
}

Value forwarded_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  each_line(raw_of(object), id::kForwarded, [&](const FieldLine& line) {
    fields::Forwarded forwarded;
    fields::ParseError error;
    if (!fields::parse_forwarded(line.value, facts.arena(), forwarded, error)) {
      const Bytes rest = line.value.substr(error.offset);
      defects.add(&line, rest.empty() ? line.value : rest, syntax_problem(rest), kWarningLevel);
      return;
    }
    if (is_split_by_commas(forwarded, line.value)) {
      defects.add(&line, line.value, "commas separate hops; the pairs of one hop are separated by semicolons",
                  kWarningLevel);
    }
    for (const fields::ForwardedElement& element : forwarded.elements) {
      check_element(line, element, defects, facts.arena());
    }
  });
  return defects.finish();
}

bool is_forwarded_address(Bytes entry) {
  if (equals_ignoring_case(entry, "unknown") || fields::parses_as_ip(entry)) return true;
  if (entry.size() > 1 && entry.front() == '_') return true;
  const Bytes address = fields::bare_address(entry);
  if (address.size() == entry.size() || !fields::parses_as_ip(address)) return false;
  const std::size_t colon = entry.starts_with('[') ? entry.find(']') + 1 : address.size();
  return entry.size() == colon || (entry[colon] == ':' && base::all_of(entry.substr(colon + 1), base::kDigit));
}

bool is_forwarded_host(Bytes entry) {
  fields::HostPort host;
  fields::ParseError error;
  return fields::parse_host(entry, host, error) && !host.host.empty();
}

struct ForwardingField {
  model::FieldId field;
  bool (*valid)(Bytes entry);
  Bytes problem;
};

constexpr std::array kForwardingFields = {
    ForwardingField{id::kXForwardedFor, is_forwarded_address, "no IP address"},
    ForwardingField{id::kXForwardedBy, is_forwarded_address, "no IP address"},
    ForwardingField{id::kXForwardedProto, fields::is_scheme, "no URI scheme"},
    ForwardingField{id::kXForwardedHost, is_forwarded_host, "no host with an optional port"},
    ForwardingField{id::kXForwardedPort, [](Bytes entry) { return base::all_of(entry, base::kDigit); }, "no number"},
};

Value x_forwarded_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  for (const FieldLine& line : raw_of(object).lines) {
    const auto* field = std::ranges::find(kForwardingFields, line.field, &ForwardingField::field);
    if (field == kForwardingFields.end()) continue;
    each_element(line.value, [&](Bytes entry) {
      if (!field->valid(entry)) defects.add(&line, entry, field->problem, kWarningLevel);
    });
  }
  return defects.finish();
}

/// What forwarding fields tell about the client: address, scheme and host of the first hop that told, and the hops.
struct Story {
  Bytes address;
  Bytes scheme;
  Bytes host;
  std::size_t hops = 0;
};

Story told_by_forwarded(const model::Message& message, base::Arena& arena) {
  Story story;
  each_line(message, id::kForwarded, [&](const FieldLine& line) {
    fields::Forwarded forwarded;
    fields::ParseError error;
    if (!fields::parse_forwarded(line.value, arena, forwarded, error)) return;
    for (const fields::ForwardedElement& element : forwarded.elements) {
      const auto get = [&](Bytes name) {
        const auto* parameter = fields::find_parameter(element.parameters, line.value, name);
        return parameter == nullptr ? Bytes() : fields::parameter_value(*parameter, line.value, arena);
      };
      const Bytes node = get("for");
      if (!node.empty() && ++story.hops == 1) story.address = fields::bare_address(node);
      if (story.scheme.empty()) story.scheme = get("proto");
      if (story.host.empty()) story.host = get("host");
    }
  });
  return story;
}

Bytes first_element(const model::Message& message, model::FieldId field, std::size_t& count) {
  Bytes first;
  count = 0;
  each_line(message, field, [&](const FieldLine& line) {
    each_element(line.value, [&](Bytes element) {
      if (++count == 1) first = element;
    });
  });
  return first;
}

Story told_by_x_forwarded(const model::Message& message) {
  Story story;
  std::size_t ignored = 0;
  story.address = fields::bare_address(first_element(message, id::kXForwardedFor, story.hops));
  story.scheme = first_element(message, id::kXForwardedProto, ignored);
  story.host = first_element(message, id::kXForwardedHost, ignored);
  return story;
}

bool differ(Bytes a, Bytes b) { return !a.empty() && !b.empty() && !equals_ignoring_case(a, b); }

Value forwarding_conflict(Facts& facts, const Value& object, Arguments) {
  const Story standard = told_by_forwarded(raw_of(object), facts.arena());
  const Story older = told_by_x_forwarded(raw_of(object));
  const bool addresses = fields::parses_as_ip(standard.address) && fields::parses_as_ip(older.address);
  if (addresses && differ(standard.address, older.address)) return Value::of(Bytes("another client address"));
  if (differ(standard.scheme, older.scheme)) return Value::of(Bytes("another scheme"));
  if (differ(standard.host, older.host)) return Value::of(Bytes("another host"));
  if (standard.hops > 0 && older.hops > 0 && standard.hops != older.hops) {
    return Value::of(Bytes("another number of hops"));
  }
  return Value::absent();
}

constexpr Object kM = Object::kMessage;

constexpr Member list(Bytes name, ReadFunction read, Bytes doc) {
  return {kM, name, list_type(Object::kDefect), read, doc};
}

constexpr std::array kMembers = {
    list("via_defects", via_defects, "entries of Via that are not `version name (comment)`"),
    list("loop_signs", loop_signs,
         "what stands so often in Via, CDN-Loop or forwarding fields that the message went in circles"),
    list("forwarded_defects", forwarded_defects, "what is wrong in Forwarded"),
    list("x_forwarded_defects", x_forwarded_defects,
         "entries of X-Forwarded-For and its kin that are not what they should be"),
    Member{kM, "forwarding_conflict", expr::kStringType, forwarding_conflict,
           "what X-Forwarded-For, -Proto and -Host tell otherwise than Forwarded; absent if nothing"},
};

}  // namespace

std::span<const Member> forwarding_members() { return kMembers; }

}  // namespace httpvet::facts
