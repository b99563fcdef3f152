#include "facts/uri_text.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"

namespace httpvet::facts {
namespace {

using base::equals_ignoring_case;

/// 0: fine in a URI; 1: browsers send it as it is; 2: never.
constexpr std::array<std::uint8_t, 256> make_oddness() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) table[i] = i <= 0x20 || i >= 0x7F ? 2 : 0;
  for (const char c : Bytes("\"<>")) table[static_cast<unsigned char>(c)] = 2;
  for (const char c : Bytes("|^`{}\\[]")) table[static_cast<unsigned char>(c)] = 1;
  return table;
}
constexpr auto kOddness = make_oddness();
constexpr unsigned oddness(char c) { return kOddness[static_cast<unsigned char>(c)]; }

constexpr std::array<Marks, 256> make_marks() {
  std::array<Marks, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) table[i] = kOddness[i] != 0 ? kMarkOdd : Marks{0};
  table['%'] = kMarkPercent;
  table['?'] = kMarkQuery;
  return table;
}
constexpr auto kMarks = make_marks();

/// The octet that the percent-encoding at `at` stands for; -1 if there is none.
int decoded_at(Bytes text, std::size_t at) {
  if (at + 2 >= text.size() || text[at] != '%') return -1;
  const int high = base::hex_value(text[at + 1]);
  const int low = base::hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// Where path, query and fragment of `uri` begin: brackets before that are those of an address.
std::size_t behind_authority(Bytes uri) {
  const std::size_t slashes = uri.find("//");
  if (slashes == Bytes::npos || uri.substr(0, slashes).find_first_of("/?#") != Bytes::npos) return 0;
  const std::size_t end = uri.find_first_of("/?#", slashes + 2);
  return end == Bytes::npos ? uri.size() : end;
}

/// The number of dots that `segment` is made of, plain or encoded; 0 if of anything else.
int dots_of(Bytes segment, bool& encoded) {
  int dots = 0;
  for (std::size_t i = 0; i < segment.size(); ++i, ++dots) {
    if (segment[i] == '.') continue;
    if (decoded_at(segment, i) != '.') return 0;
    encoded = true;
    i += 2;
  }
  return dots;
}

/// An encoding of UTF-8 that is longer than it has to be (RFC 3629 §3), at `at`.
bool is_overlong(Bytes path, std::size_t at) {
  const int first = decoded_at(path, at);
  const int second = decoded_at(path, at + 3);
  if (second < 0x80 || second > 0xBF) return false;
  if (first == 0xC0 || first == 0xC1) return true;
  return (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
}

UriDefect find_dot_segment(Bytes path) {
  for (std::size_t begin = path.find('/'); begin != Bytes::npos;) {
    const std::size_t end = path.find('/', begin + 1);
    const Bytes segment = path.substr(begin + 1, end == Bytes::npos ? Bytes::npos : end - begin - 1);
    bool encoded = false;
    const int dots = dots_of(segment, encoded);
    if (dots == 1 || dots == 2) {
      return {segment, encoded ? Bytes("an encoded dot segment") : Bytes("a dot segment"), true};
    }
    begin = end;
  }
  return {};
}

struct SensitiveName {
  Bytes name;
  bool password;
};

constexpr auto kSensitiveNames = std::to_array<SensitiveName>({
    {"password", true},
    {"passwd", true},
    {"pwd", true},
    {"secret", true},
    {"client_secret", true},
    {"api_key", false},
    {"apikey", false},
    {"api-key", false},
    {"session_id", false},
    {"sessionid", false},
    {"session-id", false},
    {"sessid", false},
    {"sid", false},
    {"phpsessid", false},
    {"jsessionid", false},
    {"jwt", false},
});

bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

Marks target_marks(Bytes target) {
  Marks marks = target.starts_with('/') ? Marks{0} : kMarkNoPath;
  char before = 0;
  for (const char c : target) {
    marks |= kMarks[static_cast<unsigned char>(c)];
    if (c == '.' && before == '/') marks |= kMarkDot;
    // A dot may be encoded.
    if (c == '%' && before == '/') marks |= kMarkDot;
    before = c;
  }
  return marks;
}

UriDefect find_uri_defect(Bytes uri) {
  UriDefect found;
  const std::size_t path = behind_authority(uri);
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const unsigned odd = oddness(uri[i]);
    if (odd == 2) {
      const bool blank = is_blank(uri[i]);
      const bool ascii = static_cast<unsigned char>(uri[i]) < 0x80;
      return {uri.substr(i, 1),
              blank   ? Bytes("a blank")
              : ascii ? Bytes("a character that no URI has")
                      : Bytes("an octet that is not ASCII"),
              true};
    }
    if (!found.problem.empty()) continue;
    const bool bracket = uri[i] == '[' || uri[i] == ']';
    if (odd == 1 && !(bracket && i < path))
      found = {uri.substr(i, 1), "a character that has to be percent-encoded", false};
    if (uri[i] == '%' && decoded_at(uri, i) < 0) found = {uri.substr(i, 3), "a percent sign without two digits", false};
  }
  return found;
}

bool is_template(Bytes reference) {
  const std::size_t open = reference.find('{');
  if (open == Bytes::npos) return false;
  const std::size_t close = reference.find('}', open);
  if (close == Bytes::npos) return false;
  const std::size_t first = reference.find_first_not_of('{', open);
  const Bytes name = reference.substr(first, close - std::min(first, close));
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return base::is(c, base::kAlpha | base::kDigit) || c == '_' || c == '.' || c == '-' || c == '$';
  });
}

