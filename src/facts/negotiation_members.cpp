// Members of content negotiation (RFC 9110 §12) and preferences (RFC 7240): what was asked for, and whether it was
// served.
#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_class.h"
#include "facts/field_values.h"
#include "facts/freshness.h"
#include "facts/member.h"
#include "fields/arena_list.h"
#include "fields/field_ids.h"
#include "fields/http_date.h"
#include "fields/names.h"

namespace httpvet::facts {
namespace {

using expr::State;
using expr::Value;
namespace id = fields::id;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

// Lists longer than this are not compared member by member.
constexpr std::uint32_t kMostMembers = 64;

std::span<const void* const> objects_in(const Value& list) {
  return {static_cast<const void* const*>(list.list.data), list.list.size};
}

/// The alternatives of a weighted field; nothing where it is absent, malformed or too long.
std::span<const void* const> alternatives(MessageFacts& message, model::FieldId field) {
  const Value value = message.value(field);
  return value.known() && value.list.size <= kMostMembers ? objects_in(value) : std::span<const void* const>();
}

const WeightedFacts& weighted(const void* item) { return object_as<const WeightedFacts>(Value::of_object(item)); }

Bytes name_of(const WeightedFacts& item) { return item.weighted->name.in(item.text); }

// ---- Accept

/// How closely `range` covers `type`, the name of a media type in lower case: 0 not at all, 1 by */*, 2 by type/*, 3 by
/// its suffix, 4 by name.
int closeness(Bytes range, Bytes type) {
  if (range == "*/*") return 1;
  const std::size_t slash = type.find('/');
  if (slash == Bytes::npos) return 0;
  if (range.ends_with("/*")) {
    return base::equals_ignoring_case(range.substr(0, range.size() - 2), type.substr(0, slash)) ? 2 : 0;
  }
  if (base::equals_ignoring_case(range, type)) return 4;
  // application/vnd.example+json is JSON to whoever asks for application/json.
  const std::size_t plus = type.rfind('+');
  if (plus == Bytes::npos || range.size() < slash + 1) return 0;
  const bool same_type = base::equals_ignoring_case(range.substr(0, slash + 1), type.substr(0, slash + 1));
  return same_type && base::equals_ignoring_case(range.substr(slash + 1), type.substr(plus + 1)) ? 3 : 0;
}

Value accept_weight(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  const Value accept = request.value(id::kAccept);
  if (!accept.known()) return accept;
  const Value type = response.value(id::kContentType);
  if (!type.known()) return type;
  const auto& parsed = object_as<const Parsed<fields::MediaType>>(type);
  const std::size_t start = parsed.value.type.offset;
  const Bytes name = lower_copy(
      parsed.text.substr(start, parsed.value.subtype.offset + parsed.value.subtype.length - start), facts.arena());
  int best = 0;
  std::int64_t weight = -1;
  for (const void* item : objects_in(accept)) {
    const int close = closeness(name_of(weighted(item)), name);
    if (close == 0 || close < best) continue;
    // Of ranges with parameters any may be the one that was meant.
    weight = close == best ? std::max<std::int64_t>(weight, weighted(item).weighted->weight)
                           : weighted(item).weighted->weight;
    best = close;
  }
  return Value::of(weight);
}

// ---- Accept-Language

/// Basic filtering (RFC 4647 §3.3.1).
bool covers_language(Bytes range, Bytes tag) {
  if (range == "*") return true;
  if (tag.size() < range.size() || !base::equals_ignoring_case(tag.substr(0, range.size()), range)) return false;
  return tag.size() == range.size() || tag[range.size()] == '-';
}

/// Whether `request` asks for one of the languages of `response` with a weight above 0.
Value language_asked_for(MessageFacts& request, MessageFacts& response) {
  const Value ranges = request.value(id::kAcceptLanguage);
  if (!ranges.known()) return ranges;
  if (!response.has(id::kContentLanguage)) return Value::absent();
  Bytes rest = response.combined(id::kContentLanguage);
  while (!rest.empty()) {
    const Bytes tag = take_until(rest, ',');
    std::size_t longest = 0;
    std::optional<std::uint16_t> weight;
    for (const void* item : alternatives(request, id::kAcceptLanguage)) {
      const Bytes range = name_of(weighted(item));
      if (!covers_language(range, tag) || (weight && range.size() < longest)) continue;
      longest = range.size();
      weight = weighted(item).weighted->weight;
    }
    if (weight.value_or(0) > 0) return Value::of(true);
  }
  return Value::of(false);
}

Value language_accepted(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  if (!facts.final_response().there()) return Value::unknown(facts.final_response().why_missing());
  return language_asked_for(facts.request(), facts.final_response());
}

Value earlier_language_accepted(Facts& facts, const Value& object, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  return language_asked_for(facts.request(), object_as<EarlierFacts>(object).res);
}

// ---- what one request asks for

/// Whether the wildcard `range` of `field` covers `name`.
bool wildcard_covers(Bytes range, Bytes name) {
  if (range == name || name == "*" || name == "*/*") return false;
  if (range == "*" || range == "*/*") return true;
  return range.ends_with("/*") && name.size() >= range.size() && !name.ends_with("/*") &&
         base::equals_ignoring_case(name.substr(0, range.size() - 1), range.substr(0, range.size() - 1));
}

Value unranked_wildcard(Facts&, const Value& object, Arguments) {
  constexpr std::array kFields = {id::kAccept, id::kAcceptLanguage, id::kAcceptEncoding, id::kAcceptCharset};
  for (const model::FieldId field : kFields) {
    const auto items = alternatives(message_of(object), field);
    for (const void* wild : items) {
      for (const void* other : items) {
        if (weighted(wild).weighted->weight != weighted(other).weighted->weight) continue;
        if (!weighted(other).weighted->parameters.empty()) continue;
        if (wildcard_covers(name_of(weighted(wild)), name_of(weighted(other)))) {
          return Value::of(name_of(weighted(wild)));
        }
      }
    }
  }
  return Value::absent();
}

bool is_usable_coding(const WeightedFacts& item) {
  return item.weighted->weight > 0 &&
         (name_of(item) == "*" || fields::is_registered(fields::NameRegistry::kContentCodings, name_of(item)));
}

Value nothing_acceptable(Facts&, const Value& object, Arguments) {
  const Value value = message_of(object).value(id::kAcceptEncoding);
  if (!value.known()) return value;
  bool refused = false;
  bool listed = false;
  for (const void* item : objects_in(value)) {
    const WeightedFacts& alternative = weighted(item);
    const bool identity = base::equals_ignoring_case(name_of(alternative), "identity");
    if (is_usable_coding(alternative)) return Value::of(false);
    listed = listed || identity;
    refused = refused || (alternative.weighted->weight == 0 && identity);
  }
  for (const void* item : objects_in(value)) {
    refused = refused || (!listed && weighted(item).weighted->weight == 0 && name_of(weighted(item)) == "*");
  }
  return Value::of(refused);
}

/// Calls `judge` with the name and each parameter of the members of `field`, until it finds fault with one: the members
/// that have a fault.
template <typename Judge>
Value faulty_members(Facts& facts, MessageFacts& message, std::span<const model::FieldId> names, Judge judge) {
  fields::ArenaList<Bytes> faulty(facts.arena());
  for (const model::FieldId field : names) {
    Bytes rest = message.there() && message.has(field) ? message.combined(field) : Bytes();
    while (!rest.empty()) {
      const Bytes member = take_until(rest, ',');
      if (!member.empty() && judge(member)) faulty.push_back(member);
    }
  }
  return Value::of(std::span<const Bytes>(faulty.finish()));
}

Bytes name_before_equals(Bytes parameter) { return base::trim_blanks(parameter.substr(0, parameter.find('='))); }

Value bad_media_ranges(Facts& facts, const Value& object, Arguments) {
  constexpr std::array kFields = {id::kAccept};
  return faulty_members(facts, message_of(object), kFields, [](Bytes member) {
    const Bytes name = take_until(member, ';');
    if (name.empty() || name == "*" || (name.starts_with("*/") && name != "*/*")) return true;
    bool weight = false;
    while (!member.empty()) {
      const Bytes parameter = take_until(member, ';');
      if (weight && !parameter.empty()) return !base::equals_ignoring_case(name_before_equals(parameter), "q");
      weight = base::equals_ignoring_case(name_before_equals(parameter), "q");
    }
    return false;
  });
}

Value not_only_weights(Facts& facts, const Value& object, Arguments) {
  constexpr std::array kFields = {id::kAcceptEncoding, id::kAcceptLanguage};
  return faulty_members(facts, message_of(object), kFields, [](Bytes member) {
    const bool open = member.ends_with(';');
    take_until(member, ';');
    if (open) return true;
    int count = 0;
    while (!member.empty()) {
      const Bytes name = name_before_equals(take_until(member, ';'));
      if (!base::equals_ignoring_case(name, "q") || ++count > 1) return true;
    }
    return false;
  });
}

Value weighted_explicit(Facts&, const Value& object, Arguments) {
  const auto& item = object_as<const WeightedFacts>(object);
  const std::size_t end = item.weighted->name.offset + item.weighted->name.length;
  const std::size_t next = item.text.find_first_not_of(" \t", end);
  return Value::of(next != Bytes::npos && item.text[next] == ';');
}

/// Products that HTTP libraries and command line clients send when nobody says who uses them, in lower case.
constexpr std::array kLibraries = std::to_array<Bytes>({
    "aiohttp",
    "akka-http",
    "apache-httpasyncclient",
    "apache-httpclient",
    "axios",
    "boost.beast",
    "bun",
    "commons-httpclient",
    "cpp-httplib",
    "curl",
    "dart",
    "deno",
    "faraday",
    "fasthttp",
    "go-http-client",
    "go-resty",
    "got",
    "guzzlehttp",
    "httpie",
    "httpx",
    "hyper",
    "insomnia",
    "jakarta",
    "java",
    "java-http-client",
    "libcurl",
    "libidn",
    "libidn2",
    "libwww-perl",
    "mechanize",
    "needle",
    "nghttp2",
    "node",
    "node-fetch",
    "node-superagent",
    "okhttp",
    "openssl",
    "php",
    "postmanruntime",
    "python",
    "python-httpx",
    "python-requests",
    "python-urllib",
    "python-urllib3",
    "reqwest",
    "rest-client",
    "restsharp",
    "ruby",
    "scrapy",
    "superagent",
    "typhoeus",
    "undici",
    "ureq",
    "urllib3",
    "wget",
    "winhttp",
    "zlib",
});

Value user_agent_of_library(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kUserAgent)) return Value::absent();
  const Bytes text = lower_copy(message.combined(id::kUserAgent), facts.arena());
  bool some = false;
  int comment = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    if (text[begin] == '(') ++comment;
    if (text[begin] == ')') --comment;
    if (comment > 0 || text[begin] == ')' || text[begin] == ' ') {
      ++begin;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" (", begin), text.size());
    const Bytes product = text.substr(begin, end - begin);
    if (std::ranges::find(kLibraries, product.substr(0, product.find('/'))) == kLibraries.end())
      return Value::of(false);
    some = true;
    begin = end;
  }
  return Value::of(some);
}

