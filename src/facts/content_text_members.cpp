// Members of content that say what is in it.
#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <string>

#include "base/byte_class.h"
#include "base/find_text.h"
#include "content/html.h"
#include "content/json.h"
#include "content/not_found_text.h"
#include "facts/content_text.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

using content::TextState;
using expr::Value;
using Arguments = std::span<const Value>;

constexpr Bytes kMultistatus = "{DAV:}multistatus";

const model::Message& message_of(const Value& object) { return object_as<MessageFacts>(object).message(); }

/// Reads a content of one of `kinds`: absent where it is none of them or empty, not captured where it is not at hand.
template <typename Read>
Value read_kind(const Value& object, ContentKinds kinds, Read read) {
  ContentText& text = object_as<MessageFacts>(object).content_text();
  if ((kind_bit(text.kind()) & kinds) == 0) return Value::absent();
  if (!text.there()) return Value::not_captured();
  if (text.text().empty()) return text.missing();
  return read(text);
}

/// Reads any content as text: `read` gets empty ones, too.
template <typename Read>
Value read_text(const Value& object, Read read) {
  ContentText& text = object_as<MessageFacts>(object).content_text();
  if ((kind_bit(text.kind()) & kTextContent) == 0) return Value::absent();
  return text.there() ? read(text) : Value::not_captured();
}

Value kind(Facts&, const Value& object, Arguments) {
  constexpr std::array<Bytes, kContentKindCount> kNames = {"",     "json",      "xml",   "html",
                                                           "text", "multipart", "other", "other"};
  const model::Message& message = message_of(object);
  const ContentKind found = content_kind(message);
  if (found != ContentKind::kUntyped) return Value::of(kNames[static_cast<std::size_t>(found)]);
  return message.evidence.fields ? Value::absent() : Value::not_captured();
}

Value whole(Facts&, const Value& object, Arguments) {
  ContentText& text = object_as<MessageFacts>(object).content_text();
  return Value::of(text.there() && text.whole());
}

Value state_value(TextState state, bool all) {
  switch (state) {
    case TextState::kValid:
      return Value::of(false);
    case TextState::kMalformed:
      return Value::of(true);
    case TextState::kCut:
      return all ? Value::of(true) : Value::not_captured();
    case TextState::kUnknown:
      break;
  }
  return Value::not_captured();
}

Value malformed(Facts&, const Value& object, Arguments) {
  return read_kind(object, kJsonContent | kXmlContent, [](ContentText& text) {
    const bool json = text.kind() == ContentKind::kJson;
    return state_value(json ? text.json_state() : text.xml().state, text.whole());
  });
}

/// The integer of the member `name` of JSON.
Value integer_named(ContentText& text, Bytes name) {
  // Most contents have no such member: to look for its name is cheaper than to read the text.
  std::string quoted(1, '"');
  quoted.append(name).push_back('"');
  if (base::find_text(text.text(), quoted) == Bytes::npos) return text.missing();
  const auto found = content::find_json_integer(text.text(), name);
  if (found) return Value::of(*found);
  return text.json_state() == TextState::kCut ? text.missing() : Value::absent();
}

Value json_integer(Facts&, const Value& object, Arguments arguments) {
  return read_kind(object, kJsonContent,
                   [name = arguments[0].string](ContentText& text) { return integer_named(text, name); });
}

/// The members of JSON that name a status code say one from `least` to `most`.
Value code_within(ContentText& text, std::int64_t least, std::int64_t most) {
  constexpr std::array<Bytes, 3> kNames = {"status", "statusCode", "code"};
  // Two looks tell that none of the names is there.
  const Bytes all = text.text();
  if (base::find_text(all, "\"status") == Bytes::npos && base::find_text(all, "\"code\"") == Bytes::npos) {
    return text.no();
  }
  bool open = false;
  for (const Bytes name : kNames) {
    const Value value = integer_named(text, name);
    if (value.known() && value.integer >= least && value.integer <= most) return Value::of(true);
    open = open || value.state == expr::State::kNotCaptured;
  }
  return open ? Value::not_captured() : Value::of(false);
}

