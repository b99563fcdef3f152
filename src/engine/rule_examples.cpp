#include "engine/rule_examples.h"

#include <algorithm>
#include <optional>

#include "capture/inputs.h"
#include "engine/rule_loader_examples.h"
#include "expr/compiler.h"
#include "facts/schema.h"

namespace httpvet::engine {
namespace {

/// How many arguments the message template takes.
std::size_t places(Bytes message) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < message.size(); ++i) {
    if (message[i] != '{' && message[i] != '}') continue;
    if (message[i] == '{' && message[i + 1] == '}') ++count;
    ++i;  // `{}`, `{{` or `}}`
  }
  return count;
}

std::optional<std::string> join(const model::Example& example, bool captured, Bytes model::ExampleExchange::* side) {
  if (!captured) return std::nullopt;
  std::string stream;
  for (const model::ExampleExchange& exchange : example.exchanges) stream += exchange.*side;
  return stream;
}

/// Lints the connection of `example`; `complaint` says where a message and its arguments do not fit.
std::vector<FiredRule> lint_example(Linter& linter, const model::Example& example, std::string& complaint) {
  const auto requests = join(example, example.has_request_stream, &model::ExampleExchange::request);
  const auto responses = join(example, example.has_response_stream, &model::ExampleExchange::response);
  capture::MemoryConnection connection;
  connection.requests = requests;
  connection.responses = responses;
  if (example.tls) connection.scheme = model::Scheme::kHttps;
  if (example.plain) connection.scheme = model::Scheme::kHttp;
  connection.structured = example.structured;
  connection.cut = example.cut;
  if (!example.time.empty()) connection.time_ns = parse_time(example.time);

  std::vector<FiredRule> fired;
  linter.begin_source();
  const auto source = capture::open_connection(connection, &linter.sinks());
  model::Batch batch;
  for (bool more = true; more;) {
    more = source->reader().next(batch);
    for (const model::Finding& finding : linter.lint(batch)) {
      const FiredRule entry{finding.rule->id, finding.severity};
      const auto same = [&](const FiredRule& f) { return f.id == entry.id && f.severity == entry.severity; };
      if (std::ranges::none_of(fired, same)) fired.push_back(entry);
      if (finding.arguments.size() != places(finding.rule->message)) {
        complaint = "the message of " + std::string(entry.id) + " takes " +
                    std::to_string(places(finding.rule->message)) + " words, but its check gives " +
                    std::to_string(finding.arguments.size());
      }
    }
  }
  return fired;
}

std::string list(const std::vector<FiredRule>& fired) {
  std::string out;
  for (const FiredRule& f : fired) {
    out += (out.empty() ? "" : ", ") + std::string(f.id) + " (" + std::string(model::name_of(f.severity)) + ")";
  }
  return out;
}

std::string judge(const Rule& rule, const model::Example& example, ExampleKind kind,
                  const std::vector<FiredRule>& fired) {
  const auto own = [&](const FiredRule& f) { return f.id == rule.info.id; };
  const bool fires = std::ranges::any_of(fired, own);
  if (kind == ExampleKind::kBad && !fires) {
    return "its rule does not fire" + (fired.empty() ? std::string() : "; what does is " + list(fired));
  }
  if (kind == ExampleKind::kGood && fires) return "its rule fires";
  std::vector<FiredRule> uninvited;
  std::ranges::copy_if(fired, std::back_inserter(uninvited), [&](const FiredRule& f) {
    return !own(f) && f.severity != model::Severity::kInfo &&
           std::ranges::find(example.also, f.id) == example.also.end();
  });
  return uninvited.empty() ? std::string() : list(uninvited) + " fires as well";
}

/// `program`, negated. Lives in `arena`.
expr::Program negate(const expr::Program& program, base::Arena& arena) {
  const auto nodes = arena.make_array<expr::Node>(program.nodes.size() + 1);
  std::ranges::copy(program.nodes, nodes.begin());
  const auto operand = arena.make_array<std::uint16_t>(1);
  operand[0] = static_cast<std::uint16_t>(program.nodes.size() - 1);
  nodes.back().op = expr::Op::kNot;
  nodes.back().operands = operand;
  return {nodes, program.type};
}

}  // namespace

