// Members that compare an exchange with earlier ones of its resource: which representation they had, which of it is
// continued, and what a cache should have updated.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/byte_class.h"
#include "facts/conditional.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

/// The earlier exchanges of the resource, latest first.
std::vector<EarlierFacts*> earlier_of(const Value& list) {
  std::vector<EarlierFacts*> all;
  const auto* objects = static_cast<const void* const*>(list.list.data);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    all.push_back(&object_as<EarlierFacts>(Value::of_object(objects[i])));
  }
  return all;
}

/// The latest earlier exchange for which `fits` holds (object EarlierFacts); absent if there is none.
template <typename Fits>
Value latest(Facts& facts, Fits fits) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  for (EarlierFacts* earlier : earlier_of(list)) {
    if (fits(*earlier)) return Value::of_object(earlier);
  }
  return Value::absent();
}

bool is_get(EarlierFacts& earlier, int status) {
  return earlier.res.message().status == status && earlier.req.message().method == "GET";
}

enum class SameTag : std::uint8_t { kNone, kSame, kDifferent };

/// What the entity tags of two responses say, compared strongly or weakly; kNone unless both have one that can be read.
SameTag compare_tags(MessageFacts& a, MessageFacts& b, bool strong) {
  const Value first = a.value(id::kEtag);
  const Value second = b.value(id::kEtag);
  if (!first.known() || !second.known()) return SameTag::kNone;
  const auto& x = object_as<const Parsed<fields::EntityTag>>(first);
  const auto& y = object_as<const Parsed<fields::EntityTag>>(second);
  const bool equal = strong ? fields::strongly_equal(x.value, x.text, y.value, y.text)
                            : fields::weakly_equal(x.value, x.text, y.value, y.text);
  return equal ? SameTag::kSame : SameTag::kDifferent;
}

bool same_value(MessageFacts& a, MessageFacts& b, model::FieldId field) {
  return a.has(field) == b.has(field) && a.combined(field) == b.combined(field);
}

Value earlier_twin(Facts& facts, const Value&, Arguments) {
  return latest(facts, [&facts](EarlierFacts& earlier) {
    if (!is_get(earlier, 200)) return false;
    if (facts.judged().has(id::kEtag) || earlier.res.has(id::kEtag)) {
      return compare_tags(facts.judged(), earlier.res, true) == SameTag::kSame;
    }
    return facts.judged().has(id::kLastModified) && same_value(facts.judged(), earlier.res, id::kLastModified) &&
           same_value(facts.request(), earlier.req, id::kAcceptEncoding);
  });
}

/// Whether `response` says how long the whole representation is, and how long that is.
Value complete_length(MessageFacts& response) {
  const model::Message& message = response.message();
  if (message.status == 200) {
    const Value announced = response.value(id::kContentLength);
    return announced.known() ? announced : response.content_octets();
  }
  const Value range = response.value(id::kContentRange);
  if (message.status != 206 || !range.known()) return Value::absent();
  const auto& parsed = object_as<const Parsed<fields::ContentRange>>(range).value;
  if (!parsed.complete_known || !parsed.valid()) return Value::absent();
  return Value::of(static_cast<std::int64_t>(std::min<std::uint64_t>(parsed.complete.value, INT64_MAX)));
}

Value earlier_length(Facts& facts, const Value&, Arguments) {
  const Value found = latest(facts, [&facts](EarlierFacts& earlier) {
    return (is_get(earlier, 200) || is_get(earlier, 206)) && complete_length(earlier.res).known() &&
           same_value(facts.judged(), earlier.res, id::kContentEncoding) &&
           compare_tags(facts.judged(), earlier.res, false) != SameTag::kDifferent;
  });
  return found.known() ? complete_length(object_as<EarlierFacts>(found).res) : found;
}

