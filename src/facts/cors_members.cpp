// Members about cross-origin requests: what browsers make of the CORS fields (Fetch §3.3, §4.8, §4.9).
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/fault_values.h"
#include "facts/field_lines.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/origin.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::next_piece;
using Arguments = std::span<const Value>;

/// Whether a member of the lines of `list` equals `name`, letter case ignored if `lenient`.
bool lists(const MessageFacts& message, model::FieldId list, Bytes name, bool lenient) {
  bool found = false;
  for_each_line(message, list, [&](const model::FieldLine& line) {
    Bytes rest = line.value;
    for (Bytes piece; !found && next_piece(rest, ',', piece);) {
      found = lenient ? base::equals_ignoring_case(piece, name) : piece == name;
    }
  });
  return found;
}

bool is_preflight(const MessageFacts& request) {
  return request.there() && request.message().method == "OPTIONS" && request.has(fields::id::kOrigin) &&
         request.has(fields::id::kAccessControlRequestMethod);
}

enum class Allowed : std::uint8_t { kNo, kYes, kUnknown };

/// Whether Access-Control-Allow-Origin of `response` lets the Origin of `request` in. Requires both, and an Origin.
Allowed allows(MessageFacts& request, MessageFacts& response) {
  if (!response.has(fields::id::kAccessControlAllowOrigin)) {
    return response.message().evidence.fields ? Allowed::kNo : Allowed::kUnknown;
  }
  const Bytes allowed = response.combined(fields::id::kAccessControlAllowOrigin);
  const bool fits = allowed == "*" || allowed == request.combined(fields::id::kOrigin);
  return fits ? Allowed::kYes : Allowed::kNo;
}

Value allows_origin(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  MessageFacts& response = facts.final_response();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (!response.there()) return Value::unknown(response.why_missing());
  if (!request.has(fields::id::kOrigin)) return missing_field(request);
  const Allowed allowed = allows(request, response);
  return allowed == Allowed::kUnknown ? Value::not_captured() : Value::of(allowed == Allowed::kYes);
}

Value allows_valid_origin(Facts& facts, const Value&, Arguments) {
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  if (!response.has(fields::id::kAccessControlAllowOrigin)) return missing_field(response);
  return Value::of(fields::origin_fault(response.combined(fields::id::kAccessControlAllowOrigin)).empty());
}

constexpr auto kSafeMethods = std::to_array<Bytes>({"GET", "HEAD", "POST"});

/// Names that browsers never ask for, though other clients do.
constexpr auto kNeverAsked = std::to_array<Bytes>({"accept", "accept-language", "content-language"});

/// What is wrong with the answer to a preflight that lets the origin in; empty if nothing is.
Bytes answer_fault(MessageFacts& request, MessageFacts& response, base::Arena& arena) {
  fields::FaultList faults(arena);
  const std::uint16_t status = response.message().status;
  if (status < 200 || status > 299) {
    faults.add_parts({}, {"it is answered with ", std::to_string(status), ", not with 2xx"});
    return faults.finish()[0].what;
  }
  const Bytes method = request.combined(fields::id::kAccessControlRequestMethod);
  const auto methods = fields::id::kAccessControlAllowMethods;
  const bool safe = std::ranges::find(kSafeMethods, method) != kSafeMethods.end();
  if (!safe && !lists(response, methods, method, false) && !lists(response, methods, "*", false)) {
    faults.add_parts({}, {"Access-Control-Allow-Methods does not list ", method});
    return faults.finish()[0].what;
  }
  const auto headers = fields::id::kAccessControlAllowHeaders;
  const bool any = lists(response, headers, "*", false);
  Bytes missing;
  for_each_line(request, fields::id::kAccessControlRequestHeaders, [&](const model::FieldLine& line) {
    Bytes rest = line.value;
    for (Bytes name; missing.empty() && next_piece(rest, ',', name);) {
      if (name.empty() || fields::is_one_of(name, kNeverAsked)) continue;
      if (any && !base::equals_ignoring_case(name, "authorization")) continue;
      if (!lists(response, headers, name, true)) missing = name;
    }
  });
  if (missing.empty()) return {};
  faults.add_parts({}, {"Access-Control-Allow-Headers does not list ", missing});
  return faults.finish()[0].what;
}

