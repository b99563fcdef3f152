// Members about one hop: Connection and the fields that it goes with, Keep-Alive, and trailer sections.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/defects.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using expr::Value;
using model::FieldLine;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const model::Message& raw_of(const Value& object) { return message_of(object).message(); }
const Defect& defect_of(const Value& object) { return object_as<const Defect>(object); }

Value defect_text(Facts&, const Value& object, Arguments) { return Value::of(defect_of(object).text); }
Value defect_problem(Facts&, const Value& object, Arguments) { return Value::of(defect_of(object).problem); }
Value defect_level(Facts&, const Value& object, Arguments) { return Value::of(defect_of(object).level); }

/// Whether a Connection line of `message` lists `option`, whatever else stands there.
bool lists_option(const model::Message& message, Bytes option) {
  bool found = false;
  each_line(message, id::kConnection, [&](const FieldLine& line) {
    each_element(line.value, [&](Bytes element) { found = found || equals_ignoring_case(element, option); });
  });
  return found;
}

bool is_persistence_option(Bytes option) {
  return equals_ignoring_case(option, "close") || equals_ignoring_case(option, "keep-alive");
}

/// Fields that RFC 2616 §13.5.1 called hop-by-hop, though nothing marks them as connection-specific today.
bool once_hop_by_hop(model::FieldId field) {
  return field == id::kTrailer || field == id::kProxyAuthenticate || field == id::kProxyAuthorization ||
         field == id::kProxyAuthenticationInfo;
}

/// Whether `option` names a field that is meant for all recipients. Early-Data has a rule of its own.
bool is_end_to_end(Bytes option) {
  const model::FieldId field = fields::find_field(option);
  if (field == model::kUnknownField || field == id::kEarlyData || once_hop_by_hop(field)) return false;
  return !fields::field_info(field).connection_specific;
}

Value connection_defects(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  const FieldLine* both = nullptr;
  bool close = false;
  bool keep_alive = false;
  each_line(message, id::kConnection, [&](const FieldLine& line) {
    each_element(line.value, [&](Bytes element) {
      if (!base::is_token(element)) defects.add(&line, element, "no token", kErrorLevel);
      close = close || equals_ignoring_case(element, "close");
      keep_alive = keep_alive || equals_ignoring_case(element, "keep-alive");
      if (close && keep_alive && both == nullptr) both = &line;
    });
  });
  if (both != nullptr) defects.add(both, both->value, "both close and keep-alive", kInfoLevel);
  return defects.finish();
}

/// Calls `visit` with each connection option that is neither close nor keep-alive, once.
template <typename Visit>
void each_other_option(const model::Message& message, Visit visit) {
  each_line(message, id::kConnection, [&](const FieldLine& line) {
    each_element(line.value, [&](Bytes option) {
      if (!is_persistence_option(option) && base::is_token(option)) visit(line, option);
    });
  });
}

Value end_to_end_options(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  each_other_option(raw_of(object), [&](const FieldLine& line, Bytes option) {
    if (is_end_to_end(option)) defects.add(&line, option, "meant for all recipients", kErrorLevel);
  });
  return defects.finish();
}

bool has_line_named(const model::Message& message, Bytes name) {
  return std::ranges::any_of(message.lines,
                             [name](const FieldLine& line) { return equals_ignoring_case(line.name, name); });
}

Value options_without_field(Facts& facts, const Value& object, Arguments) {
  constexpr std::size_t kMostOptions = 64;  // comparing many options with many lines takes quadratic time
  const model::Message& message = raw_of(object);
  if (!message.evidence.fields) return Value::not_captured();
  DefectList defects(facts.arena());
  std::size_t count = 0;
  each_other_option(message, [&](const FieldLine& line, Bytes option) {
    if (++count > kMostOptions || is_end_to_end(option) || equals_ignoring_case(option, "early-data")) return;
    if (!has_line_named(message, option)) defects.add(&line, option, "an option without field", kInfoLevel);
  });
  return defects.finish();
}

