#include "engine/rule_loader_examples.h"

#include <array>
#include <chrono>
#include <utility>

#include "base/byte_class.h"

namespace httpvet::engine {
namespace {

constexpr std::array<Bytes, 11> kExampleKeys = {"request", "request-wire", "response", "wire", "exchanges", "also",
                                                "tls",     "structured",   "closed",   "time", "profile"};
constexpr std::array<Bytes, 4> kExchangeKeys = {"request", "request-wire", "response", "wire"};
constexpr std::array<Bytes, 2> kClosings = {"orderly", "cut"};
constexpr std::array<Bytes, 2> kBooleans = {"true", "false"};

/// True when the head that begins `text` is that of an interim response, after which another response follows.
bool begins_interim(Bytes text) {
  if (!text.starts_with("HTTP/")) return false;
  const std::size_t space = text.find(' ');
  if (space == Bytes::npos) return false;
  const Bytes status = text.substr(space + 1, 3);
  return status.size() == 3 && status[0] == '1' && base::all_of(status, base::kDigit) && status != "101";
}

/// LF becomes CRLF, a head without its empty line gets one, and the text's final line end is no part of a body.
std::string message_octets(Bytes text) {
  std::size_t head = 0;  // where the last message begins
  while (head < text.size() && text[head] == '\n') ++head;
  std::size_t end = text.find("\n\n", head);
  while (end != Bytes::npos && begins_interim(text.substr(head))) {
    head = end + 2;
    end = text.find("\n\n", head);
  }
  const bool head_complete = end != Bytes::npos || head == text.size();
  const bool has_body = end != Bytes::npos && end + 2 < text.size();
  if ((has_body || !head_complete) && text.ends_with('\n')) text.remove_suffix(1);
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  if (!head_complete) out += "\r\n\r\n";
  return out;
}

class ExampleLoader {
 public:
  ExampleLoader(LoadContext& context, std::uint8_t profiles) : context_(context), profiles_(profiles) {}

  model::Example load(const YamlNode& node) {
    model::Example example;
    const std::size_t errors = context_.error_count();
    const KeyedMap map(context_, node, kExampleKeys, "an example");
    if (!node.is_map()) return example;
    std::vector<model::ExampleExchange> exchanges;
    if (const YamlNode* list = map.find("exchanges")) {
      load_list(map, *list, example, exchanges);
    } else {
      exchanges.push_back(load_exchange(map, example));
    }
    if (!example.has_request_stream && !example.has_response_stream && context_.error_count() == errors) {
      context_.error_at(node, "an example needs a `request`, a `response`, or both");
    }
    example.exchanges = context_.arena().copy_array(std::span<const model::ExampleExchange>(exchanges));
    load_evidence(map, example);
    return example;
  }

 private:
  void load_list(const KeyedMap& map, const YamlNode& list, model::Example& example,
                 std::vector<model::ExampleExchange>& exchanges) {
    for (const Bytes key : kExchangeKeys) {
      if (map.find(key) != nullptr) {
        context_.error(map.offset_of(key), quoted(key) + " stands inside the list `exchanges` where that is given");
      }
    }
    if (!list.is_sequence() || list.items.empty()) {
      context_.error_at(list, "`exchanges` has to be a list of maps with `request` and `response`");
      return;
    }
    for (const YamlNode& item : list.items) {
      const KeyedMap exchange(context_, item, kExchangeKeys, "an exchange");
      if (item.is_map()) exchanges.push_back(load_exchange(exchange, example));
    }
  }

  model::ExampleExchange load_exchange(const KeyedMap& map, model::Example& example) {
    model::ExampleExchange exchange;
    if (const auto octets = load_side(map, "request", "request-wire", request_octets)) {
      exchange.request = *octets;
      example.has_request_stream = true;
    }
    if (const auto octets = load_side(map, "response", "wire", response_octets)) {
      exchange.response = *octets;
      example.has_response_stream = true;
    }
    return exchange;
  }

  std::optional<Bytes> load_side(const KeyedMap& map, Bytes text_key, Bytes wire_key, std::string (*octets)(Bytes)) {
    const YamlNode* text = map.find(text_key);
    const YamlNode* wire = map.find(wire_key);
    if (text != nullptr && wire != nullptr) {
      context_.error(map.offset_of(wire_key), quoted(text_key) + " and " + quoted(wire_key) + " exclude each other");
    }
    if (wire != nullptr) return load_wire(*wire, wire_key);
    if (text == nullptr) return std::nullopt;
    if (!text->is_scalar()) {
      context_.error_at(*text, quoted(text_key) + " has to be text (\"\" for a stream with nothing on it)");
      return std::nullopt;
    }
    return context_.keep(octets(text->value));
  }

  /// `\xNN` of YAML is the character U+00NN, in UTF-8 two octets where NN > 7F; on the wire it is the octet NN.
  std::optional<Bytes> load_wire(const YamlNode& node, Bytes key) {
    if (!is_double_quoted(context_.text(), node)) {
      context_.error_at(node, quoted(key) + " has to stand between double quotes, with \\r\\n for every line end");
      return std::nullopt;
    }
    std::string octets;
    const Bytes value = node.value;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto lead = static_cast<unsigned char>(value[i]);
      if (lead < 0x80) {
        octets += value[i];
        continue;
      }
      const bool escape = context_.text()[offset_in_text(context_.text(), node, i)] == '\\';
      if (!escape || lead > 0xC3) {
        context_.error_in(node, i, "write octets above 0x7F as \\xNN, one escape for each octet");
        return std::nullopt;
      }
      ++i;
      octets += static_cast<char>((lead & 0x03u) << 6 | (static_cast<unsigned char>(value[i]) & 0x3Fu));
    }
    return context_.keep(octets);
  }

