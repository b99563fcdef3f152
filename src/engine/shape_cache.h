// ShapeCache: what the index found for exchanges of the same shape, and which rules had nothing to say about the same
// values.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/index.h"
#include "engine/rule_inputs.h"
#include "facts/facts.h"

namespace httpvet::engine {

/// What a rule's findings sit on, and with which rules it runs.
enum class Stage : std::uint8_t { kRequest, kResponse, kUnanswered, kSession, kHistory };
inline constexpr std::size_t kStages = 5;

/// The shape of an exchange is everything that the index looks at: which fields and anomalies its messages have, flags,
/// status, method and versions. Exchanges of the same shape have the same candidates, so that the index is walked once
/// a shape and not once an exchange. Traffic repeats few shapes, and within a shape most values (media types,
/// Cache-Control, Server) repeat, too: a rule that had nothing to say about the values that decide about it is left out
/// while they are the same, to the octet. A rule that reported, or was undecided, always runs again. So the cache
/// changes no report (a property test holds it to that). Bounded: when it is full it forgets everything.
class ShapeCache {
 public:
  /// A rule that the index could not leave out for the shape.
  class Candidate {
   public:
    const ActiveRule& rule() const { return *rule_; }

    /// Conditions of the rule of which one that does not hold settles that it has nothing to say; empty: it settles
    /// that by itself.
    std::span<const expr::Program> guards() const { return guards_; }

   private:
    friend class ShapeCache;

    const ActiveRule* rule_ = nullptr;
    std::vector<expr::Program> guards_;
    bool settled_ = false;  // its inputs are all that decides about it, or about its guards
    std::uint8_t inputs_ = 0;
    std::uint8_t next_ = 0;
    std::array<std::uint16_t, kMostInputs> input_{};  // of the shape
    std::array<std::uint64_t, 4> quiet_{};            // keys of inputs about which it had nothing to say
  };

  /// The candidates of one stage.
  struct StageCandidates {
    Stage stage;
    std::vector<Candidate> candidates;
  };

  class Shape {
   public:
    std::vector<StageCandidates>& stages() { return stages_; }

   private:
    friend class ShapeCache;
    static constexpr std::size_t kWords = 2 * facts::Features::kWords + 10;
    using Key = std::array<std::uint64_t, kWords>;

    /// The values that an input had lately, by number.
    struct Input {
      struct Known {
        std::string text;
        std::uint32_t number = 0;
      };
      RuleInput input;
      std::uint16_t line = 0;    // where the field stood last time
      std::uint8_t misses = 0;   // values in a row that were new
      std::uint8_t next = 0;     // of known, to be replaced
      std::uint64_t serial = 0;  // of the exchange that `number` belongs to
      std::uint32_t number = 0;
      std::array<Known, 4> known;
    };

    Key key_{};
    std::vector<StageCandidates> stages_;
    std::vector<Input> inputs_;
  };

  /// True when the exchange that `facts` is bound to has a shape: no interim responses, no anomalies, and the capture
  /// shows all that its messages have.
  static bool has_shape(facts::Facts& facts);

  /// Begins an exchange that has a shape. Returns its shape; null if it was not seen before. Valid until the next call
  /// of this function or of learn().
  Shape* find(facts::Facts& facts);

  /// Adds the shape looked for last, with these candidates by stage.
  Shape& learn(const std::array<std::vector<const ActiveRule*>, kStages>& candidates, facts::Facts& facts);

  /// A key of the values that decide about `candidate` in the exchange begun last; 0: it has to run.
  std::uint64_t key(Shape& shape, const Candidate& candidate, facts::Facts& facts);

  /// True when `candidate` had nothing to say about values of that key.
  static bool is_quiet(const Candidate& candidate, std::uint64_t key) {
    const auto& q = candidate.quiet_;
    return q[0] == key || q[1] == key || q[2] == key || q[3] == key;
  }

  /// Notes that it had nothing to say about them. Returns true if that holds for all exchanges of the shape.
  static bool note_quiet(Candidate& candidate, std::uint64_t key);

 private:
  static constexpr std::size_t kSlots = 512;
  static constexpr std::size_t kShapes = 256;
  static constexpr std::uint32_t kNumbers = (1U << 21) - 1;  // of which three fit into a key
  static constexpr std::size_t kLongestValue = 256;

  void make_key(facts::Facts& facts);
  void clear();
  Candidate make_candidate(Shape& shape, const ActiveRule& rule, Stage stage, std::uint64_t flags);
  std::uint32_t number_of(Shape::Input& input, facts::Facts& facts);
  std::uint32_t number_of(Shape::Input& input, Bytes value);

  std::vector<std::unique_ptr<Shape>> shapes_;
  std::array<std::uint16_t, kSlots> slots_{};  // 0: empty; else the index in shapes_ plus one
  Shape::Key key_{};                           // of the exchange begun last
  std::size_t slot_ = 0;                       // where it is, or would be
  std::uint64_t serial_ = 0;
  std::uint32_t numbers_ = 1;  // 1 stands for a value that is not there
};

}  // namespace httpvet::engine
