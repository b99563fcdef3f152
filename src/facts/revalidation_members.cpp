// Members about what a client does with what it was given before: which stored response it asks about, with which
// validators, and whether it had to ask at all.
#include <algorithm>
#include <array>
#include <vector>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/freshness.h"
#include "facts/member.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::State;
using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

constexpr std::int64_t kNanoseconds = 1'000'000'000;

using Earlier = std::vector<EarlierFacts*>;

/// Earlier exchanges of the resource with the same client, latest first.
Earlier of_client(Facts& facts, const Value& list) {
  Earlier all;
  const auto* objects = static_cast<const void* const*>(list.list.data);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    auto& earlier = object_as<EarlierFacts>(Value::of_object(objects[i]));
    if (facts.same_client(*earlier.record)) all.push_back(&earlier);
  }
  return all;
}

bool is_read(const model::Message& request) { return request.method == "GET" || request.method == "HEAD"; }
bool is_full(EarlierFacts& earlier) {
  return earlier.res.message().status == 200 && earlier.req.message().method == "GET";
}
bool succeeded(const model::Message& response) { return response.status >= 200 && response.status < 300; }

/// A request that may have changed the resource, and was not refused (RFC 9111 §4.4).
bool may_have_changed(EarlierFacts& earlier) {
  const int status = earlier.res.message().status;
  constexpr std::array<Bytes, 8> kReading = {"GET",   "HEAD",     "OPTIONS", "TRACE",
                                             "QUERY", "PROPFIND", "REPORT",  "SEARCH"};
  const Bytes method = earlier.req.message().method;
  return std::ranges::find(kReading, method) == kReading.end() && status >= 200 && status < 400;
}

/// RFC 9111 §4.1: whether this request has the same values as that of `earlier` in the fields that its Vary names.
bool selected_by(Facts& facts, EarlierFacts& earlier) {
  if (!earlier.res.has(id::kVary)) return true;
  const Value vary = earlier.res.value(id::kVary);
  if (!vary.known()) return false;
  const std::span names(static_cast<const Bytes*>(vary.list.data), vary.list.size);
  return std::ranges::all_of(names, [&](Bytes name) {
    const model::FieldId field = fields::find_field(name);
    // `*` stands in the registry too.
    if (field == model::kUnknownField || field == id::kAsterisk) return false;
    return facts.request().combined(field) == earlier.req.combined(field);
  });
}

bool forbids_storing(MessageFacts& message) {
  Policy policy;
  return cache_control(message, policy) == State::kKnown && policy.has("no-store");
}

/// What a cache of this client would have of the resource: the latest 200 to GET that this request selects, and, if a
/// 304 updated it since, that.
struct Stored {
  EarlierFacts* full = nullptr;
  EarlierFacts* updated = nullptr;
};

Stored find_stored(Facts& facts, const Value& list) {
  Stored stored;
  for (EarlierFacts* earlier : of_client(facts, list)) {
    if (may_have_changed(*earlier)) break;
    if (!is_read(earlier->req.message())) continue;
    if (earlier->res.message().status == 304 && stored.updated == nullptr) stored.updated = earlier;
    if (!is_full(*earlier) || !selected_by(facts, *earlier)) continue;
    stored.full = earlier;
    break;
  }
  return stored;
}

Value stored_member(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const Stored stored = find_stored(facts, list);
  return stored.full == nullptr ? Value::absent() : Value::of_object(stored.full);
}

/// Beyond any lifetime, and safe to count with.
constexpr std::int64_t kMost = 1LL << 40;

/// How old `response` was when it came: its Age.
std::int64_t age_of(MessageFacts& response) {
  const Value age = response.value(id::kAge);
  return age.known() ? std::min(age.integer, kMost) : 0;
}

/// When the request was sent, in seconds: by the clock of the capture or, without it, by that of the server.
std::optional<std::int64_t> sent_at(Facts& facts) {
  if (const auto& time = facts.request().message().time_ns) return *time / kNanoseconds;
  const Value date = facts.judged().value(id::kDate);
  if (!date.known()) return std::nullopt;
  return date.integer + age_of(facts.judged());
}

/// When `earlier` was answered, by the same clocks.
std::optional<std::int64_t> answered_at(EarlierFacts& earlier, bool by_capture) {
  if (by_capture) {
    const auto& time = earlier.record->response().time_ns;
    return time ? std::optional(*time / kNanoseconds) : std::nullopt;
  }
  const Value date = earlier.res.value(id::kDate);
  return date.known() ? std::optional(date.integer + age_of(earlier.res)) : std::nullopt;
}

