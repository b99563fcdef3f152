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

/// Every member of every Content-Length line, OWS removed. An empty line is one empty member.
std::vector<Member> members_of(const model::Message& message) {
  std::vector<Member> members;
  for (const model::FieldLine& line : message.lines) {
    if (line.field != fields::id::kContentLength) continue;
    Bytes rest = line.value;
    while (true) {
      const std::size_t comma = rest.find(',');
      members.push_back({&line, base::trim_blanks(rest.substr(0, comma))});
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
  if (members.size() < 2 || !all_digits(members)) return;
  for (const Member& member : members) {
    if (without_leading_zeros(member.text) != without_leading_zeros(members.front().text)) return;
  }
  sink.report(message, members[1].line, members[1].text, {members.front().text, std::to_string(members.size())});
}

void content_length_too_large(facts::Facts& facts, CheckSink& sink) {
  const model::Message& message = facts.judged().message();
  for (const Member& member : members_of(message)) {
    if (!is_digits(member.text)) continue;
    if (exceeds_int64(member.text)) {
      sink.report(message, member.line, member.text, {member.text, "exceeds 2^63-1"});
      return;
    }
    if (member.text.size() > 1 && member.text.front() == '0') {
      sink.report(message, member.line, member.text, {member.text, "has leading zeros"});
      return;
    }
  }
}

}  // namespace httpvet::checks