  void load_evidence(const KeyedMap& map, model::Example& example) {
    if (const YamlNode* also = map.find("also")) example.also = context_.words(*also, "`also`");
    if (const YamlNode* tls = map.find("tls")) {
      const auto index = context_.choice(*tls, "`tls`", kBooleans);
      example.tls = index == 0;
      example.plain = index == 1;
    }
    if (const YamlNode* structured = map.find("structured")) {
      example.structured = context_.choice(*structured, "`structured`", kBooleans) == 0;
    }
    if (const YamlNode* closed = map.find("closed")) {
      example.cut = context_.choice(*closed, "`closed`", kClosings) == 1;
    }
    example.profile = (profiles_ & 1u) != 0 ? model::Profile::kRfc9110 : model::Profile::kRfc2616;
    if (const YamlNode* profile = map.find("profile")) {
      const auto index = context_.choice(*profile, "`profile`", model::kProfileNames);
      if (index) example.profile = static_cast<model::Profile>(*index);
    }
    const YamlNode* time = map.find("time");
    const auto text = time != nullptr ? context_.word(*time, "`time`") : std::nullopt;
    if (!text) return;
    if (!parse_time(*text)) {
      context_.error_at(*time, "`time` has to be an RFC 3339 time such as 2026-01-01T00:00:00Z, not " + quoted(*text));
    }
    example.time = context_.keep(*text);
  }

  LoadContext& context_;
  std::uint8_t profiles_;
};

/// Reads digits and fixed characters from the front of a text.
class TimeCursor {
 public:
  explicit TimeCursor(Bytes text) : text_(text) {}

  int digits(std::size_t count) {
    int value = 0;
    if (text_.size() < count || !base::all_of(text_.substr(0, count), base::kDigit)) {
      ok_ = false;
      return 0;
    }
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (text_[i] - '0');
    text_.remove_prefix(count);
    return value;
  }

  /// Steps over one character out of `set`, in either case; gives it in lower case.
  char any(Bytes set) {
    const char c = text_.empty() ? '\0' : base::lower(text_.front());
    if (c == '\0' || set.find(c) == Bytes::npos) {
      ok_ = false;
      return '\0';
    }
    text_.remove_prefix(1);
    return c;
  }

  std::int64_t fraction() {
    std::int64_t value = 0;
    std::size_t count = 0;
    if (text_.empty() || text_.front() != '.') return 0;
    text_.remove_prefix(1);
    for (; !text_.empty() && base::is(text_.front(), base::kDigit); ++count, text_.remove_prefix(1)) {
      if (count < 9) value = value * 10 + (text_.front() - '0');
    }
    if (count == 0) ok_ = false;
    for (; count < 9; ++count) value *= 10;
    return value;
  }

  bool done() const { return ok_ && text_.empty(); }

 private:
  Bytes text_;
  bool ok_ = true;
};

}  // namespace

std::string request_octets(Bytes text) {
  Bytes line = text;
  if (line.ends_with('\n')) line.remove_suffix(1);
  const bool one_line = !line.empty() && line.find('\n') == Bytes::npos;
  if (one_line && line.find("HTTP/") == Bytes::npos) {
    return std::string(line) + " HTTP/1.1\r\nHost: example.com\r\n\r\n";
  }
  return message_octets(text);
}

std::string response_octets(Bytes text) { return message_octets(text); }

std::optional<std::int64_t> parse_time(Bytes text) {
  TimeCursor cursor(text);
  const int year = cursor.digits(4);
  cursor.any("-");
  const int month = cursor.digits(2);
  cursor.any("-");
  const int day = cursor.digits(2);
  cursor.any("t ");
  const int hour = cursor.digits(2);
  cursor.any(":");
  const int minute = cursor.digits(2);
  cursor.any(":");
  const int second = cursor.digits(2);
  const std::int64_t nanoseconds = cursor.fraction();
  const char zone = cursor.any("z+-");
  std::int64_t offset_minutes = 0;
  if (zone == '+' || zone == '-') {
    const int hours = cursor.digits(2);
    cursor.any(":");
    const int minutes = cursor.digits(2);
    if (hours > 23 || minutes > 59) return std::nullopt;
    offset_minutes = (zone == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  // Years beyond these do not fit into 64 bits of nanoseconds.
  if (!cursor.done() || !date.ok() || year < 1700 || year > 2200) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  const std::int64_t seconds = ((days * 24 + hour) * 60 + minute - offset_minutes) * 60 + second;
  return seconds * 1'000'000'000 + nanoseconds;
}

LoadedExamples load_examples(LoadContext& context, const YamlNode& list, const std::string& what,
                             std::uint8_t profiles) {
  LoadedExamples loaded;
  if (!list.is_sequence() || list.items.empty()) {
    context.error_at(list, what + " has to be a list of at least one example");
    return loaded;
  }
  std::vector<model::Example> examples;
  for (const YamlNode& item : list.items) {
    examples.push_back(ExampleLoader(context, profiles).load(item));
    loaded.positions.push_back(context.position(item.offset));
  }
  loaded.examples = context.arena().copy_array(std::span<const model::Example>(examples));
  return loaded;
}

}  // namespace httpvet::engine
