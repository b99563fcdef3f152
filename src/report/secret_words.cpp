#include "report/secret_words.h"

#include <algorithm>

#include "base/byte_class.h"

namespace httpvet::report {
namespace {

using base::equals_ignoring_case;
using base::is;

constexpr unsigned kWordClass = base::kAlpha | base::kDigit;

// Whole names, without "-" and "_".
constexpr std::array<Bytes, 11> kSecretNames = {"pass", "pwd",     "sig",       "signature", "session", "sid",
                                                "auth", "authkey", "phpsessid", "jwt",       "code"};
// Names that end so.
constexpr std::array<Bytes, 13> kSecretEndings = {
    "password",  "passwd",       "secret",        "token",       "apikey",        "accesskey",     "secretkey",
    "sessionid", "amzsignature", "amzcredential", "accesskeyid", "googsignature", "googcredential"};

bool in_word(char c) { return is(c, kWordClass) || c == '_' || c == '-'; }

bool in_token(char c) { return in_word(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '='; }

// "Basic authentication" is prose, "Basic dXNlcjpwYXNz" is not: credentials are long, or no plain lower-case word.
bool looks_random(Bytes text) {
  const auto odd = [](char c) { return !(c >= 'a' && c <= 'z'); };
  return text.size() >= 20 || (text.size() >= 4 && std::any_of(text.begin() + 1, text.end(), odd));
}

bool is_aws_key_id(Bytes word) {
  if (word.size() != 20 || (word.substr(0, 4) != "AKIA" && word.substr(0, 4) != "ASIA")) return false;
  return std::all_of(word.begin(), word.end(), [](char c) { return is(c, base::kDigit) || (c >= 'A' && c <= 'Z'); });
}

}  // namespace

bool is_secret_name(Bytes name) {
  constexpr std::size_t kLongestName = 64;
  std::array<char, kLongestName> plain{};
  std::size_t size = 0;
  for (const char c : name.substr(name.size() - std::min(name.size(), kLongestName))) {
    if (c != '-' && c != '_') plain[size++] = base::lower(c);
  }
  const Bytes folded(plain.data(), size);
  if (std::find(kSecretNames.begin(), kSecretNames.end(), folded) != kSecretNames.end()) return true;
  return std::any_of(kSecretEndings.begin(), kSecretEndings.end(), [&](Bytes ending) {
    return folded.size() >= ending.size() && folded.substr(folded.size() - ending.size()) == ending;
  });
}

std::size_t LooseFinder::skip_blanks(std::size_t i) const {
  while (i < text_.size() && is(text_[i], base::kBlank)) ++i;
  return i;
}

void LooseFinder::run() {
  for (std::size_t i = 0; i < text_.size();) {
    if (in_word(text_[i])) {
      const std::size_t begin = i;
      while (i < text_.size() && in_word(text_[i])) ++i;
      i = word({begin, i});
    } else if (text_.substr(i, 2) == "//") {
      // A path may hold "//" too; an authority follows a scheme, or begins something.
      const bool authority = i == 0 || Bytes(": \t\"'=<(,").find(text_[i - 1]) != Bytes::npos;
      i = authority ? userinfo(i + 2) : i + 2;
    } else {
      ++i;
    }
  }
}

std::size_t LooseFinder::userinfo(std::size_t begin) {
  const std::size_t end = std::min(text_.size(), text_.find_first_of(" \t\r\n\"'<>/?#", begin));
  const Bytes authority = text_.substr(begin, end - begin);
  const std::size_t at = authority.rfind('@');
  if (at == Bytes::npos) return begin;
  const std::size_t colon = authority.substr(0, at).find(':');
  if (colon == Bytes::npos) {
    if (at > 0) out_.push_back({begin, begin + at});
    return end;
  }
  if (colon > 0) out_.push_back({begin, begin + colon});
  if (colon + 1 < at) out_.push_back({begin + colon + 1, begin + at});
  return end;
}

std::size_t LooseFinder::parameter_value(std::size_t begin, Bytes ends) {
  std::size_t end = begin;
  if (begin < text_.size() && text_[begin] == '"') {
    ++begin;
    end = std::min(text_.size(), text_.find('"', begin));
  } else {
    while (end < text_.size() && is(text_[end], base::kVchar | base::kObsText) &&
           ends.find(text_[end]) == Bytes::npos) {
      ++end;
    }
    if (end > begin && text_[end - 1] == ',') --end;  // of the list that it stands in
  }
  if (begin < end) out_.push_back({begin, end});
  return end;
}

std::size_t LooseFinder::token_after_scheme(std::size_t after) {
  const std::size_t begin = skip_blanks(after);
  if (begin == after) return after;
  std::size_t end = begin;
  while (end < text_.size() && in_token(text_[end])) ++end;
  const Bytes token = text_.substr(begin, end - begin);
  // A "=" that a value follows made it a parameter of a challenge.
  const bool quote_follows = end < text_.size() && text_[end] == '"';
  const std::size_t equals = token.find('=');
  const bool parameter = equals != Bytes::npos && (token.back() != '=' || quote_follows);
  if (parameter || !looks_random(token)) return after;
  out_.push_back({begin, end});
  return end;
}

// Returns where the name ends if no value of a secret follows it.
std::size_t LooseFinder::named_value(Span name) {
  const Bytes word = text_.substr(name.begin, name.end - name.begin);
  std::size_t i = name.end;
  if (i >= text_.size() || (text_[i] != '=' && text_[i] != '"') || !is_secret_name(word)) return name.end;
  if (text_[i] == '=') {
    // `code=` says something only in a query: elsewhere it is a status or an error number.
    const char before = name.begin > 0 ? text_[name.begin - 1] : ' ';
    const bool in_query = Bytes("?&#").find(before) != Bytes::npos;
    if (equals_ignoring_case(word, "code") && !in_query) return name.end;
    return parameter_value(i + 1, before == ';' ? Bytes("&;#\"'<>?") : Bytes("&;#\"'<>"));  // the query ends a path
  }
  // A member of a JSON object: "name": "value"
  i = skip_blanks(i + 1);
  if (i >= text_.size() || text_[i] != ':') return name.end;
  i = skip_blanks(i + 1);
  return i < text_.size() && text_[i] == '"' ? parameter_value(i, "") : name.end;
}

std::size_t LooseFinder::word(Span span) {
  const Bytes word = text_.substr(span.begin, span.end - span.begin);
  if (const std::size_t next = named_value(span); next != span.end) return next;
  if (equals_ignoring_case(word, "bearer") || equals_ignoring_case(word, "basic")) return token_after_scheme(span.end);
  if (is_aws_key_id(word)) {
    out_.push_back(span);
    return span.end;
  }
  // A JWT is header.payload.signature in base64url, and a JSON object in base64 always begins with eyJ.
  constexpr std::size_t kShortestHeader = 8;
  if (word.size() < kShortestHeader || word.substr(0, 3) != "eyJ") return span.end;
  std::size_t end = span.end;
  while (end < text_.size() && (in_word(text_[end]) || text_[end] == '.')) ++end;
  if (end - span.end >= 4) out_.push_back({span.begin, end});
  return end;
}

}  // namespace httpvet::report
