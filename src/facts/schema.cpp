#include "facts/schema.h"

#include <array>
#include <string>

#include "facts/member.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

using expr::FactId;
using expr::Feature;
using expr::MemberRef;
using expr::ObjectType;
using expr::RootId;
using expr::RootRef;

// In the order of Object.
// clang-format off
constexpr auto kObjectNames = std::to_array<Bytes>({
    "message",
    "content",
    "anomalies",
    "line",
    "anomaly",
    "body part",
    "exchange",
    "connection",
    "earlier exchange",
    "media type",
    "entity tag",
    "entity tags",
    "tag or date",
    "content range",
    "range",
    "challenge",
    "coding",
    "directives",
    "alternative",
    "URI reference",
    "link",
    "structured value",
    "dictionary",
    "cache directive",
    "fault",
    "HSTS policy",
    "preference",
    "set cookie",
    "defect",
    "oddity",
});
// clang-format on

struct RootRow {
  Bytes name;
  Root root;
  Object type;
  Bytes doc;
};

constexpr std::array<RootRow, kRoots> kRootRows = {{
    {"msg", Root::kMsg, Object::kMessage,
     "the message judged: a request, an interim or a final response (scope message)"},
    {"res", Root::kRes, Object::kMessage, "the response judged, interim or final"},
    {"req", Root::kReq, Object::kMessage, "the request; not captured where there is only the response"},
    {"exchange", Root::kExchange, Object::kExchange, "the request with its responses"},
    {"conn", Root::kConn, Object::kConnection, "the connection"},
}};

struct FlagRow {
  Object owner;
  Bytes name;
  Flag flag;
};

constexpr std::array kFlagRows = {
    FlagRow{Object::kExchange, "has_request", Flag::kHasRequest},
    FlagRow{Object::kExchange, "has_response", Flag::kHasResponse},
    FlagRow{Object::kExchange, "request_seen", Flag::kRequestSeen},
    FlagRow{Object::kExchange, "to_head", Flag::kToHead},
    FlagRow{Object::kExchange, "to_connect", Flag::kToConnect},
    FlagRow{Object::kExchange, "last", Flag::kLast},
    FlagRow{Object::kExchange, "has_interims", Flag::kHasInterims},
    FlagRow{Object::kExchange, "interim_after_final", Flag::kInterimAfterFinal},
    FlagRow{Object::kExchange, "after_redirect", Flag::kAfterRedirect},
    FlagRow{Object::kExchange, "has_earlier", Flag::kHasEarlier},
    FlagRow{Object::kExchange, "long_target", Flag::kLongTarget},
    FlagRow{Object::kExchange, "target_has_fragment", Flag::kTargetHasFragment},
    FlagRow{Object::kExchange, "target_has_percent", Flag::kTargetHasPercent},
    FlagRow{Object::kExchange, "target_has_dot_segment", Flag::kTargetHasDotSegment},
    FlagRow{Object::kExchange, "target_has_no_path", Flag::kTargetHasNoPath},
    FlagRow{Object::kExchange, "target_has_query", Flag::kTargetHasQuery},
    FlagRow{Object::kExchange, "host_not_first", Flag::kHostNotFirst},
    FlagRow{Object::kConnection, "byte_streams", Flag::kByteStreams},
    FlagRow{Object::kConnection, "from_start", Flag::kFromStart},
    FlagRow{Object::kConnection, "close_announced", Flag::kCloseAnnounced},
    FlagRow{Object::kConnection, "redirect_seen", Flag::kRedirectSeen},
    FlagRow{Object::kConnection, "tunnelled", Flag::kTunnelled},
    FlagRow{Object::kConnection, "requests_captured", Flag::kRequestsCaptured},
    FlagRow{Object::kMessage, "plain_content_length", Flag::kPlainContentLength},
    FlagRow{Object::kMessage, "plain_transfer_encoding", Flag::kPlainTransferEncoding},
    FlagRow{Object::kMessage, "has_unregistered_fields", Flag::kUnregisteredFields},
    FlagRow{Object::kMessage, "target_odd", Flag::kJudgedTargetOdd},
    FlagRow{Object::kMessage, "target_with_query", Flag::kJudgedTargetQuery},
    FlagRow{Object::kMessage, "target_no_path", Flag::kJudgedTargetNoPath},
    FlagRow{Object::kMessage, "large_head", Flag::kLargeHead},
    FlagRow{Object::kMessage, "odd_names", Flag::kJudgedOddNames},
    FlagRow{Object::kMessage, "odd_dates", Flag::kJudgedOddDates},
    FlagRow{Object::kMessage, "odd_tags", Flag::kJudgedOddTags},
    FlagRow{Object::kMessage, "odd_values", Flag::kJudgedOddValues},
    FlagRow{Object::kMessage, "notable_fields", Flag::kJudgedNotable},
    FlagRow{Object::kMessage, "repeats_singletons", Flag::kJudgedRepeats},
    FlagRow{Object::kMessage, "odd_context", Flag::kJudgedOddContext},
    FlagRow{Object::kMessage, "has_oddities", Flag::kOddValues},
    FlagRow{Object::kMessage, "timed", Flag::kJudgedTimed},
    FlagRow{Object::kContent, "cut", Flag::kJudgedCut},
    FlagRow{Object::kContent, "empty", Flag::kJudgedEmpty},
};

