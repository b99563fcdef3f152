// Members about digests of contents: Content-Digest, Repr-Digest and what asks for them (RFC 9530), Content-MD5.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "content/digest.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/registry.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::SfKind;
using fields::SfValue;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

Value list_of(const std::vector<std::string>& texts, base::Arena& arena) {
  const auto copies = arena.make_array<Bytes>(texts.size());
  std::ranges::transform(texts, copies.begin(), [&arena](const std::string& text) { return arena.copy(text); });
  return Value::of(std::span<const Bytes>(copies));
}

/// base64 (RFC 4648 §4) without padding.
std::string base64(Bytes octets) {
  constexpr Bytes kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char octet : octets) {
    bits = bits << 8 | static_cast<unsigned char>(octet);
    held += 8;
    for (; held >= 6; held -= 6) text += kDigits[bits >> (held - 6) & 63];
  }
  if (held > 0) text += kDigits[bits << (6 - held) & 63];
  return text;
}

Bytes without_padding(Bytes text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  return text;
}

/// The contents that may have been sent: a text fixture may have lost CRs and gained a line end.
std::vector<std::string> variants_of(const model::Message& message, Bytes octets) {
  std::vector<std::string> variants(1, std::string(octets));
  if (message.evidence.line_ends) return variants;
  Bytes bare = octets;
  while (bare.ends_with('\n')) bare.remove_suffix(1);
  for (const Bytes text : {octets, bare}) {
    std::string crlf;
    for (const char c : text) {
      if (c == '\n') crlf += '\r';
      crlf += c;
    }
    variants.emplace_back(text);
    variants.push_back(std::move(crlf));
  }
  variants.push_back(std::string(bare) + "\n");
  variants.push_back(std::string(bare) + "\r\n");
  return variants;
}

/// Whether `expected` (base64) is the digest of `octets`; true where it cannot be told.
bool matches(const model::Message& message, Bytes algorithm, Bytes octets, Bytes expected) {
  const std::vector<std::string> variants = variants_of(message, octets);
  return std::ranges::any_of(variants, [&](const std::string& variant) {
    const auto digest = content::digest(algorithm, variant);
    return !digest || base64(*digest) == without_padding(expected);
  });
}

/// One dictionary of digests with the text that it was parsed from.
struct Dictionary {
  Bytes name;
  Bytes text;
  std::span<const SfValue> members;
};

/// The dictionaries of `field` in header and trailer section, as far as they parse.
std::vector<Dictionary> dictionaries_of(MessageFacts& message, model::FieldId field) {
  std::vector<Dictionary> found;
  const Bytes name = fields::field_info(field).name;
  if (const Value value = message.value(field); value.known()) {
    const auto& parsed = object_as<const Parsed<fields::StructuredField>>(value);
    found.push_back({name, parsed.text, parsed.value.members});
  }
  for (const model::FieldLine& line : message.message().trailers) {
    if (line.field != field) continue;
    fields::StructuredField parsed;
    fields::ParseError error;
    if (!fields::parse_sf_dict(line.value, message.arena(), parsed, error)) continue;
    found.push_back({name, line.value, parsed.members});
  }
  return found;
}

/// True where the content of `message` is the whole representation that Repr-Digest speaks of.
bool holds_representation(Facts& facts, MessageFacts& message) {
  if (message.message().part == model::Part::kRequest) return !message.has(id::kContentRange);
  return message.message().status == 200 && facts.method() == "GET";
}

Value digest_mismatches(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  std::vector<std::string> wrong;
  bool open = false;
  for (const model::FieldId field : {id::kContentDigest, id::kReprDigest}) {
    const std::vector<Dictionary> dictionaries = dictionaries_of(message, field);
    if (dictionaries.empty() || (field == id::kReprDigest && !holds_representation(facts, message))) continue;
    const WholeContent& content = message.whole_content();
    open = open || !content.sent();
    if (!content.sent()) continue;
    for (const Dictionary& dictionary : dictionaries) {
      for (const SfValue& member : dictionary.members) {
        const Bytes algorithm = member.key.in(dictionary.text);
        const auto octets = static_cast<std::int64_t>(content::digest_octets(algorithm));
        if (member.overridden || member.kind != SfKind::kBytes || member.number != octets || octets == 0) continue;
        if (matches(message.message(), algorithm, content.octets(), member.content.in(dictionary.text))) continue;
        wrong.push_back(std::string(algorithm) + " in " + std::string(dictionary.name));
      }
    }
  }
  if (wrong.empty() && open) return Value::not_captured();
  return list_of(wrong, facts.arena());
}

bool is_deprecated(Bytes algorithm) { return algorithm != "sha-256" && algorithm != "sha-512"; }