Value unlisted_hop_fields(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  for (const model::FieldId field : {id::kTe, id::kUpgrade, id::kHttp2Settings, id::kKeepAlive}) {
    const FieldLine* line = message_of(object).first_line(field);
    if (line == nullptr || lists_option(message, fields::field_info(field).name)) continue;
    const bool keep_alive = field == id::kKeepAlive;
    // Beside `Connection: close` Keep-Alive is void altogether, and that has a rule of its own.
    if (keep_alive && lists_option(message, "close")) continue;
    const bool forwarded = message.part != model::Part::kRequest && message_of(object).has(id::kVia);
    defects.add(line, line->name,
                forwarded ? Bytes("is meant for one hop and not named in Connection; the proxy that Via shows should "
                                  "have removed it")
                          : Bytes("is meant for one hop, but Connection does not name it"),
                keep_alive ? kWarningLevel : kErrorLevel);
  }
  return defects.finish();
}

/// What is wrong with one element of Keep-Alive; empty: nothing.
Bytes keep_alive_problem(Bytes element) {
  const std::size_t equals = element.find('=');
  const Bytes name = base::trim_blanks(element.substr(0, equals));
  const Bytes value = equals == Bytes::npos ? Bytes() : base::trim_blanks(element.substr(equals + 1));
  if (!base::is_token(name)) return "no parameter";
  const bool counted = equals_ignoring_case(name, "timeout") || equals_ignoring_case(name, "max");
  if (!counted) {
    return name.size() == element.size() && base::all_of(name, base::kDigit) ? Bytes("a number without a name")
                                                                             : Bytes();
  }
  return value.empty() || !base::all_of(value, base::kDigit) ? Bytes("not a whole number") : Bytes();
}

Value keep_alive_defects(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  each_line(message, id::kKeepAlive, [&](const FieldLine& line) {
    each_element(line.value, [&](Bytes element) {
      const Bytes problem = keep_alive_problem(element);
      if (!problem.empty()) defects.add(&line, element, problem, kInfoLevel);
    });
  });
  const FieldLine* first = message_of(object).first_line(id::kKeepAlive);
  if (first != nullptr && lists_option(message, "close")) {
    defects.add(first, first->value, "void beside `Connection: close`", kInfoLevel);
  }
  return defects.finish();
}

/// Whether the comma-separated `traits` hold one of those that keep a field out of trailers (RFC 9110 §6.5.1).
bool excluded_from_trailers(Bytes traits) {
  constexpr std::array<Bytes, 8> kExcluded = {"framing", "routing", "control", "precondition",
                                              "conneg",  "auth",    "cookie",  "format"};
  bool found = false;
  each_element(traits, [&](Bytes trait) { found = found || std::ranges::count(kExcluded, trait) > 0; });
  return found;
}

bool is_forbidden_trailer(model::FieldId field) {
  return field != model::kUnknownField && !fields::field_info(field).in_trailers;
}

Value forbidden_trailers(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  for (const FieldLine& line : message.trailers) {
    if (line.field == id::kEarlyData) continue;
    if (is_forbidden_trailer(line.field)) {
      const bool excluded = excluded_from_trailers(fields::field_info(line.field).traits);
      defects.add(&line, line.name,
                  excluded ? Bytes("controls how the message is handled, and comes too late there")
                           : Bytes("is not defined for trailer sections"),
                  excluded ? kErrorLevel : kWarningLevel);
    } else if (lists_option(message, line.name)) {
      defects.add(&line, line.name, "is named in Connection, and those have to come in the header section",
                  kWarningLevel);
    }
  }
  return defects.finish();
}

/// Calls `visit` with each name that Trailer lists.
template <typename Visit>
void each_announced(const model::Message& message, Visit visit) {
  each_line(message, id::kTrailer,
            [&](const FieldLine& line) { each_element(line.value, [&](Bytes name) { visit(line, name); }); });
}

/// Why `name` must not stand in Trailer; empty: it may.
Bytes announcement_problem(const model::Message& message, Bytes name) {
  if (!base::is_token(name)) return "is no field name";
  const model::FieldId field = fields::find_field(name);
  if (field == id::kTrailer) return "announces itself";
  if (field != model::kUnknownField && fields::field_info(field).connection_specific) {
    return "is meant for one hop and cannot come in a trailer section";
  }
  return lists_option(message, name) ? Bytes("is named in Connection, too") : Bytes();
}

