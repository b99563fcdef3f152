// Members about URIs in messages: Host, request targets, Referer, Location and other fields that hold one.
#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_class.h"
#include "facts/defects.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "facts/uri_text.h"
#include "fields/address.h"
#include "fields/field_ids.h"
#include "fields/host.h"
#include "fields/link.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using expr::Value;
using fields::UriReference;
using model::FieldLine;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }
const model::Message& raw_of(const Value& object) { return message_of(object).message(); }

// ---- Host

Bytes port_problem(Bytes port) {
  if (!base::all_of(port, base::kDigit)) return "its port is no number";
  std::size_t number = 0;
  for (const char c : port.substr(0, 9)) number = number * 10 + static_cast<std::size_t>(c - '0');
  return number > 65535 || port.size() > 9 ? Bytes("its port is above 65535") : Bytes();
}

/// Why `host` is no uri-host [ ":" port ]; empty: it is one (RFC 9110 §7.2).
Bytes host_problem(Bytes host) {
  if (host.find("://") != Bytes::npos) return "it has a scheme";
  if (host.find_first_of("/?#") != Bytes::npos) return "it has a path";
  if (host.find('@') != Bytes::npos) return "it has user information";
  if (host.find_first_of(" \t\r\n") != Bytes::npos) return "it has a blank";
  if (host.find(',') != Bytes::npos) return "it lists several";
  const std::size_t bracket = host.starts_with('[') ? host.find(']') : 0;
  const std::size_t colon = bracket == Bytes::npos ? bracket : host.find(':', bracket);
  if (!host.starts_with('[') && colon != Bytes::npos && host.find(':', colon + 1) != Bytes::npos) {
    return "an IPv6 address has to stand in brackets";
  }
  if (colon != Bytes::npos) {
    const Bytes problem = port_problem(host.substr(colon + 1));
    if (!problem.empty()) return problem;
  }
  fields::HostPort parsed;
  fields::ParseError error;
  return fields::parse_host(host, parsed, error) ? Bytes() : Bytes("it has an octet that no host has");
}

Value host_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  if (message_of(object).lines_of(id::kHost).size() != 1) return defects.finish();
  const FieldLine& line = *message_of(object).first_line(id::kHost);
  const Bytes problem = host_problem(line.value);
  if (!problem.empty()) {
    defects.add(&line, line.value, problem, kErrorLevel);
    return defects.finish();
  }
  const Bytes name = line.value.substr(0, line.value.find(':'));
  if (line.value.empty()) {
    const auto form = target_form(raw_of(object));
    const bool authority = form == TargetForm::kAbsolute || form == TargetForm::kAuthority;
    if (authority && fields::split_uri_reference(raw_of(object).target).has_authority) {
      defects.add(&line, line.name, "it is empty, though the target names a host", kErrorLevel);
    }
  } else if (name.find('_') != Bytes::npos) {
    defects.add(&line, line.value, "host names have no underscore", kInfoLevel);
  } else if (name.ends_with('.')) {
    defects.add(&line, line.value, "it ends in a dot", kInfoLevel);
  }
  return defects.finish();
}

/// The port, or the default of `scheme`.
Bytes port_or_default(Bytes port, Bytes scheme) {
  if (!port.empty()) return port;
  if (equals_ignoring_case(scheme, "http")) return "80";
  return equals_ignoring_case(scheme, "https") ? Bytes("443") : Bytes();
}

Value host_differs(Facts&, const Value& object, Arguments) {
  const model::Message& request = raw_of(object);
  if (message_of(object).lines_of(id::kHost).size() != 1) return Value::absent();
  const Bytes value = message_of(object).first_line(id::kHost)->value;
  if (value.empty() || !host_problem(value).empty()) return Value::absent();
  fields::HostPort host;
  fields::ParseError error;
  if (!fields::parse_host(value, host, error)) return Value::absent();
  if (request.method == "CONNECT") {
    fields::HostPort target;
    if (!fields::parse_host(request.target, target, error) || target.host.empty()) return Value::absent();
    return Value::of(!equals_ignoring_case(target.host.in(request.target), host.host.in(value)));
  }
  if (target_form(request) != TargetForm::kAbsolute) return Value::absent();
  const UriReference target = fields::split_uri_reference(request.target);
  if (!target.has_authority || target.host_port.host.empty()) return Value::absent();
  const Bytes scheme = target.scheme.in(request.target);
  const bool same =
      equals_ignoring_case(target.host_port.host.in(request.target), host.host.in(value)) &&
      port_or_default(target.host_port.port.in(request.target), scheme) == port_or_default(host.port.in(value), scheme);
  return Value::of(!same);
}

