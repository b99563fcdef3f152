// Members about Proxy-Status (RFC 9209).
#include <algorithm>
#include <array>

#include "facts/defects.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/structured_field.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using expr::Value;
using fields::SfKind;
using fields::SfValue;
using Arguments = std::span<const Value>;

/// One row of the registry of proxy error types (RFC 9209 §2.3): the recommended status, 0 where there is none, and its
/// own parameters.
struct ErrorType {
  Bytes name;
  std::uint16_t status;
  std::array<Bytes, 2> parameters = {};
};

constexpr std::array kErrorTypes = {
    ErrorType{"dns_timeout", 504},
    ErrorType{"dns_error", 502, {"rcode", "info-code"}},
    ErrorType{"destination_not_found", 500},
    ErrorType{"destination_unavailable", 503},
    ErrorType{"destination_ip_prohibited", 502},
    ErrorType{"destination_ip_unroutable", 502},
    ErrorType{"connection_refused", 502},
    ErrorType{"connection_terminated", 502},
    ErrorType{"connection_timeout", 504},
    ErrorType{"connection_read_timeout", 504},
    ErrorType{"connection_write_timeout", 504},
    ErrorType{"connection_limit_reached", 503},
    ErrorType{"tls_protocol_error", 502},
    ErrorType{"tls_certificate_error", 502},
    ErrorType{"tls_alert_received", 502, {"alert-id", "alert-message"}},
    ErrorType{"http_request_error", 0, {"status-code", "status-phrase"}},
    ErrorType{"http_request_denied", 403},
    ErrorType{"http_response_incomplete", 502},
    ErrorType{"http_response_header_section_size", 502, {"header-section-size"}},
    ErrorType{"http_response_header_size", 502, {"header-name", "header-size"}},
    ErrorType{"http_response_body_size", 502, {"body-size"}},
    ErrorType{"http_response_trailer_section_size", 502, {"trailer-section-size"}},
    ErrorType{"http_response_trailer_size", 502, {"trailer-name", "trailer-size"}},
    ErrorType{"http_response_transfer_coding", 502, {"coding"}},
    ErrorType{"http_response_content_coding", 502, {"coding"}},
    ErrorType{"http_response_timeout", 504},
    ErrorType{"http_upgrade_failed", 502},
    ErrorType{"http_protocol_error", 502},
    ErrorType{"proxy_internal_response", 0},
    ErrorType{"proxy_internal_error", 500},
    ErrorType{"proxy_configuration_error", 500},
    ErrorType{"proxy_loop_detected", 502},
};

/// The parameters of RFC 9209 §2.1, and the kinds that they may have.
struct ParameterRow {
  Bytes key;
  SfKind kind;
  SfKind other;
};

constexpr std::array kParameters = {
    ParameterRow{"error", SfKind::kToken, SfKind::kToken},
    ParameterRow{"next-hop", SfKind::kToken, SfKind::kString},
    ParameterRow{"next-protocol", SfKind::kToken, SfKind::kBytes},
    ParameterRow{"received-status", SfKind::kInteger, SfKind::kInteger},
    ParameterRow{"details", SfKind::kString, SfKind::kString},
};

const ErrorType* find_error(Bytes name) {
  const auto* found = std::ranges::find(kErrorTypes, name, &ErrorType::name);
  return found == kErrorTypes.end() ? nullptr : found;
}

bool belongs_to_some_error(Bytes key) {
  return std::ranges::any_of(kErrorTypes,
                             [key](const ErrorType& error) { return std::ranges::count(error.parameters, key) > 0; });
}

/// Judges the members of one Proxy-Status line.
class Judge {
 public:
  Judge(const model::Message& message, const model::FieldLine& line, DefectList& defects)
      : message_(message), line_(line), defects_(defects) {}

  void member(const SfValue& member) {
    if (member.kind != SfKind::kToken && member.kind != SfKind::kString) {
      add(member.source, "the intermediary is neither a token nor a string", kWarningLevel);
    }
    const SfValue* error = fields::find_key(member.parameters(), line_.value, "error");
    const ErrorType* type = nullptr;
    if (error != nullptr && error->kind == SfKind::kToken) {
      type = find_error(error->source.in(line_.value));
      if (type == nullptr) add(error->source, "the error type is not registered", kInfoLevel);
    }
    for (const SfValue& parameter : member.parameters()) this->parameter(parameter, type, error != nullptr);
    if (type != nullptr) status(member, *error, *type);
  }

 private:
  void add(fields::Slice slice, Bytes problem, Bytes level) {
    const Bytes text = slice.empty() ? line_.value : slice.in(line_.value);
    defects_.add(&line_, text, problem, level);
  }

  void parameter(const SfValue& parameter, const ErrorType* type, bool has_error) {
    const Bytes key = parameter.key.in(line_.value);
    const auto* row = std::ranges::find(kParameters, key, &ParameterRow::key);
    if (row != kParameters.end()) {
      if (parameter.kind != row->kind && parameter.kind != row->other) {
        add(parameter.key, "the parameter has a value of another type than it is defined with", kWarningLevel);
      }
      return;
    }
    if (type != nullptr && std::ranges::count(type->parameters, key) > 0) return;
    if (!belongs_to_some_error(key)) {
      add(parameter.key, "the parameter is not registered", kInfoLevel);
    } else if (type != nullptr || !has_error) {
      add(parameter.key, "the parameter does not belong to this error type", kInfoLevel);
    }
  }

  /// A response without received-status was made by the intermediary itself.
  void status(const SfValue& member, const SfValue& error, const ErrorType& type) {
    if (fields::find_key(member.parameters(), line_.value, "received-status") != nullptr) return;
    const bool client_error = message_.status >= 400 && message_.status < 500;
    const bool fits =
        type.status != 0 ? message_.status == type.status : type.name != "http_request_error" || client_error;
    // What came before the error was found has its own status.
    if (!fits && message_.status >= 400) {
      add(error.source, "the error type recommends another status code than this response has", kInfoLevel);
    }
  }

  const model::Message& message_;
  const model::FieldLine& line_;
  DefectList& defects_;
};

void judge_line(const model::Message& message, const model::FieldLine& line, DefectList& defects, base::Arena& arena) {
  constexpr std::size_t kMost = 64;
  fields::StructuredField parsed;
  fields::ParseError error;
  if (!fields::parse_sf_list(line.value, arena, parsed, error)) {
    const Bytes rest = line.value.substr(error.offset);
    defects.add(&line, rest.empty() ? line.value : rest, "here it is no structured list any more", kWarningLevel);
    return;
  }
  Judge judge(message, line, defects);
  for (const SfValue& member : parsed.members.first(std::min(parsed.members.size(), kMost))) judge.member(member);
}

Value proxy_status_defects(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = object_as<MessageFacts>(object).message();
  DefectList defects(facts.arena());
  each_line(message, id::kProxyStatus,
            [&](const model::FieldLine& line) { judge_line(message, line, defects, facts.arena()); });
  return defects.finish();
}

constexpr std::array kMembers = {
    Member{Object::kMessage, "proxy_status_defects", list_type(Object::kDefect), proxy_status_defects,
           "what is wrong or unusual in Proxy-Status"},
};

}  // namespace

std::span<const Member> proxy_status_members() { return kMembers; }

}  // namespace httpvet::facts
