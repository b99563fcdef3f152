// Schema: the names and types that expressions may use. This folder knows nothing of HTTP; the schema does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "expr/value.h"

namespace httpvet::expr {

/// Identifies a member fact: what is read from an object (`.status`), whichever object it is.
using FactId = std::uint16_t;

/// Identifies a root variable (`res`, `req`, `it` …).
using RootId = std::uint8_t;
inline constexpr RootId kNoRoot = 0xFF;

/// Something about a message that is cheap to know before any rule runs: "the response has field Allow", "the
/// request has anomaly bare_lf". The index is built on these. kNoFeature: the read depends on nothing of the kind.
using Feature = std::uint16_t;
inline constexpr Feature kNoFeature = 0xFFFF;

/// What reading a member of an object gives.
struct MemberRef {
  FactId fact = 0;
  Type type;
  std::span<const Type> parameters;  // of a member that is called: `res.codings.has("gzip")`
  bool total = false;                // known as soon as its object is: reading it never gives absent or malformed
  bool view = false;  // the same object under another type: members of it are read from the object itself
};

/// Where a root's value comes from.
struct RootRef {
  RootId root = 0;
  ObjectType type = 0;
};

class Schema {
 public:
  virtual ~Schema() = default;

  /// The root called `name`, if rules may use it. `it` is no root of the schema: the compiler binds it.
  virtual std::optional<RootRef> find_root(Bytes name) const = 0;

  /// The member `name` of objects of `type`.
  virtual std::optional<MemberRef> find_member(ObjectType type, Bytes name) const = 0;

  /// Names for "did you mean": of all roots, and of all members of `type`.
  virtual std::vector<Bytes> root_names() const = 0;
  virtual std::vector<Bytes> member_names(ObjectType type) const = 0;

  /// The name of an object type, for messages.
  virtual Bytes object_name(ObjectType type) const = 0;

  /// The feature that must be present for reading `fact` from `root` to give anything but absent (has() is then false
  /// too); kNoFeature if there is none.
  virtual Feature presence_feature(RootId root, FactId fact) const = 0;

  /// True when that feature is also enough: with it, has() of the fact is true. False for a fact that may be missing,
  /// or may not have been captured, though its feature is there (the max-age of a Cache-Control field without one);
  /// `!has(…)` then says nothing of the feature. Only asked where there is a feature.
  virtual bool presence_is_exact(RootId /*root*/, FactId /*fact*/) const { return true; }

  /// A wider feature that is there whenever `feature` is ("the message has some anomaly"), so that "this one or that
  /// one" still needs something; kNoFeature if there is none.
  virtual Feature implied_feature(Feature /*feature*/) const { return kNoFeature; }

  /// The feature that is there exactly when the bool `fact` of `root` is true (and may be there while it is not known
  /// to be false); kNoFeature if there is none.
  virtual Feature truth_feature(RootId /*root*/, FactId /*fact*/) const { return kNoFeature; }

  /// Likewise for an int or string `fact` of `root` being equal to a constant.
  virtual Feature equality_feature(RootId /*root*/, FactId /*fact*/, std::int64_t /*constant*/) const {
    return kNoFeature;
  }
  virtual Feature equality_feature(RootId /*root*/, FactId /*fact*/, Bytes /*constant*/) const { return kNoFeature; }

  /// True when `fact` of `root` is the status code, by which rules are indexed. Known statuses lie in 0 to 999.
  virtual bool is_status(RootId root, FactId fact) const = 0;
};

/// The type in words, objects by their names: "message", "list of line objects".
std::string describe(Type type, const Schema& schema);

/// Reads facts while a program runs.
class FactReader {
 public:
  virtual ~FactReader() = default;

  /// The object that `root` stands for, of the type the schema gives it; not captured or absent where there is none.
  virtual Value root(RootId root) = 0;

  /// Member `fact` of `object` (always known when this is called) with evaluated arguments (all known).
  virtual Value read(FactId fact, const Value& object, std::span<const Value> arguments) = 0;

  /// Whether member `fact` of `object` is there, for has(): known true or false, or not captured. A malformed value is
  /// there.
  virtual Value has(FactId fact, const Value& object) = 0;
};

}  // namespace httpvet::expr
