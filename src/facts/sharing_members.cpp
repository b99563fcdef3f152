// Members about what shared caches may hand from one user to another (RFC 9111 §7.3).
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/freshness.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"

namespace httpvet::facts {
namespace {

using expr::State;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

Value shared_storage(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  Policy policy;
  const State state = cache_control(message, policy);
  if (state == State::kMalformed || state == State::kNotCaptured) return Value::unknown(state);
  const fields::Directive* no_cache = policy.directives.find(policy.text, "no-cache");
  const bool barred = policy.has("private") || policy.has("no-store") || no_cache != nullptr;
  if (barred) {
    // A list of field names without Set-Cookie bars other fields only.
    const bool other_fields =
        no_cache != nullptr && no_cache->has_argument && !policy.has("private") && !policy.has("no-store");
    if (!other_fields) return Value::of(false);
    const Bytes names = lower_copy(no_cache->argument.slice.in(policy.text), message.arena());
    if (names.find("set-cookie") != Bytes::npos) return Value::of(false);
  }
  const Value shared = policy.seconds("s-maxage");
  const bool allowed = policy.has("public") || (shared.known() && shared.integer > 0);
  return Value::of(allowed || targeted_lifetime(message).value_or(0) > 0);
}

/// What one Set-Cookie line says, as far as it matters here.
struct Cookie {
  Bytes name;
  Bytes value;
  bool http_only = false;
  bool removed = false;
};

/// `epoch` dates and Max-Age of 0 or less take a cookie away (RFC 6265 §5.2).
Cookie read_cookie(Bytes line) {
  Cookie cookie;
  Bytes pair = line.substr(0, line.find(';'));
  Bytes rest = line.substr(std::min(pair.size() + 1, line.size()));
  const std::size_t equals = std::min(pair.find('='), pair.size());
  cookie.name = base::trim_blanks(pair.substr(0, equals));
  cookie.value = base::trim_blanks(pair.substr(std::min(equals + 1, pair.size())));
  cookie.removed = cookie.value.empty() || cookie.value == "\"\"" || cookie.value == "deleted";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const Bytes attribute = base::trim_blanks(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t is = std::min(attribute.find('='), attribute.size());
    const Bytes name = base::trim_blanks(attribute.substr(0, is));
    const Bytes value = base::trim_blanks(attribute.substr(std::min(is + 1, attribute.size())));
    if (base::equals_ignoring_case(name, "HttpOnly")) cookie.http_only = true;
    if (base::equals_ignoring_case(name, "Max-Age") && (value == "0" || value.starts_with("-"))) cookie.removed = true;
    if (base::equals_ignoring_case(name, "Expires") && value.find("1970") != Bytes::npos) cookie.removed = true;
  }
  return cookie;
}

/// Cookies that the edge sets by itself, for its own purposes.
bool is_edge_cookie(Bytes lower_name) {
  constexpr std::array<Bytes, 9> kPrefixes = {"__cf_bm", "__cfduid",   "__cflb",       "awsalb", "_abck",
                                              "bm_",     "incap_ses_", "visid_incap_", "bigip"};
  return std::ranges::any_of(kPrefixes, [lower_name](Bytes prefix) { return lower_name.starts_with(prefix); });
}

/// Whether a name suggests a session or a credential.
bool is_credential_name(Bytes lower_name) {
  constexpr std::array<Bytes, 8> kWords = {"sess", "token", "jwt", "csrf", "xsrf", "login", "passw", "credential"};
  if (std::ranges::any_of(kWords, [lower_name](Bytes word) { return lower_name.find(word) != Bytes::npos; })) {
    return true;
  }
  // "auth", but not "author"; "sid" as a word of its own or at an end.
  for (std::size_t at = lower_name.find("auth"); at != Bytes::npos; at = lower_name.find("auth", at + 1)) {
    if (!lower_name.substr(at).starts_with("author") || lower_name.substr(at).starts_with("authoriz")) return true;
  }
  return lower_name.ends_with("sid") || lower_name.starts_with("sid.") || lower_name.starts_with("sid_") ||
         lower_name.starts_with("sid-");
}

Value credential_cookie(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != id::kSetCookie) continue;
    const Cookie cookie = read_cookie(line.value);
    const Bytes name = lower_copy(cookie.name, message.arena());
    if (cookie.removed || is_edge_cookie(name)) continue;
    if (cookie.http_only || is_credential_name(name)) return Value::of(cookie.name);
  }
  return message.message().evidence.fields ? Value::absent() : Value::not_captured();
}

Value reuse_note(Facts&, const Value& object, Arguments) {
  Policy policy;
  const bool known = cache_control(message_of(object), policy) == State::kKnown;
  if (known && policy.has_plain("no-cache")) {
    return Value::of(Bytes("with no-cache it is as good as no-store, for each use fetches all of it"));
  }
  return Value::of(Bytes("a stale copy can only be fetched anew, never validated"));
}

constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{kM, "shared_storage", expr::kBoolType, shared_storage,
           "public, s-maxage above 0 or a targeted field above 0 lets shared caches store it, Set-Cookie included: no "
           "private, no-store, no-cache, but for no-cache with other field names"},
    Member{kM, "credential_cookie", expr::kStringType, credential_cookie,
           "the first cookie set, not removed, whose name or HttpOnly suggests a session or a credential; cookies of "
           "load balancers and bot filters left out"},
    Member{kM, "reuse_note", expr::kStringType, reuse_note,
           "what the lack of ETag and Last-Modified means for reuse, as part of a sentence"},
};

}  // namespace

std::span<const Member> sharing_members() { return kMembers; }

}  // namespace httpvet::facts
