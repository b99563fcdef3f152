// Members of cookies that responses set, and of the cookies that requests carry (RFC 6265, RFC 6265bis).
#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "base/byte_class.h"
#include "facts/client_view.h"
#include "facts/cookie_facts.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const SetCookieFacts& cookie_of(const Value& object) { return object_as<const SetCookieFacts>(object); }

bool is(Bytes a, Bytes b) { return base::equals_ignoring_case(a, b); }

template <typename Item>
Value list_of(std::span<const Item> items, base::Arena& arena) {
  const auto objects = arena.make_array<const void*>(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) objects[i] = &items[i];
  return Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
}

Value cookies(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kSetCookie)) return message.value(id::kSetCookie);
  return list_of(cookies_of(message), message.arena());
}

Value name(Facts&, const Value& object, Arguments) { return Value::of(cookie_of(object).name()); }
Value value(Facts&, const Value& object, Arguments) { return Value::of(cookie_of(object).value()); }
Value text(Facts&, const Value& object, Arguments) { return Value::of(cookie_of(object).text); }
Value folded(Facts&, const Value& object, Arguments) { return Value::of(cookie_of(object).folded); }

Value fault(Facts&, const Value& object, Arguments) {
  constexpr std::array<Bytes, 5> kNames = {"none", "control", "no name", "name", "value"};
  const auto& cookie = cookie_of(object);
  return Value::of(kNames[static_cast<std::size_t>(fields::fault_of(cookie.cookie, cookie.text))]);
}

Value has_attribute(Facts&, const Value& object, Arguments arguments) {
  return Value::of(cookie_of(object).has(arguments[0].string));
}

Value attribute(Facts&, const Value& object, Arguments arguments) {
  const auto& cookie = cookie_of(object);
  return cookie.has(arguments[0].string) ? Value::of(cookie.attribute(arguments[0].string)) : Value::absent();
}

Value repeated_attribute(Facts&, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  constexpr std::size_t kMost = 64;
  const auto attributes = cookie.cookie.attributes.first(std::min(cookie.cookie.attributes.size(), kMost));
  for (std::size_t i = 1; i < attributes.size(); ++i) {
    const Bytes wanted = attributes[i].name.in(cookie.text);
    for (std::size_t k = 0; k < i; ++k) {
      if (is(attributes[k].name.in(cookie.text), wanted)) return Value::of(wanted);
    }
  }
  return Value::absent();
}

Value max_age(Facts&, const Value& object, Arguments) { return max_age_of(cookie_of(object)); }
Value expires(Facts&, const Value& object, Arguments) { return expires_of(cookie_of(object)); }

Value expires_plain(Facts&, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  if (!cookie.has("expires")) return Value::absent();
  return Value::of(fields::is_plain_imf_fixdate(cookie.attribute("expires")));
}

/// The moment from which lifetimes count: the capture time, else Date.
std::optional<std::int64_t> now_of(MessageFacts& response) {
  if (response.message().time_ns) return *response.message().time_ns / 1'000'000'000;
  const Value date = response.value(id::kDate);
  return date.known() ? std::optional(date.integer) : std::nullopt;
}

Value expires_in(Facts& facts, const Value& object, Arguments) {
  const Value at = expires_of(cookie_of(object));
  if (!at.known()) return at;
  const auto now = now_of(facts.judged());
  return now ? Value::of(at.integer - *now) : Value::not_captured();
}

Value lifetime(Facts& facts, const Value& object, Arguments arguments) {
  const Value age = max_age_of(cookie_of(object));
  return age.known() ? age : expires_in(facts, object, arguments);
}

Value is_deletion(Facts& facts, const Value& object, Arguments) {
  return Value::of(deletes(cookie_of(object), now_of(facts.judged())));
}

constexpr std::array<Bytes, 8> kAttributes = {"expires", "max-age",  "domain",   "path",
                                              "secure",  "httponly", "samesite", "partitioned"};
constexpr std::array<Bytes, 3> kFlagAttributes = {"secure", "httponly", "partitioned"};
constexpr std::array<Bytes, 6> kPrivateAttributes = {"version", "comment", "commenturl", "port", "discard", "priority"};

bool is_known_attribute(Bytes name) {
  return std::ranges::any_of(kAttributes, [name](Bytes known) { return is(name, known); });
}

