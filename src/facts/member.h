// Member: one row of the schema: a name that rules may read from an object, and the function behind it.
#pragma once

#include <optional>
#include <span>

#include "expr/schema.h"
#include "facts/content_kind.h"
#include "facts/facts.h"
#include "facts/schema.h"

namespace httpvet::facts {

/// Reads one member of `object` (known) with known arguments. Pure.
using ReadFunction = expr::Value (*)(Facts& facts, const expr::Value& object, std::span<const expr::Value> arguments);

struct Member {
  Object owner;
  Bytes name;
  expr::Type type;
  ReadFunction read;
  Bytes doc;
  std::span<const expr::Type> parameters = {};
  bool total = false;
  bool view = false;                // the same object under another type
  ContentKinds reads = kNoContent;  // contents that have to be kept for it
  bool history = false;             // earlier exchanges have to be remembered for it
};

// The groups of the table; a FactId is the group's number and the index within it.
std::span<const Member> message_members();
std::span<const Member> content_members();
std::span<const Member> value_members();
std::span<const Member> conditional_members();
std::span<const Member> range_members();
std::span<const Member> caching_members();
std::span<const Member> reuse_members();
std::span<const Member> exchange_members();
std::span<const Member> uri_members();
std::span<const Member> reply_members();
std::span<const Member> earlier_members();
std::span<const Member> content_text_members();
std::span<const Member> structured_members();
std::span<const Member> oddity_members();
std::span<const Member> signature_members();
std::span<const Member> media_members();
std::span<const Member> cache_control_members();
std::span<const Member> freshness_members();
std::span<const Member> link_members();
std::span<const Member> sharing_members();
std::span<const Member> revalidation_members();
std::span<const Member> fault_members();
std::span<const Member> csp_members();
std::span<const Member> security_members();
std::span<const Member> cache_field_members();
std::span<const Member> negotiation_members();
std::span<const Member> preference_members();
std::span<const Member> cors_members();
std::span<const Member> policy_members();
std::span<const Member> line_members();
std::span<const Member> date_members();
std::span<const Member> cookie_members();
std::span<const Member> connection_members();
std::span<const Member> forwarding_members();
std::span<const Member> coding_members();
std::span<const Member> auth_challenge_members();
std::span<const Member> auth_credentials_members();
std::span<const Member> auth_digest_members();
std::span<const Member> context_members();
std::span<const Member> summary_members();
std::span<const Member> history_members();
std::span<const Member> format_members();
std::span<const Member> encoding_members();
std::span<const Member> digest_members();
std::span<const Member> problem_members();
std::span<const Member> webdav_members();
std::span<const Member> dictionary_members();
std::span<const Member> framing_members();
std::span<const Member> alt_svc_members();
std::span<const Member> proxy_status_members();
std::span<const Member> uri_check_members();
std::span<const Member> method_members();
std::span<const Member> redirect_members();
std::span<const Member> session_members();
std::span<const Member> auth_dpop_members();
std::span<const Member> auth_session_members();

/// All groups, in order; fewer than 63.
std::size_t member_group_count();
std::span<const Member> member_group(std::size_t group);

/// The flag that stands for that method; nullopt for methods without one.
std::optional<Flag> method_flag(Bytes method);

/// The kinds of contents that reading `fact` needs to have been kept.
ContentKinds contents_read(expr::FactId fact);

/// Whether earlier exchanges have to be remembered for reading `fact`.
bool reads_history(expr::FactId fact);

/// FactIds: static members, then kinds of anomaly, then fields, four to a field.
inline constexpr expr::FactId kAnomalyFacts = 0x3F00;
inline constexpr expr::FactId kFieldFacts = 0x4000;
enum class FieldVariant : std::uint8_t { kValue, kText, kLines };
constexpr expr::FactId member_fact(std::size_t group, std::size_t index) {
  return static_cast<expr::FactId>(group << 8 | index);
}
constexpr expr::FactId anomaly_fact(model::AnomalyKind kind) {
  return static_cast<expr::FactId>(kAnomalyFacts + static_cast<unsigned>(kind));
}
constexpr expr::FactId field_fact(model::FieldId field, FieldVariant variant) {
  return static_cast<expr::FactId>(kFieldFacts + field * 4 + static_cast<unsigned>(variant));
}
constexpr bool is_field_fact(expr::FactId fact) { return fact >= kFieldFacts; }
constexpr bool is_anomaly_fact(expr::FactId fact) { return fact >= kAnomalyFacts && fact < kFieldFacts; }
constexpr FieldVariant field_variant(expr::FactId fact) { return static_cast<FieldVariant>((fact - kFieldFacts) % 4); }

/// What `kind` is about decides which evidence it needs.
enum class AnomalyEvidence : std::uint8_t { kStartLine, kLineEnds, kFields, kBody, kStream };
AnomalyEvidence evidence_of(model::AnomalyKind kind);

/// The anomalies of one kind of `message` (list of model::Anomaly): absent if there are none, not captured if its
/// capture could not have shown them.
expr::Value anomalies_of(MessageFacts& message, model::AnomalyKind kind);

/// Whether both contents have the same octets; not captured where they were not all seen.
expr::Value same_content(const model::Message& a, const model::Message& b);

/// Whether the message's capture could have shown an anomaly of `kind`.
bool could_show(const model::Message& message, model::AnomalyKind kind);

/// The object of type `T` behind a value.
template <typename T>
T& object_as(const expr::Value& value) {
  // Objects of rules are handed around as const void*; facts memoise behind them.
  return *const_cast<T*>(static_cast<const T*>(value.object));
}

constexpr expr::Type object_type(Object object) { return expr::object_of(static_cast<expr::ObjectType>(object)); }
constexpr expr::Type list_type(Object object) { return expr::list_of(static_cast<expr::ObjectType>(object)); }

/// The static type of the value of a field.
expr::Type type_of(fields::ValueType type);

}  // namespace httpvet::facts
