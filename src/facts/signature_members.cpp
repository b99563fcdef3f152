// What is wrong with the signatures of a message (RFC 9421), as far as it shows without keys.
#include <algorithm>
#include <array>
#include <vector>

#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using expr::Value;
using fields::SfKind;
using fields::SfValue;
using Arguments = std::span<const Value>;
using Dictionary = Parsed<fields::StructuredField>;

// IANA, HTTP Signature Algorithms.
constexpr std::array<Bytes, 6> kAlgorithms = {"rsa-pss-sha512",    "rsa-v1_5-sha256",   "hmac-sha256",
                                              "ecdsa-p256-sha256", "ecdsa-p384-sha384", "ed25519"};

enum class Level : std::uint8_t { kNone, kInfo, kWarning, kError };

struct Fault {
  Level level = Level::kNone;
  Bytes text;
};

Bytes join(std::initializer_list<Bytes> parts, base::Arena& arena) {
  std::size_t size = 0;
  for (const Bytes part : parts) size += part.size();
  const std::span<char> text = arena.make_array<char>(size);
  char* end = text.data();
  for (const Bytes part : parts) end = std::copy(part.begin(), part.end(), end);
  return {text.data(), size};
}

/// A covered component as it stands there, with its parameters.
Bytes component(const SfValue& item, Bytes text) {
  std::size_t end = item.source.offset + item.source.length;
  for (const SfValue& parameter : item.parameters()) {
    const fields::Slice last = parameter.source.empty() ? parameter.key : parameter.source;
    end = last.offset + last.length;
  }
  return text.substr(item.source.offset, end - item.source.offset);
}

bool has_trailer(const model::Message& message, model::FieldId field) {
  return std::ranges::any_of(message.trailers, [field](const model::FieldLine& line) { return line.field == field; });
}

/// The faults of one message, of which the worst, and of those the first, is kept.
class Signatures {
 public:
  explicit Signatures(MessageFacts& message) : message_(message), arena_(message.arena()) {}

  Fault find() {
    const Value signature = message_.value(id::kSignature);
    const Value input = message_.value(id::kSignatureInput);
    const model::Message& message = message_.message();
    const bool no_input = input.state == expr::State::kAbsent && !has_trailer(message, id::kSignatureInput);
    const bool no_signature = signature.state == expr::State::kAbsent && !has_trailer(message, id::kSignature);
    if (no_input && no_signature) return fault_;
    if (no_input && is_draft(message_.combined(id::kSignature))) {
      return {Level::kInfo, "Signature has the form of the drafts before RFC 9421, which few still verify"};
    }
    if (no_input) note(Level::kError, {"Signature stands without Signature-Input, so nobody knows what was signed"});
    if (no_signature) note(Level::kError, {"Signature-Input stands without Signature"});
    if (signature.known() && input.known()) {
      compare(signature, input, "Signature", "Signature-Input");
      compare(input, signature, "Signature-Input", "Signature");
    }
    if (input.known()) {
      const auto& dictionary = object_as<const Dictionary>(input);
      for (const SfValue& member : dictionary.value.members) {
        if (!member.overridden && member.kind == SfKind::kInnerList) look_at(member, dictionary.text);
      }
    }
    return fault_;
  }

 private:
  static bool is_draft(Bytes text) { return text.find("keyId=") != Bytes::npos || text.find("keyid=") != Bytes::npos; }

  void note(Level level, std::initializer_list<Bytes> parts) {
    if (level > fault_.level) fault_ = {level, join(parts, arena_)};
  }

  void compare(const Value& one, const Value& other, Bytes name, Bytes other_name) {
    const auto& here = object_as<const Dictionary>(one);
    const auto& there = object_as<const Dictionary>(other);
    constexpr std::size_t kMost = 64;  // nobody signs that often
    if (here.value.members.size() > kMost || there.value.members.size() > kMost) return;
    for (const SfValue& member : here.value.members) {
      const Bytes label = member.key.in(here.text);
      if (fields::find_key(there.value.members, there.text, label) != nullptr) continue;
      note(Level::kError, {name, " has the label ", label, ", ", other_name, " has not"});
    }
  }

  void look_at(const SfValue& member, Bytes text) {
    const Bytes label = member.key.in(text);
    const auto parameter = [&](Bytes key) { return fields::find_key(member.parameters(), text, key); };
    const SfValue* created = parameter("created");
    const SfValue* expires = parameter("expires");
    const bool times = created != nullptr && expires != nullptr && created->kind == SfKind::kInteger &&
                       expires->kind == SfKind::kInteger;
    if (times && created->number > expires->number) note(Level::kError, {label, " was created after it expires"});
    const SfValue* algorithm = parameter("alg");
    if (algorithm != nullptr && algorithm->kind == SfKind::kString) {
      const Bytes name = fields::text_of(*algorithm, text, arena_);
      if (std::ranges::find(kAlgorithms, name) == kAlgorithms.end()) {
        note(Level::kError, {label, " names the algorithm ", name, ", which is not registered"});
      }
    }
    look_at_components(member, text);
  }

  void look_at_components(const SfValue& member, Bytes text) {
    const Bytes label = member.key.in(text);
    std::vector<Bytes> components;
    for (const SfValue& item : member.items()) components.push_back(component(item, text));
    std::ranges::sort(components);
    const auto again = std::ranges::adjacent_find(components);
    if (again != components.end()) note(Level::kError, {label, " covers ", *again, " twice"});
    for (const SfValue& item : member.items()) {
      if (item.kind != SfKind::kString || !is_of_header(item, text)) continue;
      const Bytes name = fields::text_of(item, text, arena_);
      if (name.empty() || name.front() == '@' || has_line(name)) continue;
      note(Level::kWarning, {label, " covers the field ", name, ", which the message does not have"});
    }
  }

  static bool is_of_header(const SfValue& item, Bytes text) {
    return fields::find_key(item.parameters(), text, "req") == nullptr &&
           fields::find_key(item.parameters(), text, "tr") == nullptr;
  }

  bool has_line(Bytes name) const {
    return std::ranges::any_of(message_.message().lines, [name](const model::FieldLine& line) {
      return base::equals_ignoring_case(line.name, name);
    });
  }

  MessageFacts& message_;
  base::Arena& arena_;
  Fault fault_;
};

Value signature_fault(Facts&, const Value& object, Arguments) {
  auto& message = object_as<MessageFacts>(object);
  const Fault fault = Signatures(message).find();
  if (fault.level != Level::kNone) return Value::of(fault.text);
  return message.message().evidence.fields ? Value::absent() : Value::not_captured();
}

Value signature_fault_level(Facts&, const Value& object, Arguments) {
  switch (Signatures(object_as<MessageFacts>(object)).find().level) {
    case Level::kError:
      return Value::of(Bytes("error"));
    case Level::kWarning:
      return Value::of(Bytes("warning"));
    case Level::kInfo:
      return Value::of(Bytes("info"));
    case Level::kNone:
      break;
  }
  return Value::absent();
}

constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{kM, "signature_fault", expr::kStringType, signature_fault,
           "what is wrong with its signatures (RFC 9421), the worst first; absent if nothing shows"},
    Member{kM, "signature_fault_level", expr::kStringType, signature_fault_level,
           "how bad that is: error, warning or info"},
};

}  // namespace

std::span<const Member> signature_members() { return kMembers; }

}  // namespace httpvet::facts
