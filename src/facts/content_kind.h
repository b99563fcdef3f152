// ContentKind: what sort of content a message says it has, as far as rules read contents differently.
#pragma once

#include <cstdint>

#include "model/message.h"

namespace httpvet::facts {

/// By Content-Type. kUntyped: there is none, so recipients guess (RFC 9110 §8.3).
enum class ContentKind : std::uint8_t { kUntyped, kJson, kXml, kHtml, kText, kMultipart, kOther, kForm };
inline constexpr std::size_t kContentKindCount = 8;

/// A set of kinds, a bit each; and more bits for what else is wanted of contents.
using ContentKinds = std::uint32_t;
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
inline constexpr ContentKinds kFormContent = kind_bit(ContentKind::kForm);
inline constexpr ContentKinds kAnyContent = 0xFF;

/// No kind: a hash over the octets of contents of any kind, for comparing them.
inline constexpr ContentKinds kContentHash = 0x100;

/// Contents of `kinds` from beginning to end, not only what they begin with.
constexpr ContentKinds whole_content(ContentKinds kinds) { return kinds << 9; }

/// No kinds: all of the contents that have a content coding, and of those with a field that holds a digest of them.
inline constexpr ContentKinds kCodedContent = ContentKinds{1} << 17;
inline constexpr ContentKinds kDigestedContent = ContentKinds{1} << 18;

/// No kind either: contents of any kind that have a content coding and Content-Length, or a transfer coding besides
/// chunked.
inline constexpr ContentKinds kCompressedContent = ContentKinds{1} << 19;

/// The kind that the first Content-Type line of `message` names, its grammar taken leniently: `+json` and `+xml` count
/// (RFC 6839), and XHTML counts as HTML.
ContentKind content_kind(const model::Message& message);

/// True when a field holds a digest of the content or representation, or is announced as a trailer: Content-Digest,
/// Repr-Digest, Content-MD5.
bool has_content_digest(const model::Message& message);

/// True when a Content-Encoding field names a coding other than identity: the octets are not what the type says
/// (RFC 9110 §8.4).
bool has_content_coding(const model::Message& message);

/// True when `message` has what kCompressedContent asks for.
bool is_compressed(const model::Message& message);

}  // namespace httpvet::facts