Linter* ExampleRunner::linter(const Rule& rule, model::Profile profile) {
  const std::string own = rule.info.default_on ? std::string() : std::string(rule.info.id);
  std::unique_ptr<Linter>& linter = linters_[{profile, own}];
  if (linter == nullptr) {
    Selection selection;
    selection.severity = model::Severity::kInfo;
    selection.profile = profile;
    if (!own.empty()) selection.enable.push_back(own);
    auto made = Linter::create(rules_, selection, {});
    if (made.ok()) linter = std::move(made.value());
  }
  return linter.get();
}

ExampleOutcome ExampleRunner::run(const Rule& rule, const model::Example& example, ExampleKind kind) {
  ExampleOutcome outcome;
  Linter* own = linter(rule, example.profile);
  if (own == nullptr) {
    outcome.complaint = "its rule is not in the rule set";
    return outcome;
  }
  outcome.fired = lint_example(*own, example, outcome.complaint);
  if (outcome.complaint.empty()) outcome.complaint = judge(rule, example, kind, outcome.fired);
  return outcome;
}

std::string ExampleFailure::text() const {
  std::string out;
  if (!file.empty()) out = RuleFileError{file, position.line, position.column, {}}.text();
  out += rule->info.id;
  if (number != 0) out += (kind == ExampleKind::kBad ? ", bad example " : ", good example ") + std::to_string(number);
  return out + ": " + message;
}

bool examples_prove(const Rule& rule) {
  if (rule.require.empty()) return true;
  base::Arena arena;
  Rule mutant = rule;
  mutant.require = negate(rule.require, arena);
  mutant.needs = expr::analyse(mutant.each, mutant.when, mutant.require, facts::schema(), arena);
  std::vector<RuleFileError> errors;
  const RuleSet alone = RuleSet::merge({&mutant, 1}, nullptr, errors);
  ExampleRunner runner(alone);
  const auto holds = [&](ExampleKind kind) {
    return [&, kind](const model::Example& example) { return runner.run(mutant, example, kind).complaint.empty(); };
  };
  return !std::ranges::all_of(rule.info.bad, holds(ExampleKind::kBad)) ||
         !std::ranges::all_of(rule.info.good, holds(ExampleKind::kGood));
}

std::vector<ExampleFailure> run_all_examples(const RuleSet& all, const RuleFile* file) {
  std::vector<ExampleFailure> failures;
  ExampleRunner runner(all);
  const auto run = [&](const Rule& rule, const RuleOrigin* origin) {
    const std::size_t before = failures.size();
    const auto fail = [&](ExampleKind kind, std::size_t number, std::string message, const FilePosition& position) {
      failures.push_back(
          {&rule, kind, number, std::move(message), origin != nullptr ? origin->file : std::string(), position});
    };
    const auto run_kind = [&](std::span<const model::Example> examples, ExampleKind kind) {
      for (std::size_t i = 0; i < examples.size(); ++i) {
        std::string complaint = runner.run(rule, examples[i], kind).complaint;
        if (complaint.empty()) continue;
        const auto* positions = origin == nullptr ? nullptr : kind == ExampleKind::kBad ? &origin->bad : &origin->good;
        fail(kind, i + 1, std::move(complaint), positions != nullptr ? (*positions)[i] : FilePosition{});
      }
    };
    run_kind(rule.info.bad, ExampleKind::kBad);
    run_kind(rule.info.good, ExampleKind::kGood);
    if (failures.size() == before && !examples_prove(rule)) {
      fail(ExampleKind::kBad, 0, "all examples hold with `require` negated too: they do not test it",
           origin != nullptr ? origin->rule : FilePosition{});
    }
  };
  if (file == nullptr) {
    for (const Rule* rule : all.rules()) run(*rule, nullptr);
  } else {
    for (std::size_t i = 0; i < file->rules().size(); ++i) run(file->rules()[i], &file->origin(i));
  }
  return failures;
}

}  // namespace httpvet::engine