Value problem_details(Facts&, const Value& object, Arguments) {
  MessageFacts& message = object_as<MessageFacts>(object);
  constexpr Bytes kBegin = "application/problem+";
  const model::FieldLine* line = message.first_line(fields::id::kContentType);
  if (line != nullptr && !base::equals_ignoring_case(line->value.substr(0, kBegin.size()), kBegin)) {
    return Value::of(false);
  }
  const Value type = message.value(fields::id::kContentType);
  if (!type.known()) return type;
  const ContentKind kind = content_kind(message.message());
  return Value::of(kind == ContentKind::kJson || kind == ContentKind::kXml);
}

/// Runs for every response with JSON.
Value contradicts_status(Facts& facts, const Value& object, Arguments) {
  const int status = message_of(object).status;
  const bool success = status >= 200 && status < 300;
  if (!success && (status < 400 || status >= 600)) return Value::of(false);
  if (success) {
    const Value details = problem_details(facts, object, {});
    if (details.known() && details.boolean) return details;
  }
  return read_kind(object, kJsonContent, [success](ContentText& text) {
    return success ? code_within(text, 400, 599) : code_within(text, 200, 299);
  });
}

Value xml_root(Facts&, const Value& object, Arguments) {
  return read_kind(object, kXmlContent, [](ContentText& text) {
    const XmlFacts& xml = text.xml();
    if (!xml.root.empty()) return Value::of(xml.root);
    if (xml.state == TextState::kUnknown) return Value::not_captured();
    return xml.state == TextState::kMalformed ? Value::malformed() : text.missing();
  });
}

Value xml_children(Facts&, const Value& object, Arguments) {
  return read_kind(object, kXmlContent, [](ContentText& text) {
    const XmlFacts& xml = text.xml();
    switch (xml.state) {
      case TextState::kValid:
        return Value::of(xml.children);
      case TextState::kMalformed:
        return Value::malformed();
      default:
        return Value::not_captured();
    }
  });
}

Value dav_responses(Facts&, const Value& object, Arguments) {
  return read_kind(object, kXmlContent, [](ContentText& text) {
    const XmlFacts& xml = text.xml();
    if (xml.state == TextState::kUnknown) return Value::not_captured();
    if (xml.root != kMultistatus) return Value::absent();
    return xml.responses > 0 || xml.state == TextState::kValid ? Value::of(xml.responses) : text.missing();
  });
}

Value dav_response_fault(Facts&, const Value& object, Arguments) {
  return read_kind(object, kXmlContent, [](ContentText& text) {
    const XmlFacts& xml = text.xml();
    if (!xml.response_fault.empty()) return Value::of(xml.response_fault);
    return xml.state == TextState::kUnknown ? Value::not_captured() : text.missing();
  });
}

Value title(Facts&, const Value& object, Arguments) {
  return read_kind(object, kHtmlContent, [](ContentText& text) {
    const HtmlFacts& html = text.titles();
    return html.has_title ? Value::of(html.title) : text.missing();
  });
}

Value heading(Facts&, const Value& object, Arguments) {
  return read_kind(object, kHtmlContent, [](ContentText& text) {
    const HtmlFacts& html = text.titles();
    return html.has_heading ? Value::of(html.heading) : text.missing();
  });
}

Value not_found_notice(Facts& facts, const Value& object, Arguments) {
  return read_kind(object, kHtmlContent, [&facts](ContentText& text) {
    const HtmlFacts& html = text.titles();
    Bytes host;
    if (facts.request().there()) host = facts.request().combined(fields::id::kHost);
    if (html.has_title && content::is_not_found_notice(html.title, host)) return Value::of(html.title);
    if (html.has_heading && content::is_not_found_notice(html.heading, host)) return Value::of(html.heading);
    return html.has_title && html.has_heading ? Value::absent() : text.missing();
  });
}