/// `Http-Only`, `Same-Site`, `Secured`: a known attribute with hyphens, underscores or a letter too many or too few.
bool resembles_attribute(Bytes name) {
  constexpr std::size_t kLongest = 16;
  if (name.size() > kLongest) return false;
  std::string letters;
  for (const char c : name) {
    if (c != '-' && c != '_' && c != ' ') letters += base::lower(c);
  }
  return std::ranges::any_of(kAttributes, [&letters](Bytes known) {
    std::string wanted;
    for (const char c : known) {
      if (c != '-') wanted += c;
    }
    if (letters == wanted) return true;
    const std::string& longer = letters.size() > wanted.size() ? letters : wanted;
    const std::string& shorter = letters.size() > wanted.size() ? wanted : letters;
    if (longer.size() - shorter.size() > 1 || shorter.size() < 4) return false;
    const auto [a, b] = std::ranges::mismatch(longer, shorter);
    if (a == longer.end()) return true;
    // One letter more, or one letter else; or two that changed places.
    const auto skip = longer.size() == shorter.size() ? 1 : 0;
    if (std::equal(a + 1, longer.end(), b + skip, shorter.end())) return true;
    const bool swapped = skip == 1 && a + 1 != longer.end() && *a == *(b + 1) && *(a + 1) == *b;
    return swapped && std::equal(a + 2, longer.end(), b + 2, shorter.end());
  });
}

/// The first attribute for which `wanted` holds; absent if there is none.
template <typename Wanted>
Value first_attribute(const SetCookieFacts& cookie, Wanted wanted) {
  for (const fields::CookieAttribute& attribute : cookie.cookie.attributes) {
    if (wanted(attribute, attribute.name.in(cookie.text))) return Value::of(attribute.name.in(cookie.text));
  }
  return Value::absent();
}

Value unknown_attribute(Facts&, const Value& object, Arguments) {
  return first_attribute(cookie_of(object),
                         [](const fields::CookieAttribute&, Bytes name) { return !is_known_attribute(name); });
}

Value misspelled_attribute(Facts&, const Value& object, Arguments) {
  return first_attribute(cookie_of(object), [](const fields::CookieAttribute&, Bytes name) {
    return !is_known_attribute(name) && resembles_attribute(name);
  });
}

Value private_attribute(Facts&, const Value& object, Arguments) {
  return first_attribute(cookie_of(object), [](const fields::CookieAttribute&, Bytes name) {
    return std::ranges::any_of(kPrivateAttributes, [name](Bytes known) { return is(name, known); });
  });
}

Value valued_flag(Facts&, const Value& object, Arguments) {
  return first_attribute(cookie_of(object), [](const fields::CookieAttribute& attribute, Bytes name) {
    return attribute.has_value && std::ranges::any_of(kFlagAttributes, [name](Bytes flag) { return is(name, flag); });
  });
}

/// The attribute that user agents make least of: a misspelled one, else a flag with a value, else an unknown one.
Value odd_attribute(Facts& facts, const Value& object, Arguments arguments) {
  for (const auto read : {misspelled_attribute, valued_flag, unknown_attribute}) {
    const Value found = read(facts, object, arguments);
    if (found.known()) return found;
  }
  return Value::absent();
}

Value odd_attribute_is(Facts& facts, const Value& object, Arguments arguments) {
  if (misspelled_attribute(facts, object, arguments).known()) {
    return Value::of(Bytes("which looks like an attribute but is none"));
  }
  if (valued_flag(facts, object, arguments).known()) {
    return Value::of(Bytes("a flag with a value, which counts whatever the value says"));
  }
  if (private_attribute(facts, object, arguments).known()) return Value::of(Bytes("an obsolete or private attribute"));
  return Value::of(Bytes("which is no attribute"));
}

Value max_age_form(Facts&, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  const Value age = max_age_of(cookie);
  if (age.state == expr::State::kAbsent) return age;
  if (!age.known()) return Value::of(Bytes("invalid"));
  const Bytes digits = cookie.attribute("max-age");
  const bool odd = digits.starts_with('-') || (digits.starts_with('0') && digits.size() > 1);
  return Value::of(odd ? Bytes("odd") : Bytes("plain"));
}

Value longest_attribute(Facts&, const Value& object, Arguments) {
  std::int64_t longest = 0;
  for (const fields::CookieAttribute& attribute : cookie_of(object).cookie.attributes) {
    longest = std::max<std::int64_t>(longest, attribute.value.length);
  }
  return Value::of(longest);
}

Value octets(Facts&, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  return Value::of(static_cast<std::int64_t>(cookie.name().size() + cookie.value().size()));
}

Value value_octets(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(cookie_of(object).value().size()));
}