Value preflight_fault(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  MessageFacts& response = facts.final_response();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (!response.there()) return Value::unknown(response.why_missing());
  if (!is_preflight(request)) return Value::absent();
  switch (allows(request, response)) {
    case Allowed::kUnknown:
      return Value::not_captured();
    case Allowed::kNo: {
      if (!response.has(fields::id::kAccessControlAllowOrigin)) {
        return Value::of(Bytes("it has no Access-Control-Allow-Origin"));
      }
      // What is no origin is reported by itself.
      const Bytes allowed = response.combined(fields::id::kAccessControlAllowOrigin);
      if (allowed != "null" && !fields::origin_fault(allowed).empty()) return Value::absent();
      return Value::of(Bytes("Access-Control-Allow-Origin names another origin"));
    }
    case Allowed::kYes:
      break;
  }
  const Bytes fault = answer_fault(request, response, facts.arena());
  return fault.empty() ? Value::absent() : Value::of(fault);
}

/// Calls `visit` with each earlier exchange of the resource until it returns true; says whether it did.
template <typename Visit>
bool any_earlier(Facts& facts, Visit visit) {
  const Value earlier = facts.earlier();
  if (!earlier.known()) return false;
  for (std::uint32_t i = 0; i < earlier.list.size; ++i) {
    const void* item = static_cast<const void* const*>(earlier.list.data)[i];
    if (visit(object_as<EarlierFacts>(Value::of_object(item)))) return true;
  }
  return false;
}

/// A preflight with the same Origin that announced this method, and that the browser took for a permission.
Value preflighted(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (!request.has(fields::id::kOrigin)) return Value::of(false);
  const Bytes origin = request.combined(fields::id::kOrigin);
  return Value::of(any_earlier(facts, [&](EarlierFacts& earlier) {
    if (!is_preflight(earlier.req) || earlier.req.combined(fields::id::kOrigin) != origin) return false;
    if (earlier.req.combined(fields::id::kAccessControlRequestMethod) != request.message().method) return false;
    return allows(earlier.req, earlier.res) == Allowed::kYes &&
           answer_fault(earlier.req, earlier.res, facts.arena()).empty();
  }));
}

/// Access-Control-Allow-Origin as far as it shows whether it follows Origin: its value, or empty without the field.
Bytes allowed_by(MessageFacts& response) { return response.combined(fields::id::kAccessControlAllowOrigin); }

/// The value is the Origin of its own request.
bool echoes(MessageFacts& request, MessageFacts& response) {
  const Bytes allowed = allowed_by(response);
  return !allowed.empty() && allowed != "null" && allowed == request.combined(fields::id::kOrigin);
}

Value origin_echoed(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  MessageFacts& response = facts.final_response();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (!response.there()) return Value::unknown(response.why_missing());
  return Value::of(echoes(request, response));
}

Value origin_followed(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  MessageFacts& response = facts.final_response();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (!response.there()) return Value::unknown(response.why_missing());
  const bool here = echoes(request, response);
  if (!here && !allowed_by(response).empty()) return Value::of(false);
  if (!here && !response.message().evidence.fields) return Value::of(false);
  const std::uint16_t status = response.message().status;
  return Value::of(any_earlier(facts, [&](EarlierFacts& earlier) {
    const Bytes method = earlier.req.message().method;
    if ((method != "GET" && method != "HEAD") || earlier.res.message().status != status) return false;
    if (echoes(earlier.req, earlier.res)) return allowed_by(earlier.res) != allowed_by(response);
    return here && allowed_by(earlier.res).empty() && earlier.res.message().evidence.fields;
  }));
}

Value origin_allowed_before(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const Bytes origin = request.combined(fields::id::kOrigin);
  if (origin.empty()) return Value::of(false);
  return Value::of(any_earlier(facts, [&](EarlierFacts& earlier) {
    return earlier.req.combined(fields::id::kOrigin) == origin && allowed_by(earlier.res) == origin;
  }));
}

// Fetch §2.2.2, CORS-safelisted response-header names and forbidden ones.
constexpr auto kNeedNoExposing =
    std::to_array<Bytes>({"cache-control", "content-language", "content-length", "content-type", "expires",
                          "last-modified", "pragma", "set-cookie", "set-cookie2"});

