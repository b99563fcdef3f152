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
  kTagOrDate,
  kContentRange,
  kRange,
  kChallenge,
  kCoding,
  kDirectives,
  kWeighted,
  kUri,
  kLink,
  kStructured,
  kDictionary,
  kCacheDirective,
  kFault,
  kHsts,
  kPreference,
  kSetCookie,
  kDefect,
  kOddity,
};

// Roots, as rules name them: `msg`, `res`, `req`, `exchange`, `conn`.
enum class Root : expr::RootId { kMsg, kRes, kReq, kExchange, kConn };
inline constexpr std::size_t kRoots = 5;

/// The schema that all rules are checked against.
const expr::Schema& schema();

/// Features (expr::Feature): what is known of a message before any rule runs. The judged message (`msg`, `res`) and the
/// request have a space each: a bit a field of the registry, then a bit a kind of anomaly. A third space holds the
/// flags.
inline constexpr expr::Feature kFieldFeatures = 512;  // room for the registry
inline constexpr expr::Feature kFeaturesPerMessage = kFieldFeatures + 64;
inline constexpr expr::Feature kFlagFeatures = 2 * kFeaturesPerMessage;

/// Outcomes of frequent conditions, known before any rule runs.
enum class Flag : std::uint8_t {
  kHasRequest,
  kHasResponse,
  kRequestSeen,
  kToHead,
  kToConnect,
  kLast,
  kHasInterims,
  kInterimAfterFinal,
  kByteStreams,
  kFromStart,
  kCloseAnnounced,
  kTunnelled,
  kRequestsCaptured,
  kAfterRedirect,
  kRedirectSeen,
  kHasEarlier,
  kLongTarget,
  kTargetHasFragment,
  kTargetHasPercent,
  kTargetHasDotSegment,
  kTargetHasNoPath,
  kTargetHasQuery,
  kHostNotFirst,
  kPlainContentLength,     // of the judged message
  kPlainTransferEncoding,  // of the judged message
  kLargeHead,              // of the judged message
  kOddValues,              // of the judged message
  kUnregisteredFields,     // of the judged message
  kJudgedTargetOdd,        // the judged message is a request whose target has a percent sign, or what no URI has
  kJudgedTargetQuery,      // … a query
  kJudgedTargetNoPath,     // … and does not begin with a slash
  kJudgedAnomalies,        // the judged message has some anomaly
  kRequestAnomalies,       // the request has some anomaly
  kJudgedLength,           // the framing of the judged message
  kJudgedChunked,
  kJudgedUntilClose,
  kJudgedCut,    // the capture ends before its content does
  kJudgedEmpty,  // it has no content
  kJudgedHttp10,
  kJudgedHttp11,
  kRequestHttp10,
  kRequestHttp11,
  kMethodGet,
  kMethodHead,
  kMethodPost,
  kMethodPut,
  kMethodDelete,
  kMethodConnect,
  kMethodOptions,
  kMethodTrace,
  kJudgedOddNames,  // of the judged message: see line_oddities.h
  kJudgedOddDates,
  kJudgedOddTags,
  kJudgedOddValues,
  kJudgedNotable,
  kJudgedRepeats,
  kJudgedOddContext,
  kJudgedTimed,  // its capture time is known
};
constexpr std::uint64_t flag_bit(Flag flag) { return std::uint64_t{1} << static_cast<unsigned>(flag); }
constexpr expr::Feature flag_feature(Flag flag) {
  return static_cast<expr::Feature>(kFlagFeatures + static_cast<unsigned>(flag));
}

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
