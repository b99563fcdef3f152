#include "facts/content_text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "content/decode.h"
#include "content/html.h"
#include "content/uri_text.h"
#include "content/xml.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using content::TextState;

constexpr std::size_t kMaxReferences = 256;

std::span<const Bytes> copy_all(const std::vector<std::string>& texts, base::Arena& arena) {
  const auto copies = arena.make_array<Bytes>(texts.size());
  std::ranges::transform(texts, copies.begin(), [&arena](const std::string& text) { return arena.copy(text); });
  return copies;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_word(char c) { return base::is(c, base::kAlpha | base::kDigit | base::kObsText); }

ContentKind sniff(Bytes text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == Bytes::npos) return ContentKind::kUntyped;
  const Bytes rest = text.substr(first);
  if (rest.front() == '{' || rest.front() == '[') return ContentKind::kJson;
  if (rest.starts_with("<?xml")) return ContentKind::kXml;
  if (rest.front() == '<') return ContentKind::kHtml;
  return ContentKind::kUntyped;
}

/// JSON has to be UTF-8 (RFC 8259 §8.1); what begins like UTF-16 or UTF-32 is not ours to judge.
bool is_wide(Bytes text) {
  return text.substr(0, 4).find('\0') != Bytes::npos || text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

/// The length of the match of `phrase` at the start of `text`; 0 if there is none.
std::size_t match(Bytes text, Bytes phrase) {
  std::size_t at = 0;
  for (const char c : phrase) {
    if (at == text.size()) return 0;
    if (c != ' ') {
      if (base::lower(text[at]) != c) return 0;
      ++at;
      continue;
    }
    if (!is_space(text[at])) return 0;
    while (at < text.size() && is_space(text[at])) ++at;
  }
  return at;
}

}  // namespace

ContentText::ContentText(const model::Message& message, base::Arena& arena) : message_(message), arena_(arena) {
  kind_ = content_kind(message);
  find_text();
  read_as_ = kind_ == ContentKind::kUntyped && there_ ? sniff(text_) : kind_;
}

void ContentText::find_text() {
  const model::Body& body = message_.body;
  const bool ended = body.end == model::BodyEnd::kComplete;
  if (body.framing == model::Framing::kNone || (ended && body.content_octets == 0)) {
    there_ = whole_ = true;
    return;
  }
  if (body.content == nullptr) return;
  const bool all = ended && body.content->whole;
  // What a tool printed decoded can be read whatever Content-Encoding says.
  if (message_.evidence.content && has_content_coding(message_)) {
    decode(body.content->prefix, all);
    return;
  }
  there_ = true;
  text_ = body.content->prefix;
  whole_ = all;
}

void ContentText::decode(Bytes coded, bool all) {
  // Pages that are delivered with success are too many, and too rarely worth it.
  if (message_.status == 200) return;
  const model::FieldLine* coding = nullptr;
  for (const model::FieldLine& line : message_.lines) {
    if (line.field != fields::id::kContentEncoding) continue;
    if (coding != nullptr) return;
    coding = &line;
  }
  constexpr std::size_t kMost = 64 * 1024;
  const content::Decoded plain = content::decode(coded, coding->value, {kMost, kMost});
  if (plain.state == content::DecodeState::kMalformed || plain.state == content::DecodeState::kUnknown) return;
  there_ = true;
  text_ = arena_.copy(plain.text);
  whole_ = all && plain.kept_all();
}

TextState ContentText::json_state() {
  if (!json_read_) json_state_ = is_wide(text_) ? TextState::kUnknown : content::check_json(text_).state;
  json_read_ = true;
  return json_state_;
}

const HtmlFacts& ContentText::titles() {
  if (html_ != nullptr) return *html_;
  if (titles_ != nullptr) return *titles_;
  const content::HtmlDocument document = content::read_html(text_, content::HtmlScope::kTitles);
  auto* facts = arena_.make<HtmlFacts>();
  facts->has_title = document.has_title;
  facts->has_heading = document.has_heading;
  facts->title = arena_.copy(document.title);
  facts->heading = arena_.copy(document.heading);
  titles_ = facts;
  return *titles_;
}

const HtmlFacts& ContentText::html() {
  if (html_ != nullptr) return *html_;
  const content::HtmlDocument document = content::read_html(text_);
  auto* facts = arena_.make<HtmlFacts>();
  facts->has_title = document.has_title;
  facts->has_heading = document.has_heading;
  facts->form = document.form;
  facts->password_input = document.password_input;
  facts->title = arena_.copy(document.title);
  facts->heading = arena_.copy(document.heading);
  facts->base = arena_.copy(document.base);
  html_ = facts;
  std::vector<std::string> all = document.links;
  links_ = all.size();
  all.insert(all.end(), document.references.begin(), document.references.end());
  references_ = copy_all(all, arena_);
  references_found_ = true;
  return *html_;
}

const XmlFacts& ContentText::xml() {
  if (xml_ != nullptr) return *xml_;
  const content::XmlDocument document = content::read_xml(text_, whole_);
  auto* facts = arena_.make<XmlFacts>();
  facts->state = document.state;
  facts->root = arena_.copy(document.root);
  facts->children = copy_all(document.children, arena_);
  facts->responses = static_cast<std::int64_t>(document.responses);
  facts->response_fault = arena_.copy(document.response_fault);
  xml_ = facts;
  references_ = copy_all(document.references, arena_);
  references_found_ = true;
  return *xml_;
}

std::span<const Bytes> ContentText::references() {
  if (!references_found_) find_references();
  return references_;
}

std::span<const Bytes> ContentText::links() {
  html();
  return references_.first(links_);
}

void ContentText::find_references() {
  switch (read_as_) {
    case ContentKind::kHtml:
      html();
      return;
    case ContentKind::kXml:
      xml();
      return;
    default:
      break;
  }
  std::vector<std::string> found;
  if (read_as_ == ContentKind::kJson) {
    content::find_json_references(text_, kMaxReferences, found);
  } else {
    content::find_references(text_, kMaxReferences, found);
  }
  references_ = copy_all(found, arena_);
  references_found_ = true;
}

bool ContentText::holds(Bytes phrase, bool words) const {
  if (phrase.empty()) return true;
  for (std::size_t at = 0; at + phrase.size() <= text_.size(); ++at) {
    if (base::lower(text_[at]) != phrase.front()) continue;
    const std::size_t length = match(text_.substr(at), phrase);
    if (length == 0) continue;
    if (!words) return true;
    const std::size_t end = at + length;
    if ((at == 0 || !is_word(text_[at - 1])) && (end == text_.size() || !is_word(text_[end]))) return true;
  }
  return false;
}

}  // namespace httpvet::facts
