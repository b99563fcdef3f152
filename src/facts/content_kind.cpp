#include "facts/content_kind.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

bool ends_with(Bytes text, Bytes suffix) {
  return text.size() >= suffix.size() && base::equals_ignoring_case(text.substr(text.size() - suffix.size()), suffix);
}

bool starts_with(Bytes text, Bytes prefix) { return base::equals_ignoring_case(text.substr(0, prefix.size()), prefix); }

struct NamedKind {
  Bytes type;
  ContentKind kind;
};

// Types whose name does not say it. Lines of JSON are no JSON text, so they are text only.
constexpr std::array kNamedKinds = {
    NamedKind{"application/json", ContentKind::kJson},
    NamedKind{"text/json", ContentKind::kJson},
    NamedKind{"application/xml", ContentKind::kXml},
    NamedKind{"text/xml", ContentKind::kXml},
    NamedKind{"text/html", ContentKind::kHtml},
    NamedKind{"application/xhtml+xml", ContentKind::kHtml},
    NamedKind{"application/javascript", ContentKind::kText},
    NamedKind{"application/x-javascript", ContentKind::kText},
    NamedKind{"application/x-www-form-urlencoded", ContentKind::kForm},
    NamedKind{"application/ndjson", ContentKind::kText},
    NamedKind{"application/jsonl", ContentKind::kText},
    NamedKind{"application/jsonlines", ContentKind::kText},
    NamedKind{"application/x-jsonlines", ContentKind::kText},
    NamedKind{"application/x-ndjson", ContentKind::kText},
    NamedKind{"application/json-seq", ContentKind::kText},
    NamedKind{"application/yaml", ContentKind::kText},
};

ContentKind kind_of_type(Bytes type) {
  // The commonest one at once: this runs for nearly every response.
  if (type == "application/json") return ContentKind::kJson;
  for (const NamedKind& named : kNamedKinds) {
    if (base::equals_ignoring_case(type, named.type)) return named.kind;
  }
  if (starts_with(type, "multipart/")) return ContentKind::kMultipart;
  if (ends_with(type, "+json")) return ContentKind::kJson;
  if (ends_with(type, "+xml")) return ContentKind::kXml;
  return starts_with(type, "text/") ? ContentKind::kText : ContentKind::kOther;
}

}  // namespace

ContentKind content_kind(const model::Message& message) {
  for (const model::FieldLine& line : message.lines) {
    if (line.field != fields::id::kContentType) continue;
    return kind_of_type(base::trim_blanks(line.value.substr(0, line.value.find(';'))));
  }
  return ContentKind::kUntyped;
}

bool has_content_digest(const model::Message& message) {
  return std::ranges::any_of(message.lines, [](const model::FieldLine& line) {
    namespace id = fields::id;
    if (line.field == id::kContentDigest || line.field == id::kReprDigest || line.field == id::kContentMd5) return true;
    if (line.field != id::kTrailer) return false;
    // Looked at loosely: what is kept for nothing does no harm.
    return line.value.find("igest") != Bytes::npos || line.value.find("MD5") != Bytes::npos;
  });
}

bool has_content_coding(const model::Message& message) {
  for (const model::FieldLine& line : message.lines) {
    if (line.field == fields::id::kContentEncoding && !base::equals_ignoring_case(line.value, "identity")) return true;
  }
  return false;
}

bool is_compressed(const model::Message& message) {
  bool coded = false;
  bool sized = false;
  for (const model::FieldLine& line : message.lines) {
    if (line.field == fields::id::kTransferEncoding && !base::equals_ignoring_case(line.value, "chunked")) return true;
    coded = coded || line.field == fields::id::kContentEncoding;
    sized = sized || line.field == fields::id::kContentLength;
  }
  return coded && sized;
}

}  // namespace httpvet::facts
