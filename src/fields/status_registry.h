// The status registry: rules/registry/status-*.csv as constant tables.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace httpvet::fields {

inline constexpr int kFirstStatus = 100;
inline constexpr int kLastStatus = 599;

/// Whether IANA's registry has a code. The reserved codes 306 and 418 are registered.
enum class Registration : std::uint8_t { kNo, kYes, kTemporary };

/// Whether a cache may store a response without explicit freshness (RFC 9110 §15.1).
enum class StatusCaching : std::uint8_t {
  kExplicit,  // only with explicit freshness
  kDefault,   // heuristically cacheable
  kNever,     // not at all, whatever the response says
};

/// The same words in English and in Traditional Chinese.
struct BothLanguages {
  Bytes en;
  Bytes zh_tw;
};

/// One row of status-codes.csv. Views into static storage.
struct StatusInfo {
  std::uint16_t code = 0;
  BothLanguages name;  // en: the reason phrase; "(Unused)" for reserved codes
  std::span<const Bytes> spec;
  bool in_seed = false;  // the list of codes that this table began with has it
  Registration registration = Registration::kNo;
  bool deprecated = false;
  StatusCaching caching = StatusCaching::kExplicit;
  bool content = true;                   // a response with it may have content
  std::span<const Bytes> other_phrases;  // older phrases, and those of other uses
  BothLanguages inventor;                // who made up a private code; empty: nobody, it is registered and in use

  /// A private code in common use, or 418, which is reserved and used all the same.
  bool unofficial() const { return !inventor.en.empty(); }
};

/// All rows, in the order of their codes.
std::span<const StatusInfo> status_codes();

/// The row of `code`; null if there is none. Takes any number, and constant time.
const StatusInfo* find_status(int code);

/// The code that clients take an unknown `code` for: x00 of its class (RFC 9110 §15). Requires a code from kFirstStatus
/// to kLastStatus.
constexpr int status_fallback(int code) { return code / 100 * 100; }

/// The registered code, other than `code`, whose reason phrase is `phrase` (letter case and surrounding blanks
/// ignored); null if there is none, or if `code` has that phrase too: as its own or an older one, or as a private code
/// that shares it. Phrases are free (RFC 9112 §4); only one that means another code misleads people.
const StatusInfo* status_of_other_phrase(int code, Bytes phrase);

}  // namespace httpvet::fields
