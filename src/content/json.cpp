#include "content/json.h"

#include <algorithm>
#include <charconv>

#include "base/byte_class.h"
#include "content/uri_text.h"
#include "content/utf8.h"

namespace httpvet::content {
namespace {

constexpr Bytes kByteOrderMark = "\xEF\xBB\xBF";

/// Four hexadecimal digits at `at`; nullopt if there are none.
std::optional<std::uint32_t> hex4(Bytes text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(at, 4)) {
    const int digit = base::hex_value(c);
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

}  // namespace

JsonScanner::JsonScanner(Bytes text) : text_(text) {
  if (text_.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
}

// JSON-text = ws value ws                                               (RFC 8259 §2)
// object    = begin-object [ member *( value-separator member ) ] end-object
// member    = string name-separator value
// array     = begin-array [ value *( value-separator value ) ] end-array
JsonScanner::Event JsonScanner::next() {
  while (!done_) {
    skip_blanks();
    if (want_ == Want::kNothing) return at_end() ? stop(TextState::kValid, "") : fail("the end");
    const char c = at_end() ? '\0' : text_[position_];
    switch (want_) {
      case Want::kValueOrEnd:
        if (c == ']') return close();
        return value();
      case Want::kValue:
        return value();
      case Want::kNameOrEnd:
        if (c == '}') return close();
        return c == '"' ? string(Event::kName) : fail("a name in quotes, or }");
      case Want::kName:
        return c == '"' ? string(Event::kName) : fail("a name in quotes");
      case Want::kColon:
        if (c != ':') return fail("a colon");
        ++position_;
        want_ = Want::kValue;
        break;
      case Want::kCommaOrEnd:
        if (c == (in_object() ? '}' : ']')) return close();
        if (c != ',') return fail(in_object() ? "a comma, or }" : "a comma, or ]");
        ++position_;
        want_ = in_object() ? Want::kName : Want::kValue;
        break;
      case Want::kNothing:
        break;
    }
  }
  return Event::kDone;
}

void JsonScanner::skip_blanks() {
  while (!at_end()) {
    const char c = text_[position_];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    ++position_;
  }
}

JsonScanner::Event JsonScanner::stop(TextState state, const char* expected) {
  done_ = true;
  state_ = state;
  expected_ = expected;
  return Event::kDone;
}

JsonScanner::Event JsonScanner::fail(const char* expected) {
  return stop(at_end() ? TextState::kCut : TextState::kMalformed, expected);
}

JsonScanner::Event JsonScanner::value() {
  constexpr const char* kValue = "a value";
  if (at_end()) return fail(kValue);
  switch (text_[position_]) {
    case '{':
      return open(true);
    case '[':
      return open(false);
    case '"':
      return string(Event::kString);
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    default:
      break;
  }
  const char c = text_[position_];
  return c == '-' || base::is(c, base::kDigit) ? number() : fail(kValue);
}

JsonScanner::Event JsonScanner::open(bool object) {
  if (depth_ == kMaxDepth) return stop(TextState::kUnknown, "less depth");
  token_ = text_.substr(position_, 1);
  objects_.set(depth_, object);
  ++depth_;
  ++position_;
  want_ = object ? Want::kNameOrEnd : Want::kValueOrEnd;
  return Event::kBegin;
}

JsonScanner::Event JsonScanner::close() {
  token_ = text_.substr(position_, 1);
  --depth_;
  ++position_;
  after_value();
  return Event::kEnd;
}

void JsonScanner::after_value() { want_ = depth_ == 0 ? Want::kNothing : Want::kCommaOrEnd; }

// string    = quotation-mark *char quotation-mark                       (RFC 8259 §7)
// unescaped = %x20-21 / %x23-5B / %x5D-10FFFF
JsonScanner::Event JsonScanner::string(Event event) {
  const std::size_t start = ++position_;
  while (true) {
    if (at_end()) return fail("a closing quotation mark");
    const char c = text_[position_];
    if (c == '"') break;
    if (static_cast<unsigned char>(c) < 0x20) return fail("no control character");
    ++position_;
    if (c == '\\' && !escape()) return Event::kDone;
  }
  token_ = text_.substr(start, position_ - start);
  ++position_;
  if (event == Event::kName) {
    want_ = Want::kColon;
  } else {
    after_value();
  }
  return event;
}

bool JsonScanner::escape() {
  constexpr const char* kEscape = "an escape";
  if (at_end()) return fail(kEscape), false;
  const char c = text_[position_];
  if (Bytes("\"\\/bfnrtu").find(c) == Bytes::npos) return fail(kEscape), false;
  ++position_;
  for (int i = 0; c == 'u' && i < 4; ++i) {
    if (at_end() || !base::is(text_[position_], base::kHexDigit)) return fail("a hexadecimal digit"), false;
    ++position_;
  }
  return true;
}

// number = [ minus ] int [ frac ] [ exp ]                               (RFC 8259 §6)
// int    = zero / ( digit1-9 *DIGIT )
JsonScanner::Event JsonScanner::number() {
  const std::size_t start = position_;
  constexpr const char* kDigits = "a digit";
  if (text_[position_] == '-') ++position_;
  const bool zero = !at_end() && text_[position_] == '0';
  if (zero) {
    ++position_;
    if (!at_end() && base::is(text_[position_], base::kDigit)) return fail("no digit after 0");
  } else if (digits() == 0) {
    return fail(kDigits);
  }
  if (!at_end() && text_[position_] == '.') {
    ++position_;
    if (digits() == 0) return fail(kDigits);
  }
  if (!at_end() && (text_[position_] == 'e' || text_[position_] == 'E')) {
    ++position_;
    if (!at_end() && (text_[position_] == '+' || text_[position_] == '-')) ++position_;
    if (digits() == 0) return fail(kDigits);
  }
  // A number within a bracket goes on beyond the cut, perhaps.
  if (at_end() && depth_ > 0) return fail("the rest of a number");
  token_ = text_.substr(start, position_ - start);
  after_value();
  return Event::kNumber;
}

std::size_t JsonScanner::digits() {
  const std::size_t start = position_;
  while (!at_end() && base::is(text_[position_], base::kDigit)) ++position_;
  return position_ - start;
}

JsonScanner::Event JsonScanner::literal(Bytes word) {
  const std::size_t start = position_;
  for (const char c : word) {
    if (at_end() || text_[position_] != c) return fail("true, false or null");
    ++position_;
  }
  token_ = text_.substr(start, word.size());
  after_value();
  return Event::kLiteral;
}

JsonVerdict check_json(Bytes text) {
  JsonScanner scanner(text);
  while (scanner.next() != JsonScanner::Event::kDone) {
  }
  return {scanner.state(), scanner.offset(), scanner.expected()};
}

std::optional<std::int64_t> find_json_integer(Bytes text, Bytes name) {
  JsonScanner scanner(text);
  bool named = false;
  for (auto event = scanner.next(); event != JsonScanner::Event::kDone; event = scanner.next()) {
    const bool top_level = scanner.depth() == 1 && scanner.in_object();
    if (named && event == JsonScanner::Event::kNumber) {
      std::int64_t value = 0;
      const Bytes digits = scanner.text();
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      if (error == std::errc() && end == digits.data() + digits.size()) return value;
    }
    named = top_level && event == JsonScanner::Event::kName && scanner.text() == name;
  }
  return std::nullopt;
}

void find_json_references(Bytes text, std::size_t most, std::vector<std::string>& found) {
  JsonScanner scanner(text);
  bool link = false;
  for (auto event = scanner.next(); event != JsonScanner::Event::kDone; event = scanner.next()) {
    if (event == JsonScanner::Event::kString && found.size() < most) {
      const std::string plain = unescape_json(scanner.text());
      if (plain.empty()) continue;
      if (link || looks_like_reference(plain)) {
        found.push_back(plain);
      } else {
        find_references(plain, most, found);
      }
    }
    // {"links": ["a", "b"]} names links, too.
    if (event != JsonScanner::Event::kBegin) link = event == JsonScanner::Event::kName && is_link_name(scanner.text());
  }
}

std::string unescape_json(Bytes text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char c = text[++i];
    if (c != 'u') {
      constexpr Bytes kNames = "bfnrt";
      constexpr Bytes kValues = "\b\f\n\r\t";
      const std::size_t found = kNames.find(c);
      plain += found == Bytes::npos ? c : kValues[found];
      continue;
    }
    std::uint32_t code = hex4(text, i + 1).value_or(0xFFFD);
    i = std::min(i + 4, text.size() - 1);
    if (code >= 0xD800 && code < 0xDC00 && text.substr(i + 1, 2) == "\\u") {
      const std::uint32_t low = hex4(text, i + 3).value_or(0);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += 6;
      }
    }
    append_utf8(plain, code);
  }
  return plain;
}

}  // namespace httpvet::content