Value form(Facts&, const Value& object, Arguments) {
  return read_text(object, [](ContentText& text) {
    const bool found = text.read_as() == ContentKind::kHtml && text.html().form;
    return found ? Value::of(true) : text.no();
  });
}

Value password_input(Facts&, const Value& object, Arguments) {
  return read_text(object, [](ContentText& text) {
    const bool found = text.read_as() == ContentKind::kHtml && text.html().password_input;
    return found ? Value::of(true) : text.no();
  });
}

Value says(Facts&, const Value& object, Arguments arguments) {
  return read_text(object, [&arguments](ContentText& text) {
    return text.holds(arguments[0].string, true) ? Value::of(true) : text.no();
  });
}

Value holds(Facts&, const Value& object, Arguments arguments) {
  return read_text(object, [&arguments](ContentText& text) {
    return text.holds(arguments[0].string, false) ? Value::of(true) : text.no();
  });
}

Value links(Facts&, const Value& object, Arguments) {
  return read_text(object, [](ContentText& text) {
    const auto found = text.references();
    return text.whole() ? Value::of(found) : Value::not_captured();
  });
}

Value has_link(Facts&, const Value& object, Arguments) {
  return read_text(object, [](ContentText& text) { return text.references().empty() ? text.no() : Value::of(true); });
}

/// True when `uri` stands in `text`, and is not a piece of a longer one.
bool mentions(Bytes text, Bytes uri) {
  const auto continues = [](char c) {
    return base::is(c, base::kAlpha | base::kDigit) || Bytes("/_%-=&?#~").find(c) != Bytes::npos;
  };
  for (std::size_t at = 0; (at = text.find(uri, at)) != Bytes::npos; ++at) {
    const std::size_t end = at + uri.size();
    const bool begins =
        at == 0 || (!continues(text[at - 1]) && text[at - 1] != '<' && text[at - 1] != '.') || text[at - 1] == '=';
    if (begins && (end == text.size() || !continues(text[end]))) return true;
  }
  return false;
}

Value links_to(Facts& facts, const Value& object, Arguments arguments) {
  return read_text(object, [&facts, wanted = arguments[0].string](ContentText& text) {
    constexpr std::size_t kLongest = 2048;
    if (wanted.empty()) return Value::absent();
    if (wanted.size() > kLongest) return Value::not_captured();
    base::Arena& arena = facts.arena();
    Bytes target;
    if (facts.request().there()) {
      const model::Scheme scheme = facts.exchange().connection->scheme;
      target = target_uri(facts.request().message(), scheme, arena).value_or(Bytes());
    }
    const Bytes uri = resolve_uri(target, wanted, arena);
    const bool html = text.read_as() == ContentKind::kHtml;
    const Bytes base = html && !text.html().base.empty() ? resolve_uri(target, text.html().base, arena) : target;
    bool undecided = false;
    for (const Bytes reference : text.references()) {
      if (reference == wanted) return Value::of(true);
      const SameUri same = same_uri(resolve_uri(base, reference, arena), uri, arena);
      if (same == SameUri::kSame) return Value::of(true);
      undecided = undecided || same == SameUri::kUnknown;
    }
    const std::string plain = html ? content::unescape_html(text.text()) : std::string(text.text());
    if (mentions(plain, wanted) || mentions(plain, uri)) return Value::of(true);
    return undecided ? Value::not_captured() : text.no();
  });
}