constexpr Bytes kTextSuffix = "_text";
constexpr Bytes kLinesSuffix = "_lines";

class FactSchema final : public expr::Schema {
 public:
  std::optional<RootRef> find_root(Bytes name) const override {
    for (const RootRow& row : kRootRows) {
      if (row.name == name) return RootRef{static_cast<RootId>(row.root), static_cast<ObjectType>(row.type)};
    }
    return std::nullopt;
  }

  std::optional<MemberRef> find_member(ObjectType type, Bytes name) const override {
    for (std::size_t group = 0; group < member_group_count(); ++group) {
      const auto members = member_group(group);
      for (std::size_t i = 0; i < members.size(); ++i) {
        const Member& member = members[i];
        if (static_cast<ObjectType>(member.owner) != type || member.name != name) continue;
        return MemberRef{member_fact(group, i), member.type, member.parameters, member.total, member.view};
      }
    }
    if (type == static_cast<ObjectType>(Object::kAnomalies)) return find_anomaly(name);
    if (type == static_cast<ObjectType>(Object::kMessage)) return find_field_member(name);
    return std::nullopt;
  }

  std::vector<Bytes> root_names() const override {
    std::vector<Bytes> names;
    for (const RootRow& row : kRootRows) names.push_back(row.name);
    return names;
  }

  std::vector<Bytes> member_names(ObjectType type) const override {
    std::vector<Bytes> names;
    for (std::size_t group = 0; group < member_group_count(); ++group) {
      for (const Member& member : member_group(group)) {
        if (static_cast<ObjectType>(member.owner) == type) names.push_back(member.name);
      }
    }
    if (type == static_cast<ObjectType>(Object::kAnomalies)) {
      for (const model::AnomalyInfo& info : model::kAnomalyInfo) names.push_back(info.name);
    }
    if (type == static_cast<ObjectType>(Object::kMessage)) {
      for (const fields::FieldInfo& info : fields::registry().subspan(1)) names.push_back(info.identifier);
    }
    return names;
  }

  Bytes object_name(ObjectType type) const override { return kObjectNames[type]; }

  Feature presence_feature(RootId root, FactId fact) const override {
    const auto which = static_cast<Root>(root);
    if (which != Root::kMsg && which != Root::kRes && which != Root::kReq) return expr::kNoFeature;
    const bool request = which == Root::kReq;
    if (is_field_fact(fact)) return field_feature(request, field_of(fact));
    if (is_anomaly_fact(fact)) {
      return anomaly_feature(request, static_cast<model::AnomalyKind>(fact - kAnomalyFacts));
    }
    return expr::kNoFeature;
  }

  Feature implied_feature(Feature feature) const override {
    if (feature >= kFlagFeatures || feature % kFeaturesPerMessage < kFieldFeatures) return expr::kNoFeature;
    return flag_feature(feature < kFeaturesPerMessage ? Flag::kJudgedAnomalies : Flag::kRequestAnomalies);
  }

  Feature truth_feature(RootId root, FactId fact) const override {
    const auto which = static_cast<Root>(root);
    if (which == Root::kReq || is_field_fact(fact) || is_anomaly_fact(fact)) return expr::kNoFeature;
    const Member& member = member_group(fact >> 8)[fact & 0xFF];
    for (const FlagRow& row : kFlagRows) {
      if (row.owner == member.owner && row.name == member.name) return flag_feature(row.flag);
    }
    return expr::kNoFeature;
  }

