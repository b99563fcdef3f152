// Escaping: the one way by which octets that are not ours get into any output.
#pragma once

#include <string>

#include "base/bytes.h"

namespace httpvet::report {

/// How escaped text is spelled. In all of them a backslash is doubled, so that every output can be turned back.
enum class EscapeStyle {
  kMachine,  // valid printable UTF-8 stays; everything else is \xNN
  kText,     // the same, but CR, LF and HTAB are \r, \n and \t
  kAscii,    // as kText, and every octet above 0x7E is \xNN too
};

/// Appends `text` to `out` without anything that a terminal, a line-based reader or a CI system could act upon: control
/// octets, C1 (raw or in UTF-8), bidirectional and invisible characters, line separators, private use and invalid UTF-8
/// become \xNN; so does the first character of `##[`, `##vso[`, `##teamcity[` and of a leading `::`.
void append_escaped(std::string& out, Bytes text, EscapeStyle style);

/// Appends the first octet of `text` alone, in the style kAscii: for those who count octets. A leading `::` stays.
void append_escaped_octet(std::string& out, Bytes text);

/// append_escaped() as a value.
std::string escaped(Bytes text, EscapeStyle style);

/// Appends text of ours (rules, formats): as append_escaped(), but a backslash stays single, and with kAscii the few
/// signs that we use ourselves (§ … → – and quotes) get an ASCII spelling.
void append_own(std::string& out, Bytes text, EscapeStyle style);

/// Escapes CI commands that came about only by joining pieces: `##[` and the like anywhere in out[from..], and `::`
/// right at `from`, blanks aside.
void neutralise_commands(std::string& out, std::size_t from);

/// Appends `text` to `out` as a JSON string with its quotes; escaped as kMachine first.
void append_json_string(std::string& out, Bytes text);

/// Appends text that was escaped before as a JSON string with its quotes.
void append_json_quoted(std::string& out, Bytes safe);

/// Octets of the UTF-8 character at the start of `text`, 0 if none stands there that is valid and safe to show.
std::size_t printable_character(Bytes text);

}  // namespace httpvet::report
