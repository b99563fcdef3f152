#include "wire/framing.h"

#include <limits>

#include "base/byte_class.h"

namespace httpvet::wire {

namespace {

using model::FieldLine;
using model::Framing;
using model::FramingFields;
using model::Message;

// By name and not by FieldId: framing must not depend on what the registry holds. The length is compared first.
bool is_named(const FieldLine& line, Bytes name) {
  return line.name.size() == name.size() && base::equals_ignoring_case(line.name, name);
}

bool is_content_length(const FieldLine& line) { return is_named(line, "Content-Length"); }
bool is_transfer_encoding(const FieldLine& line) { return is_named(line, "Transfer-Encoding"); }

// Blanks, and the line breaks of a folded value, which count as blanks (RFC 9112 §5.2).
bool is_space(char c) { return base::is(c, base::kBlank) || c == '\r' || c == '\n'; }

Bytes trim(Bytes text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Takes the next member off the front of a comma-separated list; commas in quoted strings belong to their member.
Bytes take_member(Bytes& list) {
  bool quoted = false;
  std::size_t i = 0;
  for (; i < list.size() && (quoted || list[i] != ','); ++i) {
    if (list[i] == '"') quoted = !quoted;
    if (quoted && list[i] == '\\') ++i;
  }
  i = i < list.size() ? i : list.size();
  const Bytes member = trim(list.substr(0, i));
  list.remove_prefix(i < list.size() ? i + 1 : i);
  return member;
}

// transfer-coding = token *( OWS ";" OWS transfer-parameter ) (RFC 9110 §10.1.4): the token.
Bytes coding_name(Bytes member) { return trim(member.substr(0, member.find(';'))); }

struct TransferCodings {
  bool present = false;  // a Transfer-Encoding line is there
  bool last_chunked = false;
  unsigned chunked = 0;  // how often chunked is named
  bool valid = true;     // every member begins with a token, and there is one
};

TransferCodings transfer_codings(const Message& message) {
  TransferCodings codings;
  bool any = false;
  for (const FieldLine& line : message.lines) {
    if (!is_transfer_encoding(line)) continue;
    codings.present = true;
    Bytes list = line.value;
    while (!list.empty()) {
      const Bytes member = take_member(list);
      if (member.empty()) continue;
      const Bytes name = coding_name(member);
      any = true;
      codings.valid = codings.valid && base::is_token(name);
      codings.last_chunked = base::equals_ignoring_case(name, "chunked");
      if (codings.last_chunked) ++codings.chunked;
    }
  }
  codings.valid = codings.valid && any;
  return codings;
}

// Content-Length = 1*DIGIT: the digits without leading zeros; empty if `text` is nothing but zeros.
Bytes significant_digits(Bytes text) {
  while (!text.empty() && text.front() == '0') text.remove_prefix(1);
  return text;
}

// The value of `digits`, or the largest one where that does not fit.
std::uint64_t saturated_value(Bytes digits) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : digits) {
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (kMax - digit) / 10) return kMax;
    value = value * 10 + digit;
  }
  return value;
}

bool has_no_content(const Message& message, const FramingContext& context) {
  const unsigned status = message.status;
  return (context.method_known && context.method == "HEAD") || (status >= 100 && status < 200) || status == 204 ||
         status == 304;
}

FramingDecision by_transfer_coding(const Message& message, const TransferCodings& codings, bool has_length,
                                   bool is_request) {
  FramingDecision decision;
  // RFC 9112 §6.1: not in a message of HTTP/1.0, chunked at most once; §6.3 rule 3: it overrides Content-Length.
  const bool before_http11 = message.version.known && !message.version.at_least(1, 1);
  decision.faulty = has_length || before_http11 || !codings.valid || codings.chunked > 1;
  if (codings.last_chunked) {
    decision.framing = Framing::kChunked;
  } else if (is_request) {
    decision.framing = Framing::kNone;
    decision.faulty = true;
  } else {
    decision.framing = Framing::kUntilClose;
  }
  return decision;
}

// RFC 9112 §6.3 rules 3 to 8.
FramingDecision by_fields(const Message& message, bool is_request) {
  const Framing without = is_request ? Framing::kNone : Framing::kUntilClose;
  switch (message.framing_fields) {
    case FramingFields::kNone:
      return {without, 0, false, false};
    case FramingFields::kLength:
      return {Framing::kLength, message.declared_length, false, false};
    case FramingFields::kChunked:
      return {Framing::kChunked, 0, false, false};
    case FramingFields::kUnread:
      break;
  }
  const TransferCodings codings = transfer_codings(message);
  const ContentLength length = content_length(message);
  const bool has_length = length.state != ContentLength::State::kAbsent;
  if (codings.present) return by_transfer_coding(message, codings, has_length, is_request);

  FramingDecision decision;
  if (length.state == ContentLength::State::kValid || length.state == ContentLength::State::kTooLarge) {
    decision.framing = Framing::kLength;
    decision.length = length.value;
  } else {
    decision.framing = without;
    decision.faulty = has_length;
  }
  return decision;
}

}  // namespace

ContentLength content_length(const Message& message) {
  ContentLength result;
  std::size_t members = 0;
  Bytes digits;
  for (const FieldLine& line : message.lines) {
    if (!is_content_length(line)) continue;
    if (result.state == ContentLength::State::kAbsent) result.state = ContentLength::State::kInvalid;
    bool any = false;
    Bytes list = line.value;
    while (!list.empty()) {
      const Bytes member = take_member(list);
      if (member.empty()) continue;  // RFC 9110 §5.6.1.2: recipients ignore empty elements
      any = true;
      if (!base::all_of(member, base::kDigit)) return {ContentLength::State::kInvalid, 0, false};
      if (members > 0 && significant_digits(member) != digits) result.state = ContentLength::State::kConflicting;
      if (members == 0) digits = significant_digits(member);
      ++members;
    }
    if (!any) return {ContentLength::State::kInvalid, 0, false};
  }
  if (result.state == ContentLength::State::kAbsent) return result;
  if (result.state == ContentLength::State::kConflicting) return {ContentLength::State::kConflicting, 0, false};
  result.repeated = members > 1;
  result.value = saturated_value(digits);
  const bool too_large = result.value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  result.state = too_large ? ContentLength::State::kTooLarge : ContentLength::State::kValid;
  return result;
}

bool last_coding_is_chunked(const Message& message) { return transfer_codings(message).last_chunked; }

FramingDecision decide_framing(const Message& message, const FramingContext& context) {
  if (message.part == model::Part::kRequest) return by_fields(message, true);
  const bool success = message.status >= 200 && message.status < 300;
  if (message.status == 101 || (context.method_known && context.method == "CONNECT" && success)) {
    return {Framing::kTunnel, 0, false, false};  // RFC 9112 §6.3 rule 2; RFC 9110 §15.2.2
  }
  if (has_no_content(message, context)) return {Framing::kNone, 0, false, false};
  FramingDecision decision = by_fields(message, false);
  decision.may_answer_head =
      !context.method_known && (decision.framing == Framing::kLength || decision.framing == Framing::kChunked);
  return decision;
}

}  // namespace httpvet::wire
