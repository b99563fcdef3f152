#include "content/html.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/byte_class.h"
#include "content/uri_text.h"
#include "content/utf8.h"

namespace httpvet::content {
namespace {

constexpr Bytes kSpace = " \t\r\n\f";
bool is_space(char c) { return kSpace.find(c) != Bytes::npos; }

struct NamedCharacter {
  Bytes name;
  std::uint32_t code;
};

constexpr std::array kNamedCharacters = {
    NamedCharacter{"amp", '&'},      NamedCharacter{"lt", '<'},       NamedCharacter{"gt", '>'},
    NamedCharacter{"quot", '"'},     NamedCharacter{"apos", '\''},    NamedCharacter{"nbsp", ' '},
    NamedCharacter{"ndash", 0x2013}, NamedCharacter{"mdash", 0x2014}, NamedCharacter{"middot", 0xB7},
    NamedCharacter{"bull", 0x2022},  NamedCharacter{"raquo", 0xBB},   NamedCharacter{"laquo", 0xAB},
    NamedCharacter{"rsquo", 0x2019}, NamedCharacter{"lsquo", 0x2018}, NamedCharacter{"hellip", 0x2026},
    NamedCharacter{"eacute", 0xE9},  NamedCharacter{"egrave", 0xE8},  NamedCharacter{"agrave", 0xE0},
    NamedCharacter{"aacute", 0xE1},  NamedCharacter{"atilde", 0xE3},  NamedCharacter{"oacute", 0xF3},
    NamedCharacter{"auml", 0xE4},    NamedCharacter{"ouml", 0xF6},    NamedCharacter{"uuml", 0xFC},
    NamedCharacter{"iacute", 0xED},  NamedCharacter{"ntilde", 0xF1},  NamedCharacter{"ccedil", 0xE7},
    NamedCharacter{"colon", ':'},    NamedCharacter{"sol", '/'},      NamedCharacter{"num", '#'},
    NamedCharacter{"quest", '?'},    NamedCharacter{"equals", '='},
};

/// The character that the reference in `body` (between & and ;) stands for.
std::optional<std::uint32_t> referenced(Bytes body) {
  if (!body.starts_with('#')) {
    for (const NamedCharacter& named : kNamedCharacters) {
      if (named.name == body) return named.code;
    }
    return std::nullopt;
  }
  body.remove_prefix(1);
  const bool hex = !body.empty() && base::lower(body.front()) == 'x';
  if (hex) body.remove_prefix(1);
  if (body.empty() || body.size() > 7 || !base::all_of(body, hex ? base::kHexDigit : base::kDigit)) return std::nullopt;
  std::uint32_t code = 0;
  for (const char c : body) code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(base::hex_value(c));
  return code == 0xA0 ? ' ' : code;
}

struct Tag {
  Bytes name;
  Bytes attributes;
  bool closing = false;
};

/// The value of the attribute `name`, as it stands there; nullopt if there is none.
std::optional<Bytes> find_attribute(Bytes attributes, Bytes name) {
  std::size_t at = 0;
  while (at < attributes.size()) {
    if (is_space(attributes[at]) || attributes[at] == '/') {
      ++at;
      continue;
    }
    const std::size_t name_end = std::min(attributes.find_first_of(" \t\r\n\f/=", at + 1), attributes.size());
    const Bytes found = attributes.substr(at, name_end - at);
    at = std::min(attributes.find_first_not_of(kSpace, name_end), attributes.size());
    Bytes value;
    if (at < attributes.size() && attributes[at] == '=') {
      at = std::min(attributes.find_first_not_of(kSpace, at + 1), attributes.size());
      const char quote = at < attributes.size() ? attributes[at] : '\0';
      const bool quoted = quote == '"' || quote == '\'';
      if (quoted) ++at;
      const std::size_t end =
          std::min(quoted ? attributes.find(quote, at) : attributes.find_first_of(kSpace, at), attributes.size());
      value = attributes.substr(at, end - at);
      at = quoted ? std::min(end + 1, attributes.size()) : end;
    }
    if (base::equals_ignoring_case(found, name)) return value;
  }
  return std::nullopt;
}

/// The URI of `content="5; url=/next"` (HTML §4.2.5.3); empty if there is none.
Bytes refresh_target(Bytes content) {
  const std::size_t comma = content.find_first_of(";,");
  if (comma == Bytes::npos) return {};
  Bytes rest = content.substr(std::min(content.find_first_not_of(kSpace, comma + 1), content.size()));
  if (base::equals_ignoring_case(rest.substr(0, 3), "url")) {
    const std::size_t equals = rest.find_first_not_of(kSpace, 3);
    if (equals != Bytes::npos && rest[equals] == '=') {
      rest = rest.substr(std::min(rest.find_first_not_of(kSpace, equals + 1), rest.size()));
    }
  }
  if (rest.empty()) return {};
  if (rest.front() == '\'' || rest.front() == '"')
    return rest.substr(1, std::min(rest.find(rest.front(), 1), rest.size()) - 1);
  return rest;
}

class Scanner {
 public:
  Scanner(Bytes text, HtmlScope scope, HtmlDocument& document)
      : text_(text), only_titles_(scope == HtmlScope::kTitles), document_(document) {}

