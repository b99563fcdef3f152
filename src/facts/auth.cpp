#include "facts/auth.h"

#include "fields/arena_list.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;

class ChallengeCollector {
 public:
  explicit ChallengeCollector(MessageFacts& response)
      : response_(response), arena_(response.arena()), challenges_(arena_), faults_(arena_) {}

  void add(model::FieldId field) {
    if (!response_.has(field)) return;
    const std::size_t lines = response_.lines_of(field).size();
    if (lines > 1 && !all_parse(field)) {
      // Perhaps a challenge goes on in the next line.
      fields::Challenges together;
      fields::ParseError error;
      const Bytes text = response_.combined(field);
      if (fields::parse_challenges(text, arena_, together, error)) return take(together, text, field);
    }
    for (const model::FieldLine& line : response_.message().lines) {
      if (line.field == field) add_line(line);
    }
  }

  AuthChallenges finish() { return {challenges_.finish(), faults_.finish()}; }

 private:
  bool all_parse(model::FieldId field) {
    for (const model::FieldLine& line : response_.message().lines) {
      fields::Challenges parsed;
      fields::ParseError error;
      if (line.field == field && !fields::parse_challenges(line.value, arena_, parsed, error)) return false;
    }
    return true;
  }

  void add_line(const model::FieldLine& line) {
    fields::Challenges parsed;
    fields::ParseError error;
    if (fields::parse_challenges(line.value, arena_, parsed, error)) return take(parsed, line.value, line.field);
    faults_.push_back({line.value, error});
  }

  void take(const fields::Challenges& parsed, Bytes text, model::FieldId field) {
    for (const fields::Challenge& challenge : parsed.challenges) {
      challenges_.push_back({&challenge, text, field == id::kProxyAuthenticate});
    }
  }

  MessageFacts& response_;
  base::Arena& arena_;
  fields::ArenaList<AuthChallenge> challenges_;
  fields::ArenaList<ChallengeFault, 2> faults_;
};

}  // namespace

std::optional<Bytes> AuthChallenge::value(Bytes name, base::Arena& arena) const {
  const fields::Parameter* parameter = find(name);
  if (parameter == nullptr) return std::nullopt;
  return fields::parameter_value(*parameter, text, arena);
}

AuthChallenges challenges_of(MessageFacts& response) {
  ChallengeCollector collector(response);
  collector.add(id::kWwwAuthenticate);
  collector.add(id::kProxyAuthenticate);
  return collector.finish();
}

bool is_credentials_field(model::FieldId field) {
  return field == id::kAuthorization || field == id::kProxyAuthorization;
}
bool is_proxy_credentials_field(model::FieldId field) { return field == id::kProxyAuthorization; }

std::optional<AuthCredentials> find_credentials(const MessageFacts& request, Bytes scheme) {
  std::optional<AuthCredentials> found;
  each_credentials(request, [&](const AuthCredentials& item) {
    if (found || item.proxy || !item.is(scheme) || fields::is_masked(item.credentials.rest)) return;
    found = item;
  });
  return found;
}

}  // namespace httpvet::facts
