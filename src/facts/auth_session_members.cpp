// Members about credentials over several requests of one client: Digest counters and challenges, credentials that
// follow a redirect, and the state of OAuth.
#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_class.h"
#include "facts/auth.h"
#include "facts/fault_values.h"
#include "facts/member.h"
#include "facts/target_uri.h"
#include "fields/field_ids.h"
#include "fields/site.h"
#include "fields/uri_reference.h"

namespace httpvet::facts {
namespace {

using base::equals_ignoring_case;
using expr::Value;
using fields::FaultList;
using fields::Parameter;
using Arguments = std::span<const Value>;
namespace id = fields::id;

/// Earlier exchanges of the connection, latest first.
std::span<const void* const> session_of(Facts& facts) {
  const Value list = facts.session();
  if (!list.known()) return {};
  return {static_cast<const void* const*>(list.list.data), list.list.size};
}

EarlierFacts& earlier_of(const void* item) { return object_as<EarlierFacts>(Value::of_object(item)); }

bool same_host(MessageFacts& a, MessageFacts& b) {
  return equals_ignoring_case(a.combined(id::kHost), b.combined(id::kHost));
}

// --- Digest

/// Digest credentials of one of the two fields.
struct Digest {
  bool proxy = false;
  Bytes value;  // of the line
  Bytes text;   // the parameters
  std::span<const Parameter> parameters;