Value exposes_nothing(Facts&, const Value& object, Arguments) {
  const auto& message = object_as<MessageFacts>(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  const auto field = fields::id::kAccessControlExposeHeaders;
  if (!message.has(field)) return missing_field(message);
  constexpr std::size_t kMost = 64;  // names that are looked at: others may be of use
  bool useful = false;
  std::size_t names = 0;
  for_each_line(message, field, [&](const model::FieldLine& line) {
    Bytes rest = line.value;
    for (Bytes name; !useful && next_piece(rest, ',', name);) {
      if (name.empty()) continue;
      useful = ++names > kMost || name == "*";
      if (useful || fields::is_one_of(name, kNeedNoExposing)) continue;
      const auto is_it = [name](const model::FieldLine& l) { return base::equals_ignoring_case(l.name, name); };
      useful = std::ranges::any_of(message.message().lines, is_it);
    }
  });
  if (useful || names == 0) return Value::of(false);
  return message.message().evidence.fields ? Value::of(true) : Value::not_captured();
}

/// Fetch §4.8: browsers list the names in lower case, sorted, each of them once.
void header_list_faults(const MessageFacts& request, fields::FaultList& faults) {
  Bytes before;
  for_each_line(request, fields::id::kAccessControlRequestHeaders, [&](const model::FieldLine& line) {
    Bytes rest = line.value;
    for (Bytes name; next_piece(rest, ',', name);) {
      const bool upper = std::ranges::any_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
      if (upper) return faults.add_minor(name, "Access-Control-Request-Headers is not in lower case");
      if (!before.empty() && name == before)
        return faults.add_minor(name, "Access-Control-Request-Headers repeats a name");
      if (!before.empty() && name < before)
        return faults.add_minor(name, "Access-Control-Request-Headers is not sorted");
      before = name;
    }
  });
}

Value preflight_faults(Facts& facts, const Value& object, Arguments) {
  const auto& request = object_as<MessageFacts>(object);
  if (!request.there()) return Value::unknown(request.why_missing());
  const bool method = request.has(fields::id::kAccessControlRequestMethod);
  if (!method && !request.has(fields::id::kAccessControlRequestHeaders)) return Value::absent();
  fields::FaultList faults(facts.arena());
  if (request.message().method != "OPTIONS") {
    faults.add_parts({}, {"its method is ", request.message().method, ", not OPTIONS"});
    return fault_list(faults);
  }
  const bool complete = request.message().evidence.fields;
  if (complete && !request.has(fields::id::kOrigin)) faults.add({}, "it has no Origin");
  if (complete && !method) faults.add({}, "it has no Access-Control-Request-Method");
  if (request.has(fields::id::kCookie)) faults.add({}, "it has a Cookie");
  if (request.has(fields::id::kAuthorization)) faults.add({}, "it has Authorization");
  header_list_faults(request, faults);
  return fault_list(faults);
}

constexpr Object kX = Object::kExchange;
constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{
        kX, "allows_origin", expr::kBoolType, allows_origin,
        "Access-Control-Allow-Origin of the final response is * or the Origin of the request; absent without Origin"},
    Member{kX, "allows_valid_origin", expr::kBoolType, allows_valid_origin,
           "Access-Control-Allow-Origin of the final response is one origin; absent without the field"},
    Member{kX, "preflight_fault", expr::kStringType, preflight_fault,
           "why a browser takes the answer to this preflight for a refusal, in words; absent if it does not"},
    Member{kX, "preflighted", expr::kBoolType, preflighted,
           "an earlier preflight of the same resource and Origin allowed this method"},
    Member{kX, "origin_echoed", expr::kBoolType, origin_echoed,
           "Access-Control-Allow-Origin of the final response is the Origin of the request"},
    Member{kX, "origin_followed", expr::kBoolType, origin_followed,
           "and an earlier answer of the resource had the Origin of its own request there, or there was none to allow"},
    Member{kX, "origin_allowed_before", expr::kBoolType, origin_allowed_before,
           "an earlier answer of the resource named the Origin of this request in Access-Control-Allow-Origin"},
    Member{kM, "exposes_nothing", expr::kBoolType, exposes_nothing,
           "Access-Control-Expose-Headers names only fields that scripts may read anyway, may never read, or that are "
           "not there"},
    Member{
        kM, "preflight_faults", list_type(Object::kFault), preflight_faults,
        "how a request with Access-Control-Request fields is unlike a preflight of browsers; minor: its list of names"},
};

}  // namespace

std::span<const Member> cors_members() { return kMembers; }

}  // namespace httpvet::facts