/// Takes the next line off `text`, without its line end.
Bytes take_line(Bytes& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  Bytes line = text.substr(0, end);
  text = text.substr(std::min(end + 1, text.size()));
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

/// The line of `text` that begins with `method` and a target that ends like `target`; what follows it is in `rest`.
bool find_request_line(Bytes text, const model::Message& request, Bytes& rest) {
  Bytes path = request.target;
  if (const std::size_t authority = path.find("://"); authority != Bytes::npos) {
    path = path.substr(std::min(path.find('/', authority + 3), path.size()));
  }
  while (!text.empty()) {
    const Bytes line = take_line(text);
    if (!line.starts_with(request.method) || line.substr(request.method.size(), 1) != " ") continue;
    Bytes target = line.substr(request.method.size() + 1);
    target = target.substr(0, target.find(' '));
    if (target != request.target && !target.ends_with(path)) continue;
    rest = text;
    return true;
  }
  return false;
}

/// Fields that a proxy or server may take out of a request that it reflects (RFC 9110 §9.3.8), or that go hop by hop.
bool may_be_left_out(const model::FieldLine& line) {
  namespace id = fields::id;
  constexpr std::array kSensitive = {id::kAuthorization, id::kCookie, id::kProxyAuthorization,
                                     id::kMaxForwards,   id::kVia,    id::kHost};
  return fields::field_info(line.field).connection_specific ||
         std::ranges::find(kSensitive, line.field) != kSensitive.end();
}

bool has_field_line(Bytes text, const model::FieldLine& wanted) {
  while (!text.empty()) {
    const Bytes line = take_line(text);
    const std::size_t colon = line.find(':');
    if (colon == Bytes::npos || !base::equals_ignoring_case(line.substr(0, colon), wanted.name)) continue;
    if (base::trim_blanks(line.substr(colon + 1)) == wanted.value) return true;
  }
  return false;
}

Value echoed(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  MessageFacts& response = facts.judged();
  if (!response.there()) return Value::unknown(response.why_missing());
  ContentText& text = response.content_text();
  if (!text.there()) return Value::not_captured();
  const model::Message& request = facts.request().message();
  Bytes rest;
  if (!find_request_line(text.text(), request, rest)) return text.no();
  constexpr std::size_t kEnough = 32;  // fields to look for
  std::size_t due = 0;
  std::size_t found = 0;
  for (const model::FieldLine& line : request.lines) {
    if (may_be_left_out(line)) continue;
    if (++due > kEnough) break;
    found += has_field_line(rest, line) ? 1 : 0;
  }
  return 2 * found >= due ? Value::of(true) : text.no();
}

Value dav_seen(Facts& facts, const Value&, Arguments) {
  return Value::of(facts.connection().dav_seen || (facts.judged().there() && facts.judged().has(fields::id::kDav)));
}

Value locks_offered(Facts& facts, const Value&, Arguments) {
  if (facts.connection().locks_offered) return Value::of(true);
  MessageFacts& message = facts.judged();
  if (!message.there() || !message.has(fields::id::kDav)) return Value::of(false);
  const std::string classes = "," + std::string(message.combined(fields::id::kDav)) + ",";
  std::string packed;
  std::ranges::copy_if(classes, std::back_inserter(packed), [](char c) { return c != ' ' && c != '\t'; });
  return Value::of(packed.find(",2,") != std::string::npos);
}

Value bad_percent_encoding(Facts&, const Value& object, Arguments) {
  const model::Message& message = message_of(object);
  if (message.part != model::Part::kRequest) return Value::absent();
  const Bytes target = message.target;
  for (std::size_t at = 0; (at = target.find('%', at)) != Bytes::npos; ++at) {
    const Bytes digits = target.substr(at + 1, 2);
    if (digits.size() < 2 || !base::all_of(digits, base::kHexDigit)) return Value::of(true);
  }
  return Value::of(false);
}

constexpr std::array kOneString = {expr::kStringType};

/// A row for a member of content that reads contents of `reads`.

constexpr Member content_member(Bytes name, expr::Type type, ReadFunction read, Bytes doc, ContentKinds reads,
                                std::span<const expr::Type> parameters = {}) {
  return {Object::kContent, name, type, read, doc, parameters, false, false, reads};
}

constexpr std::array kMembers = {
    content_member(
        "kind", expr::kStringType, kind,
        "\"json\", \"xml\", \"html\", \"text\", \"multipart\" or \"other\", by Content-Type; absent without it",
        kNoContent),
    content_member("whole", expr::kBoolType, whole,
                   "all of it is at hand, no content coding hides it: what is not found in it is not there",
                   kTextContent),
    content_member("malformed", expr::kBoolType, malformed,
                   "it is labelled JSON or XML and does not parse; absent if neither or empty",
                   kJsonContent | kXmlContent),
    content_member("json_integer", expr::kIntType, json_integer,
                   "the integer of that member of its top-level JSON object; absent if there is none", kJsonContent,
                   kOneString),
    content_member(
        "contradicts_status", expr::kBoolType, contradicts_status,
        "a success carries problem details, or JSON whose top-level member status, statusCode or code is an error; "
        "an error carries JSON in which it is a success",
        kJsonContent),
    content_member("problem_details", expr::kBoolType, problem_details,
                   "its type is application/problem+json or application/problem+xml", kNoContent),
    content_member("xml_root", expr::kStringType, xml_root,
                   "the root element of XML as {namespace}name; absent if no XML", kXmlContent),
    content_member("xml_children", expr::kStringList, xml_children,
                   "the elements in the root element of XML, as {namespace}name", kXmlContent),
    content_member("dav_responses", expr::kIntType, dav_responses,
                   "DAV:response elements of a DAV:multistatus; absent if it is none", kXmlContent),
    content_member("dav_response_fault", expr::kStringType, dav_response_fault,
                   "what is wrong with a DAV:response of a DAV:multistatus; absent if nothing is", kXmlContent),
    content_member("title", expr::kStringType, title, "the title of an HTML document", kHtmlContent),
    content_member("heading", expr::kStringType, heading, "the first heading of an HTML document", kHtmlContent),
    content_member(
        "not_found_notice", expr::kStringType, not_found_notice,
        "title or first heading of HTML that is nothing but a notice of a page not found; absent if neither is",
        kHtmlContent),
    content_member("form", expr::kBoolType, form, "it is HTML with a form", kTextContent),
    content_member("password_input", expr::kBoolType, password_input, "it is HTML with an input for a password",
                   kTextContent),
    content_member(
        "says", expr::kBoolType, says,
        "the text has that phrase, given in small letters, as whole words: letter case and white space ignored",
        kTextContent, kOneString),
    content_member("holds", expr::kBoolType, holds,
                   "the text has that phrase, given in small letters, perhaps within words", kTextContent, kOneString),
    content_member("links", expr::kStringList, links,
                   "URI references in it: links and forms of HTML, and those in texts", kTextContent),
    content_member("has_link", expr::kBoolType, has_link, "there is a URI reference in it", kTextContent),
    content_member("links_to", expr::kBoolType, links_to,
                   "a link or text in it is that URI reference: as written, or when both are resolved", kTextContent,
                   kOneString),
    Member{Object::kExchange,
           "echoed",
           expr::kBoolType,
           echoed,
           "the response's content reflects the request: its request line and most of its fields",
           {},
           false,
           false,
           kAnyContent},
    Member{Object::kMessage, "bad_percent_encoding", expr::kBoolType, bad_percent_encoding,
           "the request target has a percent sign without two hexadecimal digits"},
    Member{Object::kConnection,
           "dav_seen",
           expr::kBoolType,
           dav_seen,
           "this response or an earlier one on it had a DAV field: the server speaks WebDAV",
           {},
           true},
    Member{Object::kConnection,
           "locks_offered",
           expr::kBoolType,
           locks_offered,
           "the DAV field of this response or an earlier one on it lists class 2, or a LOCK succeeded: the server has "
           "locks",
           {},
           true},
};

}  // namespace

std::span<const Member> content_text_members() { return kMembers; }

}  // namespace httpvet::facts