Value prefix(Facts&, const Value& object, Arguments) {
  const Bytes name = cookie_of(object).name();
  constexpr std::array<Bytes, 4> kPrefixes = {"__Host-Http-", "__Host-", "__Secure-", "__Http-"};
  for (const Bytes prefix : kPrefixes) {
    if (is(name.substr(0, prefix.size()), prefix)) return Value::of(prefix);
  }
  return Value::absent();
}

/// What the prefix of the name rules out, in words that go on after the cookie; absent where all is well.
Value prefix_fault(Facts& facts, const Value& object, Arguments arguments) {
  const Value found = prefix(facts, object, arguments);
  if (!found.known()) return found;
  const auto& cookie = cookie_of(object);
  const bool host = found.string == "__Host-" || found.string == "__Host-Http-";
  if (!cookie.has("secure")) return Value::of(Bytes("is not Secure"));
  if (host && cookie.has("domain") && !cookie.attribute("domain").empty()) return Value::of(Bytes("has a Domain"));
  if (host && cookie.attribute("path") != "/") return Value::of(Bytes("does not have Path=/"));
  const bool http = found.string == "__Http-" || found.string == "__Host-Http-";
  if (http && !cookie.has("httponly")) return Value::of(Bytes("has no HttpOnly"));
  const Value scheme = client_scheme(facts);
  const bool plain = scheme.known() && scheme.string == "http" && reach_of(client_host(facts)) != Reach::kLoopback;
  return plain ? Value::of(Bytes("came over plain http")) : Value::absent();
}

Value missing_flags(Facts& facts, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  const auto names = facts.arena().make_array<Bytes>(3);
  std::size_t count = 0;
  if (!cookie.has("httponly") && !is_csrf_name(cookie.name())) names[count++] = "HttpOnly";
  if (!cookie.has("samesite")) names[count++] = "SameSite";
  const Value scheme = client_scheme(facts);
  if (!cookie.has("secure") && scheme.known() && scheme.string == "https") names[count++] = "Secure";
  return Value::of(std::span<const Bytes>(names.first(count)));
}

Value sensitive(Facts&, const Value& object, Arguments) {
  return Value::of(is_sensitive_name(cookie_of(object).name()));
}
Value guards_forms(Facts&, const Value& object, Arguments) { return Value::of(is_csrf_name(cookie_of(object).name())); }

bool same_scope(const SetCookieFacts& a, const SetCookieFacts& b) {
  return is(a.attribute("domain"), b.attribute("domain")) && a.attribute("path") == b.attribute("path");
}

/// The cookies before `cookie` with its name.
template <typename Wanted>
bool any_before(const SetCookieFacts& cookie, Wanted wanted) {
  const auto before = cookie.all.first(cookie.index);
  return std::ranges::any_of(before, [&](const SetCookieFacts& other) {
    return !other.name().empty() && other.name() == cookie.name() && wanted(other);
  });
}

Value repeats(Facts&, const Value& object, Arguments) {
  return Value::of(any_before(cookie_of(object), [](const SetCookieFacts&) { return true; }));
}

Value repeats_scope(Facts&, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  return Value::of(any_before(cookie, [&cookie](const SetCookieFacts& other) { return same_scope(cookie, other); }));
}

Value has_secure_twin(Facts&, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  return Value::of(std::ranges::any_of(cookie.all, [&cookie](const SetCookieFacts& other) {
    if (&other == &cookie || !other.has("secure")) return false;
    const bool related = cookie.name().starts_with(other.name()) || other.name().starts_with(cookie.name());
    return other.value() == cookie.value() || related;
  }));
}

Value domain(Facts& facts, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  if (!cookie.has("domain")) return Value::absent();
  Bytes domain = lower_copy(cookie.attribute("domain"), facts.arena());
  if (domain.starts_with('.')) domain.remove_prefix(1);
  return Value::of(domain);
}

/// RFC 6265 §5.1.3.
bool domain_matches(Bytes host, Bytes domain) {
  if (host == domain) return true;
  return host.size() > domain.size() && host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.' &&
         !is_address(host);
}

Value domain_matches_host(Facts& facts, const Value& object, Arguments arguments) {
  const Value wanted = domain(facts, object, arguments);
  if (!wanted.known()) return wanted;
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Bytes host = client_host(facts);
  return host.empty() ? Value::not_captured() : Value::of(domain_matches(host, wanted.string));
}

Value domain_is_public_suffix(Facts& facts, const Value& object, Arguments arguments) {
  const Value wanted = domain(facts, object, arguments);
  if (!wanted.known()) return wanted;
  return Value::of(is_public_suffix(wanted.string));
}

