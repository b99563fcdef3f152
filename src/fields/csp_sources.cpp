#include "fields/csp_sources.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "fields/words.h"

namespace httpvet::fields {
namespace {

constexpr auto kKeywords = std::to_array<Bytes>({
    "none",
    "self",
    "unsafe-inline",
    "unsafe-eval",
    "unsafe-hashes",
    "unsafe-hashed-attributes",
    "unsafe-allow-redirects",
    "unsafe-webtransport-hashes",
    "strict-dynamic",
    "report-sample",
    "report-sha256",
    "report-sha384",
    "report-sha512",
    "wasm-unsafe-eval",
    "wasm-eval",
    "trusted-types-eval",
    "inline-speculation-rules",
});

struct HashKind {
  Bytes prefix;
  std::size_t octets;
};
constexpr std::array kHashes = {HashKind{"sha256-", 32}, HashKind{"sha384-", 48}, HashKind{"sha512-", 64}};

bool is_base64_octet(char c) {
  return base::is(c, base::kAlpha | base::kDigit) || c == '+' || c == '/' || c == '-' || c == '_';
}

/// base64-value = 1*( ALPHA / DIGIT / "+" / "/" / "-" / "_" )*2( "=" )
bool is_base64_value(Bytes text) {
  std::size_t padding = 0;
  while (padding < 2 && !text.empty() && text.back() == '=') {
    text.remove_suffix(1);
    ++padding;
  }
  return !text.empty() && std::ranges::all_of(text, is_base64_octet);
}

std::size_t decoded_octets(Bytes base64) {
  while (!base64.empty() && base64.back() == '=') base64.remove_suffix(1);
  return base64.size() * 3 / 4;
}

const HashKind* hash_kind(Bytes text) {
  const auto found = std::ranges::find_if(
      kHashes, [text](const HashKind& kind) { return starts_with_ignoring_case(text, kind.prefix); });
  return found == kHashes.end() ? nullptr : &*found;
}

Source invalid(Bytes text, Bytes fault, bool minor = false) { return {text, SourceKind::kInvalid, fault, minor}; }

/// 'keyword', 'nonce-...', 'sha256-...'
Source quoted(Bytes text) {
  if (text.size() < 2 || text.back() != '\'') return invalid(text, "its closing apostrophe is missing");
  const Bytes inner = text.substr(1, text.size() - 2);
  if (is_one_of(inner, kKeywords)) return {text, SourceKind::kKeyword};
  if (starts_with_ignoring_case(inner, "nonce-")) {
    const Bytes nonce = inner.substr(6);
    // Placeholders are reported as weak nonces.
    if (is_base64_value(nonce) || is_constant_nonce(nonce)) return {text, SourceKind::kNonce};
    return invalid(text, nonce.empty() ? Bytes("its nonce is empty") : Bytes("its nonce is not base64"));
  }
  if (const HashKind* hash = hash_kind(inner)) {
    const Bytes digest = inner.substr(hash->prefix.size());
    if (!is_base64_value(digest)) return invalid(text, "its hash is not base64");
    if (decoded_octets(digest) != hash->octets) return invalid(text, "its hash has the wrong length for its algorithm");
    return {text, SourceKind::kHash};
  }
  return invalid(text, "there is no such keyword; hosts and schemes stand without apostrophes");
}

bool has_other_quotes(Bytes text) {
  return text.find('"') != Bytes::npos || text.find('`') != Bytes::npos || text.find("\xE2\x80\x98") != Bytes::npos ||
         text.find("\xE2\x80\x99") != Bytes::npos || text.find("\xE2\x80\x9C") != Bytes::npos ||
         text.find("\xE2\x80\x9D") != Bytes::npos || text.find("&#39;") != Bytes::npos ||
         text.find("\xC2\xB4") != Bytes::npos;
}

/// A keyword, nonce or hash without apostrophes, or in other quotes.
bool lacks_apostrophes(Bytes text) {
  if (has_other_quotes(text)) return true;
  if (text.ends_with('\'')) text.remove_suffix(1);
  if (is_one_of(text, kKeywords)) return true;
  return starts_with_ignoring_case(text, "nonce-") || hash_kind(text) != nullptr;
}

/// scheme-part ":" = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ) ":"
bool is_scheme(Bytes text) {
  if (text.empty() || !base::is(text.front(), base::kAlpha)) return false;
  return std::ranges::all_of(
      text, [](char c) { return base::is(c, base::kAlpha | base::kDigit) || c == '+' || c == '-' || c == '.'; });
}

bool is_ipv4(Bytes host) {
  int dots = 0;
  for (const char c : host) {
    if (c == '.') ++dots;
    if (c != '.' && !base::is(c, base::kDigit)) return false;
  }
  return dots == 3;
}

/// host-part = "*" / [ "*." ] 1*host-char *( "." 1*host-char ) [ "." ]. Browsers take underscores in names too.
Bytes host_fault(Bytes host, bool& minor) {
  if (host == "*") return {};
  if (host.starts_with('[')) {
    minor = true;
    return "no browser matches an IP address but 127.0.0.1";
  }
  if (host.starts_with("*.")) host.remove_prefix(2);
  if (host.empty()) return "it names no host";
  if (host.find('*') != Bytes::npos) return "a wildcard stands for the leftmost labels, as in *.example.com, only";
  if (is_ipv4(host) && host != "127.0.0.1") {
    minor = true;
    return "no browser matches an IP address but 127.0.0.1";
  }
  bool label = false;
  for (const char c : host) {
    if (c == '.' && !label) return "a label of its host is empty";
    label = c != '.';
    if (c == '.' || c == '-' || c == '_' || base::is(c, base::kAlpha | base::kDigit)) continue;
    if (base::is(c, base::kObsText)) return "names outside ASCII have to be written as xn--";
    return "its host holds a character that no host has";
  }
  return {};
}

Bytes path_fault(Bytes path) {
  if (path.find('#') != Bytes::npos) return "a source has no fragment; browsers ignore that part, or all of it";
  if (path.find('?') != Bytes::npos) return "a source has no query; browsers ignore that part, or all of it";
  for (const char c : path) {
    if (base::is(c, base::kObsText | base::kControl)) return "its path holds a character that a URL has to escape";
  }
  return {};
}

/// host-source = [ scheme-part "://" ] host-part [ ":" port-part ] [ path-part ]
Source host_source(Bytes text) {
  Bytes rest = text;
  if (const std::size_t slashes = rest.find("://"); slashes != Bytes::npos && is_scheme(rest.substr(0, slashes))) {
    rest.remove_prefix(slashes + 3);
  } else if (rest.starts_with('/')) {
    return invalid(text, "a source begins with a scheme or a host");
  }
  const std::size_t path_begin = rest.find_first_of("/?#");
  const Bytes path = path_begin == Bytes::npos ? Bytes() : rest.substr(path_begin);
  Bytes host = rest.substr(0, path_begin);
  const std::size_t colon = host.starts_with('[') ? host.find("]:") : host.find(':');
  if (colon != Bytes::npos) {
    const Bytes port = host.substr(colon + (host.starts_with('[') ? 2 : 1));
    host = host.substr(0, colon);
    const bool digits = !port.empty() && base::all_of(port, base::kDigit);
    if (port != "*" && !digits) return invalid(text, "its port is no number");
  }
  Source source{text, SourceKind::kHost};
  source.fault = host_fault(host, source.minor);
  if (source.fault.empty()) source.fault = path_fault(path);
  if (!source.fault.empty()) source.kind = SourceKind::kInvalid;
  return source;
}

constexpr auto kBareSchemes = std::to_array<Bytes>({"http", "https", "data", "blob", "ws", "wss"});

constexpr auto kConstants = std::to_array<Bytes>(
    {"nonce", "random", "rand0m", "changeme", "placeholder", "example", "dummy", "secret", "static"});

}  // namespace

bool next_source(Bytes& rest, Source& out) {
  Bytes word;
  if (!next_word(rest, word)) return false;
  if (word.starts_with('\'')) {
    out = quoted(word);
  } else if (lacks_apostrophes(word)) {
    out = {word, SourceKind::kUnquoted};
  } else if (is_one_of(word, kBareSchemes)) {
    out = invalid(word, "a scheme ends in a colon");
  } else if (word.ends_with(':') && is_scheme(word.substr(0, word.size() - 1))) {
    out = {word, SourceKind::kScheme};
  } else {
    out = host_source(word);
  }
  return true;
}

bool is_keyword(const Source& source, Bytes keyword) {
  return source.kind == SourceKind::kKeyword && base::equals_ignoring_case(source.text, keyword);
}

Bytes nonce_of(const Source& source) { return source.text.substr(7, source.text.size() - 8); }

bool is_constant_nonce(Bytes nonce) {
  if (nonce.empty()) return false;
  if (nonce.find_first_of("{}$<>") != Bytes::npos || (nonce.front() == '%' && nonce.back() == '%')) return true;
  while (!nonce.empty() && nonce.back() == '=') nonce.remove_suffix(1);
  const auto same = [first = nonce.empty() ? '\0' : nonce.front()](char c) { return c == first; };
  if (std::ranges::all_of(nonce, same)) return true;
  std::array<char, 64> lower{};
  if (nonce.size() > lower.size()) return false;
  std::ranges::transform(nonce, lower.begin(), base::lower);
  const Bytes text(lower.data(), nonce.size());
  return std::ranges::any_of(kConstants, [text](Bytes word) { return text.find(word) != Bytes::npos; });
}

std::size_t nonce_octets(Bytes nonce) { return decoded_octets(nonce); }

}  // namespace httpvet::fields
