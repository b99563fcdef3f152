#include "checks/content_length.h"

#include <string>
#include <vector>

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::checks {
namespace {

struct Member {
  const model::FieldLine* line = nullptr;
  Bytes text;
};

/// `text` without OWS at both ends, and without the line breaks of a folded value, which count as blanks there.
Bytes trim(Bytes text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == Bytes::npos) return text.substr(0, 0);
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

/// Every member of every Content-Length line, OWS removed. An empty line is one empty member.
std::vector<Member> members_of(const model::Message& message) {
  std::vector<Member> members;
  for (const model::FieldLine& line : message.lines) {
    if (line.field != fields::id::kContentLength) continue;
    Bytes rest = line.value;
    while (true) {
      const std::size_t comma = rest.find(',');
      members.push_back({&line, trim(rest.substr(0, comma))});
      if (comma == Bytes::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return members;
}

bool is_digits(Bytes text) { return !text.empty() && base::all_of(text, base::kDigit); }

bool all_digits(const std::vector<Member>& members) {
  for (const Member& member : members) {
    if (!is_digits(member.text)) return false;
  }
  return !members.empty();
}

Bytes without_leading_zeros(Bytes digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

/// True when all members, which are digits, name the same length.
bool all_agree(const std::vector<Member>& members) {
  for (const Member& member : members) {
    if (without_leading_zeros(member.text) != without_leading_zeros(members.front().text)) return false;
  }
  return true;
}

bool exceeds_int64(Bytes digits) {
  constexpr Bytes kLargest = "9223372036854775807";
  const Bytes significant = without_leading_zeros(digits);
  return significant.size() > kLargest.size() || (significant.size() == kLargest.size() && significant > kLargest);
}

}  // namespace

void content_length_invalid(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  for (const Member& member : members_of(message)) {
    if (is_digits(member.text)) continue;
    sink.report(message, member.line, member.text, {member.text});
    return;
  }
}

void content_length_conflict(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  const auto members = members_of(message);
  if (!all_digits(members)) return;
  for (const Member& member : members) {
    if (without_leading_zeros(member.text) == without_leading_zeros(members.front().text)) continue;
    sink.report(message, member.line, member.text, {members.front().text, member.text});
    return;
  }
}

void content_length_repeated(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  const auto members = members_of(message);
  if (members.size() < 2 || !all_digits(members) || !all_agree(members)) return;
  sink.report(message, members[1].line, members[1].text, {members.front().text, std::to_string(members.size())});
}

void content_length_too_large(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  const auto members = members_of(message);
  if (!all_digits(members) || !all_agree(members)) return;
  const Member& first = members.front();
  if (exceeds_int64(first.text)) {
    sink.report(message, first.line, first.text,
                {first.text, "exceeds 2^63-1, the largest length that most recipients can count"});
    return;
  }
  for (const Member& member : members) {
    if (member.text.size() == 1 || member.text.front() != '0') continue;
    sink.report(message, member.line, member.text,
                {member.text, "has leading zeros, which some parsers read as octal"});
    return;
  }
}

void content_length_and_transfer_encoding(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  // Where neither of the two may stand there are rules on each: 1xx, 204, 2xx to CONNECT.
  const bool neither =
      message.part == model::Part::kInterim || message.status == 204 || message.body.framing == model::Framing::kTunnel;
  if (neither) return;
  const model::FieldLine* coding = facts.judged().first_line(fields::id::kTransferEncoding);
  const auto members = members_of(message);
  if (coding == nullptr || members.empty()) return;
  std::string ends = "a message may have only one of them";
  const bool chunked =
      message.body.framing == model::Framing::kChunked && message.body.end == model::BodyEnd::kComplete;
  if (chunked && all_digits(members) && all_agree(members) && !exceeds_int64(members.front().text)) {
    const Bytes length = without_leading_zeros(members.front().text);
    const std::string octets = std::to_string(message.body.wire_octets);
    if (length != octets)
      ends = "the former ends the body after " + std::string(length) + " octets, the latter after " + octets;
  }
  sink.report(message, members.front().line, members.front().text, {members.front().text, coding->value, ends});
}

}  // namespace httpvet::checks