/// RFC 6265 §5.1.4.
bool path_matches(Bytes request_path, Bytes path) {
  if (request_path == path) return true;
  if (!request_path.starts_with(path)) return false;
  return path.ends_with('/') || (request_path.size() > path.size() && request_path[path.size()] == '/');
}

/// The path of a target in origin-form or absolute-form; empty for others.
Bytes path_of(Bytes target) {
  if (!target.starts_with('/')) {
    const std::size_t slashes = target.find("://");
    if (slashes == Bytes::npos) return {};
    const std::size_t slash = target.find('/', slashes + 3);
    if (slash == Bytes::npos) return "/";
    target = target.substr(slash);
  }
  return target.substr(0, target.find_first_of("?#"));
}

Value path_matches_target(Facts& facts, const Value& object, Arguments) {
  const auto& cookie = cookie_of(object);
  if (!cookie.has("path")) return Value::absent();
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Bytes path = path_of(facts.request().message().target);
  return path.empty() ? Value::absent() : Value::of(path_matches(path, cookie.attribute("path")));
}

Value scheme_of_client(Facts& facts, const Value&, Arguments) { return client_scheme(facts); }

Value host_of_client(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Bytes host = client_host(facts);
  return host.empty() ? Value::absent() : Value::of(host);
}

Value cookie_fault(Facts& facts, const Value& object, Arguments) {
  const auto& line = object_as<const model::FieldLine>(object);
  if (line.field != id::kCookie) return Value::absent();
  constexpr std::array<Bytes, 9> kNames = {"none",     "control",          "comma",    "attribute", "spacing",
                                           "trailing", "several nameless", "nameless", "octet"};
  return Value::of(kNames[static_cast<std::size_t>(fields::fault_of_cookie(line.value, facts.arena()))]);
}

/// A name that stands for two cookies of the request.
Value repeated_cookie(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kCookie)) return message.value(id::kCookie);
  std::unordered_set<Bytes> names;
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != id::kCookie) continue;
    for (const fields::CookiePair& pair : fields::parse_cookie(line.value, message.arena())) {
      const Bytes name = pair.name.in(line.value);
      if (pair.has_equals && !name.empty() && !names.insert(name).second) return Value::of(name);
    }
  }
  return Value::absent();
}

/// `$Version`, `$Path` and the like (RFC 2965 §3.3.4).
Value pseudo_cookie(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kCookie)) return message.value(id::kCookie);
  constexpr std::array<Bytes, 4> kNames = {"$Version", "$Path", "$Domain", "$Port"};
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != id::kCookie || line.value.find('$') == Bytes::npos) continue;
    for (const fields::CookiePair& pair : fields::parse_cookie(line.value, message.arena())) {
      const Bytes name = pair.name.in(line.value);
      if (std::ranges::any_of(kNames, [name](Bytes pseudo) { return is(name, pseudo); })) return Value::of(name);
    }
  }
  return Value::absent();
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;
constexpr Object kSc = Object::kSetCookie;

/// A member of cookies that is always known.
constexpr Member total(Bytes name, expr::Type type, ReadFunction read, Bytes doc,
                       std::span<const expr::Type> parameters = {}) {
  return {kSc, name, type, read, doc, parameters, true};
}

