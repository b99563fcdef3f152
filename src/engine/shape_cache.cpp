#include "engine/shape_cache.h"

#include <algorithm>
#include <cstring>

namespace httpvet::engine {
namespace {

constexpr std::uint32_t kNotThere = 1;
// An input whose values are ever new is not worth looking at: dates, entity tags, request ids.
constexpr std::uint8_t kMostMisses = 24;
constexpr std::size_t kMethodOctets = 16;

std::uint64_t version_bits(const facts::MessageFacts& message) {
  if (!message.there()) return 0;
  const model::Version& version = message.message().version;
  return std::uint64_t{version.major} << 16 | std::uint64_t{version.minor} << 8 | (version.known ? 1U : 0U);
}

std::uint64_t presence_bits(const facts::MessageFacts& message) {
  if (message.there()) return 0;
  return 1 + static_cast<std::uint64_t>(message.why_missing());
}

/// What rules may read of the connection beyond its flags.
std::uint64_t connection_bits(const facts::Facts& facts) {
  const auto& state = facts.connection();
  return (facts.exchange().connection->order_known ? 1U : 0U) | (state.close_requested ? 2U : 0U) |
         (state.after_http10_post ? 4U : 0U);
}

bool is_usual(const facts::MessageFacts& message) {
  if (!message.there()) return true;
  const model::Message& it = message.message();
  return message.complete() && it.anomaly_mask == 0 && (it.part == model::Part::kRequest || it.status != 0);
}

}  // namespace

bool ShapeCache::has_shape(facts::Facts& facts) {
  return facts.exchange().interims.empty() && is_usual(facts.request()) && is_usual(facts.final_response()) &&
         facts.method().size() <= kMethodOctets;
}

void ShapeCache::make_key(facts::Facts& facts) {
  const facts::MessageFacts& request = facts.request();
  const facts::MessageFacts& response = facts.final_response();
  std::uint64_t* word = key_.data();
  word = std::copy(request.certain().words().begin(), request.certain().words().end(), word);
  word = std::copy(response.certain().words().begin(), response.certain().words().end(), word);
  for (const facts::Flags* flags : {&facts.exchange_flags(), &facts.request_flags(), &facts.response_flags()}) {
    *word++ = flags->certain;
    *word++ = flags->possible;
  }
  word[0] = word[1] = 0;
  const Bytes method = facts.method();
  if (!method.empty()) std::memcpy(word, method.data(), method.size());
  word[2] = connection_bits(facts) << 48 | version_bits(request) << 24 | version_bits(response);
  const std::uint64_t status = response.there() ? response.message().status : 0;
  word[3] = status << 16 | presence_bits(request) << 8 | presence_bits(response);
}

ShapeCache::Shape* ShapeCache::find(facts::Facts& facts) {
  if (shapes_.size() == kShapes || numbers_ >= kNumbers) clear();
  ++serial_;
  make_key(facts);
  std::uint64_t hash = 0;
  static_assert(Shape::kWords % 2 == 0);
  for (std::size_t i = 0; i < key_.size(); i += 2) {
    constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;
    hash = (hash ^ key_[i]) * kFactor ^ (key_[i + 1] + i) * (kFactor + 2);
  }
  slot_ = static_cast<std::size_t>(hash >> 40) % kSlots;
  for (; slots_[slot_] != 0; slot_ = (slot_ + 1) % kSlots) {
    Shape& shape = *shapes_[slots_[slot_] - 1U];
    if (shape.key_ == key_) return &shape;
  }
  return nullptr;
}

ShapeCache::Shape& ShapeCache::learn(const std::array<std::vector<const ActiveRule*>, kStages>& candidates,
                                     facts::Facts& facts) {
  Shape& shape = *shapes_.emplace_back(std::make_unique<Shape>());
  slots_[slot_] = static_cast<std::uint16_t>(shapes_.size());
  shape.key_ = key_;
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    if (candidates[stage].empty()) continue;
    StageCandidates& made = shape.stages_.emplace_back(StageCandidates{static_cast<Stage>(stage), {}});
    for (const ActiveRule* rule : candidates[stage]) {
      made.candidates.push_back(make_candidate(shape, *rule, made.stage, facts.exchange_flags().certain));
    }
  }
  return shape;
}

