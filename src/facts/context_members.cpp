// Members about fields that say who is speaking or how long something took, and about lines that a target smuggled in.
#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "facts/line_oddities.h"
#include "facts/member.h"
#include "fields/field_ids.h"
#include "fields/products.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

const model::FieldLine* faulty_product(const MessageFacts& message) {
  for (const model::FieldId field : {id::kUserAgent, id::kServer}) {
    if (!message.has(field)) continue;
    const model::FieldLine* line = message.first_line(field);
    if (!is_leftover(*line) && fields::product_fault(line->value)) return line;
  }
  return nullptr;
}

Value product_fault(Facts&, const Value& object, Arguments) {
  const model::FieldLine* line = faulty_product(message_of(object));
  return line == nullptr ? Value::absent() : Value::of(line->value);
}

const model::FieldLine* faulty_context(const MessageFacts& message) {
  for (const model::FieldLine& line : message.message().lines) {
    if (has_odd_context(line)) return &line;
  }
  return nullptr;
}

Value odd_context(Facts&, const Value& object, Arguments) {
  if (faulty_context(message_of(object)) != nullptr) return Value::of(true);
  return message_of(object).message().evidence.fields ? Value::of(false) : Value::not_captured();
}

const model::FieldLine* any_fault(const MessageFacts& message) {
  const model::FieldLine* line = faulty_context(message);
  return line != nullptr ? line : faulty_product(message);
}

Value context_fault(Facts&, const Value& object, Arguments) {
  const model::FieldLine* line = any_fault(message_of(object));
  return line == nullptr ? Value::absent() : Value::of(line->value);
}

Value context_field(Facts&, const Value& object, Arguments) {
  const model::FieldLine* line = any_fault(message_of(object));
  return line == nullptr ? Value::absent() : Value::of(line->name);
}

// --- Server-Timing: #( token *( OWS ";" OWS token OWS "=" OWS ( token / quoted-string ) ) )

/// Takes what stands before the first `delimiter` outside quoted strings off `rest`, blanks trimmed.
Bytes take_until(Bytes& rest, char delimiter) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size() && (quoted || rest[end] != delimiter); ++end) {
    if (rest[end] == '"') quoted = !quoted;
    if (rest[end] == '\\' && quoted && end + 1 < rest.size()) ++end;
  }
  const Bytes piece = base::trim_blanks(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return piece;
}

std::size_t digits(Bytes text) {
  std::size_t count = 0;
  while (count < text.size() && base::is(text[count], base::kDigit)) ++count;
  return count;
}

bool is_number(Bytes text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const std::size_t whole = digits(text);
  text.remove_prefix(whole);
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    fraction = digits(text.substr(1));
    text.remove_prefix(1 + fraction);
  }
  if (whole + fraction == 0) return false;
  if (!text.empty() && base::lower(text.front()) == 'e') {
    text.remove_prefix(text.size() > 1 && (text[1] == '-' || text[1] == '+') ? 2 : 1);
    return !text.empty() && digits(text) == text.size();
  }
  return text.empty();
}

struct Timing {
  Bytes fault = "none";
  Bytes parameter;  // that is at fault, as sent
};

/// The fault of one metric.
Timing judge_metric(Bytes metric) {
  take_until(metric, ';');  // its name
  Timing timing;
  std::array<bool, 2> seen{};
  while (!metric.empty()) {
    const Bytes parameter = take_until(metric, ';');
    const std::size_t equals = parameter.find('=');
    const Bytes name = base::trim_blanks(parameter.substr(0, equals));
    const Bytes value = equals == Bytes::npos ? Bytes() : base::trim_blanks(parameter.substr(equals + 1));
    if (name.empty()) continue;
    const bool dur = base::equals_ignoring_case(name, "dur");
    const bool desc = base::equals_ignoring_case(name, "desc");
    if (dur || desc) {
      if (seen[dur ? 0 : 1]) return {"repeated", parameter};
      seen[dur ? 0 : 1] = true;
    }
    if (dur && !is_number(value)) return {"number", parameter};
    const bool exact = name == "dur" || name == "desc";
    if (!exact && timing.fault == "none") timing = {dur || desc ? Bytes("case") : Bytes("unknown"), parameter};
  }
  return timing;
}

/// The gravest fault of all metrics: a number or a repetition before the others.
Timing judge_timing(MessageFacts& message) {
  Timing found;
  for (const model::FieldLine& line : message.message().lines) {
    if (line.field != id::kServerTiming) continue;
    Bytes rest = line.value;
    while (!rest.empty()) {
      const Timing timing = judge_metric(take_until(rest, ','));
      if (timing.fault == "number" || timing.fault == "repeated") return timing;
      if (found.fault == "none") found = timing;
    }
  }
  return found;
}

Value timing_fault(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  return message.has(id::kServerTiming) ? Value::of(judge_timing(message).fault) : message.value(id::kServerTiming);
}

Value timing_parameter(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.has(id::kServerTiming)) return message.value(id::kServerTiming);
  const Timing timing = judge_timing(message);
  return timing.fault == "none" ? Value::absent() : Value::of(timing.parameter);
}

