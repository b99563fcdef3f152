// Members of credentials: Authorization and Proxy-Authorization of Basic, Bearer and tokens in URIs.
#include <algorithm>
#include <array>
#include <string>

#include "base/byte_class.h"
#include "facts/auth.h"
#include "facts/fault_values.h"
#include "facts/member.h"
#include "fields/base64.h"
#include "fields/field_ids.h"
#include "fields/names.h"

namespace httpvet::facts {
namespace {

using base::equals_ignoring_case;
using expr::Value;
using fields::CredentialsForm;
using fields::FaultList;
using Arguments = std::span<const Value>;
namespace id = fields::id;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

/// The faults that `find` adds for the credentials on each line; not captured where field lines may be missing.
template <typename Find>
Value credentials_faults(Facts& facts, const Value& object, Find find) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  FaultList faults(facts.arena());
  each_credentials(message, [&](const AuthCredentials& item) { find(item, faults); });
  const Value found = fault_list(faults);
  return found.known() ? found : missing_field(message);
}

/// What is wrong with `rest`, which stands behind Basic; empty: nothing (RFC 7617 §2).
Bytes basic_problem(Bytes rest) {
  if (!fields::is_token68(rest)) return "one Base64 text has to follow the scheme";
  std::string text;
  if (!fields::decode_base64(rest, text)) return "what follows the scheme is no Base64 with its padding";
  if (text.find(':') == std::string::npos) return "the decoded text has no colon between user name and password";
  const bool control = std::ranges::any_of(text, [](char c) { return base::is(c, base::kControl); });
  return control ? Bytes("the decoded text has control characters") : Bytes();
}

Value basic_credentials(Facts& facts, const Value& object, Arguments) {
  return credentials_faults(facts, object, [](const AuthCredentials& item, FaultList& faults) {
    if (!item.is("basic") || fields::is_masked(item.credentials.rest)) return;
    const bool colon = item.credentials.form == CredentialsForm::kColon;
    const Bytes problem = colon ? Bytes("a colon follows the scheme") : basic_problem(item.credentials.rest);
    if (!problem.empty()) faults.add(item.credentials.rest, problem);
  });
}

/// What is wrong with `rest`, which stands behind Bearer; empty: nothing (RFC 6750 §2.1).
Bytes bearer_problem(Bytes rest) {
  if (fields::is_token68(rest)) return {};
  const fields::Credentials inner = fields::read_credentials(rest);
  if (inner.form == CredentialsForm::kScheme && equals_ignoring_case(inner.scheme, "bearer")) {
    return "the scheme stands there twice";
  }
  if (rest.find('"') != Bytes::npos || rest.find('\'') != Bytes::npos) return "the token has quotes";
  if (rest.find_first_of(" \t") != Bytes::npos) return "more than one token follows the scheme";
  if (rest.find(',') != Bytes::npos) return "more than one token follows the scheme";
  return "the token has characters that a b64token cannot hold";
}

Value bearer_credentials(Facts& facts, const Value& object, Arguments) {
  return credentials_faults(facts, object, [](const AuthCredentials& item, FaultList& faults) {
    if (!item.is("bearer") || fields::is_masked(item.credentials.rest)) return;
    const bool colon = item.credentials.form == CredentialsForm::kColon;
    const Bytes problem = colon ? Bytes("a colon follows the scheme") : bearer_problem(item.credentials.rest);
    if (!problem.empty()) faults.add(item.credentials.rest, problem);
  });
}

/// Leftovers of programs, which are not keys.
bool is_leftover(Bytes word) {
  constexpr std::array<Bytes, 5> kWords = {"undefined", "null", "none", "nan", "false"};
  return std::ranges::any_of(kWords, [word](Bytes known) { return equals_ignoring_case(word, known); });
}

Value lone_words(Facts& facts, const Value& object, Arguments) {
  return credentials_faults(facts, object, [](const AuthCredentials& item, FaultList& faults) {
    const Bytes word = item.credentials.scheme;
    const bool lone = item.credentials.form == CredentialsForm::kWord ||
                      (item.credentials.form == CredentialsForm::kColon && item.credentials.rest.empty());
    if (!lone || fields::is_masked(word) || is_leftover(word)) return;
    const bool scheme = fields::name_state(fields::NameRegistry::kAuthSchemes, word) != fields::NameState::kNone;
    faults.add(word,
               scheme ? Bytes("the credentials behind the scheme are missing")
                      : Bytes("it has one word where a scheme and credentials belong"),
               !scheme);
  });
}

Value bearer_sent(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  if (!message.has(id::kAuthorization)) {
    const Value missing = missing_field(message);
    return missing.state == expr::State::kNotCaptured ? missing : Value::of(false);
  }
  bool found = false;
  each_credentials(message, [&](const AuthCredentials& item) { found = found || (!item.proxy && item.is("bearer")); });
  return Value::of(found);
}

Value basic_sent(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  bool found = false;
  each_credentials(message, [&](const AuthCredentials& item) { found = found || (!item.proxy && item.is("basic")); });
  return Value::of(found);
}

// --- tokens elsewhere

/// The value of the pair called `name` in `pairs`, a query or a form; empty without it.
Bytes pair_value(Bytes pairs, Bytes name) {
  while (!pairs.empty()) {
    const std::size_t end = std::min(pairs.find('&'), pairs.size());
    const Bytes pair = pairs.substr(0, end);
    pairs.remove_prefix(std::min(end + 1, pairs.size()));
    const std::size_t equals = pair.find('=');
    if (equals == Bytes::npos || pair.substr(0, equals) != name) continue;
    return pair.substr(equals + 1);
  }
  return {};
}

Bytes query_of(Bytes target) {
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  return mark == Bytes::npos ? Bytes() : target.substr(mark + 1);
}

/// access_token of the query, where there is one and it is no mask (RFC 6750 §2.3).
Value query_token(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  const Bytes token = pair_value(query_of(message.message().target), "access_token");
  const bool encoded_mask = token.find("%3C") == 0 || token.find("%7B") == 0 || token.find("%5B") == 0;
  return token.empty() || encoded_mask || fields::is_masked(token) ? Value::absent() : Value::of(token);
}

/// The same of a form in the body (RFC 6750 §2.2).
Value form_token(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  constexpr Bytes kForm = "application/x-www-form-urlencoded";
  const Bytes type = message.combined(id::kContentType);
  if (!equals_ignoring_case(type.substr(0, kForm.size()), kForm)) return Value::absent();
  const model::Content* content = message.message().body.content;
  if (content == nullptr) return Value::not_captured();
  const Bytes token = pair_value(content->prefix, "access_token");
  return token.empty() || fields::is_masked(token) ? Value::absent() : Value::of(token);
}

/// Whether a field or parameter of that name carries credentials.
bool names_credentials(Bytes name) {
  constexpr auto kParts = std::to_array<Bytes>(
      {"token", "api-key", "apikey", "api_key", "auth", "session", "signature", "secret", "jwt", "credential"});
  const auto equal = [](char a, char b) { return base::lower(a) == b; };
  return std::ranges::any_of(kParts, [&](Bytes part) {
    return std::search(name.begin(), name.end(), part.begin(), part.end(), equal) != name.end();
  });
}

Value carries_credentials(Facts& facts, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  const bool fields_say = std::ranges::any_of(message.message().lines, [](const model::FieldLine& line) {
    return line.field == id::kCookie || line.field == id::kDpop || names_credentials(line.name);
  });
  if (fields_say) return Value::of(true);
  Bytes pairs = query_of(message.message().target);
  while (!pairs.empty()) {
    const std::size_t end = std::min(pairs.find('&'), pairs.size());
    const Bytes pair = pairs.substr(0, end);
    pairs.remove_prefix(std::min(end + 1, pairs.size()));
    if (names_credentials(pair.substr(0, pair.find('=')))) return Value::of(true);
  }
  const Value form = form_token(facts, object, {});
  return Value::of(form.known());
}

constexpr Object kM = Object::kMessage;
constexpr expr::Type kFaults = list_type(Object::kFault);
// Forms have no kind of their own.
constexpr ContentKinds kForms = kind_bit(ContentKind::kOther);

constexpr std::array kMembers = {
    Member{kM, "basic_credentials_faults", kFaults, basic_credentials,
           "credentials of the scheme Basic that are not Base64 of a user name, a colon and a password"},
    Member{kM, "bearer_credentials_faults", kFaults, bearer_credentials,
           "credentials of the scheme Bearer that are not one token"},
    Member{kM, "lone_auth_words", kFaults, lone_words,
           "credentials that are one word; minor: it is no scheme that is known"},
    Member{kM, "bearer_sent", expr::kBoolType, bearer_sent,
           "Authorization has the scheme Bearer and something behind it"},
    Member{kM, "basic_sent", expr::kBoolType, basic_sent, "Authorization has the scheme Basic and something behind it"},
    Member{kM, "query_token", expr::kStringType, query_token,
           "the parameter access_token of the query; absent where it is empty or masked"},
    Member{kM,
           "form_token",
           expr::kStringType,
           form_token,
           "the parameter access_token of a form in its content",
           {},
           false,
           false,
           kForms},
    Member{kM,
           "carries_credentials",
           expr::kBoolType,
           carries_credentials,
           "Authorization, Cookie, or a field or parameter whose name says so may carry credentials",
           {},
           false,
           false,
           kForms},
};

}  // namespace

std::span<const Member> auth_credentials_members() { return kMembers; }

}  // namespace httpvet::facts
