// Redaction: which octets of captured text are secrets. Their places stay, so that shapes, lengths and columns do too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace httpvet::report {

/// Octets [begin, end) of some text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const Span&) const = default;
};

/// What is secret in the value of a field.
enum class Secrecy : std::uint8_t {
  kLoose,        // nothing by itself: URLs and tokens that happen to stand in it
  kCredentials,  // Authorization: all but the scheme and the names of parameters
  kChallenge,    // WWW-Authenticate, Authentication-Info: nonces
  kCookie,       // values of the pairs
  kSetCookie,    // value of the first pair, and of whatever is no known attribute
  kWhole,        // X-Api-Key and its like
};

/// What is secret in the value of the field called `name`.
Secrecy secrecy_of(Bytes name);

/// Appends the spans of `value` that are secret in a field of that kind, in order and disjoint.
void find_secrets(Secrecy secrecy, Bytes value, std::vector<Span>& out);

/// Appends the secret spans of text of any kind: field lines (one a line, transcript markers allowed before them) count
/// as fields; elsewhere userinfo in URLs, values of parameters with telling names, Bearer tokens, JWTs and AWS key ids.
void find_secrets_in_text(Bytes text, std::vector<Span>& out);

/// Writes `*` over `secret` in `text`, octet by octet, except over the faulty octets: those in `evidence` that are no
/// letters or digits. Where all of the secret is evidence, only octets that no token holds stay.
void mask(std::string& text, Span secret, Span evidence);

/// A sentence of ours about captured octets, with what looks like a secret masked.
std::string redacted(Bytes text);

}  // namespace httpvet::report
