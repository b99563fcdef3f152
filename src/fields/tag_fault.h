// TagFault: what is wrong, or only unwise, about the entity tags of a value (RFC 9110 §8.8.3).
#pragma once

#include <cstdint>

#include "fields/parse.h"

namespace httpvet::fields {

enum class TagFault : std::uint8_t {
  kNone,
  kUnquoted,   // no double quotes around it, or the W/ within them; `*` or several tags where one tag belongs
  kPrefix,     // something else than W/ directly before the quote
  kSyntax,     // quoted, but no tag for another reason
  kBackslash,  // a tag that holds a backslash
  kEmpty,      // a tag with nothing between its quotes
  kInode,      // a strong tag as Apache makes it of inode, size and time
};

/// Which field a value is from.
enum class TagPlace : std::uint8_t {
  kEtag,     // exactly one tag
  kIfRange,  // one tag, if it is no date
  kList,     // If-Match, If-None-Match: `*` or a list of tags
  kIf,       // If of WebDAV: tags stand in brackets (RFC 4918 §10.4.2)
};

struct TagVerdict {
  TagFault fault = TagFault::kNone;
  Bytes tag;  // the first with that fault
};

/// The gravest fault of the tags in `value`, in the order of TagFault. Takes linear time.
TagVerdict judge_tags(Bytes value, TagPlace place);

}  // namespace httpvet::fields
