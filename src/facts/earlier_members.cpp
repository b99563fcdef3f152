// Members of earlier exchanges, and of an exchange those that lead to them.
#include <algorithm>
#include <array>
#include <ranges>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/methods.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

Value earlier(Facts& facts, const Value&, Arguments) { return facts.earlier(); }
Value earlier_200(Facts& facts, const Value&, Arguments) { return facts.latest_earlier(200, "GET"); }
Value untyped_before(Facts& facts, const Value&, Arguments) {
  const Value found = facts.latest_earlier(200, "GET");
  return Value::of(found.known() && !object_as<EarlierFacts>(found).res.has(fields::id::kContentType));
}
Value earlier_head(Facts& facts, const Value&, Arguments) { return facts.latest_earlier(200, "HEAD"); }
Value session(Facts& facts, const Value&, Arguments) { return facts.session(); }
Value previous(Facts& facts, const Value&, Arguments) { return facts.previous(); }
Value redirected_by(Facts& facts, const Value&, Arguments) { return facts.redirected_by(); }

Value created_by(Facts& facts, const Value&, Arguments) { return facts.created_by(); }

Value has_earlier(Facts& facts, const Value&, Arguments) { return Value::of(!facts.earlier_records().empty()); }

Value after_redirect(Facts& facts, const Value&, Arguments) {
  const std::uint16_t status = facts.connection().last_status;
  return Value::of(status >= 300 && status < 400);
}

EarlierFacts& earlier_of(const Value& object) { return object_as<EarlierFacts>(object); }
Value earlier_req(Facts&, const Value& object, Arguments) { return Value::of_object(&earlier_of(object).req); }
Value earlier_res(Facts&, const Value& object, Arguments) { return Value::of_object(&earlier_of(object).res); }

Value earlier_same(Facts& facts, const Value& object, Arguments arguments) {
  const model::FieldId field = fields::find_field(arguments[0].string);
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  if (field == model::kUnknownField) return Value::absent();
  return Value::of(request.combined(field) == earlier_of(object).req.combined(field));
}

Value same_client(Facts& facts, const Value& object, Arguments) {
  // Another connection may well be one of the same client.
  return facts.same_client(*earlier_of(object).record) ? Value::of(true) : Value::not_captured();
}

Value same_request_content(Facts& facts, const Value& object, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  return same_content(facts.request().message(), earlier_of(object).record->request());
}

Value same_response_content(Facts& facts, const Value& object, Arguments) {
  if (!facts.judged().there()) return Value::unknown(facts.judged().why_missing());
  return same_content(facts.judged().message(), earlier_of(object).record->response());
}

/// Fields that say which request it is, not what it asks for: a repetition has other values there.
bool names_the_request(const model::FieldLine& line) {
  constexpr std::array<Bytes, 12> kNames = {
      "traceparent",  "tracestate",  "x-request-id", "x-correlation-id",  "x-amzn-trace-id",       "request-id",
      "x-b3-traceid", "x-b3-spanid", "b3",           "x-b3-parentspanid", "x-cloud-trace-context", "sentry-trace"};
  if (line.field == fields::id::kDate) return true;
  return std::ranges::any_of(kNames, [&line](Bytes name) { return base::equals_ignoring_case(line.name, name); });
}

bool same_lines(std::span<const model::FieldLine> a, std::span<const model::FieldLine> b) {
  std::size_t j = 0;
  for (const model::FieldLine& line : a) {
    if (names_the_request(line)) continue;
    while (j < b.size() && names_the_request(b[j])) ++j;
    if (j == b.size() || b[j].value != line.value || !base::equals_ignoring_case(b[j].name, line.name)) return false;
    ++j;
  }
  while (j < b.size() && names_the_request(b[j])) ++j;
  return j == b.size();
}

Value same_request(const model::Message& a, const model::Message& b) {
  if (!a.evidence.fields || !b.evidence.fields) return Value::not_captured();
  if (a.method != b.method || a.target != b.target || !same_lines(a.lines, b.lines)) return Value::of(false);
  return same_content(a, b);
}

