// Members of web links (RFC 8288), and of pages that lead to one another by them.
#include <algorithm>
#include <array>
#include <vector>

#include "base/byte_class.h"
#include "expr/compiler.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/language_tags.h"
#include "fields/names.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::NameRegistry;
using Arguments = std::span<const Value>;

const LinkFacts& link_of(const Value& object) { return object_as<const LinkFacts>(object); }

Value count(Facts&, const Value& object, Arguments arguments) {
  const LinkFacts& link = link_of(object);
  return Value::of(std::int64_t{std::ranges::count_if(link.link->parameters, [&](const fields::Parameter& parameter) {
    return base::equals_ignoring_case(parameter.name.in(link.text), arguments[0].string);
  })});
}

Value quoted(Facts&, const Value& object, Arguments arguments) {
  const LinkFacts& link = link_of(object);
  const fields::Parameter* parameter = link.link->find_parameter(link.text, arguments[0].string);
  return parameter == nullptr ? Value::absent() : Value::of(parameter->value.quoted);
}

bool is_reference(Bytes text) {
  fields::UriReference parts;
  fields::ParseError error;
  return fields::parse_uri_reference(text, parts, error);
}

Value target_valid(Facts&, const Value& object, Arguments) {
  return Value::of(is_reference(link_of(object).link->target.in(link_of(object).text)));
}

Value target_parts(Facts& facts, const Value& object, Arguments) {
  const Bytes text = link_of(object).link->target.in(link_of(object).text);
  return Value::of_object(facts.arena().make<Parsed<fields::UriReference>>(fields::split_uri_reference(text), text));
}

/// The rel parameter as it was sent, without quotes.
Bytes raw_relations(const LinkFacts& link, base::Arena& arena) {
  const fields::Parameter* rel = link.link->find_parameter(link.text, "rel");
  return rel == nullptr ? Bytes() : fields::parameter_value(*rel, link.text, arena);
}

/// Registered or well known, or an extension: a URI (RFC 8288 §2.1.2).
bool is_known_relation(Bytes relation) {
  return fields::name_state(NameRegistry::kLinkRelations, relation) != fields::NameState::kNone ||
         (relation.find(':') != Bytes::npos && is_reference(relation));
}

Value unknown_relations(Facts& facts, const Value& object, Arguments) {
  const std::span<const Bytes> all = relations_of(*link_of(object).link, link_of(object).text, facts.arena());
  const auto unknown = facts.arena().make_array<Bytes>(all.size());
  std::size_t found = 0;
  for (const Bytes relation : all) {
    if (!is_known_relation(relation)) unknown[found++] = relation;
  }
  return Value::of(std::span<const Bytes>(unknown.first(found)));
}

Value relation_meant(Facts& facts, const Value& object, Arguments) {
  const Value unknown = unknown_relations(facts, object, {});
  if (unknown.list.size == 0) return Value::absent();
  constexpr std::size_t kLongest = 32;
  const Bytes name = static_cast<const Bytes*>(unknown.list.data)[0];
  if (name.size() > kLongest) return Value::absent();
  const auto near = expr::nearest(name, fields::names_of(NameRegistry::kLinkRelations));
  return near ? Value::of(*near) : Value::absent();
}

bool is_media_type(Bytes text, base::Arena& arena) {
  fields::MediaType type;
  fields::ParseError error;
  return fields::parse_media_type(text, arena, type, error);
}

/// Media queries have too many forms to parse here: what no form can be is empty, has unbalanced brackets, or octets
/// that no query holds.
bool is_media_query(Bytes text) {
  int open = 0;
  for (const char c : text) {
    if (c == '(') ++open;
    if (c == ')' && --open < 0) return false;
    if (c == '{' || c == '}' || c == ';' || base::is(c, base::kControl)) return false;
  }
  return open == 0 && text.find_first_not_of(" \t") != Bytes::npos;
}

