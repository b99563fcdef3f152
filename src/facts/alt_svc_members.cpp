// Members about Alt-Svc (RFC 7838).
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/defects.h"
#include "facts/member.h"
#include "fields/alt_svc.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using expr::Value;
using model::FieldLine;
using Arguments = std::span<const Value>;

const model::Message& raw_of(const Value& object) { return object_as<MessageFacts>(object).message(); }

/// Why the value of parameter `name` is wrong; empty: it is not.
Bytes parameter_problem(Bytes name, Bytes value) {
  if (base::equals_ignoring_case(name, "ma")) {
    const bool number = !value.empty() && base::all_of(value, base::kDigit);
    return number ? Bytes() : Bytes("ma is no number of seconds");
  }
  if (base::equals_ignoring_case(name, "persist")) return value == "1" ? Bytes() : Bytes("persist can only be 1");
  return {};
}

Bytes service_problem(const fields::AltService& service, Bytes text, base::Arena& arena) {
  if (!fields::is_canonical_protocol_id(service.protocol_id.in(text))) {
    return "the protocol id is not percent-encoded as it has to be";
  }
  if (!fields::is_alt_authority(fields::unquoted(service.authority, text, arena))) {
    return "the authority is not [host]:port";
  }
  for (const fields::Parameter& parameter : service.parameters) {
    const Bytes problem = parameter_problem(parameter.name.in(text), fields::parameter_value(parameter, text, arena));
    if (!problem.empty()) return problem;
  }
  return {};
}

/// Why `value` is no list of alternative services, which ends at `offset`.
Bytes syntax_problem(Bytes value, std::size_t offset, Bytes expected) {
  const auto same = [](char a, char b) { return base::lower(a) == b; };
  constexpr Bytes kClear = "clear";
  if (base::equals_ignoring_case(base::trim_blanks(value), kClear)) return "clear has to be in lower case";
  const auto found = std::search(value.begin(), value.end(), kClear.begin(), kClear.end(), same);
  const bool clears = found != value.end() && static_cast<std::size_t>(found - value.begin()) <= offset;
  if (clears && expected == "an equals sign") return "clear has to stand alone";
  return expected == "an authority in quotes" ? Bytes("the authority is not in quotes")
                                              : Bytes("it is no list of protocol=\"[host]:port\"");
}

Value alt_svc_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  std::size_t lines = 0;
  const FieldLine* clear = nullptr;
  each_line(raw_of(object), id::kAltSvc, [&](const FieldLine& line) {
    ++lines;
    fields::AltSvc parsed;
    fields::ParseError error;
    if (!fields::parse_alt_svc(line.value, facts.arena(), parsed, error)) {
      const Bytes rest = line.value.substr(error.offset);
      defects.add(&line, rest.empty() ? line.value : rest, syntax_problem(line.value, error.offset, error.expected),
                  kWarningLevel);
      return;
    }
    if (parsed.clear) clear = &line;
    for (const fields::AltService& service : parsed.services) {
      const Bytes problem = service_problem(service, line.value, facts.arena());
      if (!problem.empty()) defects.add(&line, service.text.in(line.value), problem, kWarningLevel);
    }
  });
  if (clear != nullptr && lines > 1) defects.add(clear, clear->value, "clear has to stand alone", kWarningLevel);
  return defects.finish();
}

/// Calls `visit` with each alternative service of lines that parse.
template <typename Visit>
void each_service(const model::Message& message, base::Arena& arena, Visit visit) {
  each_line(message, id::kAltSvc, [&](const FieldLine& line) {
    fields::AltSvc parsed;
    fields::ParseError error;
    if (!fields::parse_alt_svc(line.value, arena, parsed, error)) return;
    for (const fields::AltService& service : parsed.services) visit(line, service);
  });
}

Value alt_svc_all_dead(Facts& facts, const Value& object, Arguments) {
  std::size_t services = 0;
  std::size_t dead = 0;
  each_service(raw_of(object), facts.arena(), [&](const FieldLine& line, const fields::AltService& service) {
    ++services;
    const Bytes id = fields::decode_protocol_id(service.protocol_id.in(line.value), facts.arena());
    dead += fields::is_dead_alpn_id(id) ? 1 : 0;
  });
  return Value::of(services > 0 && services == dead);
}

Value unknown_alt_protocols(Facts& facts, const Value& object, Arguments) {
  constexpr std::size_t kMost = 255;  // octets of a protocol name (RFC 7301 §3.1)
  DefectList defects(facts.arena());
  each_service(raw_of(object), facts.arena(), [&](const FieldLine& line, const fields::AltService& service) {
    const Bytes encoded = service.protocol_id.in(line.value);
    const Bytes id = fields::decode_protocol_id(encoded, facts.arena());
    if (id.size() > kMost) {
      defects.add(&line, encoded, "longer than the 255 octets that TLS can carry", kWarningLevel);
    } else if (!fields::is_alpn_id(id) && !fields::is_dead_alpn_id(id)) {
      defects.add(&line, encoded, "not in the registry of ALPN", kInfoLevel);
    }
  });
  return defects.finish();
}

Value odd_alt_lifetimes(Facts& facts, const Value& object, Arguments) {
  constexpr std::size_t kMostDigits = 18;
  constexpr std::int64_t kYear = 366 * 24 * 60 * 60;
  DefectList defects(facts.arena());
  each_service(raw_of(object), facts.arena(), [&](const FieldLine& line, const fields::AltService& service) {
    const auto* ma = fields::find_parameter(service.parameters, line.value, "ma");
    if (ma == nullptr) return;
    const Bytes text = fields::parameter_value(*ma, line.value, facts.arena());
    if (text.empty() || !base::all_of(text, base::kDigit)) return;
    std::int64_t seconds = 0;
    for (const char c : text.substr(0, kMostDigits)) seconds = seconds * 10 + (c - '0');
    if (text.size() > kMostDigits) seconds = kYear + 1;
    if (seconds == 0) defects.add(&line, service.text.in(line.value), "is stale at once", kInfoLevel);
    if (seconds > kYear)
      defects.add(&line, service.text.in(line.value), "stays fresh for more than a year", kInfoLevel);
  });
  return defects.finish();
}

constexpr Object kM = Object::kMessage;

constexpr Member list(Bytes name, ReadFunction read, Bytes doc) {
  return {kM, name, list_type(Object::kDefect), read, doc};
}

constexpr std::array kMembers = {
    list("alt_svc_defects", alt_svc_defects, "what is malformed in Alt-Svc"),
    Member{kM, "alt_svc_all_dead", expr::kBoolType, alt_svc_all_dead,
           "Alt-Svc has alternatives, all for protocols of drafts or that nobody speaks any more"},
    list("unknown_alt_protocols", unknown_alt_protocols, "protocol ids of Alt-Svc that ALPN does not know"),
    list("odd_alt_lifetimes", odd_alt_lifetimes,
         "alternatives of Alt-Svc that are stale at once, or fresh for more than a year"),
};

}  // namespace

std::span<const Member> alt_svc_members() { return kMembers; }

}  // namespace httpvet::facts
