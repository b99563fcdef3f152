#include "fields/media_names.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "fields/names.h"

namespace httpvet::fields {
namespace {

struct Replaced {
  Bytes name;
  Bytes by;
};

// No type of these names was ever registered, and no tree is left open for them.
constexpr std::array kNonexistent = {
    Replaced{"application/html", "text/html"},
    Replaced{"application/jpeg", "image/jpeg"},
    Replaced{"application/jpg", "image/jpeg"},
    Replaced{"application/js", "text/javascript"},
    Replaced{"application/plain", "text/plain"},
    Replaced{"application/png", "image/png"},
    Replaced{"application/text", "text/plain"},
    Replaced{"application/txt", "text/plain"},
    Replaced{"application/xml-json", "application/json"},
    Replaced{"css/text", "text/css"},
    Replaced{"html/text", "text/html"},
    Replaced{"image/jpg", "image/jpeg"},
    Replaced{"image/svg", "image/svg+xml"},
    Replaced{"image/svg-xml", "image/svg+xml"},
    Replaced{"javascript/text", "text/javascript"},
    Replaced{"jpeg/image", "image/jpeg"},
    Replaced{"json", "application/json"},
    Replaced{"json/application", "application/json"},
    Replaced{"json/text", "application/json"},
    Replaced{"plain/html", "text/html"},
    Replaced{"plain/text", "text/plain"},
    Replaced{"text/htm", "text/html"},
    Replaced{"text/jpeg", "image/jpeg"},
    Replaced{"text/jpg", "image/jpeg"},
    Replaced{"text/js", "text/javascript"},
    Replaced{"text/json", "application/json"},
    Replaced{"text/pdf", "application/pdf"},
    Replaced{"text/png", "image/png"},
    Replaced{"text/text", "text/plain"},
    Replaced{"text/txt", "text/plain"},
    Replaced{"utf-8", "text/plain; charset=utf-8"},
    Replaced{"xml/application", "application/xml"},
    Replaced{"xml/text", "text/xml"},
};

// Obsolete or deprecated in the registry of IANA, or x- types (RFC 6648) that have a registered successor.
constexpr std::array kObsolete = {
    Replaced{"application/ecmascript", "text/javascript"},
    Replaced{"application/font-sfnt", "font/sfnt"},
    Replaced{"application/font-woff", "font/woff"},
    Replaced{"application/font-woff2", "font/woff2"},
    Replaced{"application/javascript", "text/javascript"},
    Replaced{"application/vnd.geo+json", "application/geo+json"},
    Replaced{"application/x-atom+xml", "application/atom+xml"},
    Replaced{"application/x-debian-package", "application/vnd.debian.binary-package"},
    Replaced{"application/x-ecmascript", "text/javascript"},
    Replaced{"application/x-font-otf", "font/otf"},
    Replaced{"application/x-font-ttf", "font/ttf"},
    Replaced{"application/x-font-woff", "font/woff"},
    Replaced{"application/x-font-woff2", "font/woff2"},
    Replaced{"application/x-gzip", "application/gzip"},
    Replaced{"application/x-javascript", "text/javascript"},
    Replaced{"application/x-json", "application/json"},
    Replaced{"application/x-msgpack", "application/vnd.msgpack"},
    Replaced{"application/x-pdf", "application/pdf"},
    Replaced{"application/x-pkcs10", "application/pkcs10"},
    Replaced{"application/x-pkcs12", "application/pkcs12"},
    Replaced{"application/x-pkcs7-mime", "application/pkcs7-mime"},
    Replaced{"application/x-pkcs7-signature", "application/pkcs7-signature"},
    Replaced{"application/x-rar-compressed", "application/vnd.rar"},
    Replaced{"application/x-rtf", "application/rtf"},
    Replaced{"application/x-shockwave-flash", "application/vnd.adobe.flash.movie"},
    Replaced{"application/x-sql", "application/sql"},
    Replaced{"application/x-sqlite3", "application/vnd.sqlite3"},
    Replaced{"application/x-turtle", "text/turtle"},
    Replaced{"application/x-wasm", "application/wasm"},
    Replaced{"application/x-yaml", "application/yaml"},
    Replaced{"application/x-zip", "application/zip"},
    Replaced{"application/x-zip-compressed", "application/zip"},
    Replaced{"application/x-zstd", "application/zstd"},
    Replaced{"audio/x-aac", "audio/aac"},
    Replaced{"audio/x-flac", "audio/flac"},
    Replaced{"audio/x-m4a", "audio/mp4"},
    Replaced{"audio/x-matroska", "audio/matroska"},
    Replaced{"audio/x-mpeg", "audio/mpeg"},
    Replaced{"audio/x-ogg", "audio/ogg"},
    Replaced{"audio/x-wav", "audio/vnd.wave"},
    Replaced{"image/pjpeg", "image/jpeg"},
    Replaced{"image/x-bmp", "image/bmp"},
    Replaced{"image/x-emf", "image/emf"},
    Replaced{"image/x-icon", "image/vnd.microsoft.icon"},
    Replaced{"image/x-ms-bmp", "image/bmp"},
    Replaced{"image/x-png", "image/png"},
    Replaced{"image/x-webp", "image/webp"},
    Replaced{"image/x-wmf", "image/wmf"},
    Replaced{"text/directory", "text/vcard"},
    Replaced{"text/ecmascript", "text/javascript"},
    Replaced{"text/javascript1.0", "text/javascript"},
    Replaced{"text/javascript1.1", "text/javascript"},
    Replaced{"text/javascript1.2", "text/javascript"},
    Replaced{"text/javascript1.3", "text/javascript"},
    Replaced{"text/javascript1.4", "text/javascript"},
    Replaced{"text/javascript1.5", "text/javascript"},
    Replaced{"text/jscript", "text/javascript"},
    Replaced{"text/livescript", "text/javascript"},
    Replaced{"text/x-csv", "text/csv"},
    Replaced{"text/x-ecmascript", "text/javascript"},
    Replaced{"text/x-javascript", "text/javascript"},
    Replaced{"text/x-json", "application/json"},
    Replaced{"text/x-markdown", "text/markdown"},
    Replaced{"text/x-vcard", "text/vcard"},
    Replaced{"text/x-yaml", "application/yaml"},
    Replaced{"text/yaml", "application/yaml"},
    Replaced{"video/x-matroska", "video/matroska"},
    Replaced{"video/x-msvideo", "video/vnd.avi"},
    Replaced{"video/x-mpeg", "video/mpeg"},
};

// IANA Structured Syntax Suffixes.
constexpr std::array kSuffixes = {Bytes("ber"),     Bytes("cbor"),     Bytes("cbor-seq"),    Bytes("cose"),
                                  Bytes("cwt"),     Bytes("der"),      Bytes("fastinfoset"), Bytes("gzip"),
                                  Bytes("json"),    Bytes("json-seq"), Bytes("jwt"),         Bytes("sd-jwt"),
                                  Bytes("sqlite3"), Bytes("tlv"),      Bytes("wbxml"),       Bytes("xml"),
                                  Bytes("yaml"),    Bytes("zip"),      Bytes("zstd")};

template <std::size_t Size>
Bytes look_up(const std::array<Replaced, Size>& rows, Bytes name) {
  const auto found = std::ranges::find(rows, name, &Replaced::name);
  return found == rows.end() ? Bytes() : found->by;
}

std::size_t token_length(Bytes text) {
  std::size_t length = 0;
  while (length < text.size() && base::is(text[length], base::kTchar)) ++length;
  return length;
}

/// The octets up to the next comma that does not stand in a quoted-string.
std::size_t member_length(Bytes text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ',' && !quoted) {
      return i;
    }
  }
  return text.size();
}

