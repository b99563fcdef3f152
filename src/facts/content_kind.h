// ContentKind: what sort of content a message says it has, as far as rules read contents differently.
#pragma once

#include <cstdint>

#include "model/message.h"

namespace httpvet::facts {

/// By Content-Type. kUntyped: there is none, so recipients guess (RFC 9110 §8.3).
enum class ContentKind : std::uint8_t { kUntyped, kJson, kXml, kHtml, kText, kMultipart, kOther };
inline constexpr std::size_t kContentKindCount = 7;

/// A set of kinds, a bit each.
using ContentKinds = std::uint8_t;
constexpr ContentKinds kind_bit(ContentKind kind) {
  return static_cast<ContentKinds>(1u << static_cast<unsigned>(kind));
}
inline constexpr ContentKinds kNoContent = 0;
inline constexpr ContentKinds kJsonContent = kind_bit(ContentKind::kJson);
inline constexpr ContentKinds kXmlContent = kind_bit(ContentKind::kXml);
inline constexpr ContentKinds kHtmlContent = kind_bit(ContentKind::kHtml);
inline constexpr ContentKinds kMultipartContent = kind_bit(ContentKind::kMultipart);
/// What can be read as text, and what has no type and may be text.
inline constexpr ContentKinds kTextContent =
    kJsonContent | kXmlContent | kHtmlContent | kind_bit(ContentKind::kText) | kind_bit(ContentKind::kUntyped);
inline constexpr ContentKinds kAnyContent = 0x7F;

/// No kind: a hash over the octets of contents of any kind, for comparing them.
inline constexpr ContentKinds kContentHash = 0x80;

/// The kind that the first Content-Type line of `message` names, its grammar taken leniently: `+json` and `+xml` count
/// (RFC 6839), and XHTML counts as HTML.
ContentKind content_kind(const model::Message& message);

/// True when a Content-Encoding field names a coding other than identity: the octets are not what the type says
/// (RFC 9110 §8.4).
bool has_content_coding(const model::Message& message);

}  // namespace httpvet::facts