/// Positions of what a client got in one piece; false if `response` holds no such piece.
bool piece_of(MessageFacts& response, std::uint64_t& first, std::uint64_t& end) {
  const model::Message& message = response.message();
  if (message.status == 206) {
    const Value range = response.value(id::kContentRange);
    if (!range.known()) return false;
    const auto& parsed = object_as<const Parsed<fields::ContentRange>>(range);
    if (parsed.value.unsatisfied || !parsed.value.valid()) return false;
    if (!base::equals_ignoring_case(parsed.value.unit.in(parsed.text), "bytes")) return false;
    first = parsed.value.first.value;
    end = parsed.value.last.value + 1;
    return true;
  }
  // A 200 is a piece where it broke off.
  if (message.status != 200 || message.body.end == model::BodyEnd::kComplete) return false;
  if (message.body.framing != model::Framing::kLength && message.body.framing != model::Framing::kChunked) return false;
  first = 0;
  end = message.body.content_octets;
  return end > 0;
}

/// The earlier piece that the one range of this request goes on from, as a client that resumes or reads on does.
Value earlier_piece(Facts& facts, const Value&, Arguments) {
  const Value asked = facts.request().value(id::kRange);
  if (!asked.known()) return asked;
  const auto& range = object_as<const Parsed<fields::Range>>(asked);
  if (!range.value.in_bytes(range.text) || range.value.specs.size() != 1) return Value::absent();
  const fields::RangeSpec& spec = range.value.specs.front();
  if (spec.kind == fields::RangeKind::kSuffix || !spec.valid()) return Value::absent();
  const std::uint64_t from = spec.first.value;
  return latest(facts, [&](EarlierFacts& earlier) {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
    if (earlier.req.message().method != "GET" || !facts.same_client(*earlier.record)) return false;
    return piece_of(earlier.res, first, end) && from > first && from <= end &&
           same_value(facts.judged(), earlier.res, id::kContentEncoding);
  });
}

/// Whether `request` asks for a representation from its first octet.
bool asks_from_start(const model::Message& request, base::Arena& arena) {
  if (request.method != "GET") return false;
  MessageFacts message;
  message.bind(request, arena);
  if (!message.has(id::kRange)) return true;
  const Value asked = message.value(id::kRange);
  if (!asked.known()) return false;
  const auto& range = object_as<const Parsed<fields::Range>>(asked);
  if (!range.value.in_bytes(range.text) || range.value.specs.empty()) return false;
  const fields::RangeSpec& spec = range.value.specs.front();
  return spec.kind != fields::RangeKind::kSuffix && spec.valid() && spec.first.value == 0;
}

Value started_over(Facts& facts, const Value&, Arguments) {
  if (facts.exchange().request == nullptr) return Value::not_captured();
  return Value::of(std::ranges::any_of(facts.following(), [&facts](const model::Exchange& later) {
    return later.request != nullptr && later.connection->number == facts.exchange().connection->number &&
           History::key_of(later) == facts.resource_key() && asks_from_start(*later.request, facts.arena());
  }));
}

Value if_range_current(Facts& facts, const Value&, Arguments) {
  const Value here = if_range_holds_for(facts, facts.judged());
  if (here.state != expr::State::kAbsent) return here;
  const Value found =
      latest(facts, [&facts](EarlierFacts& earlier) { return if_range_holds_for(facts, earlier.res).known(); });
  return found.known() ? if_range_holds_for(facts, object_as<EarlierFacts>(found).res) : found;
}

/// Fields that a cache may leave as they were stored, or that differ from one answer to the next by their nature
/// (RFC 9111 §3.2): about the connection, the content, the message or the way it took.
bool may_stay(const model::FieldLine& line) {
  if (fields::field_info(line.field).connection_specific) return true;
  constexpr std::array kMessage = {id::kDate,        id::kAge,          id::kEtag,       id::kContentLength,
                                   id::kContentType, id::kContentRange, id::kVia,        id::kContentEncoding,
                                   id::kCacheStatus, id::kServerTiming, id::kXServedBy,  id::kSetCookie,
                                   id::kXCache,      id::kXCacheHits,   id::kXRequestId, id::kWarning};
  if (line.field != model::kUnknownField) return std::ranges::find(kMessage, line.field) != kMessage.end();
  constexpr std::array<Bytes, 4> kWords = {"request-id", "trace", "cache", "timing"};
  std::string name(line.name);
  std::ranges::transform(name, name.begin(), base::lower);
  return std::ranges::any_of(kWords, [&name](Bytes word) { return name.find(word) != std::string::npos; });
}

