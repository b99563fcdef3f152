// Members that compare an exchange with earlier ones of its resource, and of its connection: what changed that should
// not have.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "facts/cookie_facts.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

EarlierFacts& earlier_of(const Value& object) { return object_as<EarlierFacts>(object); }

std::span<const void* const> items_of(const Value& list) {
  if (!list.known()) return {};
  return {static_cast<const void* const*>(list.list.data), list.list.size};
}

/// Those of the same resource, then those of the same connection.
std::vector<EarlierFacts*> all_before(Facts& facts) {
  std::vector<EarlierFacts*> all;
  for (const Value& list : {facts.earlier(), facts.session()}) {
    for (const void* item : items_of(list)) all.push_back(&earlier_of(Value::of_object(item)));
  }
  return all;
}

bool same_host(Facts& facts, EarlierFacts& earlier) {
  return facts.request().combined(id::kHost) == earlier.req.combined(id::kHost);
}

Value latest(Facts& facts, const Value&, Arguments) {
  const Value all = facts.earlier();
  if (!all.known()) return all;
  return all.list.size == 0 ? Value::absent() : Value::of_object(items_of(all)[0]);
}

/// Seconds from the earlier response to this one: by the capture times, else by their Date fields.
Value seconds_between(Facts& facts, EarlierFacts& earlier) {
  MessageFacts& response = facts.judged();
  if (!response.there()) return Value::unknown(response.why_missing());
  const auto& then = earlier.res.message().time_ns;
  const auto& now = response.message().time_ns;
  if (then && now) return Value::of((*now - *then) / 1'000'000'000);
  const Value date = response.value(id::kDate);
  const Value before = earlier.res.value(id::kDate);
  if (!date.known()) return date;
  return before.known() ? Value::of(date.integer - before.integer) : before;
}

Value seconds(Facts& facts, const Value& object, Arguments) { return seconds_between(facts, earlier_of(object)); }

Value same_selection(Facts& facts, const Value& object, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  return Value::of(facts.selects_same(earlier_of(object)));
}

Value size_difference(Facts& facts, const Value& object, Arguments) {
  if (!facts.judged().there()) return Value::unknown(facts.judged().why_missing());
  const Value now = facts.judged().content_octets();
  const Value then = earlier_of(object).res.content_octets();
  if (!now.known()) return now;
  if (!then.known()) return then;
  const std::int64_t larger = std::max(now.integer, then.integer);
  if (larger == 0) return Value::of(std::int64_t{0});
  return Value::of((larger - std::min(now.integer, then.integer)) * 100 / larger);
}

/// The names in Vary, sorted; nothing where it cannot be read.
std::optional<std::vector<Bytes>> varying(MessageFacts& message) {
  if (!message.has(id::kVary)) return std::vector<Bytes>();
  const Value value = message.value(id::kVary);
  if (!value.known()) return std::nullopt;
  const auto* names = static_cast<const Bytes*>(value.list.data);
  std::vector<Bytes> sorted(names, names + value.list.size);
  std::ranges::sort(sorted);
  const auto [first, last] = std::ranges::unique(sorted);
  sorted.erase(first, last);
  return sorted;
}

Value same_vary(Facts& facts, const Value& object, Arguments) {
  if (!facts.judged().there()) return Value::unknown(facts.judged().why_missing());
  const auto now = varying(facts.judged());
  const auto then = varying(earlier_of(object).res);
  return now && then ? Value::of(*now == *then) : Value::malformed();
}

Value same_content_type(Facts& facts, const Value& object, Arguments) {
  const Value now = facts.judged().value(id::kContentType);
  const Value then = earlier_of(object).res.value(id::kContentType);
  if (!now.known()) return now;
  if (!then.known()) return then;
  const auto text = [&facts](const Value& value) {
    const auto& type = object_as<const Parsed<fields::MediaType>>(value);
    const std::size_t end = type.value.subtype.offset + type.value.subtype.length;
    std::string all(lower_copy(type.text.substr(type.value.type.offset, end - type.value.type.offset), facts.arena()));
    if (const auto* charset = type.value.find_parameter(type.text, "charset"); charset != nullptr) {
      all += ';';
      all += lower_copy(fields::parameter_value(*charset, type.text, facts.arena()), facts.arena());
    }
    return all;
  };
  return Value::of(text(now) == text(then));
}

/// RFC 9111 §4.2.3: the age of one stored response grows as time passes.
Value age_drifts(Facts& facts, const Value& object, Arguments) {
  EarlierFacts& earlier = earlier_of(object);
  if (!facts.judged().there()) return Value::unknown(facts.judged().why_missing());
  const auto& then = earlier.res.message().time_ns;
  const auto& now = facts.judged().message().time_ns;
  if (!then || !now) return Value::not_captured();
  const Value age = facts.judged().value(id::kAge);
  const Value before = earlier.res.value(id::kAge);
  if (!age.known()) return age;
  if (!before.known()) return before;
  const std::int64_t passed = (*now - *then) / 1'000'000'000;
  const std::int64_t grown = age.integer - before.integer;
  const std::int64_t drift = grown > passed ? grown - passed : passed - grown;
  return Value::of(grown >= 0 && drift > 2 + passed / 20);
}

/// Whether the content of this response is not what was sent with the earlier request.
Value differs_from_sent(Facts& facts, const Value& object, Arguments) {
  if (!facts.judged().there()) return Value::unknown(facts.judged().why_missing());
  const Value same = same_content(facts.judged().message(), earlier_of(object).record->request());
  return same.known() ? Value::of(!same.boolean) : same;
}

// --- HEAD and GET (RFC 9110 §9.3.2)

/// Fields of the response to HEAD that should be those of GET.
constexpr std::array kOfHead = {
    id::kContentType,  id::kContentLanguage,         id::kCacheControl, id::kLocation, id::kAllow,
    id::kAcceptRanges, id::kAccessControlAllowOrigin};

/// The GET (or HEAD) that this HEAD (or GET) is to be held against: at most a minute before, with the same fields.
EarlierFacts* counterpart(Facts& facts) {
  const Bytes method = facts.method();
  const Bytes other = method == "HEAD" ? Bytes("GET") : method == "GET" ? Bytes("HEAD") : Bytes();
  if (other.empty()) return nullptr;
  for (const void* item : items_of(facts.earlier())) {
    EarlierFacts& earlier = earlier_of(Value::of_object(item));
    const Bytes before = earlier.req.message().method;
    // A write between them may have changed what both say.
    if (before != "GET" && before != "HEAD" && before != "OPTIONS") return nullptr;
    if (before != other) continue;
    const Value passed = seconds_between(facts, earlier);
    if (!passed.known() || passed.integer > 60 || passed.integer < 0) return nullptr;
    const bool same = std::ranges::all_of(
        std::array{id::kAccept, id::kAcceptEncoding, id::kAcceptLanguage, id::kAuthorization, id::kCookie, id::kOrigin,
                   id::kRange, id::kIfNoneMatch, id::kIfModifiedSince, id::kUserAgent},
        [&](model::FieldId field) { return facts.request().combined(field) == earlier.req.combined(field); });
    return same ? &earlier : nullptr;
  }
  return nullptr;
}

struct HeadDifference {
  Bytes what;
  bool absent = false;  // merely missing in the response to HEAD
};

/// Failures that come and go, whatever the method.
bool passes(int status) { return status >= 500 || status == 429 || status == 408; }

HeadDifference compare_head(Facts& facts) {
  EarlierFacts* other = counterpart(facts);
  if (other == nullptr || !facts.judged().there()) return {};
  const bool is_head = facts.method() == "HEAD";
  MessageFacts& head = is_head ? facts.judged() : other->res;
  MessageFacts& get = is_head ? other->res : facts.judged();
  const int status = head.message().status;
  if (status == 405 || status == 501 || passes(status) || passes(get.message().status)) return {};
  if (status / 100 != get.message().status / 100) return {"the status", false};
  HeadDifference absent;
  for (const model::FieldId field : kOfHead) {
    const Bytes name = fields::field_info(field).name;
    if (!head.has(field) && get.has(field) && absent.what.empty()) absent = {name, true};
    if (head.has(field) && (!get.has(field) || head.combined(field) != get.combined(field))) return {name, false};
  }
  return absent;
}

Value head_difference(Facts& facts, const Value&, Arguments) {
  const HeadDifference difference = compare_head(facts);
  return difference.what.empty() ? Value::absent() : Value::of(difference.what);
}
Value head_lacks(Facts& facts, const Value&, Arguments) { return Value::of(compare_head(facts).absent); }

// --- Content-Security-Policy nonces (CSP3 §7.1)

std::vector<Bytes> nonces_of(MessageFacts& message) {
  constexpr std::size_t kMost = 32;
  constexpr Bytes kOpen = "'nonce-";
  std::vector<Bytes> nonces;
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != id::kContentSecurityPolicy) continue;
    Bytes rest = line.value;
    for (std::size_t at = rest.find(kOpen); at != Bytes::npos && nonces.size() < kMost; at = rest.find(kOpen)) {
      rest.remove_prefix(at + kOpen.size());
      const std::size_t end = rest.find('\'');
      if (end != Bytes::npos && end > 0) nonces.push_back(rest.substr(0, end));
    }
  }
  return nonces;
}

