#include "engine/content_wants.h"

#include "expr/compiler.h"
#include "facts/member.h"

namespace httpvet::engine {
namespace {

void add_program(facts::ContentWants& wants, const expr::Program& program,
                 std::span<const expr::StatusRange> statuses) {
  for (const expr::FactUse& use : expr::facts_used(program)) {
    const facts::ContentKinds kinds = facts::contents_read(use.fact);
    if (kinds == facts::kNoContent) continue;
    const bool somewhere = use.root == expr::kNoRoot;
    const auto root = static_cast<facts::Root>(use.root);
    // Of `req` it is always the request, of `res` and of `msg` the judged message, whose status is one of `statuses`.
    if (somewhere || root != facts::Root::kRes) wants.add_requests(kinds);
    if (somewhere) {
      wants.add_responses(kinds, {});
    } else if (root != facts::Root::kReq) {
      wants.add_responses(kinds, statuses);
    }
  }
}

}  // namespace

facts::ContentWants contents_wanted(std::span<const ActiveRule> active) {
  facts::ContentWants wants;
  for (const ActiveRule& entry : active) {
    const Rule& rule = *entry.rule;
    const auto statuses = rule.needs.statuses;
    for (const expr::Program* program : {&rule.each, &rule.when, &rule.require}) add_program(wants, *program, statuses);
    for (const SeverityCase& c : rule.severities) add_program(wants, c.when, statuses);
    for (const expr::Program& argument : rule.arguments) add_program(wants, argument, statuses);
    if (rule.check == nullptr) continue;
    const facts::ContentKinds kinds = checks::contents_read(rule.check);
    wants.add_requests(kinds);
    wants.add_responses(kinds, statuses);
  }
  return wants;
}

}  // namespace httpvet::engine