/// The value of the first line of `message` with the name of `like`; null if there is none.
const Bytes* value_like(const model::Message& message, const model::FieldLine& like) {
  for (const model::FieldLine& line : message.lines) {
    if (base::equals_ignoring_case(line.name, like.name)) return &line.value;
  }
  return nullptr;
}

Value not_updated(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const model::Message* updated = nullptr;
  const model::Message* stored = nullptr;
  for (EarlierFacts* earlier : earlier_of(list)) {
    if (!facts.same_client(*earlier->record)) continue;
    if (compare_tags(facts.judged(), earlier->res, false) != SameTag::kSame) continue;
    const model::Message& response = earlier->res.message();
    if (updated == nullptr && response.status == 304) updated = &response;
    if (updated == nullptr || !is_get(*earlier, 200)) continue;
    stored = &response;
    break;
  }
  if (stored == nullptr) return Value::absent();
  std::vector<Bytes> names;
  for (const model::FieldLine& line : updated->lines) {
    if (may_stay(line) || value_like(*updated, line) != &line.value) continue;
    const Bytes* before = value_like(*stored, line);
    const Bytes* now = value_like(facts.judged().message(), line);
    if (before != nullptr && now != nullptr && *before == *now && *before != line.value) names.push_back(line.name);
  }
  return Value::of(std::span<const Bytes>(facts.arena().copy_array(std::span<const Bytes>(names))));
}

Value lost(Facts& facts, const Value& object, Arguments arguments) {
  MessageFacts& before = object_as<EarlierFacts>(object).res;
  MessageFacts& here = facts.judged();
  if (!here.there()) return Value::unknown(here.why_missing());
  if (!here.message().evidence.fields) return Value::not_captured();
  std::vector<Bytes> names;
  const auto* wanted = static_cast<const Bytes*>(arguments[0].list.data);
  for (std::uint32_t i = 0; i < arguments[0].list.size; ++i) {
    const model::FieldId field = fields::find_field(wanted[i]);
    if (field != model::kUnknownField && before.has(field) && !here.has(field)) names.push_back(wanted[i]);
  }
  return Value::of(std::span<const Bytes>(facts.arena().copy_array(std::span<const Bytes>(names))));
}

constexpr std::array kOneList = {expr::kStringList};
constexpr Object kX = Object::kExchange;
constexpr Object kE = Object::kEarlier;

constexpr Member remembered(Object owner, Bytes name, expr::Type type, ReadFunction read, Bytes doc,
                            std::span<const expr::Type> parameters = {}) {
  return {owner, name, type, read, doc, parameters, false, false, kNoContent, true};
}

constexpr std::array kMembers = {
    remembered(kX, "earlier_twin", object_type(Object::kEarlier), earlier_twin,
               "the latest earlier 200 to GET of the same representation: with the same strong ETag or, where neither "
               "has one, the same Last-Modified and Accept-Encoding"),
    remembered(kX, "earlier_length", expr::kIntType, earlier_length,
               "the complete length of the representation as the latest earlier 200 or 206 to GET told it, unless its "
               "ETag or Content-Encoding is another"),
    remembered(kX, "earlier_piece", object_type(Object::kEarlier), earlier_piece,
               "the latest earlier 206, or 200 that broke off, of the same client and coding that the single range of "
               "this request goes on from"),
    remembered(kX, "started_over", expr::kBoolType, started_over,
               "the same client asks for the resource from its first octet afterwards; of a long connection only what "
               "comes soon after is looked at"),
    remembered(kX, "if_range_current", expr::kBoolType, if_range_current,
               "as if_range_holds, but by the latest earlier response of the resource that has the validator where "
               "this one has none"),
    remembered(kX, "not_updated", expr::kStringList, not_updated,
               "fields that still have the value of an earlier 200 though a 304 with the same ETag after it, on the "
               "same connection, had another (RFC 9111 §3.2); fields about one message or connection left out"),
    remembered(kE, "lost", expr::kStringList, lost,
               "those of the named fields that its response has and the one judged has not", kOneList),
};

}  // namespace

std::span<const Member> reuse_members() { return kMembers; }

}  // namespace httpvet::facts
