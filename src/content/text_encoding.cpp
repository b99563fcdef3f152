#include "content/text_encoding.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"

namespace httpvet::content {
namespace {

constexpr std::size_t kPrescan = 1024;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }

/// What one octet at the beginning of a sequence says: how many follow, and the range of the second one.
struct Lead {
  std::size_t more = 0;
  unsigned least = 0x80;
  unsigned most = 0xBF;
};

/// RFC 3629 §4. False for octets that begin no sequence.
bool lead_of(unsigned octet, Lead& out) {
  out = {};
  if (octet >= 0xC2 && octet <= 0xDF) {
    out.more = 1;
  } else if (octet >= 0xE0 && octet <= 0xEF) {
    out.more = 2;
    if (octet == 0xE0) out.least = 0xA0;
    if (octet == 0xED) out.most = 0x9F;
  } else if (octet >= 0xF0 && octet <= 0xF4) {
    out.more = 3;
    if (octet == 0xF0) out.least = 0x90;
    if (octet == 0xF4) out.most = 0x8F;
  } else {
    return false;
  }
  return true;
}

unsigned octet_at(Bytes text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// Reads the attributes of a tag, as HTML's prescan does.
class Attributes {
 public:
  explicit Attributes(Bytes rest) : rest_(rest) {}

  bool next() {
    while (!rest_.empty() && (is_space(rest_.front()) || rest_.front() == '/')) rest_.remove_prefix(1);
    if (rest_.empty() || rest_.front() == '>') return false;
    const std::size_t end = std::min(rest_.find_first_of(" \t\r\n\f/>=", 1), rest_.size());
    name_ = rest_.substr(0, end);
    value_ = {};
    rest_.remove_prefix(end);
    skip_space();
    if (!rest_.starts_with('=')) return true;
    rest_.remove_prefix(1);
    skip_space();
    read_value();
    return true;
  }

  Bytes name() const { return name_; }
  Bytes value() const { return value_; }

 private:
  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }

  void read_value() {
    if (rest_.empty()) return;
    const char quote = rest_.front();
    if (quote == '"' || quote == '\'') {
      const std::size_t end = std::min(rest_.find(quote, 1), rest_.size());
      value_ = rest_.substr(1, end - 1);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      return;
    }
    const std::size_t end = std::min(rest_.find_first_of(" \t\r\n\f>"), rest_.size());
    value_ = rest_.substr(0, end);
    rest_.remove_prefix(end);
  }

  Bytes rest_;
  Bytes name_;
  Bytes value_;
};

Bytes trimmed(Bytes text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// The charset in the content attribute of `<meta http-equiv="Content-Type">`.
Bytes charset_in_content(Bytes content) {
  constexpr Bytes kName = "charset";
  for (std::size_t at = 0; at + kName.size() <= content.size(); ++at) {
    if (!base::equals_ignoring_case(content.substr(at, kName.size()), kName)) continue;
    Bytes rest = trimmed(content.substr(at + kName.size()));
    if (!rest.starts_with('=')) continue;
    rest = trimmed(rest.substr(1));
    if (!rest.empty() && (rest.front() == '"' || rest.front() == '\'')) {
      return rest.substr(1, std::min(rest.find(rest.front(), 1), rest.size()) - 1);
    }
    return rest.substr(0, rest.find_first_of("; \t\r\n"));
  }
  return {};
}

Bytes charset_of_meta(Bytes attributes) {
  Attributes reader(attributes);
  bool pragma = false;
  Bytes in_content;
  while (reader.next()) {
    if (base::equals_ignoring_case(reader.name(), "charset")) return trimmed(reader.value());
    if (base::equals_ignoring_case(reader.name(), "http-equiv")) {
      pragma = base::equals_ignoring_case(trimmed(reader.value()), "content-type");
    }
    if (base::equals_ignoring_case(reader.name(), "content")) in_content = charset_in_content(reader.value());
  }
  return pragma ? in_content : Bytes();
}

}  // namespace

Utf8Check check_utf8(Bytes text) {
  Utf8Check check;
  std::size_t at = 0;
  while (at < text.size()) {
    const unsigned first = octet_at(text, at);
    if (first < 0x80) {
      ++at;
      continue;
    }
    Lead lead;
    bool fits = lead_of(first, lead) && at + lead.more < text.size();
    for (std::size_t i = 1; fits && i <= lead.more; ++i) {
      const unsigned octet = octet_at(text, at + i);
      fits = octet >= (i == 1 ? lead.least : 0x80u) && octet <= (i == 1 ? lead.most : 0xBFu);
    }
    if (!fits) {
      check.valid = false;
      check.offset = at;
      return check;
    }
    ++check.sequences;
    at += lead.more + 1;
  }
  return check;
}

Bytes byte_order_mark(Bytes text, std::size_t& length) {
  struct Mark {
    Bytes octets;
    Bytes encoding;
  };
  // UTF-32LE begins like UTF-16LE, so it stands before it.
  constexpr std::array kMarks = {Mark{"\xEF\xBB\xBF", "utf-8"}, Mark{Bytes("\xFF\xFE\0\0", 4), "utf-32le"},
                                 Mark{Bytes("\0\0\xFE\xFF", 4), "utf-32be"}, Mark{"\xFF\xFE", "utf-16le"},
                                 Mark{"\xFE\xFF", "utf-16be"}};
  for (const Mark& mark : kMarks) {
    if (!text.starts_with(mark.octets)) continue;
    length = mark.octets.size();
    return mark.encoding;
  }
  length = 0;
  return {};
}

Bytes html_declared_charset(Bytes text) {
  Bytes rest = text.substr(0, kPrescan);
  while (true) {
    const std::size_t tag = rest.find('<');
    if (tag == Bytes::npos) return {};
    rest.remove_prefix(tag + 1);
    if (rest.starts_with("!--")) {
      const std::size_t end = rest.find("-->", 1);
      if (end == Bytes::npos) return {};
      rest.remove_prefix(end + 3);
      continue;
    }
    constexpr std::size_t kMeta = 4;
    const bool meta = base::equals_ignoring_case(rest.substr(0, kMeta), "meta") && rest.size() > kMeta &&
                      (is_space(rest[kMeta]) || rest[kMeta] == '/');
    if (!meta) continue;
    const Bytes charset = charset_of_meta(rest.substr(kMeta));
    if (!charset.empty()) return charset;
  }
}

Bytes xml_declared_charset(Bytes text) {
  std::size_t mark = 0;
  byte_order_mark(text, mark);
  text.remove_prefix(mark);
  if (!text.starts_with("<?xml") || text.size() < 6 || !is_space(text[5])) return {};
  const Bytes declaration = text.substr(0, std::min(text.find("?>"), text.size())).substr(0, kPrescan);
  Attributes reader(declaration.substr(5));
  while (reader.next()) {
    if (reader.name() == "encoding") return reader.value();
  }
  return {};
}

Bytes css_declared_charset(Bytes text) {
  constexpr Bytes kRule = "@charset \"";
  if (!text.starts_with(kRule)) return {};
  const Bytes rest = text.substr(kRule.size(), kPrescan);
  const std::size_t end = rest.find("\";");
  return end == Bytes::npos ? Bytes() : rest.substr(0, end);
}

}  // namespace httpvet::content