/// For how long the stored response was still fresh; with `by_date`, the server's clock stands in for that of the
/// capture.
Value fresh_for(Facts& facts, bool by_date) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const Stored stored = find_stored(facts, list);
  if (stored.full == nullptr) return Value::absent();
  // A 304 brings the lifetime anew, where it has one (RFC 9111 §3.2).
  MessageFacts* source = &stored.full->res;
  EarlierFacts* latest = stored.updated != nullptr ? stored.updated : stored.full;
  if (stored.updated != nullptr && (latest->res.has(id::kCacheControl) || latest->res.has(id::kExpires))) {
    source = &latest->res;
  }
  Policy policy;
  const State state = cache_control(*source, policy);
  if (state == State::kMalformed || state == State::kNotCaptured) return Value::unknown(state);
  if (!policy.may_reuse() || forbids_storing(stored.full->req)) return Value::absent();
  const Value fresh = lifetime(*source, false);
  if (!fresh.known()) return fresh;
  const bool by_capture = facts.request().message().time_ns.has_value();
  if (!by_capture && !by_date) return Value::not_captured();
  const auto then = answered_at(*latest, by_capture);
  const auto now = sent_at(facts);
  if (!then || !now) return Value::not_captured();
  return Value::of(std::min(fresh.integer, kMost) - age_of(latest->res) - (*now - *then));
}

Value fresh_left(Facts& facts, const Value&, Arguments) { return fresh_for(facts, false); }
Value fresh_left_by_date(Facts& facts, const Value&, Arguments) { return fresh_for(facts, true); }

/// An entity tag with the text it was parsed from.
struct Tag {
  fields::EntityTag tag;
  Bytes text;
};

bool weakly(const Tag& a, const Tag& b) { return fields::weakly_equal(a.tag, a.text, b.tag, b.text); }
bool strongly(const Tag& a, const Tag& b) { return fields::strongly_equal(a.tag, a.text, b.tag, b.text); }

std::optional<Tag> etag_of(MessageFacts& response) {
  const Value value = response.value(id::kEtag);
  if (!value.known()) return std::nullopt;
  const auto& parsed = object_as<const Parsed<fields::EntityTag>>(value);
  return Tag{parsed.value, parsed.text};
}

std::vector<Tag> tags_in(MessageFacts& request, model::FieldId field) {
  std::vector<Tag> tags;
  const Value value = request.value(field);
  if (!value.known()) return tags;
  if (field == id::kIfRange) {
    const auto& either = object_as<const Parsed<fields::TagOrDate>>(value);
    if (!either.value.is_date) tags.push_back({either.value.tag, either.text});
    return tags;
  }
  const auto& list = object_as<const Parsed<fields::EntityTags>>(value);
  for (const fields::EntityTag& tag : list.value.tags) tags.push_back({tag, list.text});
  return tags;
}

bool among(const std::vector<Tag>& tags, const Tag& wanted) {
  return std::ranges::any_of(tags, [&wanted](const Tag& tag) { return weakly(tag, wanted); });
}

/// The date that a field of the request gives.
std::optional<std::int64_t> date_in(MessageFacts& request, model::FieldId field) {
  const Value value = request.value(field);
  if (!value.known()) return std::nullopt;
  if (field != id::kIfRange) return value.integer;
  const auto& either = object_as<const Parsed<fields::TagOrDate>>(value);
  if (!either.value.is_date) return std::nullopt;
  return either.value.date.seconds;
}

constexpr std::array kTagFields = {id::kIfNoneMatch, id::kIfMatch, id::kIfRange};
constexpr std::array kDateFields = {id::kIfModifiedSince, id::kIfUnmodifiedSince, id::kIfRange};

/// Whether some earlier response gave the validator, and whether each that did forbade storing it.
struct Origin {
  bool known = false;
  bool storable = false;

  void add(EarlierFacts& earlier) {
    known = true;
    storable |= !forbids_storing(earlier.res) && !forbids_storing(earlier.req);
  }
};

Value validator_of_unstored(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const Earlier earlier = of_client(facts, list);
  MessageFacts& request = facts.request();
  for (const model::FieldId field : kTagFields) {
    // An edit of what was just shown names the tag that it is based on, whoever kept it.
    if (field == id::kIfMatch && !is_read(request.message())) continue;
    for (const Tag& tag : tags_in(request, field)) {
      Origin origin;
      for (EarlierFacts* before : earlier) {
        const auto given = etag_of(before->res);
        if (given && weakly(*given, tag)) origin.add(*before);
      }
      if (origin.known && !origin.storable) return Value::of(fields::field_info(field).name);
    }
  }
  const auto date = date_in(request, id::kIfModifiedSince);
  if (!date || request.has(id::kIfNoneMatch)) return Value::absent();
  Origin origin;
  for (EarlierFacts* before : earlier) {
    const Value modified = before->res.value(id::kLastModified);
    if (modified.known() && modified.integer == *date) origin.add(*before);
  }
  if (origin.known && !origin.storable) return Value::of(Bytes("If-Modified-Since"));
  return Value::absent();
}

