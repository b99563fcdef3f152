// Faults: what is wrong within the value of a field, place by place, for rules that judge grammars piece by piece.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>

#include "base/arena.h"
#include "base/bytes.h"
#include "fields/arena_list.h"

namespace httpvet::fields {

/// One defect of a value. Its views live as long as the value and the arena of its list.
struct Fault {
  Bytes text;          // the octets at fault; empty where something is missing
  Bytes what;          // goes on a sentence: "max-age is missing"
  bool minor = false;  // recipients get along with it
};

/// Collects faults; after kMax of them it takes no more.
class FaultList {
 public:
  static constexpr std::size_t kMax = 16;
  static constexpr std::size_t kQuoted = 80;  // octets of a text that a sentence repeats

  explicit FaultList(base::Arena& arena) : arena_(arena), faults_(arena) {}

  base::Arena& arena() { return arena_; }
  std::size_t size() const { return faults_.size(); }

  void add(Bytes text, Bytes what, bool minor = false) {
    if (faults_.size() < kMax) faults_.push_back({text, what, minor});
  }
  void add_minor(Bytes text, Bytes what) { add(text, what, true); }

  /// The same with a sentence made of `parts`, of each at most kQuoted octets.
  void add_parts(Bytes text, std::initializer_list<Bytes> parts, bool minor = false) {
    if (faults_.size() == kMax) return;
    std::string what;
    for (const Bytes part : parts) {
      what += part.substr(0, kQuoted);
      if (part.size() > kQuoted) what += "...";
    }
    add(text, arena_.copy(what), minor);
  }

  std::span<const Fault> finish() { return faults_.finish(); }

 private:
  base::Arena& arena_;
  ArenaList<Fault> faults_;
};

}  // namespace httpvet::fields
