#include "checks/session_redirects.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/target_uri.h"
#include "fields/entity_tag.h"
#include "fields/field_ids.h"

namespace httpvet::checks {
namespace {

namespace id = fields::id;
using facts::RecordPtr;
using facts::SameUri;

const model::FieldLine* find_line(const model::Message& message, model::FieldId field) {
  const auto found = std::ranges::find(message.lines, field, &model::FieldLine::field);
  return found == message.lines.end() ? nullptr : &*found;
}

/// Freshness that a response gives itself (RFC 9111 §4.2.1), as far as it makes it reusable at all.
bool may_be_stored(const model::Message& response) {
  if (find_line(response, id::kExpires) != nullptr) return true;
  const model::FieldLine* line = find_line(response, id::kCacheControl);
  return line != nullptr && line->value.find("max-age") != Bytes::npos;
}

bool same_target(const model::Message& a, const model::Message& b) {
  const model::FieldLine* host_a = find_line(a, id::kHost);
  const model::FieldLine* host_b = find_line(b, id::kHost);
  if (a.target != b.target || (host_a == nullptr) != (host_b == nullptr)) return false;
  return host_a == nullptr || base::equals_ignoring_case(host_a->value, host_b->value);
}

/// The index of the latest temporary redirect in `records` that leads to where `request` goes, or their number.
std::size_t find_redirect_to(std::span<const RecordPtr> records, const model::Message& request, base::Arena& arena) {
  for (std::size_t i = records.size(); i-- > 0;) {
    const facts::Record& record = *records[i];
    const std::uint16_t status = record.response().status;
    if (status != 302 && status != 307) continue;
    const SameUri leads = facts::leads_to(record.request(), record.response(), request, record.scheme(), arena);
    if (leads != SameUri::kDifferent) return i;
  }
  return records.size();
}

bool comes_from_its_target(const model::Message& request, model::Scheme scheme, base::Arena& arena) {
  const model::FieldLine* referer = find_line(request, id::kReferer);
  if (referer == nullptr) return false;
  const auto target = facts::target_uri(request, scheme, arena);
  return !target || facts::same_origin(*target, referer->value) != SameUri::kDifferent;
}

/// How many of `later`, and after them `request` itself, ask for what `request` asks for; 0 when the URI of
/// `redirected` was asked again or one of them comes from a page of the target.
std::size_t direct_requests(std::span<const RecordPtr> later, const model::Message& redirected,
                            const model::Message& request, base::Arena& arena) {
  std::size_t count = 1;
  for (const RecordPtr& record : later) {
    if (same_target(record->request(), redirected)) return 0;
    if (!same_target(record->request(), request)) continue;
    if (comes_from_its_target(record->request(), record->scheme(), arena)) return 0;
    ++count;
  }
  return count;
}

/// True when the ETag of the 304 `response` matches none of the tags that `request` asked about (RFC 9110 §15.4.5).
bool selects_nothing(const model::Message& request, const model::Message& response, base::Arena& arena) {
  const model::FieldLine* asked = find_line(request, id::kIfNoneMatch);
  const model::FieldLine* given = find_line(response, id::kEtag);
  if (response.status != 304 || asked == nullptr || given == nullptr) return false;
  fields::EntityTags tags;
  fields::EntityTag tag;
  fields::ParseError error;
  if (!fields::parse_entity_tags(asked->value, arena, tags, error) || tags.any || tags.tags.empty()) return false;
  if (!fields::parse_entity_tag(given->value, tag, error)) return false;
  const Bytes opaque = tag.opaque.in(given->value);
  return std::ranges::none_of(tags.tags, [&](const fields::EntityTag& one) {
    const Bytes other = one.opaque.in(asked->value);
    // Servers add and drop the name of a content coding; the stored response is found all the same.
    return opaque == other || opaque.starts_with(other) || other.starts_with(opaque);
  });
}

bool is_conditional(const model::Message& request) {
  constexpr std::array kConditions = {id::kIfNoneMatch, id::kIfModifiedSince, id::kIfMatch, id::kIfUnmodifiedSince};
  return std::ranges::any_of(kConditions,
                             [&request](model::FieldId field) { return find_line(request, field) != nullptr; });
}

}  // namespace

void redirect_taken_for_permanent(facts::Facts& facts, CheckSink& sink) {
  constexpr std::size_t kFollowedAndTwoMore = 3;
  const model::Message& request = facts.request().message();
  const auto records = facts.connection_records();
  const std::size_t at = find_redirect_to(records, request, facts.arena());
  if (at == records.size() || may_be_stored(records[at]->response())) return;
  const model::Message& redirected = records[at]->request();
  if (same_target(redirected, request)) return;
  if (comes_from_its_target(request, records[at]->scheme(), facts.arena())) return;
  const std::size_t count = direct_requests(records.subspan(at + 1), redirected, request, facts.arena());
  if (count == kFollowedAndTwoMore) sink.report(request, nullptr, request.target, {redirected.target});
}

void proxy_kept_after_305(facts::Facts& facts, CheckSink& sink) {
  const model::Message& request = facts.request().message();
  if (facts::target_form(request) != facts::TargetForm::kAbsolute) return;
  const auto records = facts.connection_records();
  std::size_t through_proxy = 1;
  for (std::size_t i = records.size(); i-- > 0;) {
    const facts::Record& record = *records[i];
    const bool absolute = facts::target_form(record.request()) == facts::TargetForm::kAbsolute;
    if (record.response().status != 305) {
      through_proxy += absolute ? 1 : 0;
      continue;
    }
    const model::FieldLine* location = find_line(record.response(), id::kLocation);
    if (!absolute && location != nullptr && through_proxy == 2) {
      sink.report(request, nullptr, request.target, {location->value});
    }
    return;
  }
}

void unusable_304_not_repeated(facts::Facts& facts, CheckSink& sink) {
  const model::Message& request = facts.request().message();
  const model::Message* response = facts.exchange().response;
  if (response != nullptr && selects_nothing(request, *response, facts.arena())) {
    sink.report(*response, nullptr, {}, {find_line(*response, id::kEtag)->value, request.target});
    return;
  }
  const auto records = facts.connection_records();
  for (std::size_t i = records.size(); i-- > 0;) {
    const facts::Record& record = *records[i];
    if (!selects_nothing(record.request(), record.response(), facts.arena())) continue;
    const auto repeats = [&record](const model::Message& later) {
      return same_target(record.request(), later) && !is_conditional(later);
    };
    const auto later = records.subspan(i + 1);
    const bool repeated = repeats(request) || std::ranges::any_of(later, [&repeats](const RecordPtr& one) {
                            return repeats(one->request());
                          });
    if (repeated) continue;
    const model::Message& at = response != nullptr ? *response : request;
    sink.report(at, nullptr, {}, {find_line(record.response(), id::kEtag)->value, record.request().target});
    return;
  }
}

}  // namespace httpvet::checks
