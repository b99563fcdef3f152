// Members about content codings: what undoing them came to (RFC 9110 §8.4), and whether they were accepted (§12.5.3).
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "content/decode.h"
#include "content/json.h"
#include "content/utf8.h"
#include "content/xml.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/media_names.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

WholeContent& content_of(const Value& object) { return object_as<MessageFacts>(object).whole_content(); }
MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

/// Reads the content as it was sent: not captured where it is not at hand.
template <typename Read>
Value read_sent(const Value& object, Read read) {
  WholeContent& content = content_of(object);
  if (content.codings().empty()) return Value::absent();
  return content.sent() ? read(content) : Value::not_captured();
}

Value coding_verdict(Facts&, const Value& object, Arguments) {
  return read_sent(object, [](const WholeContent& content) {
    switch (content.verdict()) {
      case CodingVerdict::kNone:
        return Value::absent();
      case CodingVerdict::kDecoded:
        return Value::of(Bytes("decoded"));
      case CodingVerdict::kMalformed:
        return Value::of(Bytes("malformed"));
      case CodingVerdict::kCut:
        return Value::of(Bytes("cut"));
      case CodingVerdict::kTrailing:
        return Value::of(Bytes("trailing"));
      case CodingVerdict::kAppliedOnce:
        return Value::of(Bytes("applied once"));
      case CodingVerdict::kTooLarge:
        return Value::of(Bytes("too large"));
      case CodingVerdict::kUnknown:
        break;
    }
    return Value::not_captured();
  });
}

Value coding_fault(Facts& facts, const Value& object, Arguments) {
  return read_sent(object, [&facts](const WholeContent& content) {
    if (content.octets().empty()) return Value::of(Bytes("there are no octets"));
    if (content.verdict() == CodingVerdict::kTrailing) return Value::of(Bytes("octets follow its end"));
    if (content.verdict() != CodingVerdict::kMalformed && content.verdict() != CodingVerdict::kCut) {
      return Value::absent();
    }
    std::string text(content.failed_coding());
    text += ": ";
    text += content.failure();
    return Value::of(facts.arena().copy(text));
  });
}

Value raw_deflate(Facts&, const Value& object, Arguments) {
  return read_sent(object, [](const WholeContent& content) { return Value::of(content.raw_deflate()); });
}

bool is_undone(const WholeContent& content) {
  const CodingVerdict verdict = content.verdict();
  return verdict == CodingVerdict::kDecoded || verdict == CodingVerdict::kTrailing ||
         verdict == CodingVerdict::kTooLarge || verdict == CodingVerdict::kAppliedOnce;
}

Value decoded_octets(Facts&, const Value& object, Arguments) {
  return read_sent(object, [](const WholeContent& content) {
    if (!is_undone(content)) return Value::absent();
    return Value::of(static_cast<std::int64_t>(content.decoded_octets()));
  });
}

Value decoded_ratio(Facts&, const Value& object, Arguments) {
  return read_sent(object, [](const WholeContent& content) {
    if (!is_undone(content) || content.octets().empty()) return Value::absent();
    return Value::of(static_cast<std::int64_t>(content.decoded_octets() / content.octets().size()));
  });
}

Value coding_count(Facts&, const Value& object, Arguments) {
  return Value::of(static_cast<std::int64_t>(content_of(object).codings().size()));
}

Value coding_repeated(Facts&, const Value& object, Arguments) {
  std::vector<Bytes> names;
  for (const Bytes coding : content_of(object).codings()) names.push_back(plain_coding_name(coding));
  std::ranges::sort(names);
  return Value::of(std::ranges::adjacent_find(names) != names.end());
}

Value zstd_window(Facts&, const Value& object, Arguments) {
  return read_sent(object, [](const WholeContent& content) {
    return content.window() == 0
               ? Value::absent()
               : Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(content.window(), INT64_MAX)));
  });
}

/// Types whose content a human can read, so that a coding that no field declares is no part of the format.
bool is_textual(const WholeContent& content, const MessageFacts& message) {
  switch (content.kind()) {
    case ContentKind::kJson:
    case ContentKind::kXml:
    case ContentKind::kHtml:
    case ContentKind::kText:
    case ContentKind::kForm:
      return true;
    default:
      break;
  }
  const model::FieldLine* line = message.first_line(id::kContentType);
  return line != nullptr && base::equals_ignoring_case(fields::media_type_name(line->value), "application/graphql");
}

bool has_controls(Bytes text) {
  return std::ranges::any_of(text.substr(0, 512), [](char c) {
    return base::is(c, base::kControl) && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1E';
  });
}

/// The coding that `text`, which should be readable, still has: decoded without error to the end. br has no mark, so
/// only octets that are no text are tried.
Bytes coding_left(Bytes text) {
  if (text.size() < 8) return {};
  const content::DecodeLimits limits{0, std::uint64_t{16} << 20};
  const auto fits = [&](Bytes coding) {
    const content::Decoded decoded = content::decode(text, coding, limits);
    const bool whole =
        decoded.state == content::DecodeState::kDecoded || decoded.state == content::DecodeState::kTooLarge;
    return whole && decoded.trailing == 0 && decoded.octets > 0;
  };
  const Bytes coding = content::coding_that_begins(text);
  if (!coding.empty()) return fits(coding) ? coding : Bytes();
  return has_controls(text) && fits("br") ? Bytes("br") : Bytes();
}

