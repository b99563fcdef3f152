#include "report/redactor.h"

#include <algorithm>
#include <functional>

#include "base/byte_class.h"

namespace httpvet::report {
namespace {

using model::FieldLine;
using model::Message;

// Reporting has to stay linear in what it reports, whatever the capture holds.
constexpr std::size_t kMostSecrets = 64;           // of one exchange that are looked for elsewhere
constexpr std::size_t kLargestRegion = 64 * 1024;  // whose grammar is looked at
constexpr std::size_t kContext = 4 * 1024;         // looked at around a piece of something larger

std::int64_t as_signed(std::uint64_t v) { return static_cast<std::int64_t>(v); }

// Offset of the value of `line` from the line's first octet, if both lie in one piece of memory.
std::int64_t value_position(const FieldLine& line) {
  const std::less<> before;
  const bool together = !before(line.value.data(), line.name.data()) &&
                        !before(line.name.data() + line.length, line.value.data() + line.value.size());
  return line.name.data() != nullptr && together ? line.value.data() - line.name.data() : -1;
}

// `part` of `text`, as far as it lies there.
Span clipped(std::int64_t begin, std::int64_t end, std::size_t size) {
  const std::int64_t limit = as_signed(size);
  begin = std::clamp<std::int64_t>(begin, 0, limit);
  end = std::clamp<std::int64_t>(end, begin, limit);
  return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

template <typename Act>
void each_message(const model::Exchange& exchange, Act act) {
  if (exchange.request != nullptr) act(*exchange.request);
  for (const Message& interim : exchange.interims) act(interim);
  if (exchange.response != nullptr) act(*exchange.response);
}

}  // namespace

void Redactor::reset() {
  finding_ = nullptr;
  exchange_ = nullptr;
  secrets_.clear();
  region_ = {};
  spans_.clear();
}

void Redactor::use(const model::Finding& finding) {
  finding_ = &finding;
  in_secret_field_ = finding.line != nullptr && secrecy_of(finding.line->name) != Secrecy::kLoose;
  if (finding.exchange == nullptr || finding.exchange == exchange_) return;
  exchange_ = finding.exchange;
  secrets_.clear();
  each_message(*exchange_, [this](const Message& message) { collect(message); });
}

void Redactor::collect(const Message& message) {
  for (const auto& section : {message.lines, message.trailers}) {
    for (const FieldLine& line : section) {
      const Secrecy secrecy = secrecy_of(line.name);
      if (secrecy == Secrecy::kLoose || line.value.size() > kLargestRegion) continue;
      found_.clear();
      find_secrets(secrecy, line.value, found_);
      for (const Span& span : found_) {
        if (secrets_.size() == kMostSecrets) return;
        secrets_.push_back(line.value.substr(span.begin, span.end - span.begin));
      }
    }
  }
}

const std::vector<Span>& Redactor::secrets_of(Bytes region, Secrecy secrecy) {
  const bool same = region.data() == region_.data() && region.size() == region_.size() && secrecy == region_secrecy_;
  if (!same) {
    region_ = region;
    region_secrecy_ = secrecy;
    spans_.clear();
    find_secrets(secrecy, region, spans_);
  }
  return spans_;
}

// Masks in `text` what is secret in `region`, whose first octet stands at `position` of the text (perhaps outside it).
void Redactor::mask_region(Bytes region, Secrecy secrecy, std::int64_t position, std::string& text, Span evidence) {
  const auto mask_span = [&](std::int64_t begin, std::int64_t end) {
    const Span span = clipped(begin, end, text.size());
    if (span.begin < span.end) mask(text, span, evidence);
  };
  if (region.size() <= kLargestRegion) {
    for (const Span& span : secrets_of(region, secrecy)) {
      mask_span(position + as_signed(span.begin), position + as_signed(span.end));
    }
  } else if (secrecy != Secrecy::kLoose) {
    mask_span(position, position + as_signed(region.size()));
  } else {
    const Span seen =
        clipped(-position - as_signed(kContext), as_signed(text.size() + kContext) - position, region.size());
    found_.clear();
    find_secrets(secrecy, region.substr(seen.begin, seen.end - seen.begin), found_);
    const std::int64_t first = position + as_signed(seen.begin);
    for (const Span& span : found_) mask_span(first + as_signed(span.begin), first + as_signed(span.end));
  }
}

void Redactor::mask_line(const FieldLine& line, std::string& text, std::int64_t stream_offset, Span evidence) {
  const Secrecy secrecy = secrecy_of(line.name);
  const std::int64_t begin = as_signed(line.offset) - stream_offset;
  const std::int64_t value = value_position(line);
  if (value >= 0) return mask_region(line.value, secrecy, begin + value, text, evidence);
  const Span all = clipped(begin + as_signed(line.name.size()), begin + as_signed(line.length), text.size());
  if (secrecy != Secrecy::kLoose) mask(text, all, evidence);
}

// Masks `text`, the octets of the message's stream from `stream_offset` on, field by field.
void Redactor::mask_stream(const Message& message, std::string& text, std::int64_t stream_offset, Span evidence) {
  const std::int64_t end = stream_offset + as_signed(text.size());
  if (base::lies_within(message.start_line, message.head)) {
    const std::int64_t start = as_signed(message.offset + base::offset_in(message.start_line, message.head));
    if (start < end && start + as_signed(message.start_line.size()) > stream_offset) {
      mask_region(message.start_line, Secrecy::kLoose, start - stream_offset, text, evidence);
    }
  }
  for (const auto& section : {message.lines, message.trailers}) {
    const auto first = std::partition_point(section.begin(), section.end(), [&](const FieldLine& line) {
      return as_signed(line.offset) + as_signed(line.length) <= stream_offset;
    });
    for (auto line = first; line != section.end() && as_signed(line->offset) < end; ++line) {
      mask_line(*line, text, stream_offset, evidence);
    }
  }
}

// Masks what is the same as a secret of the exchange. `raw` is `text` before anything was masked.
void Redactor::mask_copies(std::string& text, Bytes raw, Span evidence) const {
  // Short values are everywhere: only beside the secret itself do they say something.
  const std::size_t least = in_secret_field_ ? 2 : 4;
  for (const Bytes secret : secrets_) {
    if (secret.size() < least) continue;
    for (std::size_t at = raw.find(secret); at != Bytes::npos; at = raw.find(secret, at + secret.size())) {
      mask(text, {at, at + secret.size()}, evidence);
    }
  }
}

bool Redactor::piece_of_secret(Bytes text) const {
  const std::size_t least = in_secret_field_ ? 3 : 6;
  return text.size() >= least && std::any_of(secrets_.begin(), secrets_.end(),
                                             [text](Bytes secret) { return secret.find(text) != Bytes::npos; });
}

// The octets around `argument` in the message that it is a view of, if it is one: its line tells what it belongs to.
Bytes Redactor::surroundings(Bytes argument) const {
  constexpr std::size_t kAround = 256;
  Bytes whole = argument;
  const auto look_in = [&](Bytes region) {
    if (base::lies_within(argument, region)) whole = region;
  };
  if (finding_->line != nullptr) look_in(finding_->line->value);
  if (exchange_ != nullptr) each_message(*exchange_, [&](const Message& message) { look_in(message.head); });
  const std::size_t at = base::offset_in(argument, whole);
  const std::size_t begin = at - std::min(at, kAround);
  return whole.substr(begin, at - begin + argument.size() + kAround);
}

// Masks `text`, a copy of `view`, by what the view lies in.
void Redactor::mask_by_memory(Bytes view, std::string& text, Span evidence) {
  const auto in_line = [&](const FieldLine& line) {
    if (!base::lies_within(view, line.value)) return false;
    const std::int64_t position = -as_signed(base::offset_in(view, line.value));
    mask_region(line.value, secrecy_of(line.name), position, text, evidence);
    return true;
  };
  if (finding_->line != nullptr && in_line(*finding_->line)) return;
  if (exchange_ == nullptr) return;
  each_message(*exchange_, [&](const Message& message) {
    if (base::lies_within(view, message.head)) {
      mask_stream(message, text, as_signed(message.offset + base::offset_in(view, message.head)), evidence);
    } else {
      const auto trailers = message.trailers.first(std::min(message.trailers.size(), kMostSecrets));
      std::any_of(trailers.begin(), trailers.end(), in_line);
    }
  });
}

std::string Redactor::argument(Bytes argument, std::size_t limit) {
  constexpr std::size_t kFaultyOctets = 4;  // so short an argument is the fault itself
  argument = argument.substr(0, limit + kContext);
  const Bytes seen = surroundings(argument);
  const std::size_t begin = base::offset_in(argument, seen);
  const Span all{begin, begin + argument.size()};
  Span evidence;
  const Bytes faulty = finding_->evidence.text;
  if (argument.size() <= kFaultyOctets) {
    evidence = all;
  } else if (!faulty.empty() && base::lies_within(faulty, argument)) {
    evidence.begin = base::offset_in(faulty, seen);
    evidence.end = evidence.begin + faulty.size();
  }
  std::string text(seen);
  mask_by_memory(seen, text, evidence);
  mask_copies(text, seen, evidence);
  if (piece_of_secret(argument)) mask(text, all, evidence);
  found_.clear();
  find_secrets_in_text(seen, found_);
  for (const Span& span : found_) mask(text, span, evidence);
  return text.substr(begin, std::min(argument.size(), limit));
}

std::string Redactor::line(Bytes line, std::int64_t stream_offset, Span evidence) {
  std::string text(line);
  if (finding_->message != nullptr) mask_stream(*finding_->message, text, stream_offset, evidence);
  mask_copies(text, line, evidence);
  found_.clear();
  find_secrets_in_text(line, found_);
  for (const Span& span : found_) mask(text, span, evidence);
  return text;
}

std::string Redactor::target(std::size_t limit) {
  if (exchange_ == nullptr || exchange_->request == nullptr) return "";
  const Bytes seen = exchange_->request->target.substr(0, limit + kContext);
  std::string text(seen);
  found_.clear();
  find_secrets(Secrecy::kLoose, seen, found_);
  for (const Span& span : found_) mask(text, span, {});
  text.resize(std::min(text.size(), limit));
  return text;
}

}  // namespace httpvet::report
