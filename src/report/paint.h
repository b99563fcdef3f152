// Paint: colour for people, from our own strings only. Everything it says is said in words as well.
#pragma once

#include <string>

#include "base/bytes.h"
#include "model/rule_info.h"

namespace httpvet::report {

/// Wraps text in SGR sequences of the eight basic colours, or leaves it alone.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}

  void severity(std::string& out, model::Severity severity, Bytes text) const {
    constexpr Bytes kCodes[] = {"1;36", "1;33", "1;31"};
    put(out, kCodes[static_cast<std::size_t>(severity)], text);
  }
  void strong(std::string& out, Bytes text) const { put(out, "1", text); }
  void frame(std::string& out, Bytes text) const { put(out, "34", text); }
  void good(std::string& out, Bytes text) const { put(out, "1;32", text); }

 private:
  void put(std::string& out, Bytes code, Bytes text) const {
    if (!on_ || text.empty()) {
      out += text;
      return;
    }
    out += "\x1b[";
    out += code;
    out += 'm';
    out += text;
    out += "\x1b[0m";
  }

  bool on_;
};

}  // namespace httpvet::report