/// What is odd about digests and wishes for them: `bad` for what breaks RFC 9530, else what is of no use.
std::vector<std::string> odd_digests_of(MessageFacts& message, bool bad) {
  std::vector<std::string> odd;
  for (const model::FieldId field : {id::kContentDigest, id::kReprDigest}) {
    for (const Dictionary& dictionary : dictionaries_of(message, field)) {
      bool any_good = dictionary.members.empty();
      for (const SfValue& member : dictionary.members) {
        const std::string algorithm(member.key.in(dictionary.text));
        const std::size_t octets = content::digest_octets(algorithm);
        any_good = any_good || !is_deprecated(algorithm) || octets == 0;
        const std::string where = algorithm + " in " + std::string(dictionary.name);
        if (member.kind != SfKind::kBytes) {
          if (bad) odd.push_back(where + " is no byte sequence");
        } else if (octets == 0) {
          if (!bad) odd.push_back(where + " is no registered algorithm");
        } else if (member.number != static_cast<std::int64_t>(octets)) {
          if (bad) {
            odd.push_back(where + " has " + std::to_string(member.number) + " octets instead of " +
                          std::to_string(octets));
          }
        }
      }
      if (!any_good && !bad) odd.push_back(std::string(dictionary.name) + " has deprecated algorithms only");
    }
  }
  for (const model::FieldId field : {id::kWantContentDigest, id::kWantReprDigest}) {
    for (const Dictionary& dictionary : dictionaries_of(message, field)) {
      for (const SfValue& member : dictionary.members) {
        const std::string algorithm(member.key.in(dictionary.text));
        const std::string where = algorithm + " in " + std::string(dictionary.name);
        const bool weight = member.kind == SfKind::kInteger && member.number >= 0 && member.number <= 10;
        if (!weight && bad) odd.push_back(where + " is no integer from 0 to 10");
        if (weight && !bad && content::digest_octets(algorithm) == 0)
          odd.push_back(where + " is no registered algorithm");
      }
    }
  }
  return odd;
}

Value odd_digests(Facts& facts, const Value& object, Arguments) {
  std::vector<std::string> all = odd_digests_of(message_of(object), true);
  const std::vector<std::string> doubts = odd_digests_of(message_of(object), false);
  all.insert(all.end(), doubts.begin(), doubts.end());
  return list_of(all, facts.arena());
}

Value bad_digests(Facts& facts, const Value& object, Arguments) {
  return list_of(odd_digests_of(message_of(object), true), facts.arena());
}

constexpr std::size_t kMd5Digits = 22;  // of 16 octets, without padding

bool is_md5(Bytes value) {
  if (value.size() != kMd5Digits + 2 || !value.ends_with("==")) return false;
  return std::ranges::all_of(without_padding(value),
                             [](char c) { return base::is(c, base::kAlpha | base::kDigit) || c == '+' || c == '/'; });
}

/// Whether RFC 2616 §14.15 and common usage let this message's Content-MD5 be compared with its content.
bool md5_is_of_content(Facts& facts, const model::Message& message) {
  if (message.body.content_octets == 0) return false;
  if (message.part == model::Part::kRequest) return true;
  return (message.status == 200 || message.status == 206) && facts.method() == "GET";
}

Value md5_fault(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  const model::FieldLine* line = message.first_line(id::kContentMd5);
  if (line == nullptr) return message.message().evidence.fields ? Value::absent() : Value::not_captured();
  if (!is_md5(line->value)) return Value::of(Bytes("it is no base64 of 16 octets"));
  if (!md5_is_of_content(facts, message.message())) return Value::absent();
  const WholeContent& content = message.whole_content();
  if (!content.sent()) return Value::not_captured();
  const bool right = matches(message.message(), "md5", content.octets(), line->value);
  return right ? Value::absent() : Value::of(Bytes("the MD5 of the content is another"));
}

constexpr Member of_message(Bytes name, expr::Type type, ReadFunction read, Bytes doc, ContentKinds reads) {
  return {Object::kMessage, name, type, read, doc, {}, false, false, reads};
}

constexpr std::array kMembers = {
    of_message(
        "digest_mismatches", expr::kStringList, digest_mismatches,
        "members of its Content-Digest, and of a Repr-Digest that speaks of its content, that are not the digest",
        kDigestedContent),
    of_message(
        "odd_digests", expr::kStringList, odd_digests,
        "what is wrong with its Content-Digest, Repr-Digest, Want-Content-Digest and Want-Repr-Digest, or of no use",
        kNoContent),
    of_message("bad_digests", expr::kStringList, bad_digests, "those of `odd_digests` that break RFC 9530", kNoContent),
    of_message("md5_fault", expr::kStringType, md5_fault,
               "what is wrong with its Content-MD5; absent if nothing is, or if it need not speak of this content",
               kDigestedContent),
};

}  // namespace

std::span<const Member> digest_members() { return kMembers; }

}  // namespace httpvet::facts