  Feature equality_feature(RootId root, FactId fact, std::int64_t constant) const override {
    if (fact != message_fact("version") || (constant != 10 && constant != 11)) return expr::kNoFeature;
    const bool old = constant == 10;
    if (static_cast<Root>(root) == Root::kReq) return flag_feature(old ? Flag::kRequestHttp10 : Flag::kRequestHttp11);
    return flag_feature(old ? Flag::kJudgedHttp10 : Flag::kJudgedHttp11);
  }

  Feature equality_feature(RootId root, FactId fact, Bytes constant) const override {
    const bool request = static_cast<Root>(root) == Root::kReq;
    const bool of_exchange = static_cast<Root>(root) == Root::kExchange && fact == fact_of(Object::kExchange, "method");
    if (of_exchange || (request && fact == message_fact("method"))) {
      const auto flag = method_flag(constant);
      return flag ? flag_feature(*flag) : expr::kNoFeature;
    }
    if (request || fact != fact_of(Object::kContent, "framing")) return expr::kNoFeature;
    if (constant == "length") return flag_feature(Flag::kJudgedLength);
    if (constant == "chunked") return flag_feature(Flag::kJudgedChunked);
    return constant == "close" ? flag_feature(Flag::kJudgedUntilClose) : expr::kNoFeature;
  }

  bool is_status(RootId root, FactId fact) const override {
    const auto which = static_cast<Root>(root);
    return (which == Root::kMsg || which == Root::kRes) && fact == message_fact("status");
  }

 private:
  static FactId fact_of(Object owner, Bytes name) {
    return schema().find_member(static_cast<ObjectType>(owner), name)->fact;
  }
  static FactId message_fact(Bytes name) { return fact_of(Object::kMessage, name); }

  static std::optional<MemberRef> find_anomaly(Bytes name) {
    const auto kind = model::anomaly_kind(name);
    if (!kind) return std::nullopt;
    return MemberRef{anomaly_fact(*kind), list_type(Object::kAnomaly), {}, false};
  }

  static std::optional<MemberRef> find_field_member(Bytes name) {
    if (const auto field = fields::find_identifier(name); field != model::kUnknownField) {
      return MemberRef{field_fact(field, FieldVariant::kValue), type_of(fields::field_info(field).type), {}, false};
    }
    for (const auto& [suffix, variant, type] :
         {std::tuple{kTextSuffix, FieldVariant::kText, expr::kStringType},
          std::tuple{kLinesSuffix, FieldVariant::kLines, list_type(Object::kLine)}}) {
      if (!name.ends_with(suffix)) continue;
      const auto field = fields::find_identifier(name.substr(0, name.size() - suffix.size()));
      if (field != model::kUnknownField) return MemberRef{field_fact(field, variant), type, {}, false};
    }
    return std::nullopt;
  }
};

std::string type_name(const expr::Type& type) {
  switch (type.kind) {
    case expr::Kind::kBool:
      return "bool";
    case expr::Kind::kInt:
      return "int";
    case expr::Kind::kString:
      return "string";
    case expr::Kind::kObject:
      return std::string(kObjectNames[type.object]);
    case expr::Kind::kList:
      return "list of " + type_name({type.element, expr::Kind::kBool, type.object});
  }
  return {};
}

}  // namespace

const expr::Schema& schema() {
  static const FactSchema instance;
  return instance;
}

std::optional<Flag> method_flag(Bytes method) {
  struct Row {
    Bytes method;
    Flag flag;
  };
  static constexpr std::array<Row, 8> kRows = {{{"GET", Flag::kMethodGet},
                                                {"HEAD", Flag::kMethodHead},
                                                {"POST", Flag::kMethodPost},
                                                {"PUT", Flag::kMethodPut},
                                                {"DELETE", Flag::kMethodDelete},
                                                {"CONNECT", Flag::kMethodConnect},
                                                {"OPTIONS", Flag::kMethodOptions},
                                                {"TRACE", Flag::kMethodTrace}}};
  for (const Row& row : kRows) {
    if (row.method == method) return row.flag;
  }
  return std::nullopt;
}

// A group's place is part of its FactIds, which live as long as one build.
// clang-format off
constexpr std::array kMemberGroups = {
    message_members,
    content_members,
    value_members,
    conditional_members,
    range_members,
    caching_members,
    reuse_members,
    exchange_members,
    uri_members,
    reply_members,
    earlier_members,
    content_text_members,
    structured_members,
    oddity_members,
    signature_members,
    media_members,
    cache_control_members,
    freshness_members,
    link_members,
    sharing_members,
    revalidation_members,
    fault_members,
    csp_members,
    security_members,
    cache_field_members,
    negotiation_members,
    preference_members,
    cors_members,
    policy_members,
    line_members,
    date_members,
    cookie_members,
    connection_members,
    forwarding_members,
    coding_members,
    auth_challenge_members,
    auth_credentials_members,
    auth_digest_members,
    context_members,
    summary_members,
    history_members,
    format_members,
    encoding_members,
    digest_members,
    problem_members,
    webdav_members,
    dictionary_members,
    framing_members,
    alt_svc_members,
    proxy_status_members,
    uri_check_members,
    method_members,
    redirect_members,
    session_members,
    auth_dpop_members,
    auth_session_members,
};
// clang-format on

