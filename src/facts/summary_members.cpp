// Members that say in a sentence what a response means: for rules that explain rather than judge.
#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "facts/cookie_facts.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/status_registry.h"

namespace httpvet::facts {
namespace {

using expr::State;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

Value text_value(Facts& facts, const std::string& text) { return Value::of(facts.arena().copy(text)); }

/// Another member of the same object.
Value read(Facts& facts, Object owner, Bytes name, const Value& object) {
  const auto found = schema().find_member(static_cast<expr::ObjectType>(owner), name);
  return found ? facts.read(found->fact, object, {}) : Value::absent();
}

Value of_message(Facts& facts, Bytes name, MessageFacts& message) {
  return read(facts, Object::kMessage, name, Value::of_object(&message));
}

/// There is nothing to sum up of a value that cannot be read; has() is true of it.
Value absent_if_malformed(const Value& value) { return value.state == State::kMalformed ? Value::absent() : value; }

/// The directives of Cache-Control, as far as they can be read.
class CacheControl {
 public:
  explicit CacheControl(MessageFacts& message) {
    const Value value = message.value(id::kCacheControl);
    malformed_ = value.state == State::kMalformed;
    if (value.known()) parsed_ = &object_as<const Parsed<fields::Directives>>(value);
  }

  bool malformed() const { return malformed_; }
  bool has(Bytes name) const { return find(name) != nullptr; }
  bool has_plain(Bytes name) const { return find(name) != nullptr && !find(name)->has_argument; }
  /// The seconds of a directive; empty without it, or without a number.
  std::string seconds(Bytes name) const {
    const fields::Directive* found = find(name);
    const auto number = found == nullptr ? std::nullopt : fields::delta_seconds(*found, parsed_->text);
    return number ? std::to_string(number->value) : std::string();
  }

 private:
  const fields::Directive* find(Bytes name) const {
    return parsed_ == nullptr ? nullptr : parsed_->value.find(parsed_->text, name);
  }

