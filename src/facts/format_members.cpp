// Members of content that judge it by the format that Content-Type names: JSON, XML, forms, multipart, event streams.
#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "content/decode.h"
#include "content/json_check.h"
#include "content/multipart.h"
#include "content/sniff.h"
#include "content/text_encoding.h"
#include "content/xml.h"
#include "facts/content_reading.h"
#include "fields/charsets.h"
#include "fields/field_ids.h"
#include "fields/media_names.h"

namespace httpvet::facts {
namespace {

using content::TextState;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

constexpr Bytes kEmpty = "it is empty";

/// True where a message that may have content has none: not for HEAD and the like.
bool is_empty(MessageFacts& message) {
  const model::Body& body = message.message().body;
  return body.end == model::BodyEnd::kComplete && body.content_octets == 0 && body.framing != model::Framing::kNone &&
         body.framing != model::Framing::kTunnel;
}

/// How JSON that cannot be UTF-8 begins, in words; empty if it does not.
Bytes wide_json(Bytes text) {
  std::size_t length = 0;
  if (!content::byte_order_mark(text, length).empty()) return "it begins with a byte order mark";
  // The first two characters of a JSON text are ASCII.
  return text.substr(0, 4).find('\0') != Bytes::npos ? Bytes("it is UTF-16 or UTF-32") : Bytes();
}

content::JsonVerdict judge_json(JsonForm form, Bytes text) {
  switch (form) {
    case JsonForm::kSequence:
      return content::check_json_sequence(text);
    case JsonForm::kLines:
      return content::check_json_lines(text);
    default:
      return content::check_json(text);
  }
}

template <typename Read>
Value read_json(const Value& object, Read read) {
  MessageFacts& message = message_of(object);
  const JsonForm form = json_form(media_name_of(message));
  if (form == JsonForm::kNone) return Value::absent();
  return read_whole(message, [&](const WholeContent& content) { return read(message, form, content); });
}

Value json_fault(Facts&, const Value& object, Arguments) {
  MessageFacts& judged = message_of(object);
  const JsonForm own = json_form(media_name_of(judged));
  if (own == JsonForm::kText && is_empty(judged)) return Value::of(kEmpty);
  return read_json(object, [](MessageFacts& message, JsonForm form, const WholeContent& content) {
    if (!wide_json(content.text()).empty()) return Value::absent();
    const content::JsonVerdict verdict = judge_json(form, content.text());
    if (verdict.state == TextState::kUnknown) return Value::not_captured();
    if (verdict.state == TextState::kValid) return Value::absent();
    return in_words(std::string("expected ") + verdict.expected + at_octet(verdict.offset), message);
  });
}

Value json_excuse(Facts&, const Value& object, Arguments) {
  return read_json(object, [](MessageFacts&, JsonForm form, const WholeContent& content) {
    if (form != JsonForm::kText) return Value::absent();
    const Bytes prefix = content::json_prefix(content.text());
    if (!prefix.empty()) {
      Bytes rest = content.text().substr(prefix.size());
      if (rest.starts_with(',')) rest.remove_prefix(1);
      const bool valid = content::check_json(rest).state == TextState::kValid;
      return valid ? Value::of(Bytes("a prefix against hijacking")) : Value::absent();
    }
    const auto count = content::count_json_texts(content.text());
    return count && *count > 1 ? Value::of(Bytes("several texts in a row")) : Value::absent();
  });
}

Value json_encoding_fault(Facts&, const Value& object, Arguments) {
  return read_json(object, [](MessageFacts& message, JsonForm, const WholeContent& content) {
    if (!content.exact()) return Value::not_captured();
    const Bytes wide = wide_json(content.text());
    if (!wide.empty()) return Value::of(wide);
    const content::Utf8Check check = content::check_utf8(content.text());
    return check.valid ? Value::absent() : in_words("UTF-8 ends" + at_octet(check.offset), message);
  });
}

Value json_lone_surrogate(Facts&, const Value& object, Arguments) {
  return read_json(object, [](MessageFacts&, JsonForm, const WholeContent& content) {
    return Value::of(content::has_lone_surrogate(content.text()));
  });
}

Value json_duplicate(Facts&, const Value& object, Arguments) {
  return read_json(object, [](MessageFacts& message, JsonForm form, const WholeContent& content) {
    if (form != JsonForm::kText || judge_json(form, content.text()).state != TextState::kValid) return Value::absent();
    return in_words(content::find_duplicate_name(content.text()).value_or(""), message);
  });
}

// XML.

/// Reads an XML document: the charset parameter decides about its encoding before its own declaration (RFC 7303 §3.2).
template <typename Read>
Value read_document(const Value& object, Read read) {
  MessageFacts& message = message_of(object);
  if (!is_xml(media_name_of(message))) return Value::absent();
  return read_whole(message, [&](const WholeContent& content) {
    Bytes encoding = charset_encoding_of(message);
    std::size_t mark = 0;
    if (!content::byte_order_mark(content.text(), mark).empty()) encoding = {};
    // A tool that keeps text has made UTF-8 of it, whatever was sent.
    if (!content.exact()) encoding = "utf-8";
    const content::XmlDocument document = content::read_xml(content.text(), true, encoding);
    return document.state == TextState::kUnknown ? Value::not_captured() : read(message, document);
  });
}

Value xml_fault(Facts&, const Value& object, Arguments) {
  if (is_xml(media_name_of(message_of(object))) && is_empty(message_of(object))) return Value::of(kEmpty);
  return read_document(object, [](MessageFacts& message, const content::XmlDocument& document) {
    if (document.state == TextState::kValid) return Value::absent();
    return in_words(document.wrong + at_octet(document.offset), message);
  });
}

Value xml_entities(Facts&, const Value& object, Arguments) {
  return read_document(object, [](MessageFacts&, const content::XmlDocument& document) {
    if (document.external_entities) return Value::of(Bytes("external"));
    return document.entities ? Value::of(Bytes("internal")) : Value::absent();
  });
}

// Forms.

struct FormFault {
  std::string what;
  bool lax = false;  // only characters that should have been escaped
};

bool is_masked(Bytes text) {
  constexpr std::array<Bytes, 5> kWords = {"***", "redacted", "masked", "filtered", "[hidden"};
  const auto holds = [text](Bytes word) {
    for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
      if (base::equals_ignoring_case(text.substr(at, word.size()), word)) return true;
    }
    return false;
  };
  return std::ranges::any_of(kWords, holds);
}

FormFault form_fault_of(Bytes text) {
  const Bytes rest = content::without_leading_space(text);
  if (!rest.empty() && (rest.front() == '{' || rest.front() == '[') &&
      content::check_json(rest).state == TextState::kValid) {
    return {"it is JSON"};
  }
  if (content::begins_like_xml(text) || (rest.starts_with('<') && rest.find('>') != Bytes::npos)) return {"it is XML"};
  if (text.starts_with("--") && text.find("ontent-") != Bytes::npos) return {"it is multipart"};
  FormFault lax;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (base::is(c, base::kControl)) return {"a control octet stands" + at_octet(i)};
    if (c == ' ') return {"a blank stands" + at_octet(i)};
    if (base::is(c, base::kObsText)) return {"an octet above 0x7F stands" + at_octet(i)};
    if (c == '%') {
      const Bytes digits = text.substr(i + 1, 2);
      if (digits.size() < 2 || !base::all_of(digits, base::kHexDigit)) {
        return {"a percent sign without two hexadecimal digits stands" + at_octet(i)};
      }
    } else if (lax.what.empty() && !base::is(c, base::kAlpha | base::kDigit) &&
               Bytes("*-._&=+").find(c) == Bytes::npos) {
      lax = {std::string("`") + c + "` stands unescaped" + at_octet(i), true};
    }
  }
  return lax;
}