/// The same stored response may come twice, and a 304 repeats the fields of what it confirms.
bool is_same_stored(MessageFacts& a, MessageFacts& b) {
  if (a.message().status == 304 || b.message().status == 304) return true;
  const Value now = a.value(id::kDate);
  const Value then = b.value(id::kDate);
  return !now.known() || !then.known() || now.integer == then.integer;
}

Value reused_nonce(Facts& facts, const Value&, Arguments) {
  MessageFacts& response = facts.judged();
  if (!response.there() || !response.has(id::kContentSecurityPolicy)) return Value::absent();
  const auto nonces = nonces_of(response);
  if (nonces.empty()) return Value::absent();
  for (EarlierFacts* earlier : all_before(facts)) {
    if (!same_host(facts, *earlier) || is_same_stored(response, earlier->res)) continue;
    for (const Bytes nonce : nonces_of(earlier->res)) {
      if (std::ranges::find(nonces, nonce) != nonces.end()) return Value::of(nonce);
    }
  }
  return Value::absent();
}

// --- Cookies

bool same_cookie(const SetCookieFacts& a, const SetCookieFacts& b) {
  return a.name() == b.name() && base::equals_ignoring_case(a.attribute("domain"), b.attribute("domain")) &&
         a.attribute("path") == b.attribute("path");
}