ShapeCache::Candidate ShapeCache::make_candidate(Shape& shape, const ActiveRule& rule, Stage stage,
                                                 std::uint64_t flags) {
  Candidate candidate;
  candidate.rule_ = &rule;
  auto inputs = rule_inputs(*rule.rule, stage == Stage::kRequest);
  if (!inputs || inputs->values.size() > kMostInputs || (inputs->unless & flags) != 0) return candidate;
  candidate.settled_ = true;
  candidate.guards_ = std::move(inputs->guards);
  for (const RuleInput& input : inputs->values) {
    auto found = std::ranges::find(shape.inputs_, input, &Shape::Input::input);
    if (found == shape.inputs_.end()) {
      shape.inputs_.emplace_back().input = input;
      found = shape.inputs_.end() - 1;
    }
    candidate.input_[candidate.inputs_++] = static_cast<std::uint16_t>(found - shape.inputs_.begin());
  }
  return candidate;
}

std::uint64_t ShapeCache::key(Shape& shape, const Candidate& candidate, facts::Facts& facts) {
  if (!candidate.settled_) return 0;
  std::uint64_t key = 1;
  for (std::size_t i = 0; i < candidate.inputs_; ++i) {
    Shape::Input& input = shape.inputs_[candidate.input_[i]];
    if (input.serial != serial_) {
      input.serial = serial_;
      input.number = number_of(input, facts);
    }
    if (input.number == 0) return 0;
    key = (i == 0 ? 0 : key << 21) | input.number;
  }
  return key;
}

bool ShapeCache::note_quiet(Candidate& candidate, std::uint64_t key) {
  candidate.quiet_[candidate.next_++ % candidate.quiet_.size()] = key;
  return candidate.inputs_ == 0;
}

// The number of the value that `input` has in the exchange; 0 where it is not to be told by one.
std::uint32_t ShapeCache::number_of(Shape::Input& input, facts::Facts& facts) {
  const facts::MessageFacts& side = input.input.of_request ? facts.request() : facts.final_response();
  if (!side.there()) return kNotThere;
  const model::Message& message = side.message();
  if (input.input.by == facts::Settled::By::kReason) return number_of(input, message.reason);
  const model::FieldId field = input.input.field;
  if (!side.has(field)) return kNotThere;
  const auto lines = message.lines;
  if (side.repeats_fields()) {
    // Several lines make one value in ways that differ from fact to fact.
    if (std::ranges::count(lines, field, &model::FieldLine::field) > 1) return 0;
  }
  if (input.line >= lines.size() || lines[input.line].field != field) {
    const auto found = std::ranges::find(lines, field, &model::FieldLine::field);
    const auto place = found - lines.begin();
    if (found == lines.end() || place > 0xFFFF) return 0;
    input.line = static_cast<std::uint16_t>(place);
  }
  return number_of(input, lines[input.line].value);
}

std::uint32_t ShapeCache::number_of(Shape::Input& input, Bytes value) {
  if (input.misses > kMostMisses || value.size() > kLongestValue) return 0;
  for (Shape::Input::Known& known : input.known) {
    if (known.number == 0 || known.text != value) continue;
    input.misses = 0;
    return known.number;
  }
  ++input.misses;
  Shape::Input::Known& known = input.known[input.next++ % input.known.size()];
  known.text.assign(value);
  known.number = ++numbers_;
  return known.number;
}

void ShapeCache::clear() {
  shapes_.clear();
  slots_.fill(0);
  numbers_ = kNotThere;
}

}  // namespace httpvet::engine
