// Members of content that judge whether it is what Content-Type says: the format, and the character encoding.
#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "content/decode.h"
#include "content/json.h"
#include "content/sniff.h"
#include "content/text_encoding.h"
#include "facts/content_reading.h"
#include "fields/charsets.h"
#include "fields/field_ids.h"
#include "fields/media_names.h"

namespace httpvet::facts {

/// type/subtype in lower case; empty without Content-Type.
Bytes media_name_of(MessageFacts& message) {
  const model::FieldLine* line = message.first_line(fields::id::kContentType);
  return line == nullptr ? Bytes() : lower_copy(fields::media_type_name(line->value), message.arena());
}

JsonForm json_form(Bytes name) {
  if (name == "application/json" || name == "text/json") return JsonForm::kText;
  if (name == "application/json-seq" || name.ends_with("+json-seq")) return JsonForm::kSequence;
  if (name.ends_with("+json")) return JsonForm::kText;
  constexpr std::array<Bytes, 6> kLines = {"application/x-ndjson", "application/ndjson",      "application/jsonl",
                                           "application/x-jsonl",  "application/x-jsonlines", "application/jsonlines"};
  return std::ranges::find(kLines, name) == kLines.end() ? JsonForm::kNone : JsonForm::kLines;
}

bool is_xml(Bytes name) { return name == "application/xml" || name == "text/xml" || name.ends_with("+xml"); }

Bytes charset_encoding_of(MessageFacts& message) {
  const model::FieldLine* line = message.first_line(fields::id::kContentType);
  if (line == nullptr) return {};
  const Bytes charset = fields::charset_parameter(line->value).value_or(Bytes());
  return fields::encoding_of(charset);
}

namespace {

using content::TextState;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

// What content evidently is.

Value untyped_as(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (message.has(id::kContentType)) return Value::absent();
  if (has_content_coding(message.message())) return Value::absent();
  const model::Content* content = message.message().body.content;
  if (content == nullptr) return Value::not_captured();
  const Bytes text = content->prefix;
  if (content::begins_like_html(text)) return Value::of(Bytes("HTML"));
  if (content::begins_like_xml(text)) return Value::of(Bytes("XML"));
  const Bytes rest = content::without_leading_space(text);
  if (!rest.empty() && (rest.front() == '{' || rest.front() == '[')) {
    const TextState state = content::check_json(rest).state;
    const bool json = state == TextState::kValid || (state == TextState::kCut && !content->whole);
    if (json) return Value::of(Bytes("JSON"));
  }
  const Bytes format = content::binary_format(text);
  return format.empty() ? Value::absent() : Value::of(format);
}

// File extensions of registered types, with a blank before and behind each.
constexpr Bytes kExtensions =
    " html htm xhtml css js mjs json jsonld geojson webmanifest xml xsl atom txt csv md ics vcf yaml yml pdf rtf doc "
    "docx xls "
    "xlsx ppt pptx odt ods odp epub png jpg jpeg gif webp avif svg ico bmp tif tiff heic mp3 m4a aac ogg oga opus flac "
    "mp4 "
    "m4v webm ogv mpeg mpg mov woff woff2 ttf otf eot zip gz zst rar apk wasm sql kml m3u8 mpd vtt ";

/// The extension in the path of `target`, if it is one of these.
Bytes known_extension(Bytes target) {
  const Bytes path = target.substr(0, target.find_first_of("?#"));
  const Bytes file = path.substr(path.rfind('/') == Bytes::npos ? 0 : path.rfind('/') + 1);
  const std::size_t dot = file.rfind('.');
  if (dot == Bytes::npos || dot == 0 || file.size() - dot > 12) return {};
  std::string word(1, ' ');
  for (const char c : file.substr(dot + 1)) word += base::lower(c);
  word += ' ';
  return word.size() > 2 && kExtensions.find(word) != Bytes::npos ? file.substr(dot) : Bytes();
}

Value type_evident(Facts& facts, const Value& object, Arguments arguments) {
  const Value content = untyped_as(facts, object, arguments);
  if (content.known()) return content;
  const model::Message& message = message_of(object).message();
  if (message.part != model::Part::kRequest) {
    if (message.status == 300 || message.status == 406) return Value::of(Bytes("a list of choices"));
    if (message.status < 200 || message.status >= 300 || !facts.request().there()) return content;
  }
  const Bytes method = message.part == model::Part::kRequest ? message.method : facts.request().message().method;
  const bool file = message.part == model::Part::kRequest ? method == "PUT" : method == "GET";
  if (!file) return content;
  const Bytes target = message.part == model::Part::kRequest ? message.target : facts.request().message().target;
  const Bytes extension = known_extension(target);
  return extension.empty() ? content : Value::of(extension);
}

Value type_exempt(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = message_of(object).message();
  if (message.part == model::Part::kRequest) return Value::of(false);
  // What follows a 2xx to CONNECT, a 101 or another interim response is no content.
  if (message.status < 200) return Value::of(true);
  if (message.status >= 200 && message.status < 300 && facts.method() == "CONNECT") return Value::of(true);
  if (message.status != 206) return Value::of(false);
  if (!facts.request().there()) return Value::not_captured();
  return Value::of(facts.request().has(id::kIfRange));
}

bool is_script_or_style(Bytes name) {
  constexpr std::array<Bytes, 5> kNames = {"text/css", "text/javascript", "application/javascript",
                                           "application/x-javascript", "text/ecmascript"};
  return std::ranges::find(kNames, name) != kNames.end();
}

/// What the octets of a textual type, or HTML in place of an image, are instead; empty if they may be what is declared.
Bytes other_format(Bytes name, const WholeContent& content) {
  const Bytes text = content.text();
  const bool image = name.starts_with("image/");
  const bool html_out_of_place = image || content.kind() == ContentKind::kJson || is_script_or_style(name);
  if (html_out_of_place && content::begins_like_html(text)) return "HTML";
  if (image || content.kind() == ContentKind::kOther) return {};
  const Bytes format = content::binary_format(text);
  if (format == "gzip data" && content::decode(text, "gzip", {0, 1 << 24}).state == content::DecodeState::kDecoded) {
    return {};  // a coding that nobody declared
  }
  if (!format.empty()) return format;
  if (name != "text/html") return {};
  const Bytes rest = content::without_leading_space(text);
  if (rest.empty() || (rest.front() != '{' && rest.front() != '[')) return {};
  return content::check_json(rest).state == TextState::kValid ? Bytes("JSON") : Bytes();
}

Value mismatch(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Bytes name = media_name_of(message);
  WholeContent& content = message.whole_content();
  const bool judged = content.kind() != ContentKind::kUntyped && content.kind() != ContentKind::kMultipart &&
                      (content.kind() != ContentKind::kOther || name.starts_with("image/"));
  if (!judged) return Value::absent();
  if (content.kind() == ContentKind::kOther && content.codings().empty()) {
    // Of an image the beginning will do.
    const model::Body& body = message.message().body;
    if (body.end != model::BodyEnd::kComplete || body.content == nullptr) return Value::not_captured();
    return content::begins_like_html(body.content->prefix) ? Value::of(Bytes("HTML")) : Value::absent();
  }
  return read_whole(message, [&](const WholeContent& whole) {
    const Bytes other = other_format(name, whole);
    return other.empty() ? Value::absent() : Value::of(other);
  });
}

// Character encodings.

bool is_multi_octet(Bytes encoding) {
  constexpr std::array<Bytes, 7> kNames = {"shift_jis", "euc-jp", "iso-2022-jp", "gbk", "gb18030", "big5", "euc-kr"};
  return std::ranges::find(kNames, encoding) != kNames.end();
}

/// Text without a format that says its encoding itself.
bool is_plain_text(Bytes name, ContentKind kind) {
  if (is_xml(name) || json_form(name) != JsonForm::kNone) return false;
  return kind == ContentKind::kHtml || kind == ContentKind::kText;
}

template <typename Read>
Value read_plain_text(const Value& object, Read read) {
  MessageFacts& message = message_of(object);
  const Bytes name = media_name_of(message);
  if (!is_plain_text(name, message.whole_content().kind())) return Value::absent();
  return read_whole(message, [&](const WholeContent& content) {
    return content.exact() ? read(message, name, content.text()) : Value::not_captured();
  });
}

/// Why `text` is not what its charset says, in words; empty if it may be. Short texts of some encodings of East Asia
/// are valid UTF-8 by chance, so they have to be longer to prove anything.
std::string charset_contradiction(Bytes charset, Bytes text) {
  const Bytes encoding = fields::encoding_of(charset);
  const content::Utf8Check check = content::check_utf8(text);
  const bool wide = encoding == "utf-16le" || encoding == "utf-16be";
  if (encoding.empty() || encoding == "replacement" || encoding == "x-user-defined") return {};
  if (encoding == "utf-8") return check.valid ? "" : "UTF-8 ends" + at_octet(check.offset);
  if (wide) {
    const bool narrow = check.valid && text.find('\0') == Bytes::npos && text.size() >= 4;
    return narrow || text.size() % 2 != 0 ? "it is no UTF-16" : "";
  }
  const bool ascii = base::equals_ignoring_case(charset, "us-ascii") || base::equals_ignoring_case(charset, "ascii");
  if (check.valid && check.sequences == 0) return {};
  if (check.valid && check.sequences >= (is_multi_octet(encoding) ? 3u : 1u)) return "it is UTF-8";
  return ascii && !check.valid ? "US-ASCII ends" + at_octet(check.offset) : "";
}

Value charset_fault(Facts&, const Value& object, Arguments) {
  return read_plain_text(object, [](MessageFacts& message, Bytes, Bytes text) {
    const auto charset = fields::charset_parameter(message.first_line(id::kContentType)->value);
    return charset ? in_words(charset_contradiction(*charset, text), message) : Value::absent();
  });
}

/// What a document itself says about its encoding: its byte order mark, then its declaration.
struct Declared {
  Bytes label;
  Bytes where;
};

Declared declared_in(Bytes name, Bytes text) {
  std::size_t mark = 0;
  const Bytes by_mark = content::byte_order_mark(text, mark);
  if (!by_mark.empty()) return {by_mark, "the byte order mark"};
  if (is_xml(name)) return {content::xml_declared_charset(text), "the XML declaration"};
  if (name == "text/html") return {content::html_declared_charset(text), "the meta element"};
  if (name == "text/css") return {content::css_declared_charset(text), "the @charset rule"};
  return {};
}

Value charset_undeclared(Facts&, const Value& object, Arguments) {
  return read_plain_text(object, [](MessageFacts& message, Bytes name, Bytes text) {
    // These are UTF-8 whatever anybody says.
    constexpr std::array<Bytes, 4> kAlwaysUtf8 = {"text/event-stream", "text/vtt", "text/vcard", "text/calendar"};
    if (!name.starts_with("text/") || std::ranges::find(kAlwaysUtf8, name) != kAlwaysUtf8.end())
      return Value::of(false);
    if (fields::charset_parameter(message.first_line(id::kContentType)->value)) return Value::of(false);
    const bool ascii = std::ranges::none_of(text, [](char c) { return base::is(c, base::kObsText); });
    return Value::of(!ascii && declared_in(name, text).label.empty());
  });
}

/// HTML takes UTF-16 in a meta element for UTF-8: the element could not be read otherwise.
Bytes encoding_declared(const Declared& declared) {
  const Bytes encoding = fields::encoding_of(declared.label);
  const bool meta = declared.where == "the meta element" || declared.where == "the @charset rule";
  return meta && encoding.starts_with("utf-16") ? Bytes("utf-8") : encoding;
}

/// The other order of octets is no contradiction: `utf-16` leaves it to the mark.
bool same_encoding(Bytes a, Bytes b) { return a == b || (a.starts_with("utf-16") && b.starts_with("utf-16")); }

Value charset_conflict(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const Bytes name = media_name_of(message);
  const ContentKind kind = message.whole_content().kind();
  const bool readable = kind == ContentKind::kXml || kind == ContentKind::kHtml || kind == ContentKind::kText;
  if (!readable || json_form(name) != JsonForm::kNone) return Value::absent();
  return read_whole(message, [&](const WholeContent& content) {
    if (!content.exact()) return Value::not_captured();
    const Bytes encoding = charset_encoding_of(message);
    const Declared declared = declared_in(name, content.text());
    if (encoding.empty() || declared.label.empty()) return Value::absent();
    const bool mark = declared.where == "the byte order mark";
    const Bytes other = mark && declared.label.starts_with("utf-32") ? declared.label : encoding_declared(declared);
    if (other.empty() || same_encoding(encoding, other)) return Value::absent();
    std::string text(declared.where);
    text += " says ";
    text += declared.label;
    text += mark ? ", and wins" : ", but the parameter wins";
    return in_words(text, message);
  });
}

constexpr ContentKinds kText = kind_bit(ContentKind::kText);
constexpr ContentKinds kWholeXml = whole_content(kXmlContent | kHtmlContent) | kCodedContent;
constexpr ContentKinds kWholeText = whole_content(kHtmlContent | kText) | kCodedContent;
constexpr ContentKinds kWholeReadable =
    whole_content(kJsonContent | kXmlContent | kHtmlContent | kFormContent | kText) | kCodedContent;

constexpr Member of_content(Bytes name, expr::Type type, ReadFunction read, Bytes doc, ContentKinds reads) {
  return {Object::kContent, name, type, read, doc, {}, false, false, reads};
}

constexpr std::array kMembers = {
    of_content(
        "untyped_as", expr::kStringType, untyped_as,
        "what content without Content-Type evidently is: \"HTML\", \"XML\", \"JSON\", a binary format; absent if "
        "that is not clear",
        kind_bit(ContentKind::kUntyped)),
    of_content(
        "type_evident", expr::kStringType, type_evident,
        "what tells the type of content without Content-Type: what it evidently is, the extension of the file, a "
        "list of choices; absent if nothing does",
        kind_bit(ContentKind::kUntyped)),
    of_content("type_exempt", expr::kBoolType, type_exempt,
               "it is a 206 to If-Range, whose client has the type already, or opened a tunnel", kNoContent),
    of_content("mismatch", expr::kStringType, mismatch,
               "what the octets evidently are instead of what Content-Type says; absent if they may be that",
               kWholeReadable | kind_bit(ContentKind::kOther)),
    of_content("charset_fault", expr::kStringType, charset_fault,
               "why text is not in the charset that Content-Type says; absent if it may be", kWholeText),
    of_content("charset_undeclared", expr::kBoolType, charset_undeclared,
               "it is text/* with octets above 0x7F, and neither a charset parameter nor itself tells its encoding",
               kWholeText),
    of_content("charset_conflict", expr::kStringType, charset_conflict,
               "what in the document contradicts the charset parameter, and which of them wins; absent if nothing does",
               kWholeText | kWholeXml),
};

}  // namespace

std::span<const Member> encoding_members() { return kMembers; }

}  // namespace httpvet::facts