bool has_upper_case_extension(Bytes relations) {
  Bytes relation;
  while (fields::next_relation(relations, relation)) {
    const bool upper = std::ranges::any_of(relation, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (upper && relation.find(':') != Bytes::npos) return true;
  }
  return false;
}

/// The names of parameters whose value is not of the form that their definition asks for.
Value wrong_parameters(Facts& facts, const Value& object, Arguments) {
  const LinkFacts& link = link_of(object);
  base::Arena& arena = facts.arena();
  const auto wrong = arena.make_array<Bytes>(link.link->parameters.size() + 1);
  std::size_t found = 0;
  for (const fields::Parameter& parameter : link.link->parameters) {
    const Bytes name = lower_copy(parameter.name.in(link.text), arena);
    const Bytes value = fields::parameter_value(parameter, link.text, arena);
    const bool bad = (name == "anchor" && !is_reference(value)) || (name == "type" && !is_media_type(value, arena)) ||
                     (name == "hreflang" && !fields::language_tag_fault(value).empty()) ||
                     (name == "media" && !is_media_query(value));
    if (bad) wrong[found++] = name;
  }
  if (has_upper_case_extension(raw_relations(link, arena))) wrong[found++] = "rel";
  return Value::of(std::span<const Bytes>(wrong.first(found)));
}

constexpr std::size_t kMostLinks = 256;

/// Where the first link of `response` with that relation leads, from `base`; empty without one.
Bytes followed(MessageFacts& response, Bytes relation, Bytes base, base::Arena& arena) {
  const Value links = response.value(fields::id::kLink);
  if (!links.known() || links.list.size > kMostLinks) return {};
  const auto* items = static_cast<const void* const*>(links.list.data);
  for (std::uint32_t i = 0; i < links.list.size; ++i) {
    const auto& link = object_as<const LinkFacts>(Value::of_object(items[i]));
    // With an anchor it is the link of another page.
    if (link.link->find_parameter(link.text, "anchor") != nullptr) continue;
    const auto relations = relations_of(*link.link, link.text, arena);
    if (std::ranges::find(relations, relation) == relations.end()) continue;
    return resolve_uri(base, link.link->target.in(link.text), arena);
  }
  return {};
}

/// Whether `next`, to which the page at `target` leads, is one of the pages from which a client came here along next.
bool came_from(Facts& facts, Bytes target, Bytes next) {
  base::Arena& arena = facts.arena();
  const Value earlier = facts.session();
  if (!earlier.known()) return false;
  const auto* items = static_cast<const void* const*>(earlier.list.data);
  for (std::uint32_t i = 0; i < earlier.list.size; ++i) {
    auto& page = object_as<EarlierFacts>(Value::of_object(items[i]));
    const auto uri = target_uri(page.req.message(), page.record->scheme(), arena);
    if (!uri) continue;
    const Bytes leads = followed(page.res, "next", *uri, arena);
    if (leads.empty() || same_uri(leads, target, arena) != SameUri::kSame) continue;
    if (same_uri(*uri, next, arena) == SameUri::kSame) return true;
    target = *uri;
  }
  return false;
}

Value pagination_loop(Facts& facts, const Value&, Arguments) {
  MessageFacts& response = facts.final_response();
  if (!response.there()) return Value::unknown(response.why_missing());
  if (!facts.request().there()) return Value::unknown(facts.request().why_missing());
  const auto target = target_uri(facts.request().message(), facts.exchange().connection->scheme, facts.arena());
  if (!target) return Value::malformed();
  for (const Bytes relation : {Bytes("next"), Bytes("prev")}) {
    const Bytes leads = followed(response, relation, *target, facts.arena());
    if (leads.empty()) continue;
    if (same_uri(leads, *target, facts.arena()) == SameUri::kSame) return Value::of(relation);
    if (relation == "next" && came_from(facts, *target, leads)) return Value::of(relation);
  }
  return Value::absent();
}

constexpr std::array kOneString = {expr::kStringType};
constexpr Object kLk = Object::kLink;

constexpr std::array kMembers = {
    Member{kLk, "count", expr::kIntType, count, "how often it has that parameter", kOneString, true},
    Member{kLk, "quoted", expr::kBoolType, quoted, "the value of that parameter stands in quotes", kOneString},
    Member{kLk, "target_valid", expr::kBoolType, target_valid, "its target is a URI reference", {}, true},
    Member{kLk, "target_parts", object_type(Object::kUri), target_parts, "the parts of its target, as sent", {}, true},
    Member{kLk,
           "unknown_relations",
           expr::kStringList,
           unknown_relations,
           "its relation types that are neither registered, nor well known, nor URIs",
           {},
           true},
    Member{kLk, "relation_meant", expr::kStringType, relation_meant,
           "the registered relation type that is nearest to the first unknown one, if one is near"},
    Member{kLk,
           "wrong_parameters",
           expr::kStringList,
           wrong_parameters,
           "names of its parameters whose value has not the form that it should have",
           {},
           true},
    Member{Object::kExchange,
           "pagination_loop",
           expr::kStringType,
           pagination_loop,
           "\"next\" or \"prev\", where such a link of the response leads to the page itself, or next to a page from "
           "which the client came here",
           {},
           false,
           false,
           kNoContent,
           true},
};

}  // namespace

std::span<const Member> link_members() { return kMembers; }

}  // namespace httpvet::facts