  void run() {
    while (at_ < text_.size() && !(only_titles_ && document_.has_title && document_.has_heading)) {
      const std::size_t open = std::min(text_.find('<', at_), text_.size());
      take_text(text_.substr(at_, open - at_));
      at_ = open;
      if (at_ < text_.size()) markup();
    }
  }

 private:
  void take_text(Bytes text) {
    if (!only_titles_ && text.find('/') != Bytes::npos)
      find_references(unescape_html(text), HtmlDocument::kMaxLinks, document_.references);
    if (capture_ == nullptr) return;
    if (captured_.size() < 4 * HtmlDocument::kMaxText) captured_ += text.substr(0, 4 * HtmlDocument::kMaxText);
  }

  void skip_past(Bytes end) {
    const std::size_t found = text_.find(end, at_);
    at_ = found == Bytes::npos ? text_.size() : found + end.size();
  }

  void markup() {
    const Bytes rest = text_.substr(at_);
    if (rest.starts_with("<!--")) return skip_past("-->");
    if (rest.starts_with("<!") || rest.starts_with("<?")) return skip_past(">");
    const bool closing = rest.size() > 1 && rest[1] == '/';
    const std::size_t name = at_ + (closing ? 2 : 1);
    if (name >= text_.size() || !base::is(text_[name], base::kAlpha)) {
      take_text("<");
      ++at_;
      return;
    }
    const std::size_t name_end = std::min(text_.find_first_of(" \t\r\n\f/>", name), text_.size());
    const std::size_t end = tag_end(name_end);
    if (end == text_.size()) {  // cut within a tag: what it holds is not known
      at_ = end;
      return;
    }
    at_ = end + 1;
    take_tag({text_.substr(name, name_end - name), text_.substr(name_end, end - name_end), closing});
  }