// ---- request targets

/// Why the target of `request` has not the form that its method needs (RFC 9112 §3.2); empty: it has.
Bytes target_problem(const model::Message& request) {
  const Bytes target = request.target;
  if (target.empty()) return {};
  if (request.method == "CONNECT") {
    fields::HostPort host;
    fields::ParseError error;
    if (!fields::parse_host(target, host, error) || host.host.empty()) return "CONNECT needs host:port";
    if (!host.has_port || host.port.empty()) return "CONNECT needs a port";
    const auto port = host.port_number(target);
    return port && *port != 0 ? Bytes() : Bytes("CONNECT needs a port from 1 to 65535");
  }
  if (target == "*") return request.method == "OPTIONS" ? Bytes() : Bytes("`*` is for OPTIONS only");
  if (target.front() == '/') return {};
  const auto form = target_form(request);
  const UriReference parts = fields::split_uri_reference(target);
  const Bytes behind = parts.path.in(target);
  const bool port_behind =
      parts.has_scheme && !parts.has_authority && !behind.empty() && base::is(behind[0], base::kDigit);
  if (form == TargetForm::kAuthority || port_behind) return "host and port without path are for CONNECT only";
  return form == TargetForm::kAbsolute ? Bytes() : Bytes("a path has to begin with a slash");
}

Value target_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  const Bytes problem = target_problem(raw_of(object));
  if (!problem.empty()) defects.add(nullptr, raw_of(object).target, problem, kErrorLevel);
  return defects.finish();
}

/// The path of the request target; empty where it has none.
Bytes path_of(const model::Message& request) {
  if (request.target.starts_with('/')) return request.target.substr(0, request.target.find_first_of("?#"));
  if (target_form(request) != TargetForm::kAbsolute) return {};
  return fields::split_uri_reference(request.target).path.in(request.target);
}

Value path_tricks(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  const UriDefect defect = find_path_trick(path_of(raw_of(object)));
  if (!defect.problem.empty()) {
    defects.add(nullptr, defect.text, defect.problem, defect.serious ? kWarningLevel : kInfoLevel);
  }
  return defects.finish();
}

// ---- fields that hold URIs

constexpr std::array kUriFields = {id::kReferer, id::kLocation, id::kContentLocation};

/// Calls `visit` with each URI reference of `message`: the line (null for an absolute-form target) and the reference.
template <typename Visit>
void each_uri(const model::Message& message, base::Arena& arena, Visit visit) {
  if (message.part == model::Part::kRequest && message.evidence.start_line && message.method != "CONNECT" &&
      !message.target.starts_with('/')) {
    visit(static_cast<const FieldLine*>(nullptr), message.target);
  }
  for (const FieldLine& line : message.lines) {
    if (std::ranges::count(kUriFields, line.field) > 0) visit(&line, line.value);
    if (line.field != id::kLink) continue;
    fields::Links links;
    fields::ParseError error;
    if (!fields::parse_links(line.value, arena, links, error)) continue;
    for (const fields::Link& link : links.links) visit(&line, link.target.in(line.value));
  }
}

bool is_http(const UriReference& uri, Bytes text) {
  const Bytes scheme = uri.scheme.in(text);
  return uri.has_scheme && uri.has_authority &&
         (equals_ignoring_case(scheme, "http") || equals_ignoring_case(scheme, "https"));
}

Value userinfo_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  each_uri(raw_of(object), facts.arena(), [&](const FieldLine* line, Bytes text) {
    const UriReference uri = fields::split_uri_reference(text);
    if (!is_http(uri, text) || !uri.has_userinfo) return;
    const Bytes userinfo = uri.userinfo.in(text);
    const std::size_t colon = userinfo.find(':');
    const bool password = colon != Bytes::npos && colon + 1 < userinfo.size();
    const bool referer = line != nullptr && line->field == id::kReferer;
    defects.add(line, uri.authority.in(text), password ? Bytes("a password") : Bytes("a user name"),
                password || referer ? kErrorLevel : kWarningLevel);
  });
  return defects.finish();
}

