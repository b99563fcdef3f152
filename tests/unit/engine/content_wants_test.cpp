#include "engine/content_wants.h"

#include <array>

#include "engine/rule_loader.h"
#include "engine/rule_set.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::engine {
namespace {

constexpr facts::ContentKinds kMultipart = facts::kMultipartContent;

model::Message message(model::Part part, std::uint16_t status) {
  model::Message made;
  made.part = part;
  made.status = status;
  return made;
}

}  // namespace

TEST_CASE("only what enabled rules read of contents is wanted, by status") {
  std::vector<RuleFileError> errors;
  const RuleSet set = RuleSet::merge(builtin_rules(), nullptr, errors);
  std::vector<ActiveRule> active;
  CHECK(contents_wanted(active).of(message(model::Part::kResponse, 206)) == facts::kNoContent);
  for (const Rule* rule : set.rules()) {
    if (rule->info.id == "206-part-missing-content-range") active.push_back({rule, 0, model::Severity::kInfo});
  }
  REQUIRE(active.size() == 1);
  const facts::ContentWants wants = contents_wanted(active);
  CHECK(wants.of(message(model::Part::kResponse, 206)) == kMultipart);
  CHECK(wants.of(message(model::Part::kResponse, 200)) == facts::kNoContent);
  CHECK(wants.of(message(model::Part::kRequest, 0)) == facts::kNoContent);
}

TEST_CASE("wants of any status hold for all of them") {
  facts::ContentWants wants;
  wants.add_responses(facts::kJsonContent, {});
  constexpr std::array kErrors = {expr::StatusRange{400, 499}};
  wants.add_responses(facts::kHtmlContent, kErrors);
  CHECK(wants.of(message(model::Part::kResponse, 0)) == facts::kJsonContent);
  CHECK(wants.of(message(model::Part::kResponse, 499)) == (facts::kJsonContent | facts::kHtmlContent));
  CHECK(wants.of(message(model::Part::kResponse, 999)) == facts::kJsonContent);
}

}  // namespace httpvet::engine