  /// The unquoted value of that parameter where it is there and no mask.
  std::optional<Bytes> get(Bytes name, base::Arena& arena) const {
    const Parameter* parameter = fields::find_parameter(parameters, text, name);
    if (parameter == nullptr) return std::nullopt;
    return fields::parameter_value(*parameter, text, arena);
  }
};

std::optional<Digest> digest_of(const MessageFacts& request, bool proxy, base::Arena& arena) {
  std::optional<Digest> found;
  each_credentials(request, [&](const AuthCredentials& item) {
    if (found || item.proxy != proxy || !item.is("digest")) return;
    Digest digest{proxy, item.line->value, item.credentials.rest, {}};
    if (fields::parse_credential_parameters(digest.text, arena, digest.parameters)) found = digest;
  });
  return found;
}

/// nc as a number; nullopt where it is not 8 hexadecimal digits.
std::optional<std::uint32_t> count_of(const Digest& digest, base::Arena& arena) {
  const auto text = digest.get("nc", arena);
  if (!text || text->size() != 8) return std::nullopt;
  std::uint32_t count = 0;
  for (const char c : *text) {
    const int digit = base::hex_value(c);
    if (digit < 0) return std::nullopt;
    count = count << 4 | static_cast<std::uint32_t>(digit);
  }
  return count;
}

/// The parameter of that name in Authentication-Info or Proxy-Authentication-Info.
std::optional<Bytes> info_parameter(MessageFacts& response, bool proxy, Bytes name) {
  const model::FieldId field = proxy ? id::kProxyAuthenticationInfo : id::kAuthenticationInfo;
  if (!response.has(field)) return std::nullopt;
  const Bytes text = response.combined(field);
  std::span<const Parameter> parameters;
  if (!fields::parse_credential_parameters(text, response.arena(), parameters)) return std::nullopt;
  const Parameter* parameter = fields::find_parameter(parameters, text, name);
  if (parameter == nullptr) return std::nullopt;
  return fields::parameter_value(*parameter, text, response.arena());
}

/// Whether `response` hands out `nonce` in place of another one: with stale=true, or as nextnonce.
bool renews_nonce(MessageFacts& response, bool proxy, Bytes nonce) {
  if (info_parameter(response, proxy, "nextnonce") == nonce) return true;
  const auto challenges = challenges_of(response).challenges;
  return std::ranges::any_of(challenges, [&](const AuthChallenge& challenge) {
    base::Arena& arena = response.arena();
    return challenge.proxy == proxy && challenge.is("digest") && challenge.value("nonce", arena) == nonce &&
           equals_ignoring_case(challenge.value("stale", arena).value_or(""), "true");
  });
}

/// What is wrong with the nonce count of `digest`, empty: nothing (RFC 7616 §3.4).
Bytes counter_problem(Facts& facts, const Digest& digest) {
  base::Arena& arena = facts.arena();
  const auto nonce = digest.get("nonce", arena);
  const auto count = count_of(digest, arena);
  if (!nonce || !count || fields::is_masked(*nonce)) return {};
  bool renewed = false;
  for (const void* item : session_of(facts)) {
    EarlierFacts& earlier = earlier_of(item);
    if (!digest.proxy && !same_host(facts.request(), earlier.req)) continue;
    renewed = renewed || renews_nonce(earlier.res, digest.proxy, *nonce);
    const auto before = digest_of(earlier.req, digest.proxy, arena);
    if (!before || before->get("nonce", arena) != nonce) continue;
    const auto count_before = count_of(*before, arena);
    if (!count_before) return {};
    // The very same credentials after a refusal are for another rule.
    if (before->value == digest.value && earlier.res.message().status == 401) return {};
    if (*count_before == *count) return "its nc was used before with this nonce";
    return *count_before > *count ? Bytes("its nc is lower than that of an earlier request with this nonce") : Bytes();
  }
  return renewed && *count != 1 ? Bytes("a new nonce has to begin with the nc 00000001") : Bytes();
}

Value digest_replays(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  FaultList faults(facts.arena());
  for (const bool proxy : {false, true}) {
    const auto digest = digest_of(request, proxy, facts.arena());
    if (!digest) continue;
    const Bytes problem = counter_problem(facts, *digest);
    if (!problem.empty()) faults.add(digest->value, problem);
  }
  return fault_list(faults);
}

bool equal_or_missing(const std::optional<Bytes>& a, const std::optional<Bytes>& b) {
  return a.has_value() == b.has_value() && (!a || *a == *b);
}

/// The challenges that credentials have to answer, and the nonce that came after them.
struct Expected {
  std::span<const AuthChallenge> challenges;
  std::optional<Bytes> next_nonce;
};

/// Those of the latest refusal that has a Digest challenge for `realm`; without such a one, of the latest with any.
std::optional<Expected> expected_of(Facts& facts, const Digest& digest, Bytes realm) {
  std::optional<Expected> any;
  std::optional<Bytes> next_nonce;
  for (const void* item : session_of(facts)) {
    EarlierFacts& earlier = earlier_of(item);
    if (!digest.proxy && !same_host(facts.request(), earlier.req)) continue;
    if (!next_nonce) next_nonce = info_parameter(earlier.res, digest.proxy, "nextnonce");
    if (earlier.res.message().status != (digest.proxy ? 407 : 401)) continue;
    const AuthChallenges all = challenges_of(earlier.res);
    const auto is_digest = [&](const AuthChallenge& c) { return c.proxy == digest.proxy && c.is("digest"); };
    if (!all.faults.empty() || std::ranges::none_of(all.challenges, is_digest)) continue;
    const bool of_realm = std::ranges::any_of(all.challenges, [&](const AuthChallenge& c) {
      return is_digest(c) && c.value("realm", facts.arena()) == realm;
    });
    if (of_realm) return Expected{all.challenges, next_nonce};
    if (!any) any = Expected{all.challenges, next_nonce};
  }
  return any;
}

class ChallengeMatch {
 public:
  ChallengeMatch(Facts& facts, const Digest& digest, const Expected& expected)
      : arena_(facts.arena()), digest_(digest), expected_(expected) {}

