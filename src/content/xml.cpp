#include "content/xml.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/byte_class.h"
#include "content/uri_text.h"

namespace httpvet::content {
namespace {

constexpr char kSeparator = ' ';  // no namespace name holds a blank
constexpr std::size_t kMaxText = 4096;

/// `name` as expat gives it, in the form {namespace}local.
std::string clark_name(Bytes name) {
  const std::size_t at = name.find(kSeparator);
  if (at == Bytes::npos) return std::string(name);
  return "{" + std::string(name.substr(0, at)) + "}" + std::string(name.substr(at + 1));
}

Bytes trim_space(Bytes text) {
  constexpr Bytes kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == Bytes::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// status-line = HTTP-version SP status-code SP [ reason-phrase ]      (RFC 9112 §4)
// The second SP has been missing where there is no phrase for as long as there are servers; that is no fault here.
bool is_status_line(Bytes text) {
  constexpr std::size_t kCode = 9;  // behind "HTTP/1.1 "
  if (!text.starts_with("HTTP/") || text.size() < kCode + 3) return false;
  const auto digit = [text](std::size_t at) { return base::is(text[at], base::kDigit); };
  if (!digit(5) || text[6] != '.' || !digit(7) || text[8] != ' ') return false;
  if (!digit(kCode) || !digit(kCode + 1) || !digit(kCode + 2) || text[kCode] == '0') return false;
  if (text.size() == kCode + 3) return true;
  return text[kCode + 3] == ' ' && std::ranges::none_of(text, [](char c) { return base::is(c, base::kControl); });
}

/// Takes expat's calls for one document.
class Reader {
 public:
  explicit Reader(XmlDocument& document) : document_(document) {}

  void start(Bytes name, const XML_Char** attributes) {
    ++depth_;
    text_.clear();
    const std::string element = clark_name(name);
    if (depth_ == 1) document_.root = element;
    if (depth_ == 2) {
      child_ = element;
      if (document_.children.size() < XmlDocument::kMaxNames) document_.children.push_back(element);
    }
    for (; *attributes != nullptr; attributes += 2) add_reference(attributes[0], attributes[1]);
    if (document_.root == "{DAV:}multistatus") start_dav(element);
  }

  void end(Bytes name) {
    const std::string element = clark_name(name);
    if (document_.root == "{DAV:}multistatus") end_dav(element);
    if (text_.find('/') != std::string::npos) find_references(text_, XmlDocument::kMaxLinks, document_.references);
    text_.clear();
    --depth_;
  }

  void entity(bool external) {
    document_.entities = true;
    document_.external_entities = document_.external_entities || external;
  }

  void text(Bytes piece) { text_ += piece.substr(0, kMaxText - std::min(text_.size(), kMaxText)); }

 private:
  void add_reference(Bytes name, Bytes value) {
    if (document_.references.size() >= XmlDocument::kMaxLinks) return;
    if (is_link_name(name) ? !value.empty() : looks_like_reference(value)) document_.references.emplace_back(value);
  }

  void start_dav(Bytes element) {
    if (depth_ == 2 && element == "{DAV:}response") {
      ++document_.responses;
      href_ = status_ = propstat_ = propstat_status_ = false;
    }
    if (!in_response()) return;
    if (depth_ == 3) {
      href_ = href_ || element == "{DAV:}href";
      status_ = status_ || element == "{DAV:}status";
      propstat_ = propstat_ || element == "{DAV:}propstat";
      if (element == "{DAV:}propstat") propstat_status_ = false;
      part_ = element;
    }
    if (depth_ == 4 && part_ == "{DAV:}propstat" && element == "{DAV:}status") propstat_status_ = true;
  }

  void end_dav(Bytes element) {
    if (!in_response()) return;
    const bool of_response = depth_ == 3;
    const bool of_propstat = depth_ == 4 && part_ == "{DAV:}propstat";
    if (element == "{DAV:}status" && (of_response || of_propstat) && !is_status_line(trim_space(text_))) {
      fault("a status element that is no status line of HTTP");
    }
    if (of_response && element == "{DAV:}propstat" && !propstat_status_) fault("a propstat element without status");
    if (depth_ != 2) return;
    if (!href_) fault("a response element without href");
    if (!status_ && !propstat_) fault("a response element with neither status nor propstat");
  }

  bool in_response() const { return depth_ >= 2 && child_ == "{DAV:}response"; }

  void fault(const char* what) {
    if (document_.response_fault.empty()) document_.response_fault = what;
  }

  XmlDocument& document_;
  std::size_t depth_ = 0;
  std::string text_;   // since the last tag
  std::string child_;  // of the root, opened last
  std::string part_;   // of a response, opened last
  bool href_ = false;
  bool status_ = false;
  bool propstat_ = false;
  bool propstat_status_ = false;
};

void on_start(void* reader, const XML_Char* name, const XML_Char** attributes) {
  static_cast<Reader*>(reader)->start(name, attributes);
}
void on_end(void* reader, const XML_Char* name) { static_cast<Reader*>(reader)->end(name); }
void on_text(void* reader, const XML_Char* text, int length) {
  static_cast<Reader*>(reader)->text({text, static_cast<std::size_t>(length)});
}
// With a default handler expat leaves references to entities alone.
void on_other(void*, const XML_Char*, int) {}

void on_entity(void* document, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char* system,
               const XML_Char*, const XML_Char*) {
  static_cast<Reader*>(document)->entity(system != nullptr);
}

/// The encoding as expat calls it; null: expat finds out. nullopt: expat does not know it.
std::optional<const char*> expat_encoding(Bytes encoding) {
  if (encoding.empty()) return nullptr;
  if (encoding == "utf-8") return "UTF-8";
  if (encoding == "windows-1252") return "ISO-8859-1";  // the same letters, but for a few signs
  if (encoding.starts_with("utf-16")) return "UTF-16";
  return std::nullopt;
}

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// Errors that say that we cannot tell, not that the document is wrong.
bool beyond_us(XML_Error error) {
  return error == XML_ERROR_NO_MEMORY || error == XML_ERROR_UNKNOWN_ENCODING ||
         error == XML_ERROR_EXTERNAL_ENTITY_HANDLING || error == XML_ERROR_AMPLIFICATION_LIMIT_BREACH;
}

}  // namespace

XmlDocument read_xml(Bytes text, bool whole, Bytes encoding) {
  XmlDocument document;
  Reader reader(document);
  auto known = expat_encoding(encoding);
  // Another superset of ASCII does not matter where there is nothing but ASCII.
  const bool ascii = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (!known && ascii) known = "UTF-8";
  if (!known) {
    document.state = TextState::kUnknown;
    return document;
  }
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser(XML_ParserCreateNS(*known, kSeparator));
  if (parser == nullptr || text.size() > INT32_MAX) {
    document.state = TextState::kUnknown;
    return document;
  }
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetDefaultHandler(parser.get(), on_other);
  XML_SetEntityDeclHandler(parser.get(), on_entity);
  const XML_Status status = XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), whole ? 1 : 0);
  if (status == XML_STATUS_OK) {
    document.state = whole ? TextState::kValid : TextState::kCut;
    return document;
  }
  const XML_Error error = XML_GetErrorCode(parser.get());
  document.state = beyond_us(error) ? TextState::kUnknown : TextState::kMalformed;
  document.offset = static_cast<std::size_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(parser.get()), 0));
  document.wrong = XML_ErrorString(error);
  return document;
}

}  // namespace httpvet::content
