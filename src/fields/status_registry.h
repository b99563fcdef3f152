// The status registry: rules/registry/status-*.csv as constant tables.
#pragma once

#include <cstddef>
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

/// One row of status-codes.csv, and what status-texts.csv says of it. Views into static storage.
struct StatusInfo {
  std::uint16_t code = 0;
  BothLanguages name;     // en: the reason phrase; "(Unused)" for reserved codes
  BothLanguages meaning;  // in a sentence or two
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

/// A class of status codes, as status-classes.csv has it.
struct StatusClass {
  BothLanguages name;
  BothLanguages meaning;
};

/// What a demand is about.
enum class DemandPart : std::uint8_t {
  kResponseMust,
  kResponseShould,
  kContent,      // of the response
  kRequestMust,  // what the request must have been like
  kUse,          // when the code is the right one
  kClient,       // what clients and caches do with the response
};
inline constexpr std::size_t kDemandParts = 6;

/// One row of status-demands.csv: something that the use of a status code demands, and the rules that check it.
struct StatusDemand {
  std::span<const std::uint16_t> codes;  // of the table, rising
  std::uint8_t classes = 0;              // those that are meant as a whole: bit 0 is 1xx
  bool others = false;                   // it is about numbers that have no row
  DemandPart part{};
  BothLanguages text;
  std::span<const Bytes> rules;  // ids, at least one

  /// Whether it is made on `code` (from kFirstStatus to kLastStatus), which may have no row.
  bool applies_to(int code) const;
  /// Whether it is made on the class from 1 to 5 as a whole, but for single codes.
  bool applies_to_class(int number) const { return (classes >> (number - 1) & 1) != 0; }
};

/// The classes 1xx to 5xx.
std::span<const StatusClass, 5> status_classes();

/// All demands, in the order of the file.
std::span<const StatusDemand> status_demands();

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