Value trailer_defects(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  each_announced(message, [&](const FieldLine& line, Bytes name) {
    const Bytes problem = announcement_problem(message, name);
    if (!problem.empty()) defects.add(&line, name, problem, kWarningLevel);
  });
  return defects.finish();
}

bool is_announced(const model::Message& message, Bytes name) {
  bool found = false;
  each_announced(message, [&](const FieldLine&, Bytes other) { found = found || equals_ignoring_case(name, other); });
  return found;
}

Value unannounced_trailers(Facts& facts, const Value& object, Arguments) {
  constexpr std::size_t kMostTrailers = 64;
  const model::Message& message = raw_of(object);
  if (!message.evidence.fields) return Value::not_captured();
  DefectList defects(facts.arena());
  if (message.trailers.size() > kMostTrailers) return defects.finish();
  for (const FieldLine& line : message.trailers) {
    if (is_forbidden_trailer(line.field) || is_announced(message, line.name)) continue;
    defects.add(&line, line.name, "stands in the trailer section, but Trailer does not announce it", kInfoLevel);
  }
  const bool ended = message.body.framing == model::Framing::kChunked && message.body.end == model::BodyEnd::kComplete;
  each_announced(message, [&](const FieldLine& line, Bytes name) {
    if (!announcement_problem(message, name).empty()) return;
    const auto named = [name](const FieldLine& trailer) { return equals_ignoring_case(trailer.name, name); };
    if (is_forbidden_trailer(fields::find_field(name))) {
      defects.add(&line, name, "is announced in Trailer, but may not stand in a trailer section", kInfoLevel);
    } else if (ended && std::ranges::none_of(message.trailers, named)) {
      defects.add(&line, name, "is announced in Trailer, but never came", kInfoLevel);
    }
  });
  return defects.finish();
}

/// base64url without padding (RFC 4648 §5), not empty: HTTP2-Settings (RFC 7540 §3.2.1).
Value http2_settings_valid(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const auto lines = message.lines_of(id::kHttp2Settings);
  if (lines.size() != 1) return Value::of(false);
  const Bytes value = message.first_line(id::kHttp2Settings)->value;
  const auto fits = [](char c) { return base::is(c, base::kAlpha | base::kDigit) || c == '-' || c == '_'; };
  return Value::of(value.size() % 4 != 1 && std::ranges::all_of(value, fits) &&
                   lists_option(message.message(), "HTTP2-Settings"));
}

constexpr Object kM = Object::kMessage;
constexpr Object kDf = Object::kDefect;

/// A list of defects.
constexpr Member list(Bytes name, ReadFunction read, Bytes doc) {
  return {kM, name, list_type(Object::kDefect), read, doc, {}, false};
}

constexpr std::array kMembers = {
    Member{kDf, "text", expr::kStringType, defect_text, "the octets at fault", {}, true},
    Member{kDf, "problem", expr::kStringType, defect_problem, "what is wrong with them", {}, true},
    Member{kDf,
           "level",
           expr::kStringType,
           defect_level,
           "\"error\", \"warning\" or \"info\": how much it matters",
           {},
           true},
    list("connection_defects", connection_defects,
         "what stands in Connection and is no option, and close beside keep-alive"),
    list("end_to_end_options", end_to_end_options, "connection options that name a field meant for all recipients"),
    list("options_without_field", options_without_field,
         "connection options other than close and keep-alive for which the message has no field"),
    list("unlisted_hop_fields", unlisted_hop_fields,
         "TE, Upgrade, HTTP2-Settings and Keep-Alive that Connection does not name"),
    list("keep_alive_defects", keep_alive_defects, "parameters of Keep-Alive that are malformed, or all void"),
    list("forbidden_trailers", forbidden_trailers, "fields that may not stand in the trailer section, but do"),
    list("trailer_defects", trailer_defects, "what Trailer must not list"),
    list("unannounced_trailers", unannounced_trailers,
         "where Trailer and the trailer section disagree: fields not announced, and announced ones that never came"),
    Member{kM,
           "http2_settings_valid",
           expr::kBoolType,
           http2_settings_valid,
           "it has exactly one HTTP2-Settings, base64url without padding, and Connection names it",
           {},
           true},
};

}  // namespace

std::span<const Member> connection_members() { return kMembers; }

}  // namespace httpvet::facts
