// The field registry: rules/registry/fields.csv as a constant table, and names as small integers.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/bytes.h"
#include "fields/matcher_names.h"
#include "model/message.h"

namespace httpvet::fields {

using model::FieldId;
using model::kUnknownField;

enum class Direction : std::uint8_t { kRequest, kResponse, kBoth };
enum class Cardinality : std::uint8_t { kSingleton, kList, kSpecial };
enum class FieldState : std::uint8_t { kPermanent, kProvisional, kDeprecated, kObsolete, kUnregistered, kReserved };

/// Kind of structured field (RFC 9651 §3), for those that are.
enum class Structured : std::uint8_t { kNone, kItem, kList, kDictionary };

/// What a value is parsed as. `kText` is any field value: no grammar is known (yet).
enum class ValueType : std::uint8_t {
  kText,
  kToken,          // one token
  kTokens,         // #token, kept in their case (Allow, methods)
  kNames,          // #token, compared without case (Connection, Vary, Trailer)
  kInteger,        // 1*DIGIT (Age, Max-Forwards)
  kContentLength,  // 1*DIGIT, over all lines and list members
  kDate,           // HTTP-date, all three forms
  kMediaType,
  kEntityTag,
  kEntityTags,  // "*" or #entity-tag
  kTagOrDate,   // If-Range: entity-tag / HTTP-date
  kContentRange,
  kRange,
  kChallenges,  // WWW-Authenticate, Proxy-Authenticate
  kCodings,     // #( token *( OWS ";" OWS parameter ) ), Transfer-Encoding and TE; Content-Encoding without parameters
  kProtocols,   // Upgrade: #( token [ "/" token ] )
  kDirectives,  // Cache-Control: #( token [ "=" ( token / quoted-string ) ] )
  kUriReference,
  kMediaRanges,     // Accept
  kWeightedTokens,  // Accept-Charset, Accept-Encoding: #( token [ weight ] )
  kLanguageRanges,  // Accept-Language
  kLinks,           // Link
  kHost,
  kSfItem,  // structured fields (RFC 9651)
  kSfList,
  kSfDict,
  kMatched,  // text that a small grammar checks (matcher_names.h)
};

/// One row of fields.csv. Views into static storage.
struct FieldInfo {
  Bytes name = {};        // registry spelling
  Bytes identifier = {};  // as rules write it: lower case, "_" for "-" and every other octet ("content_range")
  Direction direction = Direction::kBoth;
  Cardinality cardinality = Cardinality::kSingleton;
  ValueType type = ValueType::kText;
  Matcher matcher = {};  // of kMatched
  Bytes arguments = {};  // of the type: what the column has in parentheses behind it
  Bytes type_name = {};  // as the column writes it
  Structured structured = Structured::kNone;
  bool in_trailers = false;
  bool connection_specific = false;
  FieldState state = FieldState::kUnregistered;
  Bytes spec = {};
  Bytes traits = {};   // comma-separated, without blanks
  Bytes grammar = {};  // in words
  Bytes good = {};     // a value that parses as `type`; empty where the column is
  Bytes bad = {};      // a value that does not
};

/// All rows; index 0 stands for every field that the registry does not know (no name, kSpecial). The order is that of
/// the CSV file.
std::span<const FieldInfo> registry();

/// The row of `id`. Requires id < registry().size().
const FieldInfo& field_info(FieldId id);

/// The id of the field called `name`, letter case ignored (RFC 9110 §5.1); kUnknownField if there is none. Takes
/// constant time.
FieldId find_field(Bytes name);

/// The id of the field that rules call `identifier` ("content_range"); kUnknownField if there is none.
FieldId find_identifier(Bytes identifier);

}  // namespace httpvet::fields
