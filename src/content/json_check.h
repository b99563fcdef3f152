// What is wrong with JSON beyond its grammar, and forms of it that are more or less than one JSON text.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "content/json.h"

namespace httpvet::content {

/// Sequences that servers put before JSON so that no script element can read it; empty if `text` begins with none.
Bytes json_prefix(Bytes text);

/// How many JSON texts `text` is, one after the other with nothing but white space between them; nullopt if it is not,
/// or ends within one.
std::optional<std::size_t> count_json_texts(Bytes text);

/// Lines of JSON texts (ndjson): the verdict on the first line that is not, its offset counted from the beginning of
/// `text`. Empty lines are skipped.
JsonVerdict check_json_lines(Bytes text);

/// Texts that each follow a record separator (RFC 7464 §2). A text that is cut is to be expected there (§2.3).
JsonVerdict check_json_sequence(Bytes text);

/// The first member name that an object of `text` has twice, compared without escapes; nullopt if there is none as far
/// as the text can be read.
std::optional<std::string> find_duplicate_name(Bytes text);

/// True when a string of `text` escapes one half of a surrogate pair without the other (RFC 8259 §8.2).
bool has_lone_surrogate(Bytes text);

/// What stands on the top level of a JSON object.
struct JsonMember {
  std::string name;
  char kind = 0;      // '"' string, '0' number, '{', '[', 't', 'f', 'n'
  std::string value;  // of a string without escapes; of a number as it stands there
};

/// The members of the top-level object of `text` that are called like one of `names`; nullopt if it is a valid JSON
/// text but no object. Requires a valid text.
std::optional<std::vector<JsonMember>> top_level_members(Bytes text, std::span<const Bytes> names);

}  // namespace httpvet::content