constexpr std::array kMembers = {
    Member{kM, "cookies", list_type(kSc), cookies, "the cookies that it sets, one a Set-Cookie line"},
    Member{kM, "repeated_cookie", expr::kStringType, repeated_cookie,
           "a name that its Cookie field has twice; absent if there is none"},
    Member{kM, "pseudo_cookie", expr::kStringType, pseudo_cookie,
           "$Version, $Path, $Domain or $Port in Cookie; absent if there is none"},
    Member{Object::kLine, "cookie_fault", expr::kStringType, cookie_fault,
           "how a Cookie line leaves its grammar: \"control\", \"comma\", \"attribute\", \"spacing\", \"trailing\", "
           "\"several nameless\", \"nameless\", \"octet\" or \"none\"; absent for other fields"},
    total("name", expr::kStringType, name, "its name, possibly empty"),
    total("value", expr::kStringType, value, "its value"),
    total("text", expr::kStringType, text, "all of it as sent"),
    total("folded", expr::kBoolType, folded, "another cookie follows in the same line, behind a comma"),
    total("fault", expr::kStringType, fault,
          "how it leaves the grammar: \"control\", \"no name\", \"name\", \"value\" or \"none\""),
    total("has_attribute", expr::kBoolType, has_attribute, "that attribute is there", kOneString),
    Member{kSc, "attribute", expr::kStringType, attribute, "the last value of that attribute; absent without it",
           kOneString},
    Member{kSc, "repeated_attribute", expr::kStringType, repeated_attribute, "an attribute that it has twice"},
    Member{kSc, "max_age", expr::kIntType, max_age, "the seconds of Max-Age"},
    Member{kSc, "expires", expr::kIntType, expires,
           "the moment of Expires in seconds since 1970, read as leniently as user agents do"},
    Member{kSc, "expires_plain", expr::kBoolType, expires_plain, "Expires is an IMF-fixdate with the right day name"},
    Member{kSc, "expires_in", expr::kIntType, expires_in,
           "Expires minus the capture time, or minus Date where that is not known"},
    Member{kSc, "lifetime", expr::kIntType, lifetime, "the seconds that it lives: Max-Age, else expires_in"},
    total("deletes", expr::kBoolType, is_deletion, "user agents delete it: Max-Age of 0 or less, or Expires is past"),
    Member{kSc, "unknown_attribute", expr::kStringType, unknown_attribute,
           "the first attribute that RFC 6265bis and CHIPS do not define"},
    Member{kSc, "misspelled_attribute", expr::kStringType, misspelled_attribute,
           "the first attribute that is nearly a known one"},
    Member{kSc, "private_attribute", expr::kStringType, private_attribute,
           "Version, Comment, CommentURL, Port, Discard or Priority, if it has one of them"},
    Member{kSc, "odd_attribute", expr::kStringType, odd_attribute,
           "misspelled_attribute, else valued_flag, else unknown_attribute"},
    Member{kSc, "odd_attribute_is", expr::kStringType, odd_attribute_is, "what odd_attribute is, in words"},
    Member{kSc, "max_age_form", expr::kStringType, max_age_form,
           "\"plain\", \"odd\" (negative, or with a leading zero) or \"invalid\": how Max-Age is written"},
    Member{kSc, "valued_flag", expr::kStringType, valued_flag, "Secure, HttpOnly or Partitioned with a value"},
    total("longest_attribute", expr::kIntType, longest_attribute, "octets of the longest attribute value"),
    total("octets", expr::kIntType, octets, "octets of its name and value"),
    total("value_octets", expr::kIntType, value_octets, "octets of its value"),
    Member{kSc, "prefix", expr::kStringType, prefix,
           "\"__Secure-\", \"__Host-\", \"__Http-\" or \"__Host-Http-\", in any letter case; absent without one"},
    Member{kSc, "prefix_fault", expr::kStringType, prefix_fault,
           "what the prefix of its name rules out, in words; absent where all is well"},
    total("missing_flags", expr::kStringList, missing_flags,
          "HttpOnly (unless guards_forms), SameSite and, over https, Secure: those that it lacks"),
    total("sensitive", expr::kBoolType, sensitive, "its name suggests a session or a credential"),
    total("guards_forms", expr::kBoolType, guards_forms, "its name says CSRF or XSRF: scripts have to read it"),
    total("repeats", expr::kBoolType, repeats, "a cookie before it in the response has the same name"),
    total("repeats_scope", expr::kBoolType, repeats_scope, "and the same Domain and Path"),
    total("has_secure_twin", expr::kBoolType, has_secure_twin,
          "the response sets a related cookie (the same value, or a name that begins alike) with Secure"),
    Member{kSc, "domain", expr::kStringType, domain, "Domain in lower case, without a leading dot"},
    Member{kSc, "domain_matches", expr::kBoolType, domain_matches_host,
           "the host that the client asked for domain-matches Domain (RFC 6265 §5.1.3)"},
    Member{kSc, "domain_is_public_suffix", expr::kBoolType, domain_is_public_suffix,
           "Domain is one label, or one of the commonest public suffixes"},
    Member{kSc, "path_matches", expr::kBoolType, path_matches_target,
           "the path of the target path-matches Path (RFC 6265 §5.1.4)"},
    Member{kX, "client_scheme", expr::kStringType, scheme_of_client,
           "\"https\" where the connection, the target or a field such as X-Forwarded-Proto says so, else \"http\""},
    Member{kX, "client_host", expr::kStringType, host_of_client,
           "the host that the client asked for (X-Forwarded-Host first), in lower case, without port"},
};

}  // namespace

std::span<const Member> cookie_members() { return kMembers; }

}  // namespace httpvet::facts
