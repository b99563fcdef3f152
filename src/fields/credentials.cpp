#include "fields/credentials.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace httpvet::fields {
namespace {

bool is_token68_octet(char c) {
  return base::is(c, base::kAlpha | base::kDigit) || c == '-' || c == '.' || c == '_' || c == '~' || c == '+' ||
         c == '/';
}

constexpr std::size_t kLongestMask = 256;

/// Whether `text` holds `word`, which is in lower case, letter case ignored.
bool holds(Bytes text, Bytes word) {
  const auto equal = [](char a, char b) { return base::lower(a) == b; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), equal) != text.end();
}

/// One octet again and again: `xxxx`, `....`, `----`.
bool is_filler(Bytes text) {
  constexpr Bytes kFillers = "xX.-_#?0";
  const bool same = text.find_first_not_of(text.front()) == Bytes::npos;
  return text.size() > 2 && same && kFillers.find(text.front()) != Bytes::npos;
}

bool is_bracketed(Bytes text) {
  constexpr Bytes kPairs = "<>{}[]()%%";
  for (std::size_t i = 0; i < kPairs.size(); i += 2) {
    if (text.size() > 2 && text.front() == kPairs[i] && text.back() == kPairs[i + 1]) return true;
  }
  return false;
}

}  // namespace

Credentials read_credentials(Bytes value) {
  std::size_t end = 0;
  while (end < value.size() && base::is(value[end], base::kTchar)) ++end;
  const Bytes word = value.substr(0, end);
  if (end == value.size() || base::all_of(value.substr(end), base::kBlank)) return {CredentialsForm::kWord, word, {}};
  const Bytes rest = base::trim_blanks(value.substr(end));
  if (end == 0) return {CredentialsForm::kNone, {}, value};
  if (value[end] == ':') return {CredentialsForm::kColon, word, base::trim_blanks(value.substr(end + 1))};
  const bool blank = base::is(value[end], base::kBlank) || value[end] == '\r' || value[end] == '\n';
  if (blank) return {CredentialsForm::kScheme, word, rest};
  // A word of token68 that is no token: a key with a slash or padding in it.
  if (is_token68(value)) return {CredentialsForm::kWord, value, {}};
  return {CredentialsForm::kNone, {}, value};
}

bool parse_credential_parameters(Bytes rest, base::Arena& arena, std::span<const Parameter>& out) {
  ParseError error;
  Cursor cursor(rest, error);
  ListReader list(cursor);
  ArenaList<Parameter> parameters(arena);
  while (list.next()) {
    Parameter parameter;
    if (!read_parameter(cursor, BadWhitespace::kNoted, parameter)) return false;
    parameters.push_back(parameter);
  }
  out = parameters.finish();
  return list.ok();
}

bool is_token68(Bytes text) {
  const std::size_t padding = text.find_last_not_of('=');
  if (padding == Bytes::npos) return false;
  return std::ranges::all_of(text.substr(0, padding + 1), is_token68_octet);
}

bool is_masked(Bytes secret) {
  secret = base::trim_blanks(secret);
  if (secret.empty()) return true;
  constexpr auto kMarks = std::to_array<Bytes>({"*", "...", "<", "{{", "${", "\xE2\x80\xA6", "\xE2\x80\xA2"});
  const auto found = [secret](Bytes mark) { return secret.find(mark) != Bytes::npos; };
  if (is_filler(secret) || is_bracketed(secret) || secret.front() == '$' || std::ranges::any_of(kMarks, found)) {
    return true;
  }
  constexpr auto kWords = std::to_array<Bytes>({
      "redacted",
      "masked",
      "hidden",
      "removed",
      "filtered",
      "sanitized",
      "sanitised",
      "obfuscated",
      "scrubbed",
      "placeholder",
      "omitted",
      "elided",
      "censored",
      "your_",
      "your-",
      "stripped",
  });
  const Bytes start = secret.substr(0, kLongestMask);
  return std::ranges::any_of(kWords, [start](Bytes word) { return holds(start, word); });
}

}  // namespace httpvet::fields
