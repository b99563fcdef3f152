// RuleInfo: what people and reports may know about a rule. The engine's own half is engine/rule.h.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace httpvet::model {

enum class Severity : std::uint8_t { kInfo, kWarning, kError };
enum class Basis : std::uint8_t { kMust, kShould, kMay, kAbnf, kPractice, kObsolete };
enum class Confidence : std::uint8_t { kCertain, kLikely, kHeuristic };
enum class Scope : std::uint8_t { kMessage, kRequest, kResponse, kExchange, kSession, kHistory };
enum class RuleStatus : std::uint8_t { kStable, kPreview, kDeprecated };
enum class Profile : std::uint8_t { kRfc9110, kRfc2616 };

// Words as the contract and the rule files spell them, in the order of the enumerators.
inline constexpr std::array<Bytes, 3> kSeverityNames = {"info", "warning", "error"};
inline constexpr std::array<Bytes, 6> kBasisNames = {"MUST", "SHOULD", "MAY", "ABNF", "PRACTICE", "OBSOLETE"};
inline constexpr std::array<Bytes, 3> kConfidenceNames = {"certain", "likely", "heuristic"};
inline constexpr std::array<Bytes, 6> kScopeNames = {"message",  "request", "response",
                                                     "exchange", "session", "history"};
inline constexpr std::array<Bytes, 3> kRuleStatusNames = {"stable", "preview", "deprecated"};
inline constexpr std::array<Bytes, 2> kProfileNames = {"rfc9110", "rfc2616"};

constexpr Bytes name_of(Severity v) { return kSeverityNames[static_cast<std::size_t>(v)]; }
constexpr Bytes name_of(Basis v) { return kBasisNames[static_cast<std::size_t>(v)]; }
constexpr Bytes name_of(Confidence v) { return kConfidenceNames[static_cast<std::size_t>(v)]; }
constexpr Bytes name_of(Scope v) { return kScopeNames[static_cast<std::size_t>(v)]; }
constexpr Bytes name_of(RuleStatus v) { return kRuleStatusNames[static_cast<std::size_t>(v)]; }
constexpr Bytes name_of(Profile v) { return kProfileNames[static_cast<std::size_t>(v)]; }

/// One exchange of an example, as octets of the wire. Empty: nothing of it.
struct ExampleExchange {
  Bytes request;
  Bytes response;
};

/// One example of a rule: exchanges on one connection, and the evidence that octets cannot carry. A stream that was
/// captured may be empty.
struct Example {
  std::span<const ExampleExchange> exchanges;
  std::span<const Bytes> also;  // ids of other rules that may fire at error or warning level
  bool tls = false;
  bool plain = false;                // the scheme is known to be http
  bool structured = false;           // kept message by message: content may stand beside the head of a tunnel
  bool cut = false;                  // the capture ends without an orderly close
  bool has_request_stream = false;   // the client's octets were captured
  bool has_response_stream = false;  // the server's octets were captured
  Bytes time;                        // capture time, RFC 3339; empty: not known
  Profile profile = Profile::kRfc9110;
};

/// Descriptive half of a rule. All views live as long as the rule set.
struct RuleInfo {
  Bytes id;
  Severity severity = Severity::kWarning;  // the plain, last one of the list
  Basis basis = Basis::kPractice;
  Confidence confidence = Confidence::kCertain;
  Scope scope = Scope::kResponse;
  RuleStatus status = RuleStatus::kStable;
  bool default_on = true;
  std::uint8_t profiles = 0b11;  // one bit a Profile
  std::span<const Bytes> spec;
  std::span<const Bytes> tags;
  std::span<const Bytes> aliases;
  std::span<const Bytes> replaces;  // ids: a finding of this rule takes the place of theirs on the same exchange
  Bytes since;
  Bytes title;
  Bytes message;  // template: {} stands for the next argument of a finding, {{ and }} for braces
  Bytes why;
  Bytes fix;
  Bytes requirement;  // `when`, `require` or the check, as written: for explain
  std::span<const Example> bad;
  std::span<const Example> good;
};

}  // namespace httpvet::model
