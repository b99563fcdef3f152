// The fact schema: every name that rules may use, with its type and meaning. One table.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "expr/schema.h"
#include "model/message.h"

namespace httpvet::facts {

// Object types of the schema, in the order of the table in schema.cpp.
enum class Object : expr::ObjectType {
  kMessage,
  kContent,
  kAnomalies,
  kLine,
  kAnomaly,
  kPart,
  kExchange,
  kConnection,
  kEarlier,
  kMediaType,
  kEntityTag,
  kEntityTags,
  kContentRange,
  kRange,
  kChallenge,
  kCoding,
  kDirectives,
  kUri,
};

// Roots, as rules name them: `msg`, `res`, `req`, `exchange`, `conn`.
enum class Root : expr::RootId { kMsg, kRes, kReq, kExchange, kConn };
inline constexpr std::size_t kRoots = 5;

/// The schema that all rules are checked against.
const expr::Schema& schema();

/// Features (expr::Feature): what is known of a message before any rule runs. The judged message (`msg`, `res`) and the
/// request have a space each: a bit a field of the registry, then a bit a kind of anomaly, then the kinds of list
/// below.
enum class ExtraFeature : std::uint8_t { kTrailers, kParts };
inline constexpr expr::Feature kFieldFeatures = 512;  // room for the registry
inline constexpr expr::Feature kFeaturesPerMessage = kFieldFeatures + 64;
inline constexpr std::size_t kFeatureCount = 2 * static_cast<std::size_t>(kFeaturesPerMessage);
constexpr expr::Feature field_feature(bool request, model::FieldId field) {
  return static_cast<expr::Feature>((request ? kFeaturesPerMessage : 0) + field);
}
constexpr expr::Feature anomaly_feature(bool request, model::AnomalyKind kind) {
  return static_cast<expr::Feature>((request ? kFeaturesPerMessage : 0) + kFieldFeatures + static_cast<unsigned>(kind));
}

/// A fact as `httpvet facts` shows it.
struct FactDoc {
  Bytes owner;  // root or object type
  Bytes name;
  std::string type;
  Bytes doc;
};

/// Every root and member but the fields, in the order of the table.
std::vector<FactDoc> documented_facts();

/// What kind of field a member fact reads: kUnknownField if it reads none (`res.allow`, `res.allow_text`,
/// `res.allow_lines` do).
model::FieldId field_of(expr::FactId fact);

/// Which kind of anomaly a member fact reads (`msg.anomalies.bare_lf`), if it reads one.
std::optional<model::AnomalyKind> anomaly_kind_of(expr::FactId fact);

}  // namespace httpvet::facts
