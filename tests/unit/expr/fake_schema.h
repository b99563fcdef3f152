// A small world to compile and run expressions in: two messages with fields, lines and a typed value.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "expr/compiler.h"

namespace httpvet::expr::fake {

enum Object : ObjectType { kMessage, kLine, kCache, kFields };
enum Root : RootId { kResponse, kRequest };

enum Fact : FactId {
  kStatus,
  kAllow,
  kAge,
  kTags,
  kCodes,
  kLines,
  kCacheControl,
  kSecure,
  kMaxAge,
  kNoStore,
  kName,
  kValue,
  kCoded,
  kBetween,
  kFactCount,
  kFieldsOfMessage = kFactCount,  // a view: the message itself under another type
};

struct Row {
  Bytes name;
  Fact fact;
  Object owner;
  Type type;
  bool has_feature;  // read from a message, it depends on a feature of that message
  bool exact;        // and the feature is enough
};

inline constexpr Row kRows[] = {
    {"status", kStatus, kMessage, kIntType, false, false},
    {"allow", kAllow, kMessage, kStringType, true, true},
    {"age", kAge, kMessage, kIntType, true, false},
    {"tags", kTags, kMessage, kStringList, true, true},
    {"codes", kCodes, kMessage, kIntList, false, false},
    {"lines", kLines, kMessage, list_of(kLine), true, true},
    {"cache_control", kCacheControl, kMessage, object_of(kCache), true, true},
    {"secure", kSecure, kMessage, kBoolType, true, false},
    {"max_age", kMaxAge, kCache, kIntType, false, false},
    {"no_store", kNoStore, kCache, kBoolType, false, false},
    {"name", kName, kLine, kStringType, false, false},
    {"value", kValue, kLine, kStringType, false, false},
    {"coded", kCoded, kMessage, kBoolType, false, false},
    {"between", kBetween, kMessage, kBoolType, false, false},
};

inline constexpr Type kCodedParameters[] = {kStringType};
inline constexpr Type kBetweenParameters[] = {kIntType, kIntType};

inline Feature feature_of(RootId root, FactId fact) { return static_cast<Feature>(root * 100 + fact); }

class FakeSchema : public Schema {
 public:
  std::optional<RootRef> find_root(Bytes name) const override {
    if (name == "res") return RootRef{kResponse, kMessage};
    if (name == "req") return RootRef{kRequest, kMessage};
    return std::nullopt;
  }

  std::optional<MemberRef> find_member(ObjectType type, Bytes name) const override {
    if (type == kMessage && name == "fields") return MemberRef{kFieldsOfMessage, object_of(kFields), {}, true, true};
    if (type == kFields) type = kMessage;
    for (const Row& row : kRows) {
      if (row.owner != type || row.name != name) continue;
      MemberRef ref{row.fact, row.type, {}, false, false};
      if (row.fact == kCoded) ref.parameters = kCodedParameters;
      if (row.fact == kBetween) ref.parameters = kBetweenParameters;
      return ref;
    }
    return std::nullopt;
  }

  std::vector<Bytes> root_names() const override { return {"res", "req"}; }

  std::vector<Bytes> member_names(ObjectType type) const override {
    std::vector<Bytes> names;
    for (const Row& row : kRows) {
      if (row.owner == type) names.push_back(row.name);
    }
    return names;
  }

  Bytes object_name(ObjectType type) const override {
    static constexpr std::array<Bytes, 4> kNames = {"message", "line", "cache control", "set of fields"};
    return kNames[type];
  }

  Feature presence_feature(RootId root, FactId fact) const override {
    return fact < kFactCount && kRows[fact].has_feature ? feature_of(root, fact) : kNoFeature;
  }

  bool presence_is_exact(RootId, FactId fact) const override { return kRows[fact].exact; }

  bool is_status(RootId root, FactId fact) const override { return root == kResponse && fact == kStatus; }
};

/// An object: what each fact of it is; absent if nothing was set.
struct FakeObject {
  std::map<FactId, Value> facts;
};

class FakeFacts : public FactReader {
 public:
  Value roots[2] = {Value::of_object(&response), Value::of_object(&request)};
  FakeObject response;
  FakeObject request;
  FakeObject cache[2];
  FakeObject lines[2];
  int reads = 0;

  Value root(RootId root) override { return roots[root]; }

  Value read(FactId fact, const Value& object, std::span<const Value> arguments) override {
    ++reads;
    const auto& from = *static_cast<const FakeObject*>(object.object);
    if (fact == kBetween) {
      const Value status = find(from, kStatus);
      if (!status.known()) return status;
      return Value::of(status.integer >= arguments[0].integer && status.integer <= arguments[1].integer);
    }
    if (fact == kCoded) return Value::of(arguments[0].string == "gzip");
    return find(from, fact);
  }

  Value has(FactId fact, const Value& object) override {
    const auto& from = *static_cast<const FakeObject*>(object.object);
    const Value v = find(from, fact);
    return v.state == State::kNotCaptured ? v : Value::of(v.state != State::kAbsent);
  }

 private:
  static Value find(const FakeObject& from, FactId fact) {
    const auto at = from.facts.find(fact);
    return at == from.facts.end() ? Value::absent() : at->second;
  }
};

/// What `source` evaluates to.
inline Value run(Bytes source, FakeFacts& facts, base::Arena& arena, const CompileOptions& options = {}) {
  const auto program = compile(source, FakeSchema(), options, arena);
  if (!program) return Value::unknown(State::kMalformed);
  Evaluator evaluator(facts);
  return evaluator.run(program.value());
}

}  // namespace httpvet::expr::fake