bool same_flags(const SetCookieFacts& a, const SetCookieFacts& b) {
  return a.has("secure") == b.has("secure") && a.has("httponly") == b.has("httponly") &&
         a.has("samesite") == b.has("samesite") &&
         base::equals_ignoring_case(a.attribute("samesite"), b.attribute("samesite"));
}

Value flipped_cookie(Facts& facts, const Value&, Arguments) {
  MessageFacts& response = facts.judged();
  if (!response.there() || !response.has(id::kSetCookie)) return Value::absent();
  const auto now = cookies_of(response);
  for (EarlierFacts* earlier : all_before(facts)) {
    if (!earlier->res.has(id::kSetCookie) || !same_host(facts, *earlier)) continue;
    for (const SetCookieFacts& then : cookies_of(earlier->res)) {
      for (const SetCookieFacts& cookie : now) {
        if (!same_cookie(cookie, then) || same_flags(cookie, then)) continue;
        if (!deletes(cookie, std::nullopt) && !deletes(then, std::nullopt)) return Value::of(cookie.name());
      }
    }
  }
  return Value::absent();
}

/// Two different clients: another User-Agent, or both another cookie jar and other credentials. A gateway sends the
/// requests of many clients on one connection.
bool other_client(Facts& facts, EarlierFacts& earlier) {
  const auto differ = [&](model::FieldId field) {
    return facts.request().has(field) && earlier.req.has(field) &&
           facts.request().combined(field) != earlier.req.combined(field);
  };
  return differ(id::kUserAgent) || (differ(id::kCookie) && differ(id::kAuthorization));
}

Value replayed_cookie(Facts& facts, const Value&, Arguments) {
  constexpr std::size_t kShortest = 16;
  MessageFacts& response = facts.judged();
  if (!response.there() || !facts.request().there() || !response.has(id::kSetCookie)) return Value::absent();
  for (const void* item : items_of(facts.earlier())) {
    EarlierFacts& earlier = earlier_of(Value::of_object(item));
    if (!earlier.res.has(id::kSetCookie) || !other_client(facts, earlier)) continue;
    for (const SetCookieFacts& then : cookies_of(earlier.res)) {
      for (const SetCookieFacts& cookie : cookies_of(response)) {
        const bool same = cookie.name() == then.name() && cookie.value() == then.value();
        if (!same || cookie.value().size() < kShortest || !is_sensitive_name(cookie.name())) continue;
        const bool sent = facts.request().combined(id::kCookie).find(cookie.value()) != Bytes::npos ||
                          earlier.req.combined(id::kCookie).find(cookie.value()) != Bytes::npos;
        if (!sent && !deletes(cookie, std::nullopt)) return Value::of(cookie.name());
      }
    }
  }
  return Value::absent();
}

