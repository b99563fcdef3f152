// What members that read contents by their format share.
#pragma once

#include <string>

#include "facts/field_values.h"
#include "facts/member.h"

namespace httpvet::facts {

/// type/subtype of Content-Type in lower case; empty without it.
Bytes media_name_of(MessageFacts& message);

/// The encoding that the charset parameter of Content-Type stands for, as the WHATWG calls it; empty if there is none.
Bytes charset_encoding_of(MessageFacts& message);

/// How JSON stands in a content: one text, texts behind record separators (RFC 7464), or one a line.
enum class JsonForm : std::uint8_t { kNone, kText, kSequence, kLines };
JsonForm json_form(Bytes media_name);

/// True for application/xml, text/xml and types with the suffix +xml.
bool is_xml(Bytes media_name);

/// Reads all of a content: absent where it is empty, not captured where it is not at hand.
template <typename Read>
expr::Value read_whole(MessageFacts& message, Read read) {
  WholeContent& content = message.whole_content();
  if (!content.there()) return expr::Value::not_captured();
  return content.text().empty() ? expr::Value::absent() : read(content);
}

/// `text` as a value; absent if it is empty.
inline expr::Value in_words(const std::string& text, MessageFacts& message) {
  return text.empty() ? expr::Value::absent() : expr::Value::of(message.arena().copy(text));
}

inline std::string at_octet(std::size_t offset) { return " at octet " + std::to_string(offset + 1); }

}  // namespace httpvet::facts