  void judge(FaultList& faults) {
    const auto realm = digest_.get("realm", arena_);
    const Bytes algorithm = digest_.get("algorithm", arena_).value_or("MD5");
    const auto opaque = digest_.get("opaque", arena_);
    const auto nonce = digest_.get("nonce", arena_);
    bool realm_fits = false;
    bool algorithm_fits = false;
    bool opaque_fits = false;
    bool nonce_fits = expected_.next_nonce && nonce == expected_.next_nonce;
    bool some_opaque = false;
    for (const AuthChallenge& challenge : expected_.challenges) {
      if (challenge.proxy != digest_.proxy || !challenge.is("digest")) continue;
      nonce_fits = nonce_fits || challenge.value("nonce", arena_) == nonce;
      if (challenge.value("realm", arena_) != realm) continue;
      realm_fits = true;
      if (!equals_ignoring_case(challenge.value("algorithm", arena_).value_or("MD5"), algorithm)) continue;
      algorithm_fits = true;
      const auto asked = challenge.value("opaque", arena_);
      some_opaque = some_opaque || asked.has_value();
      opaque_fits = opaque_fits || equal_or_missing(asked, opaque);
    }
    if (!realm_fits) return faults.add(digest_.value, "no challenge of the refusal before has its realm");
    if (!algorithm_fits) return faults.add(digest_.value, "no challenge of the refusal before has its algorithm");
    if (!opaque_fits) {
      return faults.add(digest_.value, opaque || !some_opaque
                                           ? Bytes("no challenge of the refusal before has its opaque")
                                           : Bytes("the opaque of the challenge is missing"));
    }
    if (!nonce_fits) faults.add_minor(digest_.value, "its nonce is from no challenge of the refusal before");
  }