/// The length of `text` up to the next semicolon outside of quotes.
std::size_t parameter_length(Bytes text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ';' && !quoted) {
      return i;
    }
  }
  return text.size();
}

bool begins_with_type(Bytes text) {
  const std::size_t type = token_length(text);
  return type > 0 && type < text.size() && text[type] == '/' && token_length(text.substr(type + 1)) > 0;
}

bool is_list_of_types(Bytes value) {
  std::size_t members = 0;
  while (true) {
    const std::size_t length = member_length(value);
    if (!begins_with_type(base::trim_blanks(value.substr(0, length)))) return false;
    ++members;
    if (length == value.size()) return members > 1;
    value.remove_prefix(length + 1);
  }
}

constexpr std::size_t kLongest = 127;  // RFC 6838 §4.2
constexpr std::size_t kRecommended = 64;

bool may_be_in_name(char c) {
  return base::is(c, base::kAlpha | base::kDigit) || Bytes("!#$&-^_.+").find(c) != Bytes::npos;
}

Bytes part_fault(Bytes part) {
  if (!base::is(part.front(), base::kAlpha | base::kDigit)) return "it begins with neither letter nor digit";
  if (!std::ranges::all_of(part, may_be_in_name)) return "it has a character that registered names cannot have";
  return part.size() > kLongest ? Bytes("it has more than 127 characters") : Bytes();
}

}  // namespace