// --- Protective fields that some responses of an origin have and others have not

Value dropped_policies(Facts& facts, const Value&, Arguments) {
  constexpr std::array kPolicies = {id::kStrictTransportSecurity, id::kContentSecurityPolicy, id::kXContentTypeOptions,
                                    id::kAccessControlAllowOrigin};
  MessageFacts& response = facts.judged();
  if (!response.there() || !facts.request().there()) return Value::absent();
  if (!response.message().evidence.fields) return Value::not_captured();
  const auto names = facts.arena().make_array<Bytes>(kPolicies.size());
  std::size_t count = 0;
  for (const model::FieldId field : kPolicies) {
    if (response.has(field)) continue;
    const auto before = all_before(facts);
    const bool dropped = std::ranges::any_of(before, [&](EarlierFacts* earlier) {
      const bool asked = field != id::kAccessControlAllowOrigin ||
                         (facts.request().has(id::kOrigin) &&
                          facts.request().combined(id::kOrigin) == earlier->req.combined(id::kOrigin));
      return earlier->res.message().status == 200 && earlier->res.has(field) && asked && same_host(facts, *earlier);
    });
    if (dropped) names[count++] = fields::field_info(field).name;
  }
  return Value::of(std::span<const Bytes>(names.first(count)));
}

constexpr Object kX = Object::kExchange;
constexpr Object kE = Object::kEarlier;

/// A member for which earlier exchanges have to be remembered.
constexpr Member remembered(Object owner, Bytes name, expr::Type type, ReadFunction read, Bytes doc, bool total = false,
                            ContentKinds reads = kNoContent) {
  return {owner, name, type, read, doc, {}, total, false, reads, true};
}

constexpr std::array kMembers = {
    remembered(kX, "latest", object_type(Object::kEarlier), latest, "the latest earlier exchange of the same resource"),
    remembered(kX, "head_difference", expr::kStringType, head_difference,
               "what differs between HEAD and GET of the resource, at most a minute apart and with the same request "
               "fields: \"the status\" or the name of a field; absent if nothing does"),
    remembered(kX, "head_lacks", expr::kBoolType, head_lacks,
               "head_difference is a field that the response to HEAD merely lacks", true),
    remembered(kX, "reused_nonce", expr::kStringType, reused_nonce,
               "a nonce of Content-Security-Policy that another response of the host had before"),
    remembered(kX, "flipped_cookie", expr::kStringType, flipped_cookie,
               "a cookie that an earlier response set with other flags (Secure, HttpOnly, SameSite)"),
    remembered(kX, "replayed_cookie", expr::kStringType, replayed_cookie,
               "a session cookie whose value another client was given before, which neither of them had sent"),
    remembered(kX, "dropped_policies", expr::kStringList, dropped_policies,
               "protective fields that an earlier 200 of the host had and this response has not"),
    remembered(kE, "seconds", expr::kIntType, seconds,
               "seconds from its response to this one: by the capture times, else by Date"),
    remembered(kE, "same_selection", expr::kBoolType, same_selection,
               "its request had the same selecting fields, as for earlier_200"),
    remembered(kE, "size_difference", expr::kIntType, size_difference,
               "by how much its content and this one differ in length, in percent of the longer one"),
    remembered(kE, "same_vary", expr::kBoolType, same_vary, "Vary names the same fields, or neither response has it"),
    remembered(kE, "same_content_type", expr::kBoolType, same_content_type,
               "Content-Type has the same type and charset"),
    remembered(kE, "age_drifts", expr::kBoolType, age_drifts,
               "Age grew by two seconds and 5 % more, or less, than the time that passed"),
    remembered(kE, "differs_from_sent", expr::kBoolType, differs_from_sent,
               "the content of this response is not that of its request", false, kContentHash),
};

}  // namespace

std::span<const Member> history_members() { return kMembers; }

}  // namespace httpvet::facts