Value empty_hosts(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  each_uri(raw_of(object), facts.arena(), [&](const FieldLine* line, Bytes text) {
    const UriReference uri = fields::split_uri_reference(text);
    if (is_http(uri, text) && uri.host_port.host.empty()) defects.add(line, text, "no host", kWarningLevel);
  });
  return defects.finish();
}

Value uri_defects(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  if (message.part == model::Part::kRequest && !message.has(model::AnomalyKind::kRequestLine)) {
    const UriDefect defect = find_uri_defect(message.target);
    // What a container stores is no octet of the wire.
    const bool serious = defect.serious && message.evidence.start_line;
    if (!defect.problem.empty()) defects.add(nullptr, defect.text, defect.problem, serious ? kErrorLevel : kInfoLevel);
  }
  for (const FieldLine& line : message.lines) {
    if (line.field != id::kReferer && line.field != id::kContentLocation) continue;
    const UriDefect defect = find_uri_defect(line.value);
    if (!defect.problem.empty()) {
      defects.add(&line, defect.text, defect.problem, defect.serious ? kErrorLevel : kInfoLevel);
    }
  }
  return defects.finish();
}

Value location_defects(Facts& facts, const Value& object, Arguments) {
  DefectList defects(facts.arena());
  each_line(raw_of(object), id::kLocation, [&](const FieldLine& line) {
    const UriDefect defect = find_uri_defect(line.value);
    const UriReference uri = fields::split_uri_reference(line.value);
    const Bytes scheme = uri.scheme.in(line.value);
    const bool http = equals_ignoring_case(scheme, "http") || equals_ignoring_case(scheme, "https");
    if (!defect.problem.empty() && defect.serious) {
      defects.add(&line, defect.text, defect.problem, kErrorLevel);
    } else if (http && !uri.has_authority) {
      defects.add(&line, line.value, "two slashes have to follow the scheme", kErrorLevel);
    } else if (is_template(line.value)) {
      defects.add(&line, line.value, "a template that nobody filled in", kErrorLevel);
    } else if (!defect.problem.empty()) {
      defects.add(&line, defect.text, defect.problem, kInfoLevel);
    }
  });
  return defects.finish();
}

Value sensitive_queries(Facts& facts, const Value& object, Arguments) {
  const model::Message& message = raw_of(object);
  DefectList defects(facts.arena());
  const bool plain = facts.exchange().connection->scheme == model::Scheme::kHttp;
  const auto judge = [&](const FieldLine* line, Bytes uri) {
    const auto found = find_sensitive_parameter(uri);
    if (!found) return;
    const bool over_http =
        equals_ignoring_case(uri.substr(0, 7), "http://") || (plain && uri.find("://") == Bytes::npos);
    const bool referer = line != nullptr && line->field == id::kReferer;
    defects.add(line, found->name, found->password ? Bytes("a password") : Bytes("a key or session"),
                found->password && (over_http || referer) ? kWarningLevel : kInfoLevel);
  };
  if (message.part == model::Part::kRequest) judge(nullptr, message.target);
  for (const FieldLine& line : message.lines) {
    if (line.field == id::kReferer || line.field == id::kLocation) judge(&line, line.value);
  }
  return defects.finish();
}

Value refresh_problem(Facts&, const Value& object, Arguments) {
  if (message_of(object).lines_of(id::kRefresh).size() > 1) return Value::of(Bytes("it stands on several lines"));
  const FieldLine* line = message_of(object).first_line(id::kRefresh);
  if (line == nullptr) return Value::absent();
  const Bytes problem = find_refresh_problem(line->value);
  return problem.empty() ? Value::absent() : Value::of(problem);
}

Value target_marked(const Value& object, Marks mark) {
  const model::Message& message = raw_of(object);
  return Value::of(message.part == model::Part::kRequest && (target_marks(message.target) & mark) != 0);
}
Value target_odd(Facts&, const Value& object, Arguments) { return target_marked(object, kMarkOdd | kMarkPercent); }
Value target_with_query(Facts&, const Value& object, Arguments) { return target_marked(object, kMarkQuery); }
Value target_no_path(Facts&, const Value& object, Arguments) { return target_marked(object, kMarkNoPath); }

