#include "facts/schemes.h"

#include "facts/target_uri.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

bool came_over(Facts& facts, model::Scheme scheme, Bytes prefix) {
  const MessageFacts& request = facts.request();
  const model::Scheme known = facts.exchange().connection->scheme;
  if (!request.there()) return known == scheme;
  const auto uri = target_uri(request.message(), known, facts.arena());
  return uri && fields::starts_with_ignoring_case(*uri, prefix);
}

}  // namespace

bool came_over_https(Facts& facts) { return came_over(facts, model::Scheme::kHttps, "https:"); }
bool came_over_plain_http(Facts& facts) { return came_over(facts, model::Scheme::kHttp, "http:"); }

}  // namespace httpvet::facts
