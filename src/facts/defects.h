// Defects: what is wrong with a value whose rule has more to say than that it does not parse. Facts find them; rules
// say what to make of them.
#pragma once

#include "facts/message_facts.h"
#include "fields/arena_list.h"

namespace httpvet::facts {

/// How much a defect matters, in the words of severities.
inline constexpr Bytes kErrorLevel = "error";
inline constexpr Bytes kWarningLevel = "warning";
inline constexpr Bytes kInfoLevel = "info";

/// One defect of a message.
struct Defect {
  Bytes text;                              // the octets at fault
  Bytes problem;                           // what is wrong with them: a clause without its subject
  Bytes level;                             // kErrorLevel, kWarningLevel or kInfoLevel
  const model::FieldLine* line = nullptr;  // the field line they stand in; null: the start line
};

/// Collects defects, and hands them out as a list of objects for rules (`each:`).
class DefectList {
 public:
  explicit DefectList(base::Arena& arena) : arena_(arena), defects_(arena) {}

  void add(const model::FieldLine* line, Bytes text, Bytes problem, Bytes level) {
    defects_.push_back({text, problem, level, line});
  }

  bool empty() const { return defects_.size() == 0; }

  /// The list, possibly empty. Call once, at the end.
  expr::Value finish() {
    const auto all = defects_.finish();
    const auto objects = arena_.make_array<const void*>(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) objects[i] = &all[i];
    return expr::Value::of_list({objects.data(), static_cast<std::uint32_t>(objects.size())});
  }

 private:
  base::Arena& arena_;
  fields::ArenaList<Defect, 4> defects_;
};

/// The lines of `field` in the header section of `message`; calls `visit` with each.
template <typename Visit>
void each_line(const model::Message& message, model::FieldId field, Visit visit) {
  for (const model::FieldLine& line : message.lines) {
    if (line.field == field) visit(line);
  }
}

/// Calls `visit` with each non-empty element of the comma-separated `value`, blanks around it removed. Commas within
/// quoted strings do not count.
template <typename Visit>
void each_element(Bytes value, Visit visit) {
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size()) {
      if (value[i] == '"') quoted = !quoted;
      if (value[i] == '\\' && quoted && i + 1 < value.size()) {
        ++i;
        continue;
      }
      if (value[i] != ',' || quoted) continue;
    }
    const std::size_t end = i < value.size() ? i : value.size();
    Bytes element = value.substr(begin, end - begin);
    const std::size_t first = element.find_first_not_of(" \t\r\n");
    begin = end + 1;
    if (first == Bytes::npos) continue;
    visit(element.substr(first, element.find_last_not_of(" \t\r\n") + 1 - first));
  }
}

}  // namespace httpvet::facts
