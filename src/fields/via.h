// Via (RFC 9110 §7.6.3).
#pragma once

#include <span>

#include "base/arena.h"
#include "fields/cursor.h"

namespace httpvet::fields {

/// What is odd about an entry of Via.
enum class ViaFault : std::uint8_t {
  kNone,
  kNoProtocol,        // one word, and it is no version
  kNoReceivedBy,      // one word, and it is a version
  kWrongOrder,        // a name, then a version
  kBadProtocol,       // the first word is not [ protocol-name "/" ] protocol-version
  kBracketedAddress,  // received-by is `[2001:db8::1]`, which has no place in its grammar
  kBadReceivedBy,     // the second word is not pseudonym [ ":" port ]
  kUnclosedComment,   // a parenthesis is not closed
  kExtraWords,        // something behind received-by that is neither comment nor in brackets
  kGluedComment,      // no blank between received-by and comment
  kSeveralComments,   // more than one comment
  kBracketedStatus,   // text in square brackets behind the name, as two large CDNs write it
};

struct ViaEntry {
  Slice text;         // all of it
  Slice received_by;  // pseudonym and port; empty if there is none
  ViaFault fault = ViaFault::kNone;
};

/// The entries of `value`, taken apart leniently: #( received-protocol RWS received-by [ RWS comment ] ). Commas within
/// comments and brackets do not count. Empty elements are left out.
std::span<const ViaEntry> read_via(Bytes value, base::Arena& arena);

}  // namespace httpvet::fields