template <typename Read>
Value read_form(const Value& object, Read read) {
  MessageFacts& message = message_of(object);
  if (message.whole_content().kind() != ContentKind::kForm) return Value::absent();
  return read_whole(message, [&](const WholeContent& content) {
    Bytes text = content.text();
    // The line end behind the content of a text fixture is the editor's.
    if (!message.message().evidence.line_ends && text.ends_with('\n')) text.remove_suffix(1);
    return is_masked(text) ? Value::not_captured() : read(message, form_fault_of(text));
  });
}

Value form_fault(Facts&, const Value& object, Arguments) {
  return read_form(object, [](MessageFacts& message, const FormFault& fault) { return in_words(fault.what, message); });
}

Value form_lax(Facts&, const Value& object, Arguments) {
  return read_form(object, [](MessageFacts&, const FormFault& fault) { return Value::of(fault.lax); });
}

// Multipart (RFC 2046 §5.1.1).

/// What is wrong with a boundary, in words; empty if nothing is.
Bytes boundary_fault(Bytes boundary) {
  constexpr std::size_t kLongest = 70;
  if (boundary.empty()) return "its boundary is empty";
  if (boundary.size() > kLongest) return "its boundary has more than 70 characters";
  if (boundary.ends_with(' ')) return "its boundary ends in a blank";
  const bool fits = std::ranges::all_of(boundary, [](char c) {
    return base::is(c, base::kAlpha | base::kDigit) || Bytes("'()+_,-./:=? ").find(c) != Bytes::npos;
  });
  return fits ? Bytes() : Bytes("its boundary has a character that boundaries cannot have");
}