// ---- Vary, and requests that differ

Value field_direction(Facts&, const Value&, Arguments arguments) {
  const model::FieldId field = fields::find_field(arguments[0].string);
  if (field == model::kUnknownField) return Value::absent();
  switch (fields::field_info(field).direction) {
    case fields::Direction::kRequest:
      return Value::of(Bytes("request"));
    case fields::Direction::kResponse:
      return Value::of(Bytes("response"));
    default:
      return Value::of(Bytes("both"));
  }
}

Value vary_repeated(Facts&, const Value& object, Arguments) {
  const Value vary = message_of(object).value(id::kVary);
  if (!vary.known()) return vary;
  const std::span names(static_cast<const Bytes*>(vary.list.data), std::min(vary.list.size, kMostMembers));
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto same = [&](Bytes name) { return base::equals_ignoring_case(name, names[i]); };
    if (std::any_of(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), same)) return Value::of(names[i]);
  }
  return Value::absent();
}

/// Whether each line of `a`, but for those called `except`, is in `b` with the same value; `other` gets the name of one
/// that is not.
bool lines_in(const model::Message& a, const model::Message& b, Bytes& other) {
  for (const model::FieldLine& line : a.lines) {
    if (line.field == id::kDate || line.field == id::kConnection) continue;
    const bool same = std::ranges::any_of(b.lines, [&line](const model::FieldLine& candidate) {
      return candidate.value == line.value && base::equals_ignoring_case(candidate.name, line.name);
    });
    if (same) continue;
    if (!other.empty() && !base::equals_ignoring_case(other, line.name)) return false;
    other = line.name;
  }
  return true;
}

