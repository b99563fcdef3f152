#include "facts/cookie_facts.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;

// A message with more cookies than this is hostile; comparing them with each other takes quadratic time.
constexpr std::size_t kMostCookies = 256;

bool contains_word(Bytes text, Bytes word) {
  const auto same = [](char a, char b) { return base::lower(a) == base::lower(b); };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

}  // namespace

std::span<const SetCookieFacts> cookies_of(MessageFacts& response) {
  if (const expr::List* kept = response.cookies(); kept != nullptr) {
    return {static_cast<const SetCookieFacts*>(kept->data), kept->size};
  }
  fields::ArenaList<SetCookieFacts, 8> list(response.arena());
  for (const model::FieldLine& line : response.message().lines) {
    if (line.field != fields::id::kSetCookie) continue;
    Bytes rest = line.value;
    while (list.size() < kMostCookies) {
      const auto comma = fields::second_cookie(rest);
      SetCookieFacts cookie;
      cookie.line = &line;
      cookie.text = base::trim_blanks(rest.substr(0, comma.value_or(rest.size())));
      cookie.folded = comma.has_value();
      cookie.cookie = fields::parse_set_cookie(cookie.text, response.arena());
      cookie.index = static_cast<std::uint32_t>(list.size());
      list.push_back(cookie);
      if (!comma) break;
      rest.remove_prefix(*comma + 1);
    }
  }
  const std::span<SetCookieFacts> all = list.finish();
  for (SetCookieFacts& cookie : all) cookie.all = all;
  response.keep_cookies({all.data(), static_cast<std::uint32_t>(all.size())});
  return all;
}

bool is_csrf_name(Bytes name) { return contains_word(name, "csrf") || contains_word(name, "xsrf"); }

bool is_sensitive_name(Bytes name) {
  constexpr std::array<Bytes, 5> kWords = {"sess", "token", "auth", "jwt", "csrf"};
  constexpr std::array<Bytes, 4> kWhole = {"sid", "connect.sid", "remember_me", "asp.net_sessionid"};
  // Names of tests and of choices that people make about sessions.
  constexpr std::array<Bytes, 3> kHarmless = {"author", "assess", "obsess"};
  for (const Bytes prefix : {Bytes("__Host-"), Bytes("__Secure-"), Bytes("__Http-"), Bytes("__Host-Http-")}) {
    if (name.size() > prefix.size() && base::equals_ignoring_case(name.substr(0, prefix.size()), prefix)) {
      name.remove_prefix(prefix.size());
      break;
    }
  }
  const auto in_name = [name](Bytes word) { return contains_word(name, word); };
  if (std::ranges::any_of(kHarmless, in_name)) return false;
  if (std::ranges::any_of(kWords, in_name) || in_name("xsrf")) return true;
  const auto is_name = [name](Bytes whole) { return base::equals_ignoring_case(name, whole); };
  const bool ends = name.size() > 4 && (name.ends_with(".sid") || name.ends_with("_sid") || name.ends_with("-sid"));
  return ends || std::ranges::any_of(kWhole, is_name);
}

Value max_age_of(const SetCookieFacts& cookie) {
  const fields::CookieAttribute* found = cookie.cookie.find(cookie.text, "max-age");
  if (found == nullptr) return Value::absent();
  Bytes digits = found->value.in(cookie.text);
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  if (digits.empty() || !base::all_of(digits, base::kDigit)) return Value::malformed();
  std::int64_t seconds = 0;
  constexpr std::int64_t kEnough = std::int64_t{1} << 53;
  for (const char c : digits) seconds = seconds > kEnough ? seconds : seconds * 10 + (c - '0');
  return Value::of(negative ? -seconds : seconds);
}

Value expires_of(const SetCookieFacts& cookie) {
  const fields::CookieAttribute* found = cookie.cookie.find(cookie.text, "expires");
  if (found == nullptr) return Value::absent();
  const auto seconds = fields::parse_cookie_date(found->value.in(cookie.text));
  return seconds ? Value::of(*seconds) : Value::malformed();
}

bool deletes(const SetCookieFacts& cookie, std::optional<std::int64_t> now) {
  const Value age = max_age_of(cookie);
  if (age.known()) return age.integer <= 0;
  const Value expires = expires_of(cookie);
  // Without a clock: what expired before cookies had a specification was meant to.
  constexpr std::int64_t kLongAgo = 1'262'304'000;  // 2010
  return expires.known() && expires.integer <= now.value_or(kLongAgo);
}

}  // namespace httpvet::facts
