#include "wire/chunk_line.h"

#include <limits>
#include <string_view>

#include "base/byte_class.h"

namespace httpvet::wire {

namespace {

using base::is;
using model::AnomalyKind;

constexpr std::uint64_t kLargestSize = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

enum class Extension : std::uint8_t { kNone, kPadding, kValid, kInvalid };

// Where the token in place of the chunk size ends: at a blank, a semicolon or a stray CR.
std::size_t size_token_end(Bytes line) {
  const std::size_t end = line.find_first_of(" \t;\r");
  return end == Bytes::npos ? line.size() : end;
}

// chunk-size = 1*HEXDIG
ChunkSize parse_hex(Bytes digits) {
  if (digits.empty() || !base::all_of(digits, base::kHexDigit)) return {};
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (value > kLargestSize >> 4) return {ChunkSize::State::kTooLarge, 0};
    value = value << 4 | static_cast<std::uint64_t>(base::hex_value(c));
  }
  return {ChunkSize::State::kValid, value};
}

std::size_t skip_blanks(Bytes text, std::size_t from) {
  while (from < text.size() && is(text[from], base::kBlank)) ++from;
  return from;
}

std::size_t skip_token(Bytes text, std::size_t from) {
  while (from < text.size() && is(text[from], base::kTchar)) ++from;
  return from;
}

// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE (RFC 9110 §5.6.4). Where it ends; `from` if it is none.
std::size_t skip_quoted_string(Bytes text, std::size_t from) {
  constexpr unsigned kQuotable = base::kBlank | base::kVchar | base::kObsText;
  for (std::size_t i = from + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\' && ++i == text.size()) return from;
    if (!is(text[i], kQuotable)) return from;
  }
  return from;
}

// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
// chunk-ext-name = token; chunk-ext-val = token / quoted-string
bool is_extension(Bytes text) {
  std::size_t i = 0;
  while (i < text.size()) {
    i = skip_blanks(text, i);
    if (i == text.size() || text[i] != ';') return false;
    const std::size_t name = skip_blanks(text, i + 1);
    i = skip_token(text, name);
    if (i == name) return false;
    const std::size_t equals = skip_blanks(text, i);
    if (equals == text.size() || text[equals] != '=') continue;
    const std::size_t value = skip_blanks(text, equals + 1);
    if (value == text.size()) return false;
    i = text[value] == '"' ? skip_quoted_string(text, value) : skip_token(text, value);
    if (i == value) return false;
  }
  return true;
}

// `text`: what follows the size, without CRs at its end.
Extension classify(Bytes text) {
  if (text.empty()) return Extension::kNone;
  if (base::all_of(text, base::kBlank)) return Extension::kPadding;
  return is_extension(text) ? Extension::kValid : Extension::kInvalid;
}

Bytes without_trailing_crs(Bytes text) {
  while (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

}  // namespace

ChunkSize chunk_size(Bytes line) {
  const Bytes token = line.substr(0, size_token_end(line));
  if (const ChunkSize size = parse_hex(token); size.state != ChunkSize::State::kInvalid) return size;
  Bytes number = line.substr(skip_blanks(line, 0));
  number = number.substr(0, size_token_end(number));
  if (!number.empty() && number.front() == '+') number.remove_prefix(1);
  if (number.size() > 2 && number[0] == '0' && base::lower(number[1]) == 'x') number.remove_prefix(2);
  ChunkSize size = parse_hex(number);
  if (size.state == ChunkSize::State::kValid) {
    size.state = ChunkSize::State::kGuessed;
  } else {
    size.state = ChunkSize::State::kInvalid;
  }
  return size;
}

bool is_chunk_line(Bytes line) {
  if (chunk_size(line).state != ChunkSize::State::kValid) return false;
  const Extension extension = classify(line.substr(size_token_end(line)));
  return extension == Extension::kNone || extension == Extension::kValid;
}

void audit_chunk_line(Bytes octets, const Line& line, const LineRules& rules, std::uint64_t offset, base::Arena& arena,
                      AnomalyLog& log) {
  const std::size_t first = log.size();
  const Bytes text = without_trailing_crs(line.in(octets));
  const ChunkSize size = chunk_size(text);
  const std::size_t end = size_token_end(text);
  if (size.state == ChunkSize::State::kInvalid || size.state == ChunkSize::State::kGuessed) {
    log.add(AnomalyKind::kChunkSizeInvalid, line.begin, text.size());
  } else {
    if (size.state == ChunkSize::State::kTooLarge) log.add(AnomalyKind::kChunkSizeOverflow, line.begin, end);
    const std::size_t length = text.size() - end;
    switch (classify(text.substr(end))) {
      case Extension::kNone:
        break;
      case Extension::kPadding:
        log.add(AnomalyKind::kChunkExtPadding, line.begin + end, length);
        break;
      case Extension::kValid:
        log.add(AnomalyKind::kChunkExtPresent, line.begin + end, length);
        break;
      case Extension::kInvalid:
        log.add(AnomalyKind::kChunkExtInvalid, line.begin + end, length);
        break;
    }
  }
  // Stray CRs are part of what is wrong with the text already.
  const bool text_named = log.size() > first && text.find('\r') != Bytes::npos;
  audit_line(octets, line, {rules.bare_lf, rules.bare_cr && !text_named}, 0, log);
  log.place(first, octets, offset, &arena);
}

}  // namespace httpvet::wire