Value earlier_same_request(Facts& facts, const Value& object, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  return same_request(facts.request().message(), earlier_of(object).record->request());
}

/// What a server says of the same protection space anew each time (RFC 7616 §3.3).
bool made_each_time(Bytes name) {
  constexpr std::array<Bytes, 3> kNames = {"nonce", "opaque", "stale"};
  return std::ranges::any_of(kNames, [name](Bytes one) { return base::equals_ignoring_case(name, one); });
}

/// Whether `a` has the scheme and all lasting parameters of `b`, in whatever order.
bool covers(const ChallengeFacts& a, const ChallengeFacts& b, base::Arena& arena) {
  if (!base::equals_ignoring_case(a.challenge->scheme.in(a.text), b.challenge->scheme.in(b.text))) return false;
  if (a.challenge->token68.in(a.text) != b.challenge->token68.in(b.text)) return false;
  return std::ranges::all_of(b.challenge->parameters, [&](const fields::Parameter& parameter) {
    const Bytes name = parameter.name.in(b.text);
    const Bytes value = fields::parameter_value(parameter, b.text, arena);
    // Not a refusal of the credentials at all.
    if (base::equals_ignoring_case(name, "stale") && base::equals_ignoring_case(value, "true")) return false;
    if (made_each_time(name)) return true;
    const fields::Parameter* twin = fields::find_parameter(a.challenge->parameters, a.text, name);
    return twin != nullptr && fields::parameter_value(*twin, a.text, arena) == value;
  });
}

Value same_challenges(Facts& facts, const Value& object, Arguments) {
  constexpr std::size_t kMostParameters = 32;  // comparing takes their square; no scheme has as many
  const Value now = facts.judged().value(fields::id::kWwwAuthenticate);
  const Value then = earlier_of(object).res.value(fields::id::kWwwAuthenticate);
  if (!now.known()) return now;
  if (!then.known()) return then;
  if (now.list.size != then.list.size) return Value::of(false);
  for (std::uint32_t i = 0; i < now.list.size; ++i) {
    const auto item = [i](const Value& list) -> const ChallengeFacts& {
      return object_as<const ChallengeFacts>(Value::of_object(static_cast<const void* const*>(list.list.data)[i]));
    };
    const ChallengeFacts& a = item(now);
    const ChallengeFacts& b = item(then);
    const std::size_t most = std::max(a.challenge->parameters.size(), b.challenge->parameters.size());
    if (most > kMostParameters) return Value::not_captured();
    if (!covers(a, b, facts.arena()) || !covers(b, a, facts.arena())) return Value::of(false);
  }
  return Value::of(true);
}

/// A request that expects 100-continue, and nothing else (RFC 9110 §10.1.1).
bool expects_continue(MessageFacts& request) {
  return base::equals_ignoring_case(request.combined(fields::id::kExpect), "100-continue");
}

Value refused_expectation_dropped(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const Value all = facts.session();
  if (!all.known()) return all;
  const auto* items = static_cast<const void* const*>(all.list.data);
  const auto repeats_without = [](MessageFacts& later, MessageFacts& refused) {
    return later.message().method == refused.message().method && later.message().target == refused.message().target &&
           !later.has(fields::id::kExpect);
  };
  // Only the latest refusal is looked at, so that the time it takes does not grow with their number.
  for (std::uint32_t i = 0; i < all.list.size; ++i) {
    EarlierFacts& refusal = earlier_of(Value::of_object(items[i]));
    if (refusal.res.message().status != 417 || !expects_continue(refusal.req)) continue;
    if (repeats_without(facts.request(), refusal.req)) return Value::of(true);
    for (std::uint32_t j = 0; j < i; ++j) {
      if (repeats_without(earlier_of(Value::of_object(items[j])).req, refusal.req)) return Value::of(true);
    }
    return Value::of(false);
  }
  return Value::absent();
}

Value milliseconds(Facts& facts, const Value& object, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const auto& then = earlier_of(object).record->response().time_ns;
  const auto& now = facts.request().message().time_ns;
  return then && now ? Value::of((*now - *then) / 1'000'000) : Value::not_captured();
}

