// Source expressions of Content-Security-Policy (CSP3 §2.3.1).
#pragma once

#include <cstdint>

#include "fields/csp.h"
#include "fields/fault.h"

namespace httpvet::fields {

enum class SourceKind : std::uint8_t {
  kScheme,    // https:
  kHost,      // *.example.com, https://example.com:443/a/, *
  kKeyword,   // 'self'
  kNonce,     // 'nonce-...'
  kHash,      // 'sha256-...'
  kUnquoted,  // a keyword, nonce or hash without apostrophes, or in other quotes
  kInvalid,   // none of these
};

struct Source {
  Bytes text;
  SourceKind kind = SourceKind::kInvalid;
  Bytes fault = {};    // kInvalid, and what can never match: what is wrong with it (static)
  bool minor = false;  // of the fault
};

/// Takes the next source expression from `rest`, which begins as the value of a directive; false at its end.
bool next_source(Bytes& rest, Source& out);

/// True when `source` is that keyword, given in lower case with its apostrophes.
bool is_keyword(const Source& source, Bytes keyword);

/// What stands behind `nonce-` in a nonce.
Bytes nonce_of(const Source& source);

/// Whether a nonce is a constant to all appearance: a word of documentation, a placeholder that nobody filled in, one
/// character over and over.
bool is_constant_nonce(Bytes nonce);

/// Octets that a nonce decodes to as base64.
std::size_t nonce_octets(Bytes nonce);

}  // namespace httpvet::fields
