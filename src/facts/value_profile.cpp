#include <algorithm>
#include <array>
#include <vector>

#include "facts/rate_limits.h"
#include "facts/value_scan.h"
#include "fields/field_ids.h"
#include "fields/matchers.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using fields::FieldInfo;
using fields::Matcher;
using fields::ValueType;

/// Fields that use the `parameters` of RFC 9110 §5.6.6.
constexpr std::array kWithParameters = {id::kContentType, id::kAccept, id::kAcceptPatch, id::kAcceptPost, id::kExpect};
constexpr std::array kUnique = {id::kContentType, id::kAccept,           id::kAcceptPatch,       id::kAcceptPost,
                                id::kTe,          id::kTransferEncoding, id::kContentDisposition};
constexpr std::array kWeighted = {id::kAccept,
                                  id::kAcceptCharset,
                                  id::kAcceptEncoding,
                                  id::kAcceptLanguage,
                                  id::kTe,
                                  id::kAIm,
                                  id::kWantDigest,
                                  id::kXDeviceAccept,
                                  id::kXDeviceAcceptCharset,
                                  id::kXDeviceAcceptEncoding,
                                  id::kXDeviceAcceptLanguage};
// RFC 6266 and RFC 8288 define them; so does RFC 7616 the username* of credentials.
constexpr std::array kExtended = {id::kContentDisposition, id::kLink};
constexpr std::array kCredentials = {id::kAuthorization, id::kProxyAuthorization};
// An empty transfer coding is an error of its own, and JSON has commas of its own. The others may have empty elements:
// Trace Context §3.3.1.1 says so, and RFC 6455 has the lists of RFC 2616.
constexpr std::array kNoList = {id::kTransferEncoding,
                                id::kNel,
                                id::kReportTo,
                                id::kTracestate,
                                id::kSecWebsocketExtensions,
                                id::kSecWebsocketProtocol,
                                id::kSecWebsocketVersion};
// Whose type does not tell that there are quoted strings, and parameters behind semicolons.
constexpr std::array kQuotes = {id::kContentDisposition,
                                id::kPrefer,
                                id::kPreferenceApplied,
                                id::kForwarded,
                                id::kWarning,
                                id::kPragma,
                                id::kAuthorization,
                                id::kProxyAuthorization,
                                id::kVia};
constexpr std::array kSemicolons = {id::kContentDisposition, id::kPrefer, id::kPreferenceApplied, id::kForwarded};

template <std::size_t Size>
bool is_in(model::FieldId field, const std::array<model::FieldId, Size>& fields) {
  return std::ranges::find(fields, field) != fields.end();
}

bool has_trait(const FieldInfo& info, Bytes trait) { return info.traits.find(trait) != Bytes::npos; }

void add_type(const FieldInfo& info, ValueProfile& profile) {
  switch (info.type) {
    case ValueType::kMediaType:
    case ValueType::kMediaRanges:
    case ValueType::kWeightedTokens:
    case ValueType::kLanguageRanges:
      profile.quotes = profile.semicolons = true;
      break;
    case ValueType::kCodings:
      profile.quotes = profile.semicolons = profile.bws = true;
      break;
    case ValueType::kLinks:
      profile.quotes = profile.semicolons = profile.bws = profile.angles = true;
      break;
    case ValueType::kChallenges:
      profile.quotes = profile.bws = true;
      break;
    case ValueType::kDirectives:
      profile.quotes = true;
      break;
    case ValueType::kMatched:
      profile.quotes = fields::has_quoted_strings(info.matcher);
      profile.bws = info.matcher == Matcher::kAuthParams || info.matcher == Matcher::kItems ||
                    info.matcher == Matcher::kPreferences;
      profile.semicolons = profile.bws && info.matcher != Matcher::kAuthParams;
      profile.comments = profile.rws = info.matcher == Matcher::kProducts;
      profile.angles = info.matcher == Matcher::kCodedUrls || info.matcher == Matcher::kTokensOrUrls;
      break;
    default:
      break;
  }
}

ValueProfile make_profile(model::FieldId field) {
  const FieldInfo& info = fields::field_info(field);
  ValueProfile profile;
  if (field == model::kUnknownField) return profile;
  profile.looked_at = info.type != ValueType::kText;
  profile.rate_limit = is_rate_limit_field(field);
  if (info.structured != fields::Structured::kNone) return profile;
  add_type(info, profile);
  profile.quotes |= is_in(field, kQuotes);
  profile.semicolons |= is_in(field, kSemicolons);
  profile.commas = info.cardinality == fields::Cardinality::kList || profile.quotes;
  profile.list = info.cardinality == fields::Cardinality::kList && !is_in(field, kNoList);
  if (field == id::kVia) profile.comments = profile.rws = true;
  // Content-Disposition lets blanks stand nearly everywhere (RFC 6266 §4.1).
  profile.bws |= is_in(field, kCredentials);
  if (field == id::kContentDisposition || field == id::kContentType) profile.commas = false;
  profile.weights = is_in(field, kWeighted);
  profile.parameters = is_in(field, kWithParameters);
  profile.unique = is_in(field, kUnique);
  profile.extended = is_in(field, kExtended);
  profile.credentials = is_in(field, kCredentials);
  profile.quoted_delimiters = has_trait(info, "quoted-delims");
  profile.looked_at |= profile.list || profile.quotes || field == id::kNel || field == id::kReportTo;
  return profile;
}

}  // namespace

const ValueProfile& profile_of(model::FieldId field) {
  static const std::vector<ValueProfile> profiles = [] {
    std::vector<ValueProfile> made;
    for (std::size_t i = 0; i < fields::registry().size(); ++i)
      made.push_back(make_profile(static_cast<model::FieldId>(i)));
    return made;
  }();
  return profiles[field];
}

}  // namespace httpvet::facts