Value exchange_marked(Facts& facts, Marks mark) {
  const model::Message* request = facts.exchange().request;
  return Value::of(request != nullptr && (target_marks(request->target) & mark) != 0);
}
Value has_percent(Facts& facts, const Value&, Arguments) { return exchange_marked(facts, kMarkPercent); }
Value has_dot_segment(Facts& facts, const Value&, Arguments) { return exchange_marked(facts, kMarkDot); }
Value no_path(Facts& facts, const Value&, Arguments) { return exchange_marked(facts, kMarkNoPath); }
Value has_query(Facts& facts, const Value&, Arguments) { return exchange_marked(facts, kMarkQuery); }
Value host_not_first(Facts& facts, const Value&, Arguments) { return Value::of(facts.has_host_not_first()); }

Value referer_same_origin(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const FieldLine* referer = request.first_line(id::kReferer);
  if (referer == nullptr) return Value::absent();
  const auto target = target_uri(request.message(), facts.exchange().connection->scheme, facts.arena());
  if (!target) return Value::malformed();
  switch (same_origin(*target, referer->value)) {
    case SameUri::kSame:
      return Value::of(true);
    case SameUri::kDifferent:
      return Value::of(false);
    case SameUri::kUnknown:
      break;
  }
  return Value::not_captured();
}

const Parsed<UriReference>& uri_of(const Value& object) { return object_as<const Parsed<UriReference>>(object); }

Value uri_local(Facts&, const Value& object, Arguments) {
  const auto& uri = uri_of(object);
  if (!uri.value.has_authority) return Value::absent();
  return Value::of(fields::reach_of(uri.value.host_port.host.in(uri.text)) != fields::HostReach::kPublic);
}

constexpr Object kM = Object::kMessage;
constexpr Object kX = Object::kExchange;

constexpr Member list(Bytes name, ReadFunction read, Bytes doc) {
  return {kM, name, list_type(Object::kDefect), read, doc};
}
constexpr Member flag(Object owner, Bytes name, ReadFunction read, Bytes doc) {
  return {owner, name, expr::kBoolType, read, doc, {}, true};
}

constexpr std::array kMembers = {
    list("host_defects", host_defects, "what is wrong or unusual in Host"),
    Member{kM, "host_differs", expr::kBoolType, host_differs,
           "Host names another host than the target in absolute-form, or than that of CONNECT; absent where one is "
           "missing"},
    list("target_defects", target_defects, "the target has not the form that the method needs"),
    list("path_tricks", path_tricks,
         "dot segments and encoded octets in the path that servers may read in different ways"),
    list("userinfo_defects", userinfo_defects, "http(s) URIs with a user name or a password"),
    list("empty_hosts", empty_hosts, "http(s) URIs with an empty host"),
    list("uri_defects", uri_defects, "octets in the target, Referer and Content-Location that a URI cannot have"),
    list("location_defects", location_defects, "what keeps Location from being a URI reference"),
    list("sensitive_queries", sensitive_queries,
         "names of parameters in target, Location and Referer that hold secrets"),
    Member{kM, "refresh_problem", expr::kStringType, refresh_problem,
           "what is wrong with Refresh; absent if nothing is"},
    flag(kM, "target_odd", target_odd, "it is a request whose target has a percent sign, or what no URI has"),
    flag(kM, "target_with_query", target_with_query, "it is a request whose target has a query"),
    flag(kM, "target_no_path", target_no_path, "it is a request whose target does not begin with a slash"),
    flag(kX, "target_has_percent", has_percent, "the request is known to have a percent sign in its target"),
    flag(kX, "target_has_dot_segment", has_dot_segment,
         "the request is known to have a segment in its target that begins with a dot"),
    flag(kX, "target_has_no_path", no_path, "the request is known to have a target that does not begin with a slash"),
    flag(kX, "target_has_query", has_query, "the request is known to have a query in its target"),
    flag(kX, "host_not_first", host_not_first, "the request is known to have Host, but not as its first field"),
    Member{kX, "referer_same_origin", expr::kBoolType, referer_same_origin,
           "Referer has the origin of the target URI; not captured where an unknown scheme decides"},
    Member{Object::kUri, "local", expr::kBoolType, uri_local,
           "its host is known in a private network or on one machine only; absent without authority"},
};

}  // namespace

std::span<const Member> uri_check_members() { return kMembers; }

}  // namespace httpvet::facts