  const Parsed<fields::Directives>* parsed_ = nullptr;
  bool malformed_ = false;
};

// --- Storing (RFC 9111 §3)

/// What of the response decides that `shared` caches may store it or not.
std::string storing_reason(Facts& facts, bool shared, bool allowed) {
  MessageFacts& response = facts.judged();
  const Bytes method = facts.method();
  if (method != "GET" && method != "HEAD") return std::string(method) + " is not cached";
  const CacheControl control(response);
  if (control.has("no-store")) return "no-store";
  if (CacheControl(facts.request()).has("no-store")) return "the request says no-store";
  if (shared && control.has_plain("private")) return "private";
  if (shared && !allowed && facts.request().has(id::kAuthorization)) return "the request has Authorization";
  for (const Bytes name : {Bytes("s-maxage"), Bytes("max-age"), Bytes("public")}) {
    if (allowed && control.has(name) && (shared || name != "s-maxage")) return std::string(name);
  }
  if (allowed && response.has(id::kExpires)) return "Expires";
  const auto status = std::to_string(response.message().status);
  return allowed ? status + " is cacheable by default" : status + " needs explicit freshness";
}

/// What RFC 2616 §13.4 says of statuses without explicit freshness, where RFC 9110 §15.1 says something else.
Bytes storing_in_2616(MessageFacts& response) {
  constexpr std::array kAddedSince = {204, 308, 404, 405, 414, 451, 501};
  const int status = response.message().status;
  if (status == 303) return "not at all";
  const CacheControl control(response);
  const bool explicitly = control.has("max-age") || control.has("s-maxage") || response.has(id::kExpires);
  if (explicitly || std::ranges::find(kAddedSince, status) == kAddedSince.end()) return {};
  return "only with explicit freshness";
}

Value storing(Facts& facts, const Value& object, Arguments) {
  MessageFacts& response = facts.judged();
  const Value shared = read(facts, Object::kExchange, "storable_shared", object);
  const Value privately = read(facts, Object::kExchange, "storable_private", object);
  if (!shared.known()) return absent_if_malformed(shared);
  if (!privately.known()) return absent_if_malformed(privately);
  const auto part = [&facts](bool is_shared, bool allowed) {
    return std::string(allowed ? "yes" : "no") + " (" + storing_reason(facts, is_shared, allowed) + ")";
  };
  std::string text =
      "private caches: " + part(false, privately.boolean) + ", shared caches: " + part(true, shared.boolean);
  const Bytes before = storing_in_2616(response);
  if (!before.empty() && privately.boolean) text += "; under RFC 2616 " + std::string(before);
  return text_value(facts, text);
}

// --- Freshness (RFC 9111 §4.2)

Value age_of(MessageFacts& response) {
  const Value age = response.value(id::kAge);
  if (age.known()) return age;
  const Value date = response.value(id::kDate);
  const auto& time = response.message().time_ns;
  if (!date.known() || !time) return Value::of(std::int64_t{0});
  return Value::of(std::max<std::int64_t>(*time / 1'000'000'000 - date.integer, 0));
}

std::string freshness_part(std::int64_t lifetime, std::int64_t age) {
  return std::to_string(lifetime) + " s, of which " + std::to_string(std::max<std::int64_t>(lifetime - age, 0)) +
         " s remain";
}

Value freshness(Facts& facts, const Value& object, Arguments) {
  MessageFacts& response = message_of(object);
  const Value shared = of_message(facts, "shared_lifetime", response);
  const Value privately = of_message(facts, "private_lifetime", response);
  const std::int64_t age = age_of(response).integer;
  if (!shared.known() && !privately.known()) return absent_if_malformed(shared);
  if (!privately.known()) return text_value(facts, freshness_part(shared.integer, age) + " in shared caches only");
  if (!shared.known() || shared.integer == privately.integer) {
    return text_value(facts, freshness_part(privately.integer, age));
  }
  return text_value(facts, freshness_part(privately.integer, age) + " in private caches, and " +
                               freshness_part(shared.integer, age) + " in shared ones");
}

/// RFC 9111 §4.2.4, RFC 5861.
Value stale_permission(Facts& facts, const Value& object, Arguments) {
  MessageFacts& response = message_of(object);
  const CacheControl control(response);
  if (!response.has(id::kCacheControl) || control.malformed()) {
    return absent_if_malformed(response.value(id::kCacheControl));
  }
  if (control.has("no-store")) return Value::of(Bytes("never: nothing may store it"));
  if (control.has_plain("no-cache")) return Value::of(Bytes("never: no-cache asks for validation each time"));
  if (control.has("must-revalidate")) return Value::of(Bytes("never: must-revalidate"));
  std::string text = control.has("proxy-revalidate") || control.has("s-maxage")
                         ? "shared caches never (proxy-revalidate or s-maxage), private ones when disconnected"
                         : "when disconnected, or where client and cache agree on it";
  const std::string during = control.seconds("stale-while-revalidate");
  if (!during.empty()) text += "; for " + during + " s while they validate it";
  const std::string errors = control.seconds("stale-if-error");
  if (!errors.empty()) text += "; for " + errors + " s while the origin fails";
  return text_value(facts, text);
}

// --- Who handled the response

Value cache_path(Facts& facts, const Value& object, Arguments) {
  MessageFacts& response = message_of(object);
  struct Row {
    model::FieldId field;
    Bytes what;
  };
  constexpr std::array kRows = {Row{id::kVia, "came through "},
                                Row{id::kCacheStatus, "caches report "},
                                Row{id::kXCache, "a cache says (X-Cache) "},
                                Row{id::kProxyStatus, "proxies report "},
                                Row{id::kAge, "seconds in caches: "},
                                Row{id::kCdnCacheControl, "caches of a CDN obey "},
                                Row{id::kSurrogateControl, "surrogates obey "}};
  std::string text;
  for (const Row& row : kRows) {
    if (!response.has(row.field)) continue;
    if (!text.empty()) text += "; ";
    text += row.what;
    text += response.combined(row.field).substr(0, 200);
  }
  return text.empty() ? Value::absent() : text_value(facts, text);
}

// --- The end of the message (RFC 9112 §6.3)

Value framing_summary(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = message_of(object).message();
  const model::Body& body = message.body;
  if (!message.evidence.framing) return Value::not_captured();
  const std::string octets = std::to_string(body.content_octets) + " octets of content";
  const bool complete = body.end == model::BodyEnd::kComplete;
  switch (body.framing) {
    case model::Framing::kNone:
      return Value::of(Bytes("by definition it has no content"));
    case model::Framing::kLength:
      return text_value(facts, complete ? "Content-Length, and " + octets + " came"
                                        : "Content-Length, but only " + octets + " were captured");
    case model::Framing::kChunked:
      return text_value(
          facts, complete ? "by the last chunk, after " + octets : "chunked, but the last chunk was not captured");
    case model::Framing::kUntilClose:
      return text_value(facts, "by the end of the connection, after " + octets);
    case model::Framing::kTunnel:
      return Value::of(message.status == 101 ? Bytes("by the switch to another protocol")
                                             : Bytes("by the tunnel that CONNECT opened"));
    case model::Framing::kUnknown:
      break;
  }
  return Value::not_captured();
}

Value status_meaning(Facts&, const Value& object, Arguments) {
  const model::Message& message = message_of(object).message();
  if (message.part == model::Part::kRequest) return Value::absent();
  const fields::StatusInfo* info = fields::find_status(message.status);
  return info == nullptr ? Value::absent() : Value::of(info->meaning.en);
}

// --- Protective fields

bool hardened(const SetCookieFacts& cookie) {
  return cookie.has("secure") && cookie.has("httponly") && cookie.has("samesite");
}

Value protections(Facts& facts, const Value& object, Arguments) {
  MessageFacts& response = message_of(object);
  struct Row {
    model::FieldId field;
    Bytes effective;  // the value has to begin so, in any letter case; empty: any value will do
  };
  constexpr std::array kRows = {Row{id::kStrictTransportSecurity, "max-age="},
                                Row{id::kContentSecurityPolicy, ""},
                                Row{id::kCrossOriginOpenerPolicy, "same-origin"},
                                Row{id::kCrossOriginEmbedderPolicy, ""},
                                Row{id::kCrossOriginResourcePolicy, ""},
                                Row{id::kXContentTypeOptions, "nosniff"},
                                Row{id::kXFrameOptions, ""},
                                Row{id::kReferrerPolicy, ""},
                                Row{id::kPermissionsPolicy, ""},
                                Row{id::kClearSiteData, ""},
                                Row{id::kNel, ""}};
  const auto names = facts.arena().make_array<Bytes>(kRows.size() + 1);
  std::size_t count = 0;
  for (const Row& row : kRows) {
    if (!response.has(row.field)) continue;
    const Bytes value = response.combined(row.field);
    const bool begins = base::equals_ignoring_case(value.substr(0, row.effective.size()), row.effective);
    const bool off = row.field == id::kStrictTransportSecurity && value.starts_with("max-age=0");
    if (!value.empty() && begins && !off) names[count++] = fields::field_info(row.field).name;
  }
  if (response.has(id::kSetCookie) && std::ranges::any_of(cookies_of(response), hardened)) {
    names[count++] = "hardened cookies";
  }
  return Value::of(std::span<const Bytes>(names.first(count)));
}

// --- CORS

Value cors_summary(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  MessageFacts& response = facts.judged();
  if (!request.there() || !request.has(id::kOrigin)) return Value::absent();
  const bool preflight = facts.method() == "OPTIONS" && request.has(id::kAccessControlRequestMethod);
  const Bytes origin = request.combined(id::kOrigin);
  const Bytes allowed = response.combined(id::kAccessControlAllowOrigin);
  const bool credentials = response.combined(id::kAccessControlAllowCredentials) == "true";
  std::string text = preflight ? "a preflight: " : "";
  text += origin;
  const std::string what = preflight ? " may go on" : " may read the response";
  if (allowed == origin && !origin.empty()) {
    text += what + (credentials ? ", with credentials, too" : ", if it was sent without credentials");
  } else if (allowed == "*") {
    text += what + ", if it was sent without credentials";
  } else {
    text += preflight ? " may not go on" : " may not read the response, unless it is its own origin";
  }
  return text_value(facts, text);
}

// --- Hints in Link

Value link_hints(Facts& facts, const Value& object, Arguments) {
  MessageFacts& response = message_of(object);
  const Value links = response.value(id::kLink);
  if (!links.known()) return links;
  constexpr std::array<Bytes, 5> kHints = {"preload", "modulepreload", "preconnect", "dns-prefetch", "prefetch"};
  const std::span items(static_cast<const void* const*>(links.list.data), links.list.size);
  const auto texts = facts.arena().make_array<Bytes>(items.size());
  std::size_t count = 0;
  for (const void* item : items) {
    const auto& link = object_as<const LinkFacts>(Value::of_object(item));
    for (const Bytes relation : relations_of(*link.link, link.text, facts.arena())) {
      if (std::ranges::find(kHints, relation) == kHints.end()) continue;
      const std::string text = std::string(relation) + " " + std::string(link.link->target.in(link.text));
      texts[count++] = facts.arena().copy(text);
      break;
    }
  }
  return Value::of(std::span<const Bytes>(texts.first(count)));
}

constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;

constexpr std::array kMembers = {
    Member{kX, "storing", expr::kStringType, storing,
           "whether private and shared caches may store the response, and why, in words"},
    Member{kM, "freshness", expr::kStringType, freshness,
           "its explicit freshness lifetime and what remains of it, in words; absent without one"},
    Member{kM, "stale_permission", expr::kStringType, stale_permission,
           "when caches may send it stale, in words; absent without Cache-Control"},
    Member{kM, "cache_path", expr::kStringType, cache_path,
           "what Via, Cache-Status, Proxy-Status, Age and targeted fields say, in words; absent without any"},
    Member{kM, "framing_summary", expr::kStringType, framing_summary, "how its end was found, in words"},
    Member{kM, "status_meaning", expr::kStringType, status_meaning, "what the table of status codes says of its code"},
    Member{kM,
           "protections",
           expr::kStringList,
           protections,
           "the protective fields that are there and have an effect, and whether a cookie is hardened",
           {},
           true},
    Member{kX, "cors_summary", expr::kStringType, cors_summary,
           "whether the origin that asked may read the response, in words; absent without Origin"},
    Member{kM, "link_hints", expr::kStringList, link_hints, "the hints in Link, such as `preload /app.css`"},
};

}  // namespace

std::span<const Member> summary_members() { return kMembers; }

}  // namespace httpvet::facts