/// Whether Vary of the final response names `field`, or is *.
bool varies_by(Facts& facts, Bytes field) {
  MessageFacts& response = facts.final_response();
  Bytes rest = response.there() && response.has(id::kVary) ? response.combined(id::kVary) : Bytes();
  while (!rest.empty()) {
    const Bytes name = take_until(rest, ',');
    if (name == "*" || base::equals_ignoring_case(name, field)) return true;
  }
  return false;
}

Value unvaried_by(Facts& facts, const Value& object, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const model::Message& now = facts.request().message();
  const model::Message& then = object_as<EarlierFacts>(object).req.message();
  if (now.lines.size() > kMostMembers || then.lines.size() > kMostMembers) return Value::absent();
  Bytes other;
  if (!lines_in(now, then, other) || !lines_in(then, now, other) || other.empty()) return Value::absent();
  if (varies_by(facts, other)) return Value::absent();
  return Value::of(lower_copy(other, facts.arena()));
}

std::optional<std::int64_t> moment(MessageFacts& message) {
  if (message.message().time_ns) return *message.message().time_ns / 1'000'000'000;
  const Value date = message.value(id::kDate);
  if (!date.known()) return std::nullopt;
  return date.integer;
}

Value seconds_since(Facts& facts, const Value& object, Arguments) {
  if (!facts.final_response().there()) return Value::unknown(facts.final_response().why_missing());
  const auto now = moment(facts.final_response());
  const auto then = moment(object_as<EarlierFacts>(object).res);
  return now && then ? Value::of(*now - *then) : Value::absent();
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;
constexpr Object kE = Object::kEarlier;

constexpr Member remembered(Object owner, Bytes name, expr::Type type, ReadFunction read, Bytes doc) {
  Member member{owner, name, type, read, doc};
  member.history = true;
  return member;
}

constexpr std::array kMembers = {
    Member{kM, "unranked_wildcard", expr::kStringType, unranked_wildcard,
           "a wildcard of Accept, Accept-Language, Accept-Encoding or Accept-Charset with the same weight as a member "
           "that it covers; absent if there is none"},
    Member{kM, "nothing_acceptable", expr::kBoolType, nothing_acceptable,
           "its Accept-Encoding refuses identity and accepts no registered coding"},
    Member{kM, "bad_media_ranges", expr::kStringList, bad_media_ranges,
           "members of Accept that are *, */subtype or parameters alone, or have parameters behind the weight"},
    Member{kM, "not_only_weights", expr::kStringList, not_only_weights,
           "members of Accept-Encoding and Accept-Language with a parameter that is no weight, two weights, or a "
           "semicolon at their end"},
    Member{kM, "user_agent_of_library", expr::kBoolType, user_agent_of_library,
           "User-Agent names libraries and command line clients alone"},
    Member{kM, "field_direction", expr::kStringType, field_direction,
           "who sends the field of that name: \"request\", \"response\" or \"both\"; absent for unregistered ones",
           kOneString},
    Member{kM, "vary_repeated", expr::kStringType, vary_repeated, "a name that Vary lists twice; absent without"},
    Member{Object::kWeighted, "weighted", expr::kBoolType, weighted_explicit, "something stands behind its name"},
    Member{kX, "accept_weight", expr::kIntType, accept_weight,
           "the weight that Accept gives to the type of the final response, in thousandths; -1 where no range covers "
           "it. application/json covers types that end in +json"},
    Member{kX, "language_accepted", expr::kBoolType, language_accepted,
           "Accept-Language gives one of the languages of Content-Language a weight above 0"},
    remembered(kE, "language_accepted", expr::kBoolType, earlier_language_accepted,
               "the same of its response, by Accept-Language of this request"),
    remembered(
        kE, "unvaried_by", expr::kStringType, unvaried_by,
        "the only field, in lower case, in which this request differs from its request; absent if there are more, "
        "or none, or if Vary of this response names it"),
    remembered(kE, "seconds_since", expr::kIntType, seconds_since,
               "seconds from its response to this one, by the capture or else by Date"),
};

}  // namespace

std::span<const Member> negotiation_members() { return kMembers; }

}  // namespace httpvet::facts
