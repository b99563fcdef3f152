// Members of URIs and URI references, and the URIs of an exchange.
#include <algorithm>
#include <array>

#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using Arguments = std::span<const Value>;

const Parsed<fields::UriReference>& uri_of(const Value& object) {
  return object_as<const Parsed<fields::UriReference>>(object);
}

Value uri_text(Facts&, const Value& object, Arguments) { return Value::of(uri_of(object).text); }
Value uri_scheme(Facts& facts, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  return uri.value.has_scheme ? Value::of(lower_copy(uri.value.scheme.in(uri.text), facts.arena())) : Value::absent();
}
Value uri_userinfo(Facts&, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  return uri.value.has_userinfo ? Value::of(uri.value.userinfo.in(uri.text)) : Value::absent();
}
Value uri_host(Facts& facts, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  if (!uri.value.has_authority) return Value::absent();
  return Value::of(lower_copy(uri.value.host_port.host.in(uri.text), facts.arena()));
}
Value uri_port(Facts&, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  if (!uri.value.has_authority || uri.value.host_port.port.empty()) return Value::absent();
  const auto port = uri.value.host_port.port_number(uri.text);
  return port ? Value::of(std::int64_t{*port}) : Value::malformed();
}
Value uri_path(Facts&, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  return Value::of(uri.value.path.in(uri.text));
}
Value uri_query(Facts&, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  return uri.value.has_query ? Value::of(uri.value.query.in(uri.text)) : Value::absent();
}
Value uri_fragment(Facts&, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  return uri.value.has_fragment ? Value::of(uri.value.fragment.in(uri.text)) : Value::absent();
}

Value uri_object(Bytes text, base::Arena& arena) {
  return Value::of_object(arena.make<Parsed<fields::UriReference>>(fields::split_uri_reference(text), text));
}

/// The text of the target URI of the request.
Value target_text(Facts& facts) {
  const MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const auto uri = target_uri(request.message(), facts.exchange().connection->scheme, facts.arena());
  return uri ? Value::of(*uri) : Value::malformed();
}

/// The URI reference in `field` of the final response.
Value reference_text(Facts& facts, model::FieldId field) {
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  const Value value = response.value(field);
  if (!value.known()) return value;
  const Bytes text = uri_of(value).text;
  return text.empty() ? Value::absent() : Value::of(text);
}

Value exchange_target_uri(Facts& facts, const Value&, Arguments) {
  const Value text = target_text(facts);
  return text.known() ? uri_object(text.string, facts.arena()) : text;
}

Value resolved(Facts& facts, model::FieldId field) {
  const Value reference = reference_text(facts, field);
  if (!reference.known()) return reference;
  const Value target = target_text(facts);
  if (!target.known()) return target;
  return uri_object(resolve_uri(target.string, reference.string, facts.arena()), facts.arena());
}

using Comparison = SameUri (*)(Bytes target, Bytes reference, base::Arena& arena);

Value compared(Facts& facts, model::FieldId field, Comparison comparison) {
  const Value reference = reference_text(facts, field);
  if (!reference.known()) return reference;
  const Value target = target_text(facts);
  if (!target.known()) return target;
  switch (comparison(target.string, reference.string, facts.arena())) {
    case SameUri::kSame:
      return Value::of(true);
    case SameUri::kDifferent:
      return Value::of(false);
    case SameUri::kUnknown:
      break;
  }
  return Value::not_captured();
}

Value location(Facts& facts, const Value&, Arguments) { return resolved(facts, fields::id::kLocation); }
Value location_is_target(Facts& facts, const Value&, Arguments) {
  return compared(facts, fields::id::kLocation, refers_to);
}
Value location_same_origin(Facts& facts, const Value&, Arguments) {
  return compared(facts, fields::id::kLocation, stays_at_origin);
}
Value content_location(Facts& facts, const Value&, Arguments) { return resolved(facts, fields::id::kContentLocation); }
Value content_location_is_target(Facts& facts, const Value&, Arguments) {
  return compared(facts, fields::id::kContentLocation, refers_to);
}
Value content_location_same_origin(Facts& facts, const Value&, Arguments) {
  return compared(facts, fields::id::kContentLocation, stays_at_origin);
}

Value form_of_target(Facts&, const Value& object, Arguments) {
  const model::Message& message = object_as<MessageFacts>(object).message();
  if (message.part != model::Part::kRequest) return Value::absent();
  const auto form = target_form(message);
  if (!form) return Value::malformed();
  constexpr std::array<Bytes, 4> kNames = {"origin", "absolute", "authority", "asterisk"};
  return Value::of(kNames[static_cast<std::size_t>(*form)]);
}

constexpr Object kU = Object::kUri;
constexpr Object kX = Object::kExchange;

constexpr std::array kMembers = {
    Member{kU, "text", expr::kStringType, uri_text, "all of it", {}, true},
    Member{kU, "scheme", expr::kStringType, uri_scheme, "the scheme in lower case; absent in a relative reference"},
    Member{kU, "userinfo", expr::kStringType, uri_userinfo, "what stands before the @ of its authority, if one does"},
    Member{kU, "host", expr::kStringType, uri_host, "the host in lower case; absent without authority"},
    Member{kU, "port", expr::kIntType, uri_port, "the number of the port; absent if it names none"},
    Member{kU, "path", expr::kStringType, uri_path, "the path, possibly empty", {}, true},
    Member{kU, "query", expr::kStringType, uri_query, "the query without its ?; absent if there is none"},
    Member{kU, "fragment", expr::kStringType, uri_fragment, "the fragment; absent if there is none"},
    Member{Object::kMessage, "target_form", expr::kStringType, form_of_target,
           "\"origin\", \"absolute\", \"authority\" or \"asterisk\"; malformed if the target has no form"},
    Member{kX, "target_uri", object_type(kU), exchange_target_uri,
           "the target URI of the request; without its scheme where that is not known"},
    Member{kX, "location_uri", object_type(kU), location,
           "Location of the final response, resolved against the target URI"},
    Member{kX, "location_is_target", expr::kBoolType, location_is_target,
           "Location leads to the target URI itself, fragment ignored; not captured where an unknown scheme decides"},
    Member{kX, "location_same_origin", expr::kBoolType, location_same_origin,
           "Location stays at the origin of the target URI; not captured where an unknown scheme decides"},
    Member{kX, "content_location_uri", object_type(kU), content_location,
           "Content-Location of the final response, resolved against the target URI"},
    Member{kX, "content_location_is_target", expr::kBoolType, content_location_is_target,
           "Content-Location is the target URI itself; not captured where an unknown scheme decides"},
    Member{kX, "content_location_same_origin", expr::kBoolType, content_location_same_origin,
           "Content-Location is at the origin of the target URI; not captured where an unknown scheme decides"},
};

}  // namespace

std::span<const Member> uri_members() { return kMembers; }

}  // namespace httpvet::facts