std::size_t member_group_count() { return kMemberGroups.size(); }
std::span<const Member> member_group(std::size_t group) { return kMemberGroups[group](); }

ContentKinds contents_read(expr::FactId fact) {
  if (is_field_fact(fact) || is_anomaly_fact(fact)) return kNoContent;
  return member_group(fact >> 8)[fact & 0xFF].reads;
}

bool reads_history(expr::FactId fact) {
  return !is_field_fact(fact) && !is_anomaly_fact(fact) && member_group(fact >> 8)[fact & 0xFF].history;
}

std::vector<FactDoc> documented_facts() {
  std::vector<FactDoc> docs;
  for (const RootRow& row : kRootRows) {
    const expr::Type type = object_type(row.type);
    docs.push_back({"root", row.name, type_name(type), row.doc});
  }
  for (std::size_t object = 0; object < kObjectNames.size(); ++object) {
    for (std::size_t group = 0; group < member_group_count(); ++group) {
      for (const Member& member : member_group(group)) {
        if (static_cast<std::size_t>(member.owner) != object) continue;
        std::string parameters;
        for (const expr::Type& parameter : member.parameters) {
          parameters += (parameters.empty() ? "" : ", ") + type_name(parameter);
        }
        const std::string type = type_name(member.type);
        docs.push_back({kObjectNames[object], member.name, parameters.empty() ? type : "(" + parameters + ") " + type,
                        member.doc});
      }
    }
    if (object != static_cast<std::size_t>(Object::kAnomalies)) continue;
    for (const model::AnomalyInfo& info : model::kAnomalyInfo) {
      docs.push_back({kObjectNames[object], info.name, type_name(list_type(Object::kAnomaly)), info.meaning});
    }
  }
  return docs;
}

model::FieldId field_of(expr::FactId fact) {
  return is_field_fact(fact) ? static_cast<model::FieldId>((fact - kFieldFacts) / 4) : model::kUnknownField;
}

std::optional<model::AnomalyKind> anomaly_kind_of(expr::FactId fact) {
  if (!is_anomaly_fact(fact)) return std::nullopt;
  return static_cast<model::AnomalyKind>(fact - kAnomalyFacts);
}

expr::Type type_of(fields::ValueType type) {
  using fields::ValueType;
  switch (type) {
    case ValueType::kText:
    case ValueType::kToken:
    case ValueType::kHost:
    case ValueType::kMatched:
      return expr::kStringType;
    case ValueType::kTokens:
    case ValueType::kNames:
    case ValueType::kProtocols:
      return expr::kStringList;
    case ValueType::kInteger:
    case ValueType::kContentLength:
    case ValueType::kDate:
      return expr::kIntType;
    case ValueType::kMediaType:
      return object_type(Object::kMediaType);
    case ValueType::kEntityTag:
      return object_type(Object::kEntityTag);
    case ValueType::kEntityTags:
      return object_type(Object::kEntityTags);
    case ValueType::kTagOrDate:
      return object_type(Object::kTagOrDate);
    case ValueType::kContentRange:
      return object_type(Object::kContentRange);
    case ValueType::kRange:
      return object_type(Object::kRange);
    case ValueType::kChallenges:
      return list_type(Object::kChallenge);
    case ValueType::kCodings:
      return list_type(Object::kCoding);
    case ValueType::kDirectives:
      return object_type(Object::kDirectives);
    case ValueType::kMediaRanges:
    case ValueType::kWeightedTokens:
    case ValueType::kLanguageRanges:
      return list_type(Object::kWeighted);
    case ValueType::kUriReference:
      return object_type(Object::kUri);
    case ValueType::kLinks:
      return list_type(Object::kLink);
    case ValueType::kSfItem:
      return object_type(Object::kStructured);
    case ValueType::kSfList:
      return list_type(Object::kStructured);
    case ValueType::kSfDict:
      return object_type(Object::kDictionary);
  }
  return expr::kStringType;
}

}  // namespace httpvet::facts