/// How many earlier exchanges of the resource by the same client got `status`, of those that `counts` holds for.
template <typename Counts>
Value count_earlier(Facts& facts, std::int64_t status, Counts counts) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  std::int64_t count = 0;
  for (const RecordPtr& record : facts.earlier_records()) {
    if (record->response().status != status || !facts.same_client(*record)) continue;
    const Value here = counts(*record);
    if (!here.known()) return here;
    count += here.boolean ? 1 : 0;
  }
  return Value::of(count);
}

Value earlier_with(Facts& facts, const Value&, Arguments arguments) {
  return count_earlier(facts, arguments[0].integer, [](const Record&) { return Value::of(true); });
}

Value repeats(Facts& facts, const Value&, Arguments arguments) {
  return count_earlier(facts, arguments[0].integer, [&facts](const Record& record) {
    return same_request(facts.request().message(), record.request());
  });
}

bool changes_resource(Bytes method) {
  const fields::MethodInfo* info = fields::find_method(method);
  return info == nullptr || !info->safe;
}
bool is_read(Bytes method) { return method == "GET" || method == "HEAD"; }

Value gone_before(Facts& facts, const Value&, Arguments) {
  const Value all = facts.earlier();
  if (!all.known()) return all;
  const SourceState* source = facts.connection().source;
  if (source != nullptr && source->removals.made_elsewhere(facts.request().message(), facts.arena())) {
    return Value::absent();
  }
  const auto* items = static_cast<const void* const*>(all.list.data);
  for (std::uint32_t i = 0; i < all.list.size; ++i) {
    const Value item = Value::of_object(items[i]);
    const Record& record = *earlier_of(item).record;
    const std::uint16_t status = record.response().status;
    if (status == 410) return item;
    const Bytes method = record.request().method;
    if (status >= 200 && status < 400 && (is_read(method) || changes_resource(method))) break;
  }
  return Value::absent();
}

Value deleted_before(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  for (const RecordPtr& record : facts.earlier_records() | std::views::reverse) {
    const std::uint16_t status = record->response().status;
    const Bytes method = record->request().method;
    if (status < 200 || status > 299) continue;
    if (is_read(method) || changes_resource(method)) return Value::of(method == "DELETE");
  }
  return Value::of(false);
}

Value host_sends_410(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const SourceState* source = facts.connection().source;
  if (source == nullptr) return Value::not_captured();
  return Value::of(source->removals.host_sends_410(facts.request().message(), facts.arena()));
}

constexpr std::array kOneString = {expr::kStringType};
constexpr std::array kOneInt = {expr::kIntType};
constexpr Object kX = Object::kExchange;
constexpr Object kE = Object::kEarlier;

/// A member for which earlier exchanges have to be remembered.
constexpr Member remembered(Object owner, Bytes name, expr::Type type, ReadFunction read, Bytes doc,
                            std::span<const expr::Type> parameters = {}, bool total = false,
                            ContentKinds reads = kNoContent) {
  return {owner, name, type, read, doc, parameters, total, false, reads, true};
}