UriDefect find_path_trick(Bytes path) {
  const UriDefect dots = find_dot_segment(path);
  if (!dots.problem.empty()) return dots;
  UriDefect found;
  for (std::size_t i = path.find('%'); i != Bytes::npos; i = path.find('%', i + 1)) {
    const int octet = decoded_at(path, i);
    if (octet == 0) return {path.substr(i, 3), "an encoded NUL", true};
    if (is_overlong(path, i)) return {path.substr(i, 6), "an overlong encoding of UTF-8", true};
    if (!found.problem.empty()) continue;
    if (octet == '/') found = {path.substr(i, 3), "an encoded slash", false};
    if (octet == '\\') found = {path.substr(i, 3), "an encoded backslash", false};
    const bool twice =
        octet == '%' && i + 4 < path.size() && base::hex_value(path[i + 3]) >= 0 && base::hex_value(path[i + 4]) >= 0;
    if (twice) found = {path.substr(i, 5), "a doubly encoded octet", false};
  }
  return found;
}

std::optional<SensitiveParameter> find_sensitive_parameter(Bytes uri) {
  uri = uri.substr(0, uri.find('#'));
  const std::size_t mark = uri.find('?');
  if (mark == Bytes::npos) return std::nullopt;
  Bytes query = uri.substr(mark + 1);
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const Bytes pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals != Bytes::npos && equals + 1 < pair.size()) {
      const Bytes name = pair.substr(0, equals);
      for (const SensitiveName& candidate : kSensitiveNames) {
        if (equals_ignoring_case(candidate.name, name)) return SensitiveParameter{name, candidate.password};
      }
    }
    query.remove_prefix(end == Bytes::npos ? query.size() : end + 1);
  }
  return std::nullopt;
}

Bytes find_refresh_problem(Bytes value) {
  std::size_t at = 0;
  while (at < value.size() && base::is(value[at], base::kDigit)) ++at;
  if (at == 0) return "it does not begin with a number of seconds";
  if (at == value.size()) return {};
  while (at < value.size() && is_blank(value[at])) ++at;
  if (at == value.size() || value[at] != ';') return "a semicolon has to follow the seconds";
  ++at;
  while (at < value.size() && is_blank(value[at])) ++at;
  if (!equals_ignoring_case(value.substr(at, 4), "url=")) return "`URL=` has to stand before the address";
  const Bytes reference = value.substr(at + 4);
  if (reference.empty()) return "its address is empty";
  if (reference.front() == '"' || reference.front() == '\'') return "its address stands in quotes";
  const UriDefect defect = find_uri_defect(reference);
  return defect.serious ? Bytes("its address is no URI reference") : Bytes();
}

}  // namespace httpvet::facts