  /// Where the `>` is that ends the tag: one in quotes does not.
  std::size_t tag_end(std::size_t from) const {
    char quote = '\0';
    for (std::size_t i = from; i < text_.size(); ++i) {
      const char c = text_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if ((c == '"' || c == '\'') && after_equals(i, from)) {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    return text_.size();
  }

  /// A quotation mark begins a value only behind an equals sign.
  bool after_equals(std::size_t at, std::size_t from) const {
    while (at > from && is_space(text_[at - 1])) --at;
    return at > from && text_[at - 1] == '=';
  }

  static bool is_one_of(Bytes name, std::initializer_list<Bytes> names) {
    return std::ranges::any_of(names, [name](Bytes n) { return base::equals_ignoring_case(name, n); });
  }

  /// A link element that a user can follow: style sheets and icons are none.
  static bool leads_elsewhere(Bytes attributes) {
    const auto relation = find_attribute(attributes, "rel");
    return relation && is_one_of(base::trim_blanks(*relation), {"alternate", "canonical", "item", "next", "related"});
  }

  void take_tag(const Tag& tag) {
    if (tag.closing) return close(tag.name);
    open_text(tag.name);
    if (!only_titles_) take_links(tag);
    if (is_one_of(tag.name, {"script", "style", "textarea", "xmp", "noembed"})) skip_raw_text(tag.name);
  }

  void take_links(const Tag& tag) {
    if (is_one_of(tag.name, {"a", "area"}) || (is_one_of(tag.name, {"link"}) && leads_elsewhere(tag.attributes))) {
      add_link(find_attribute(tag.attributes, "href"));
    }
    if (is_one_of(tag.name, {"iframe", "frame"})) add_link(find_attribute(tag.attributes, "src"));
    if (is_one_of(tag.name, {"button", "input"})) add_link(find_attribute(tag.attributes, "formaction"));
    if (is_one_of(tag.name, {"form"})) {
      document_.form = true;
      add_link(find_attribute(tag.attributes, "action"));
    }
    if (is_one_of(tag.name, {"input"})) {
      const auto type = find_attribute(tag.attributes, "type");
      document_.password_input |= type && base::equals_ignoring_case(*type, "password");
    }
    if (is_one_of(tag.name, {"base"}) && document_.base.empty()) {
      document_.base = unescape_html(find_attribute(tag.attributes, "href").value_or(Bytes()));
    }
    if (is_one_of(tag.name, {"meta"})) {
      const auto equivalent = find_attribute(tag.attributes, "http-equiv");
      if (equivalent && base::equals_ignoring_case(*equivalent, "refresh")) {
        const std::string content = unescape_html(find_attribute(tag.attributes, "content").value_or(Bytes()));
        if (const Bytes target = refresh_target(content); !target.empty()) add_link(target);
      }
    }
  }

  void add_link(std::optional<Bytes> value) {
    if (!value || document_.links.size() >= HtmlDocument::kMaxLinks) return;
    const std::string plain = unescape_html(*value);
    const std::string link = collapse_space(plain);
    if (!link.empty()) document_.links.push_back(link);
  }

  void open_text(Bytes name) {
    if (capture_ != nullptr) {
      captured_ += ' ';  // an element within: its text is not glued to the text before
      return;
    }
    const bool title = is_one_of(name, {"title"}) && !document_.has_title;
    const bool heading = is_one_of(name, {"h1", "h2", "h3"}) && !document_.has_heading;
    if (!title && !heading) return;
    capture_ = title ? &document_.title : &document_.heading;
    captured_name_ = name;
    captured_.clear();
  }

  void close(Bytes name) {
    if (capture_ == nullptr || !base::equals_ignoring_case(name, captured_name_)) return;
    *capture_ = collapse_space(unescape_html(captured_)).substr(0, HtmlDocument::kMaxText);
    (capture_ == &document_.title ? document_.has_title : document_.has_heading) = true;
    capture_ = nullptr;
    // A heading without text (a logo) says nothing: the next one counts.
    if (document_.has_heading && document_.heading.empty()) document_.has_heading = false;
  }

  /// Scripts and the like hold no markup: goes to their end tag.
  void skip_raw_text(Bytes name) {
    while (true) {
      const std::size_t end = text_.find("</", at_);
      if (end == Bytes::npos) {
        at_ = text_.size();
        return;
      }
      at_ = end;
      if (base::equals_ignoring_case(text_.substr(end + 2, name.size()), name)) return;
      at_ += 2;
    }
  }

  Bytes text_;
  bool only_titles_;
  HtmlDocument& document_;
  std::size_t at_ = 0;
  std::string* capture_ = nullptr;  // where the text of the open element goes
  Bytes captured_name_;
  std::string captured_;
};

}  // namespace

HtmlDocument read_html(Bytes text, HtmlScope scope) {
  HtmlDocument document;
  Scanner(text, scope, document).run();
  return document;
}

std::string unescape_html(Bytes text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    constexpr std::size_t kLongest = 10;
    const std::size_t end = text[i] == '&' ? text.substr(i, kLongest).find(';') : Bytes::npos;
    const auto code = end == Bytes::npos ? std::nullopt : referenced(text.substr(i + 1, end - 1));
    if (!code) {
      plain += text[i];
      continue;
    }
    append_utf8(plain, *code);
    i += end;
  }
  return plain;
}

std::string collapse_space(Bytes text) {
  std::string collapsed;
  for (const char c : text) {
    if (!is_space(c)) {
      collapsed += c;
    } else if (!collapsed.empty() && collapsed.back() != ' ') {
      collapsed += ' ';
    }
  }
  if (collapsed.ends_with(' ')) collapsed.pop_back();
  return collapsed;
}

}  // namespace httpvet::content