Bytes media_type_fault(Bytes value) {
  if (value.empty()) return "it is empty";
  if (value.front() == '"') return "it stands in quotes";
  if (is_list_of_types(value)) return {};
  const std::size_t type = token_length(value);
  if (type == 0) return "it does not begin with a type";
  if (type == value.size() || value[type] != '/') {
    const Bytes rest = base::trim_blanks(value.substr(type));
    return rest.starts_with('=') ? Bytes("it is a parameter without a type") : Bytes("it has no subtype");
  }
  const std::size_t subtype = token_length(value.substr(type + 1));
  if (subtype == 0) return "its subtype is missing";
  if (value.substr(0, type) == "*" || value.substr(type + 1, subtype) == "*") return "it is a wildcard";
  const Bytes rest = base::trim_blanks(value.substr(type + 1 + subtype));
  if (rest.empty() || rest.front() == ';') return {};
  if (rest.front() == ',') return "a comma follows the type where a semicolon belongs";
  return "no semicolon follows the type";
}

Bytes media_type_name(Bytes value) { return value.substr(0, value.find_first_of(";, \t")); }

std::optional<Bytes> charset_parameter(Bytes value) {
  while (true) {
    const std::size_t length = parameter_length(value);
    if (length == value.size()) return std::nullopt;
    value.remove_prefix(length + 1);
    const Bytes parameter = base::trim_blanks(value.substr(0, parameter_length(value)));
    const std::size_t equals = parameter.find('=');
    if (equals == Bytes::npos) continue;
    if (!base::equals_ignoring_case(base::trim_blanks(parameter.substr(0, equals)), "charset")) continue;
    const Bytes charset = base::trim_blanks(parameter.substr(equals + 1));
    const bool quoted = charset.size() >= 2 && charset.front() == '"' && charset.back() == '"';
    return quoted ? charset.substr(1, charset.size() - 2) : charset;
  }
}

Bytes media_name_fault(Bytes name) {
  const std::size_t slash = name.find('/');
  if (slash == 0 || slash == Bytes::npos || slash + 1 == name.size()) return {};
  const Bytes type = name.substr(0, slash);
  const Bytes subtype = name.substr(slash + 1);
  if (type == "*" || subtype == "*" || !base::is_token(type) || !base::is_token(subtype)) return {};
  const Bytes fault = part_fault(type);
  return fault.empty() ? part_fault(subtype) : fault;
}

bool has_long_media_name(Bytes name) {
  const std::size_t slash = std::min(name.find('/'), name.size());
  return slash > kRecommended || name.size() - slash > kRecommended + 1;
}

Bytes media_type_meant(Bytes name) { return look_up(kNonexistent, name); }

Bytes media_type_doubt(Bytes name) {
  if (is_registered(NameRegistry::kMediaTypes, name)) return {};
  const Bytes subtype = name.substr(std::min(name.find('/') + 1, name.size()));
  const bool in_tree = subtype.starts_with("vnd.") || subtype.starts_with("prs.") || subtype.starts_with("x.");
  if (!in_tree) return "it is not registered";
  const std::size_t plus = subtype.rfind('+');
  if (plus == Bytes::npos) return {};
  const Bytes suffix = subtype.substr(plus + 1);
  return std::ranges::find(kSuffixes, suffix) == kSuffixes.end() ? Bytes("its suffix is not registered") : Bytes();
}

Bytes media_type_successor(Bytes name) { return look_up(kObsolete, name); }

}  // namespace httpvet::fields