/// A minute, so that clocks need not agree.
constexpr std::int64_t kClockSlack = 60;

Value own_date(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const auto now = sent_at(facts);
  const Value list = facts.earlier();
  const Earlier earlier = list.known() ? of_client(facts, list) : Earlier{};
  for (const model::FieldId field : kDateFields) {
    const auto date = date_in(request, field);
    if (!date) continue;
    if (now && *date > *now + kClockSlack) return Value::of(fields::field_info(field).name);
    bool full = false;
    bool given = false;
    for (EarlierFacts* before : earlier) {
      const Value modified = before->res.value(id::kLastModified);
      if (!modified.known()) continue;
      // Without Last-Modified a client may take Date, or its own clock (RFC 9110 §13.1.3).
      full |= is_full(*before);
      given |= modified.integer == *date;
    }
    if (full && !given) return Value::of(fields::field_info(field).name);
  }
  return list.known() ? Value::absent() : list;
}

/// The fields whose tags no response gave, or only one whose tag a newer response of the same kind replaced.
Value unknown_tags(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const Earlier earlier = of_client(facts, list);
  const auto full = std::ranges::find_if(earlier, [](EarlierFacts* before) { return is_full(*before); });
  if (full == earlier.end()) return Value::absent();
  for (const model::FieldId field : kTagFields) {
    const std::vector<Tag> tags = tags_in(facts.request(), field);
    if (tags.empty()) continue;
    bool newest = true;
    bool current = false;
    bool given = false;
    for (EarlierFacts* before : earlier) {
      const auto etag = etag_of(before->res);
      if (!etag) continue;
      const bool listed = among(tags, *etag);
      // Another variant has another tag; both stay right.
      current |= listed && (newest || !selected_by(facts, *before) ||
                            before->req.combined(id::kAcceptEncoding) != (*full)->req.combined(id::kAcceptEncoding));
      given |= listed;
      newest = false;
    }
    if (!given) return Value::of(Bytes("was never in a response"));
    if (!current) return Value::of(Bytes("belongs to a version that a newer response replaced"));
  }
  return Value::absent();
}

Value client_sends_tags(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const auto records = facts.connection_records();
  return Value::of(std::ranges::any_of(records, [](const RecordPtr& record) {
    return std::ranges::any_of(record->request().lines,
                               [](const model::FieldLine& line) { return line.field == id::kIfNoneMatch; });
  }));
}

Value same_validator_as_stored(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const Stored stored = find_stored(facts, list);
  if (stored.full == nullptr || forbids_storing(stored.full->res) || forbids_storing(stored.full->req)) {
    return Value::absent();
  }
  const auto before = etag_of(stored.full->res);
  const auto now = etag_of(facts.judged());
  if (before && now) return Value::of(weakly(*before, *now));
  const Value then_modified = stored.full->res.value(id::kLastModified);
  const Value now_modified = facts.judged().value(id::kLastModified);
  if (before || now || !then_modified.known() || !now_modified.known()) return Value::absent();
  return Value::of(then_modified.integer == now_modified.integer);
}

Value if_range_date_fault(Facts& facts, const Value&, Arguments) {
  const auto date = date_in(facts.request(), id::kIfRange);
  if (!date) return Value::absent();
  const Value list = facts.earlier();
  if (!list.known()) return list;
  for (EarlierFacts* before : of_client(facts, list)) {
    const int status = before->res.message().status;
    if (before->req.message().method != "GET" || (status != 200 && status != 206)) continue;
    if (etag_of(before->res)) return Value::of(Bytes("the response had an ETag, which is to be used then"));
    const Value modified = before->res.value(id::kLastModified);
    const Value sent = before->res.value(id::kDate);
    if (modified.known() && sent.known() && modified.integer == *date && sent.integer - modified.integer < 1) {
      return Value::of(Bytes("the response was made in the same second, so that another version may have that date"));
    }
    return Value::absent();
  }
  return Value::absent();
}

/// RFC 9110 §13.1.1: all tags were those of this resource once, and the newest response has none of them.
Value if_match_outdated(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const std::vector<Tag> tags = tags_in(facts.request(), id::kIfMatch);
  if (tags.empty()) return Value::absent();
  std::vector<Tag> given;
  const auto* objects = static_cast<const void* const*>(list.list.data);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    auto& before = object_as<EarlierFacts>(Value::of_object(objects[i]));
    if (!succeeded(before.res.message()) || !selected_by(facts, before)) continue;
    // A write without a tag leaves open what is current.
    if (given.empty() && may_have_changed(before) && !before.res.has(id::kEtag)) return Value::absent();
    if (const auto etag = etag_of(before.res)) given.push_back(*etag);
  }
  if (given.empty()) return Value::absent();
  const auto stronger = [](const std::vector<Tag>& all, const Tag& wanted) {
    return std::ranges::any_of(all, [&wanted](const Tag& tag) { return strongly(tag, wanted); });
  };
  if (among(tags, given.front())) return Value::of(false);
  return Value::of(std::ranges::all_of(tags, [&](const Tag& tag) { return stronger(given, tag); }));
}