constexpr std::array kMembers = {
    remembered(kX, "earlier", list_type(Object::kEarlier), earlier,
               "earlier exchanges of the same resource (scheme, host, target), latest first; at most 8 are remembered"),
    remembered(kX, "earlier_200", object_type(Object::kEarlier), earlier_200,
               "the latest earlier 200 to GET of the same resource whose request had the same selecting fields"),
    // Not marked as remembered: rules of scope response may ask it, and have nothing to say where nothing is
    // remembered.
    Member{kX,
           "untyped_before",
           expr::kBoolType,
           untyped_before,
           "earlier_200 is known, and has no Content-Type",
           {},
           true},
    remembered(kX, "earlier_head", object_type(Object::kEarlier), earlier_head,
               "the latest earlier 200 to HEAD of the same resource whose request had the same selecting fields"),
    remembered(kX, "has_earlier", expr::kBoolType, has_earlier,
               "an earlier exchange of the same resource is remembered", {}, true),
    remembered(kX, "earlier_with", expr::kIntType, earlier_with,
               "how many earlier exchanges of the same resource, by the same client, got that status", kOneInt),
    remembered(kX, "repeats", expr::kIntType, repeats,
               "how many earlier exchanges with the very same request, by the same client, got that status; dates and "
               "trace ids may differ",
               kOneInt, false, kContentHash),
    remembered(kX, "gone_before", object_type(Object::kEarlier), gone_before,
               "the latest earlier 410 of the same resource; absent if it was read or changed with success since, or "
               "made by a request to another resource"),
    remembered(kX, "deleted_before", expr::kBoolType, deleted_before,
               "of the earlier requests that read or changed the resource with success, the latest was a DELETE"),
    remembered(kX, "host_sends_410", expr::kBoolType, host_sends_410,
               "some resource of the same host answered 410 earlier, on whatever connection"),
    remembered(kX, "session", list_type(Object::kEarlier), session,
               "earlier exchanges of the same connection, latest first; the latest 32 at least are remembered"),
    remembered(kX, "previous", object_type(Object::kEarlier), previous,
               "the exchange directly before on the same connection; absent if it lacks request or response"),
    remembered(
        kX, "redirected_by", object_type(Object::kEarlier), redirected_by,
        "the exchange directly before, if its Location sent the client to where this request goes, and the client "
        "went there at once"),
    remembered(kX, "created_by", object_type(Object::kEarlier), created_by,
               "an earlier exchange with the same credentials whose 201 announced the target URI: in Location, or by "
               "answering a PUT to it. Absent once somebody fetched, deleted, moved or acted on it, or where times are "
               "known and less than five seconds or more than a day lie between"),
    remembered(
        kX, "refused_expectation_dropped", expr::kBoolType, refused_expectation_dropped,
        "after the latest earlier 417 to Expect: 100-continue on the same connection, this request or one before "
        "it repeats the refused one without Expect; absent without such a 417"),
    remembered(kX, "after_redirect", expr::kBoolType, after_redirect,
               "the response directly before on the same connection was a 3xx", {}, true),
    remembered(kE, "req", object_type(Object::kMessage), earlier_req, "its request", {}, true),
    remembered(kE, "res", object_type(Object::kMessage), earlier_res, "its final response, without content", {}, true),
    remembered(
        kE, "same", expr::kBoolType, earlier_same,
        "its request has the same value of that field as this one, or neither has it; absent for unregistered fields",
        kOneString),
    remembered(kE, "same_client", expr::kBoolType, same_client,
               "the same client sent its request; not captured for other connections"),
    remembered(kE, "same_request", expr::kBoolType, earlier_same_request,
               "this request is the same in method, target, fields (but dates and trace ids) and content", {}, false,
               kContentHash),
    remembered(kE, "same_request_content", expr::kBoolType, same_request_content, "this request has the same content",
               {}, false, kContentHash),
    remembered(kE, "same_response_content", expr::kBoolType, same_response_content,
               "this response has the same content; known where one of them is a 206, or says that a cache sent it", {},
               false, kContentHash),
    remembered(
        kE, "same_challenges", expr::kBoolType, same_challenges,
        "its WWW-Authenticate has the challenges of the response judged; nonce, opaque and the order of parameters may "
        "differ, and stale unless it is true"),
    remembered(kE, "milliseconds", expr::kIntType, milliseconds,
               "how long after its response this request was sent; not captured without times"),
};

}  // namespace

Value same_content(const model::Message& a, const model::Message& b) {
  const auto whole = [](const model::Message& message) {
    return message.body.framing == model::Framing::kNone ||
           (message.body.end == model::BodyEnd::kComplete && message.evidence.content);
  };
  if (!whole(a) || !whole(b)) return Value::not_captured();
  if (a.body.content_octets != b.body.content_octets) return Value::of(false);
  if (a.body.content_octets == 0) return Value::of(true);
  if (a.body.content == nullptr || b.body.content == nullptr || !a.body.content->hash || !b.body.content->hash) {
    return Value::not_captured();
  }
  return Value::of(*a.body.content->hash == *b.body.content->hash);
}

std::span<const Member> earlier_members() { return kMembers; }

}  // namespace httpvet::facts