/// What stays undeclared where nothing is declared: br is too easily mistaken for that.
Value undeclared_coding(Facts&, const Value& object, Arguments) {
  WholeContent& content = content_of(object);
  if (!content.codings().empty() || !is_textual(content, message_of(object))) return Value::absent();
  if (!content.sent()) return Value::not_captured();
  const Bytes coding = coding_left(content.octets());
  return coding.empty() || coding == "br" ? Value::absent() : Value::of(coding);
}

/// Types that are packed already.
bool is_packed_type(const MessageFacts& message) {
  const model::FieldLine* line = message.first_line(id::kContentType);
  if (line == nullptr) return false;
  const Bytes name = fields::media_type_name(line->value);
  constexpr std::array<Bytes, 6> kPacked = {"application/gzip",   "application/x-gzip", "application/zip",
                                            "application/x-gtar", "application/x-tgz",  "application/x-compressed"};
  return std::ranges::any_of(kPacked, [name](Bytes packed) { return base::equals_ignoring_case(packed, name); });
}

Value doubled_coding(Facts&, const Value& object, Arguments) {
  return read_sent(object, [&object](const WholeContent& content) {
    if (!is_undone(content) || content.verdict() == CodingVerdict::kTooLarge) return Value::absent();
    if (is_packed_type(message_of(object)) && content.codings().size() == 1) {
      // One layer, which both the type and the coding speak of, unless what it holds is packed once more.
      const bool again =
          !content::coding_that_begins(content.text()).empty() || content.text().starts_with("PK\x03\x04");
      return again || !content.there() ? Value::absent() : Value::of(content.codings().front());
    }
    if (!content.there() || !is_textual(content, message_of(object))) return Value::absent();
    const Bytes coding = coding_left(content.text());
    return coding.empty() ? Value::absent() : Value::of(coding);
  });
}

/// Whether `accepted` (Accept-Encoding) allows `coding` (RFC 9110 §12.5.3).
bool accepts(const Value& accepted, Bytes coding) {
  const auto* items = static_cast<const void* const*>(accepted.list.data);
  const WeightedFacts* any = nullptr;
  for (std::uint32_t i = 0; i < accepted.list.size; ++i) {
    const auto& item = object_as<const WeightedFacts>(Value::of_object(items[i]));
    const Bytes name = item.weighted->name.in(item.text);
    if (name == "*") any = &item;
    if (base::equals_ignoring_case(plain_coding_name(name), coding)) return item.weighted->weight > 0;
  }
  if (any != nullptr) return any->weighted->weight > 0;
  return coding == "identity";
}

Value unaccepted_codings(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (!facts.judged().there()) return Value::unknown(facts.judged().why_missing());
  const Value accepted = request.value(id::kAcceptEncoding);
  if (!accepted.known()) return accepted;
  std::vector<Bytes> refused;
  for (const Bytes coding : facts.judged().whole_content().codings()) {
    if (!accepts(accepted, plain_coding_name(coding))) refused.push_back(coding);
  }
  if (!accepts(accepted, "identity")) refused.clear();
  return Value::of(facts.arena().copy_array(std::span<const Bytes>(refused)));
}

constexpr ContentKinds kReadable =
    whole_content(kJsonContent | kXmlContent | kHtmlContent | kFormContent | kind_bit(ContentKind::kText));

constexpr Member of_content(Bytes name, expr::Type type, ReadFunction read, Bytes doc, ContentKinds reads) {
  return {Object::kContent, name, type, read, doc, {}, false, false, reads};
}

constexpr std::array kMembers = {
    of_content("coding_verdict", expr::kStringType, coding_verdict,
               "what undoing Content-Encoding came to: \"decoded\", \"malformed\", \"cut\" where the octets end too "
               "early, \"trailing\" where others follow, \"applied once\" what is named twice, \"too large\" beyond "
               "100 MiB; absent without coding or content",
               kCodedContent),
    of_content("coding_fault", expr::kStringType, coding_fault,
               "why the coded content does not decode, or not cleanly; absent if it does", kCodedContent),
    of_content("raw_deflate", expr::kBoolType, raw_deflate, "its deflate lacks the zlib format around it",
               kCodedContent),
    of_content("decoded_octets", expr::kIntType, decoded_octets,
               "octets without codings; as many as were decoded where it is too large", kCodedContent),
    of_content("decoded_ratio", expr::kIntType, decoded_ratio,
               "how many times as large it is without its codings, rounded down", kCodedContent),
    of_content("coding_count", expr::kIntType, coding_count, "how many codings Content-Encoding names, but identity",
               kNoContent),
    of_content("coding_repeated", expr::kBoolType, coding_repeated,
               "Content-Encoding names one coding twice; x-gzip is gzip", kNoContent),
    of_content("zstd_window", expr::kIntType, zstd_window,
               "the largest window in octets that its zstd needs; absent without zstd", kCodedContent),
    of_content("undeclared_coding", expr::kStringType, undeclared_coding,
               "the coding that content of a textual type has though no field says so; absent if it has none",
               kReadable),
    of_content("doubled_coding", expr::kStringType, doubled_coding,
               "the coding that content of a textual type still has without those of Content-Encoding, or that its "
               "packed type and Content-Encoding both speak of; absent if there is none",
               kCodedContent),
    Member{
        Object::kExchange, "unaccepted_codings", expr::kStringList, unaccepted_codings,
        "codings of the response that Accept-Encoding of the request does not allow; none where it refuses identity"},
};

}  // namespace

std::span<const Member> coding_members() { return kMembers; }

}  // namespace httpvet::facts