Value modified_before(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  const auto* objects = static_cast<const void* const*>(list.list.data);
  for (std::uint32_t i = 0; i < list.list.size; ++i) {
    auto& before = object_as<EarlierFacts>(Value::of_object(objects[i]));
    if (may_have_changed(before) && !before.res.has(id::kLastModified)) return Value::absent();
    if (!succeeded(before.res.message())) continue;
    const Value modified = before.res.value(id::kLastModified);
    if (modified.known()) return modified;
  }
  return Value::absent();
}

constexpr std::int64_t kStillThere = 10'000'000'000;  // nanoseconds

Value shown_just_before(Facts& facts, const Value&, Arguments) {
  const Value list = facts.earlier();
  if (!list.known()) return list;
  if (list.list.size == 0) return Value::of(false);
  auto& before = object_as<EarlierFacts>(Value::of_object(static_cast<const void* const*>(list.list.data)[0]));
  const model::Message& request = before.req.message();
  const bool credentials = before.req.combined(id::kAuthorization) == facts.request().combined(id::kAuthorization) &&
                           before.req.combined(id::kCookie) == facts.request().combined(id::kCookie);
  const auto& then = before.record->response().time_ns;
  const auto& now = facts.request().message().time_ns;
  if (then && now && *now - *then > kStillThere) return Value::of(false);
  const Value date_then = before.res.value(id::kDate);
  const Value date_now = facts.judged().value(id::kDate);
  const bool dated = date_then.known() && date_now.known();
  if (dated && date_now.integer - date_then.integer > kStillThere / kNanoseconds) return Value::of(false);
  const bool shows = is_read(request) || request.method == "PUT" || request.method == "PATCH";
  return Value::of(credentials && shows && succeeded(before.res.message()));
}

constexpr Object kX = Object::kExchange;

constexpr Member remembered(Bytes name, expr::Type type, ReadFunction read, Bytes doc) {
  return {kX, name, type, read, doc, {}, false, false, kNoContent, true};
}

constexpr std::array kMembers = {
    remembered("stored", object_type(Object::kEarlier), stored_member,
               "the latest earlier 200 to GET of the same client and resource that this request selects by its Vary, "
               "unless something may have changed the resource since"),
    remembered(
        "fresh_left", expr::kIntType, fresh_left,
        "for how many seconds `stored` was still fresh when the request was sent, s-maxage left out; not captured "
        "without times, absent where it must not be stored or reused"),
    remembered("fresh_left_by_date", expr::kIntType, fresh_left_by_date,
               "the same, by Date and Age of both responses where the capture has no clock"),
    remembered("same_validator_as_stored", expr::kBoolType, same_validator_as_stored,
               "the response has the ETag of `stored` or, where neither has one, its Last-Modified; absent where that "
               "must not be stored"),
    remembered("validator_of_unstored", expr::kStringType, validator_of_unstored,
               "the precondition whose validator the client had only from responses with no-store; absent if there is "
               "none"),
    remembered("own_date", expr::kStringType, own_date,
               "the precondition whose date lies in the future, or was never a Last-Modified of the resource although "
               "the client got one in a full response; absent if there is none"),
    remembered("unknown_tags", expr::kStringType, unknown_tags,
               "what is wrong with the entity tags of a precondition, as the rest of a sentence: no response to the "
               "client gave one of them, or only one that was replaced since; absent if nothing is"),
    remembered("client_sends_tags", expr::kBoolType, client_sends_tags,
               "an earlier request of the same client has If-None-Match"),
    remembered("if_range_date_fault", expr::kStringType, if_range_date_fault,
               "why the client must not put that date into If-Range, by the latest earlier response; absent if it may"),
    remembered("if_match_outdated", expr::kBoolType, if_match_outdated,
               "every tag of If-Match was once the ETag of the resource, and the latest is another"),
    remembered("modified_before", expr::kIntType, modified_before,
               "the Last-Modified of the latest earlier response of the resource; absent if it may have changed since"),
    remembered("shown_just_before", expr::kBoolType, shown_just_before,
               "the exchange of the resource right before, at most 10 seconds ago and with the same credentials, shows "
               "that it has a current representation"),
};

}  // namespace

std::span<const Member> revalidation_members() { return kMembers; }

}  // namespace httpvet::facts
