// JsonWriter: JSON appended to a string as it is said; nothing is built in memory first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "report/escape.h"

namespace httpvet::report {

/// Appends one JSON text. The caller opens and closes in order; commas are the writer's business.
class JsonWriter {
 public:
  /// `out` outlives the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  void open_object() { open('{'); }
  void close_object() { close('}'); }
  void open_array() { open('['); }
  void close_array() { close(']'); }

  /// Puts the next value, or the end of this array or object, on a line of its own.
  void break_line() { break_ = true; }

  /// The name of the next member.
  void key(Bytes name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
    first_ = true;
  }

  /// A string, escaped.
  void string(Bytes text) {
    separate();
    append_json_string(out_, text);
  }

  /// A string that was escaped before.
  void escaped_string(Bytes safe) {
    separate();
    append_json_quoted(out_, safe);
  }

  void number(std::uint64_t value) {
    separate();
    out_ += std::to_string(value);
  }

  void boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
  }

  void null() {
    separate();
    out_ += "null";
  }

  /// A member whose value is a string.
  void member(Bytes name, Bytes text) {
    key(name);
    string(text);
  }

  /// A member whose value is a number.
  void member(Bytes name, std::uint64_t value) {
    key(name);
    number(value);
  }

  /// A member whose value is a number, or null where there is none.
  void member(Bytes name, std::optional<std::uint64_t> value) {
    key(name);
    value ? number(*value) : null();
  }

  /// A member whose value is a string, or null if it is empty.
  void member_or_null(Bytes name, Bytes text) {
    key(name);
    text.empty() ? null() : string(text);
  }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
    end_line();
  }
  void end_line() {
    if (break_) out_ += '\n';
    break_ = false;
  }
  void open(char sign) {
    separate();
    out_ += sign;
    first_ = true;
  }
  void close(char sign) {
    end_line();
    out_ += sign;
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;   // nothing stands before the next value: no comma
  bool break_ = false;  // a line break is due
};

}  // namespace httpvet::report
