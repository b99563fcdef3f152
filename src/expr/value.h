// Value: what an expression evaluates to, three-valued.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.h"

namespace httpvet::expr {

enum class Kind : std::uint8_t { kBool, kInt, kString, kObject, kList };

/// Which kind of object; an index into the schema's object types.
using ObjectType = std::uint8_t;

/// A static type. Lists hold bools never; their elements are ints, strings or objects.
struct Type {
  Kind kind = Kind::kBool;
  Kind element = Kind::kBool;  // kList only
  ObjectType object = 0;       // kObject, and kList of objects

  constexpr bool operator==(const Type&) const = default;
};

inline constexpr Type kBoolType{Kind::kBool, Kind::kBool, 0};
inline constexpr Type kIntType{Kind::kInt, Kind::kBool, 0};
inline constexpr Type kStringType{Kind::kString, Kind::kBool, 0};
inline constexpr Type kStringList{Kind::kList, Kind::kString, 0};
inline constexpr Type kIntList{Kind::kList, Kind::kInt, 0};
constexpr Type object_of(ObjectType type) { return {Kind::kObject, Kind::kBool, type}; }
constexpr Type list_of(ObjectType type) { return {Kind::kList, Kind::kObject, type}; }

/// The type in words: "bool", "list of strings". Objects have no names here; Schema's describe() names them too.
std::string to_string(Type type);

/// Known, or why not. Only kNotCaptured makes a rule undecided; the others mean that it has nothing to say.
enum class State : std::uint8_t { kKnown, kAbsent, kMalformed, kNotCaptured };

/// A list of values that somebody else owns: `data` points at Bytes, std::int64_t or const void* (objects).
struct List {
  const void* data = nullptr;
  std::uint32_t size = 0;
};

/// A value of a static type known from the program. Bytes inside are captured data or constants; never owned.
struct Value {
  State state = State::kAbsent;
  union {
    bool boolean;
    std::int64_t integer;
    const void* object;
    Bytes string;
    List list;
  };

  constexpr Value() : integer(0) {}
  constexpr bool known() const { return state == State::kKnown; }

  static constexpr Value unknown(State why) {
    Value v;
    v.state = why;
    return v;
  }
  static constexpr Value absent() { return unknown(State::kAbsent); }
  static constexpr Value malformed() { return unknown(State::kMalformed); }
  static constexpr Value not_captured() { return unknown(State::kNotCaptured); }
  static constexpr Value of(bool b) {
    Value v;
    v.state = State::kKnown;
    v.boolean = b;
    return v;
  }
  static constexpr Value of(std::int64_t i) {
    Value v;
    v.state = State::kKnown;
    v.integer = i;
    return v;
  }
  static constexpr Value of(Bytes s) {
    Value v;
    v.state = State::kKnown;
    v.string = s;
    return v;
  }
  static constexpr Value of_object(const void* o) {
    Value v;
    v.state = State::kKnown;
    v.object = o;
    return v;
  }
  static constexpr Value of_list(List l) {
    Value v;
    v.state = State::kKnown;
    v.list = l;
    return v;
  }
  static Value of(std::span<const Bytes> items) {
    return of_list({items.data(), static_cast<std::uint32_t>(items.size())});
  }
};

}  // namespace httpvet::expr