struct Delimiters {
  bool any = false;
  bool parts = false;
  bool closed = false;
};

/// The delimiters in a complete multipart content; nullopt where they are not known.
std::optional<Delimiters> delimiters_of(MessageFacts& message, Bytes boundary) {
  const model::Body& body = message.message().body;
  if (body.end != model::BodyEnd::kComplete || body.framing == model::Framing::kNone) return std::nullopt;
  if (message.whole_content().codings().empty()) {
    const model::Content* content = body.content;
    if (content == nullptr || !content->multipart) return std::nullopt;
    const bool parts = !content->parts.empty();
    return Delimiters{parts || content->multipart_closed, parts, content->multipart_closed};
  }
  if (!message.whole_content().there()) return std::nullopt;
  content::MultipartScanner scanner;
  scanner.start(boundary);
  scanner.feed(message.whole_content().text());
  scanner.finish();
  const bool parts = !scanner.parts().empty();
  return Delimiters{parts || scanner.closed(), parts, scanner.closed()};
}

template <typename Read>
Value read_multipart(const Value& object, Read read) {
  MessageFacts& message = message_of(object);
  if (!media_name_of(message).starts_with("multipart/")) return Value::absent();
  const Value type = message.value(id::kContentType);
  // What is wrong with the field is told by others.
  if (type.state == expr::State::kMalformed) return Value::absent();
  if (!type.known()) return type;
  const auto& parsed = object_as<const Parsed<fields::MediaType>>(type);
  const fields::Parameter* parameter = parsed.value.find_parameter(parsed.text, "boundary");
  if (parameter == nullptr) return read(message, Bytes(), Bytes("it has no boundary parameter"));
  const Bytes boundary = fields::parameter_value(*parameter, parsed.text, message.arena());
  return read(message, boundary, boundary_fault(boundary));
}

Value multipart_fault(Facts&, const Value& object, Arguments) {
  return read_multipart(object, [](MessageFacts& message, Bytes boundary, Bytes fault) {
    if (!fault.empty()) return Value::of(fault);
    if (message.message().body.content_octets == 0) return Value::absent();
    const auto delimiters = delimiters_of(message, boundary);
    if (!delimiters) return Value::not_captured();
    if (!delimiters->any) return Value::of(Bytes("its boundary stands nowhere in the content"));
    if (!delimiters->closed) return Value::of(Bytes("the closing delimiter is missing"));
    return delimiters->parts ? Value::absent() : Value::of(Bytes("there is no part before the closing delimiter"));
  });
}

Value multipart_parts_found(Facts&, const Value& object, Arguments) {
  return read_multipart(object, [](MessageFacts& message, Bytes boundary, Bytes fault) {
    if (!fault.empty()) return Value::of(false);
    const auto delimiters = delimiters_of(message, boundary);
    return delimiters ? Value::of(delimiters->parts) : Value::not_captured();
  });
}