// --- Response splitting

/// The text behind an encoded line feed at the front of `text`; nullopt if there is none. `%E5%98%8A` is U+560A, which
/// careless encoders cut to its last octet, a line feed.
std::optional<Bytes> after_line_feed(Bytes text) {
  constexpr std::array<Bytes, 2> kFeeds = {"%0a", "%e5%98%8a"};
  for (const Bytes feed : kFeeds) {
    if (base::equals_ignoring_case(text.substr(0, feed.size()), feed)) return text.substr(feed.size());
  }
  return std::nullopt;
}

bool begins_break(Bytes text) {
  constexpr std::array<Bytes, 4> kBreaks = {"%0a", "%0d", "%e5%98%8a", "%e5%98%8d"};
  return std::ranges::any_of(kBreaks,
                             [text](Bytes one) { return base::equals_ignoring_case(text.substr(0, one.size()), one); });
}

std::string decoded(Bytes text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool encoded =
        text[i] == '%' && i + 2 < text.size() && base::hex_value(text[i + 1]) >= 0 && base::hex_value(text[i + 2]) >= 0;
    if (encoded) {
      out += static_cast<char>(base::hex_value(text[i + 1]) * 16 + base::hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

/// Fields that servers send anyway: one of them counts if it stands there an additional time.
bool is_usual(model::FieldId field) {
  constexpr std::array kUsual = {
      id::kContentType,      id::kContentLength, id::kDate, id::kServer,  id::kConnection,   id::kCacheControl,
      id::kTransferEncoding, id::kLocation,      id::kVary, id::kExpires, id::kLastModified, id::kEtag};
  return std::ranges::find(kUsual, field) != kUsual.end();
}

/// The line of `response` that is `text`, a field line that the request asked for.
const model::FieldLine* find_injected(const model::Message& response, Bytes text) {
  const std::size_t colon = text.find(':');
  if (colon == Bytes::npos || !base::is_token(text.substr(0, colon))) return nullptr;
  const Bytes name = text.substr(0, colon);
  const Bytes value = base::trim_blanks(text.substr(colon + 1));
  const model::FieldLine* found = nullptr;
  std::size_t lines = 0;
  for (const model::FieldLine& line : response.lines) {
    if (!base::equals_ignoring_case(line.name, name)) continue;
    ++lines;
    if (line.value == value) found = &line;
  }
  return found != nullptr && is_usual(found->field) && lines < 2 ? nullptr : found;
}

const model::FieldLine* injected_line(const model::Message& request, const model::Message& response) {
  // More than anybody tries in one request; the rest would only cost time.
  constexpr std::size_t kMostBreaks = 32;
  constexpr std::size_t kLongest = 512;
  Bytes rest = request.target;
  std::size_t breaks = 0;
  for (std::size_t at = rest.find('%'); at != Bytes::npos && breaks < kMostBreaks; at = rest.find('%')) {
    rest.remove_prefix(at);
    const auto after = after_line_feed(rest);
    rest.remove_prefix(1);
    if (!after) continue;
    ++breaks;
    std::size_t end = 0;
    while (end < after->size() && end < kLongest && (*after)[end] != '&' && (*after)[end] != '#' &&
           !begins_break(after->substr(end))) {
      ++end;
    }
    const std::string text = decoded(after->substr(0, end));
    if (const auto* line = find_injected(response, text); line != nullptr) return line;
  }
  return nullptr;
}

Value injected(Facts& facts, const Value&, Arguments) {
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  const auto* line = injected_line(facts.request().message(), response.message());
  return line == nullptr ? Value::absent() : Value::of_object(line);
}

Value injected_text(Facts& facts, const Value& object, Arguments arguments) {
  const Value line = injected(facts, object, arguments);
  if (!line.known()) return line;
  return Value::of(object_as<const model::FieldLine>(line).value);
}

constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;

constexpr std::array kMembers = {
    Member{kM, "product_fault", expr::kStringType, product_fault,
           "the value of Server or User-Agent, if it is no sequence of products and comments"},
    Member{kM, "odd_context", expr::kBoolType, odd_context, "From is no single mailbox, or Max-Forwards no number"},
    Member{kM, "context_fault", expr::kStringType, context_fault, "the value behind odd_context, else product_fault"},
    Member{kM, "context_field", expr::kStringType, context_field, "the name of the field of context_fault"},
    Member{kM, "timing_fault", expr::kStringType, timing_fault,
           "what is wrong with a parameter of Server-Timing: \"number\", \"repeated\", \"unknown\", \"case\" or "
           "\"none\""},
    Member{kM, "timing_parameter", expr::kStringType, timing_parameter, "the parameter with that fault"},
    Member{kX, "injected", object_type(Object::kLine), injected,
           "the field line of the response that the target asked for behind an encoded line break; absent if there is "
           "none"},
    Member{kX, "injected_text", expr::kStringType, injected_text, "the value of that line"},
};

}  // namespace

std::span<const Member> context_members() { return kMembers; }

}  // namespace httpvet::facts