 private:
  base::Arena& arena_;
  const Digest& digest_;
  const Expected& expected_;
};

bool has_masks(const Digest& digest, base::Arena& arena) {
  constexpr std::array<Bytes, 4> kNames = {"realm", "nonce", "opaque", "algorithm"};
  return std::ranges::any_of(kNames, [&](Bytes name) {
    const auto value = digest.get(name, arena);
    return value && !value->empty() && fields::is_masked(*value);
  });
}

Value digest_mismatches(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  FaultList faults(facts.arena());
  for (const bool proxy : {false, true}) {
    const auto digest = digest_of(request, proxy, facts.arena());
    if (!digest || has_masks(*digest, facts.arena())) continue;
    const auto realm = digest->get("realm", facts.arena());
    if (!realm || !digest->get("nonce", facts.arena())) continue;
    const auto expected = expected_of(facts, *digest, *realm);
    if (expected) ChallengeMatch(facts, *digest, *expected).judge(faults);
  }
  return fault_list(faults);
}

// --- redirects

/// Host and scheme of a request, and its port as text.
struct Place {
  Bytes scheme;
  Bytes host;
  Bytes port;
};

std::optional<Place> place_of(Bytes uri) {
  const fields::UriReference parts = fields::split_uri_reference(uri);
  if (!parts.has_authority || parts.host_port.host.empty()) return std::nullopt;
  return Place{parts.scheme.in(uri), parts.host_port.host.in(uri), parts.host_port.port.in(uri)};
}

std::optional<Place> place_of(const model::Message& request, model::Scheme scheme, base::Arena& arena) {
  const auto uri = target_uri(request, scheme, arena);
  return uri ? place_of(*uri) : std::nullopt;
}

/// Calls `visit` with each pair of `cookies` whose value is long enough to mean something.
template <typename Visit>
void each_cookie(Bytes cookies, Visit visit) {
  constexpr std::size_t kShortest = 6;
  constexpr int kMost = 64;
  for (int count = 0; !cookies.empty() && count < kMost; ++count) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    const Bytes pair = base::trim_blanks(cookies.substr(0, end));
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const Bytes value = pair.substr(std::min(equals + 1, pair.size()));
    if (value.size() >= kShortest && !fields::is_masked(value)) visit(pair);
  }
}

/// A pair that stands in both.
Bytes shared_cookie(Bytes a, Bytes b) {
  Bytes found;
  each_cookie(b, [&](Bytes pair) {
    each_cookie(a, [&](Bytes other) {
      if (found.empty() && pair == other) found = pair;
    });
  });
  return found;
}

/// True when a captured Set-Cookie of the connection gave the site of `host` a cookie of that name.
bool set_for(Facts& facts, Bytes host, Bytes name) {
  for (const void* item : session_of(facts)) {
    EarlierFacts& earlier = earlier_of(item);
    const auto place = place_of(earlier.req.message(), earlier.record->scheme(), facts.arena());
    if (!place || !fields::same_site(place->host, host)) continue;
    for (const model::FieldLine& line : earlier.res.message().lines) {
      if (line.field != id::kSetCookie) continue;
      if (base::trim_blanks(line.value.substr(0, line.value.find('='))) == name) return true;
    }
  }
  return false;
}

/// A request that was redirected to where the present one goes.
struct Redirected {
  Place place;
  Bytes authorization;
  Bytes cookies;
};

/// The exchange directly before on the connection, else the latest on another one that led here.
std::optional<Redirected> redirected_from(Facts& facts) {
  base::Arena& arena = facts.arena();
  const Value redirect = facts.redirected_by();
  if (redirect.known()) {
    auto& before = object_as<EarlierFacts>(redirect);
    const auto place = place_of(before.req.message(), before.record->scheme(), arena);
    if (!place) return std::nullopt;
    return Redirected{*place, before.req.combined(id::kAuthorization), before.req.combined(id::kCookie)};
  }
  const SourceState* source = facts.connection().source;
  const auto* sent = source == nullptr ? nullptr : source->sent_credentials.find(facts.exchange(), arena);
  if (sent == nullptr) return std::nullopt;
  const auto place = place_of(sent->target);
  if (!place) return std::nullopt;
  return Redirected{*place, sent->authorization, sent->cookies};
}

void judge_cookies(Facts& facts, const Redirected& from, const Place& to, FaultList& faults) {
  if (fields::same_site(from.place.host, to.host)) return;
  const Bytes pair = shared_cookie(from.cookies, facts.request().combined(id::kCookie));
  if (pair.empty() || set_for(facts, to.host, pair.substr(0, pair.find('=')))) return;
  faults.add(pair, "a cookie of the site that redirected went to another site");
}

void judge_authorization(Facts& facts, const Redirected& from, const Place& to, FaultList& faults) {
  const Bytes value = facts.request().combined(id::kAuthorization);
  const fields::Credentials credentials = fields::read_credentials(value);
  const bool masked = credentials.form == fields::CredentialsForm::kScheme ? fields::is_masked(credentials.rest)
                                                                           : fields::is_masked(value);
  if (masked || from.authorization != value) return;
  if (!fields::same_site(from.place.host, to.host)) {
    return faults.add(value, "the Authorization of the site that redirected went to another site");
  }
  if (!equals_ignoring_case(from.place.host, to.host)) {
    return faults.add_minor(value, "the Authorization of the host that redirected went to another host of its site");
  }
  if (from.place.port != to.port) return faults.add_minor(value, "the Authorization went to another port of the host");
  const bool known = !from.place.scheme.empty() && !to.scheme.empty();
  if (known && !equals_ignoring_case(from.place.scheme, to.scheme)) {
    faults.add_minor(value, "the Authorization went from one scheme to the other");
  }
}

Value leaked_credentials(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const bool carries = request.has(id::kAuthorization) || request.has(id::kCookie);
  const auto from = carries ? redirected_from(facts) : std::nullopt;
  const auto to = place_of(request.message(), facts.exchange().connection->scheme, facts.arena());
  if (!from || !to) return Value::absent();
  FaultList faults(facts.arena());
  if (request.has(id::kAuthorization)) judge_authorization(facts, *from, *to, faults);
  if (request.has(id::kCookie)) judge_cookies(facts, *from, *to, faults);
  return fault_list(faults);
}

// --- OAuth (RFC 6749)

/// `text` with percent-encoding and plus signs undone.
Bytes decoded(Bytes text, base::Arena& arena) {
  if (text.find_first_of("%+") == Bytes::npos) return text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && base::all_of(text.substr(i + 1, 2), base::kHexDigit);
    if (escape) {
      out += static_cast<char>(base::hex_value(text[i + 1]) * 16 + base::hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return arena.copy(out);
}

class Query {
 public:
  Query(const model::Message& request, base::Arena& arena) : arena_(arena) {
    const Bytes target = request.target.substr(0, request.target.find('#'));
    const std::size_t mark = target.find('?');
    if (mark != Bytes::npos) pairs_ = target.substr(mark + 1);
  }

  /// The decoded value of the first pair called `name`.
  std::optional<Bytes> get(Bytes name) const {
    Bytes rest = pairs_;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('&'), rest.size());
      const Bytes pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t equals = std::min(pair.find('='), pair.size());
      if (pair.substr(0, equals) == name) return decoded(pair.substr(std::min(equals + 1, pair.size())), arena_);
    }
    return std::nullopt;
  }
  bool has_value(Bytes name) const { return !get(name).value_or(Bytes()).empty(); }

 private:
  base::Arena& arena_;
  Bytes pairs_;
};

/// An authorization request whose answer has a code (RFC 6749 §4.1.1), its parameters in the query.
bool asks_for_code(const Query& query) {
  Bytes types = query.get("response_type").value_or(Bytes());
  bool code = false;
  while (!types.empty()) {
    const std::size_t end = std::min(types.find(' '), types.size());
    code = code || types.substr(0, end) == "code";
    types.remove_prefix(std::min(end + 1, types.size()));
  }
  return code && query.has_value("client_id") && !query.get("request") && !query.get("request_uri");
}

/// Whether `redirect_uri` is where `request` went, its query left out.
bool came_back_to(Bytes redirect_uri, Bytes target, base::Arena& arena) {
  const auto bare = [](Bytes uri) { return uri.substr(0, uri.find_first_of("?#")); };
  const Bytes a = bare(redirect_uri);
  const Bytes b = bare(target);
  if (!a.empty() && same_uri(a, b, arena) == SameUri::kSame) return true;
  return !a.empty() && schemeless_uri(a, arena) == schemeless_uri(b, arena);
}

/// Whether a redirect back with `state` answers none of the authorization requests that could have led to it; false
/// where none was captured.
bool is_foreign_state(Facts& facts, Bytes state) {
  const auto target = target_uri(facts.request().message(), facts.exchange().connection->scheme, facts.arena());
  if (!target) return false;
  bool some = false;
  for (const void* item : session_of(facts)) {
    EarlierFacts& earlier = earlier_of(item);
    const Query query(earlier.req.message(), facts.arena());
    if (!asks_for_code(query)) continue;
    const Bytes back = query.get("redirect_uri").value_or(Bytes());
    if (!came_back_to(back, *target, facts.arena())) continue;
    if (query.get("state") == state) return false;
    some = true;
  }
  return some;
}

Value oauth_faults(Facts& facts, const Value&, Arguments) {
  MessageFacts& request = facts.request();
  if (!request.there()) return Value::unknown(request.why_missing());
  const Bytes target = request.message().target;
  if (target.find('?') == Bytes::npos) return Value::absent();
  FaultList faults(facts.arena());
  const Query query(request.message(), facts.arena());
  if (asks_for_code(query)) {
    const bool bound = query.has_value("state") || query.has_value("code_challenge") || query.has_value("nonce");
    if (!bound) {
      faults.add(target, "this authorization request has neither state nor code_challenge nor nonce");
    }
  } else if (query.has_value("code") && query.has_value("state") && !query.get("response_type")) {
    const Bytes state = *query.get("state");
    if (!fields::is_masked(state) && is_foreign_state(facts, state)) {
      faults.add_minor(target, "the state of this redirect back is of none of the authorization requests before");
    }
  }
  return fault_list(faults);
}

constexpr Object kX = Object::kExchange;
constexpr expr::Type kFaults = list_type(Object::kFault);

constexpr Member remembering(Bytes name, ReadFunction read, Bytes doc) {
  return Member{kX, name, kFaults, read, doc, {}, false, false, kNoContent, true};
}

constexpr std::array kMembers = {
    remembering("digest_replays", digest_replays,
                "Digest credentials of the request whose nonce count does not go on from earlier requests of the "
                "connection"),
    remembering("digest_mismatches", digest_mismatches,
                "Digest credentials that fit no challenge of the latest refusal on the connection; minor: a nonce"),
    remembering("leaked_credentials", leaked_credentials,
                "credentials that the client sent on to where a redirect led; minor: within the site"),
    remembering("oauth_faults", oauth_faults,
                "an OAuth authorization request that nothing binds to its client; minor: a redirect back with a state "
                "of no such request before"),
};

}  // namespace

std::span<const Member> auth_session_members() { return kMembers; }

}  // namespace httpvet::facts