Value multipart_closed(Facts&, const Value& object, Arguments) {
  return read_multipart(object, [](MessageFacts& message, Bytes boundary, Bytes fault) {
    if (!fault.empty()) return Value::of(false);
    const auto delimiters = delimiters_of(message, boundary);
    return delimiters ? Value::of(delimiters->closed) : Value::not_captured();
  });
}

// Event streams (HTML, server-sent events).

/// The first line of `text` that is neither a comment nor a field that the format knows.
Bytes odd_event_line(Bytes text) {
  constexpr std::array<Bytes, 4> kFields = {"data", "event", "id", "retry"};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const Bytes line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == ':') continue;
    if (std::ranges::find(kFields, line.substr(0, line.find(':'))) == kFields.end()) return line.substr(0, 80);
  }
  return {};
}

Value odd_event(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (media_name_of(message) != "text/event-stream") return Value::absent();
  Bytes text;
  if (has_content_coding(message.message())) {
    if (!message.whole_content().there()) return Value::not_captured();
    text = message.whole_content().text();
  } else {
    // Streams go on for ever: what is at hand will do, but for a line that is cut.
    const model::Content* content = message.message().body.content;
    if (content == nullptr) return Value::not_captured();
    text = content->prefix;
    if (!content->whole) text = text.substr(0, text.rfind('\n') == Bytes::npos ? 0 : text.rfind('\n') + 1);
  }
  const Bytes line = odd_event_line(text);
  return line.empty() ? Value::absent() : Value::of(message.arena().copy(line));
}

constexpr ContentKinds kText = kind_bit(ContentKind::kText);
constexpr ContentKinds kWholeJson = whole_content(kJsonContent | kText) | kCodedContent;
constexpr ContentKinds kWholeXml = whole_content(kXmlContent | kHtmlContent) | kCodedContent;
constexpr ContentKinds kParts = kMultipartContent | kCodedContent;

constexpr Member of_content(Bytes name, expr::Type type, ReadFunction read, Bytes doc, ContentKinds reads) {
  return {Object::kContent, name, type, read, doc, {}, false, false, reads};
}

constexpr std::array kMembers = {
    of_content(
        "json_fault", expr::kStringType, json_fault,
        "where content that is labelled JSON, JSON lines or a JSON sequence does not parse; absent if it does, is "
        "empty, or is no UTF-8",
        kWholeJson),
    of_content("json_excuse", expr::kStringType, json_excuse,
               "what makes JSON of content with a `json_fault` after all; absent if nothing does", kWholeJson),
    of_content("json_encoding_fault", expr::kStringType, json_encoding_fault,
               "where content that is labelled JSON is not plain UTF-8; absent if it is", kWholeJson),
    of_content("json_lone_surrogate", expr::kBoolType, json_lone_surrogate,
               "a string of it escapes one half of a surrogate pair alone", kWholeJson),
    of_content("json_duplicate", expr::kStringType, json_duplicate,
               "the member name that an object of its valid JSON has twice; absent if none has", kWholeJson),
    of_content("xml_fault", expr::kStringType, xml_fault,
               "where content that is labelled XML is not well-formed; absent if it is, or is empty", kWholeXml),
    of_content("xml_entities", expr::kStringType, xml_entities,
               "\"external\" or \"internal\": the entities that its document type declares; absent if none", kWholeXml),
    of_content("form_fault", expr::kStringType, form_fault,
               "what is wrong with form-urlencoded content; absent if nothing is",
               whole_content(kFormContent) | kCodedContent),
    of_content("form_lax", expr::kBoolType, form_lax,
               "its `form_fault` is nothing but a character that ought to be escaped",
               whole_content(kFormContent) | kCodedContent),
    of_content("multipart_fault", expr::kStringType, multipart_fault,
               "what is wrong with boundary or delimiters of a multipart content; absent if nothing is", kParts),
    of_content("multipart_closed", expr::kBoolType, multipart_closed, "its closing delimiter is there", kParts),
    of_content("multipart_parts_found", expr::kBoolType, multipart_parts_found, "there is a part before it", kParts),
    of_content("odd_event", expr::kStringType, odd_event,
               "the first line of an event stream that is neither field nor comment; absent if there is none",
               kText | kCodedContent),
};

}  // namespace

std::span<const Member> format_members() { return kMembers; }

}  // namespace httpvet::facts
