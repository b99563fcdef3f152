// The ladder: what each step from bare llhttp to a finished report costs, on the same octets in the same run.
//
//   ladder                     all steps, wall-clock, as ratios to bare llhttp
//   ladder STEP EXCHANGES      one step once, for callgrind
//   ladder rules               how often each rule runs for an exchange: the index should leave out nearly all
#include <llhttp.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "bench/corpus.h"
#include "capture/inputs.h"
#include "engine/linter.h"
#include "engine/rule_set.h"
#include "facts/facts.h"
#include "report/reporter.h"

namespace {

using namespace httpvet;

struct Spans {
  std::uint64_t count = 0;
  const char* last = nullptr;
};

int on_span(llhttp_t* parser, const char* at, std::size_t length) {
  auto* spans = static_cast<Spans*>(parser->data);
  ++spans->count;
  spans->last = at + length;
  return 0;
}

// What a passive parser has to say to llhttp: a 304 has no content, whatever its fields say.
int on_headers_complete(llhttp_t* parser) {
  return parser->type == HTTP_RESPONSE && (parser->status_code == 304 || parser->status_code == 204) ? 1 : 0;
}

std::uint64_t parse(const std::string& octets, llhttp_type_t type, bool with_spans) {
  llhttp_settings_t settings;
  llhttp_settings_init(&settings);
  settings.on_headers_complete = on_headers_complete;
  if (with_spans) {
    settings.on_url = on_span;
    settings.on_status = on_span;
    settings.on_header_field = on_span;
    settings.on_header_value = on_span;
    settings.on_body = on_span;
  }
  llhttp_t parser;
  llhttp_init(&parser, type, &settings);
  Spans spans;
  parser.data = &spans;
  if (llhttp_execute(&parser, octets.data(), octets.size()) != HPE_OK) {
    std::fprintf(stderr, "llhttp refuses the corpus: %s\n", llhttp_get_error_reason(&parser));
    std::exit(1);
  }
  return spans.count;
}

class Discard final : public report::Output {
 public:
  void write(Bytes text) override { octets += text.size(); }
  std::uint64_t octets = 0;
};

/// Everything that a run has beside its input.
struct Tools {
  std::vector<engine::RuleFileError> errors;
  engine::RuleSet rules = engine::RuleSet::merge(engine::builtin_rules(), nullptr, errors);
  std::unique_ptr<engine::Linter> linter;
  std::unique_ptr<engine::Linter> forgetful;  // without the cache of shapes

  Tools() {
    engine::Selection selection;
    selection.severity = model::Severity::kInfo;
    engine::LintOptions options;
    linter = std::move(engine::Linter::create(rules, selection, options).value());
    options.use_cache = false;
    forgetful = std::move(engine::Linter::create(rules, selection, options).value());
  }
};

enum class Step { kBare, kSpans, kExchanges, kFacts, kRules, kReport, kNoCache };
constexpr const char* kNames[] = {"bare llhttp", "+ spans",  "+ exchanges",      "+ facts",
                                  "+ all rules", "+ report", "  rules, no cache"};
constexpr int kSteps = 7;

std::uint64_t lint(const bench::Corpus& corpus, Step step, Tools& tools) {
  capture::MemoryConnection connection;
  connection.requests = corpus.requests;
  connection.responses = corpus.responses;
  engine::Linter& linter = step == Step::kNoCache ? *tools.forgetful : *tools.linter;
  const auto source = capture::open_connection(connection, step >= Step::kRules ? &linter.sinks() : nullptr);
  Discard discard;
  const auto reporter = report::make_reporter("jsonl", {}, discard);
  facts::Facts facts;
  facts::ConnectionState state;
  model::Batch batch;
  std::uint64_t seen = 0;
  linter.begin_source();
  std::vector<model::Input*> inputs;
  for (model::Input& input : source->inputs()) inputs.push_back(&input);
  reporter->begin("rfc9110");
  while (source->reader().next(batch)) {
    seen += batch.exchanges.size();
    if (step == Step::kFacts) {
      for (const model::Exchange& exchange : batch.exchanges) facts.bind(exchange, state, nullptr, batch.arena);
    } else if (step >= Step::kRules) {
      const auto findings = linter.lint(batch);
      seen += findings.size();
      if (step == Step::kReport) reporter->findings(findings, inputs);
    }
  }
  if (step == Step::kReport) reporter->end({});
  return seen;
}

// Not inlined: callgrind is told to count what happens in here.
[[gnu::noinline]] std::uint64_t run(const bench::Corpus& corpus, Step step, Tools& tools) {
  if (step >= Step::kExchanges) return lint(corpus, step, tools);
  const bool spans = step == Step::kSpans;
  return parse(corpus.requests, HTTP_REQUEST, spans) + parse(corpus.responses, HTTP_RESPONSE, spans);
}

void compare_all() {
  constexpr std::size_t kExchanges = 20'000;
  constexpr int kRounds = 15;
  const bench::Corpus corpus = bench::api_traffic(kExchanges);
  Tools tools;
  std::vector<double> ratios[kSteps];
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    double bare = 0;
    for (int step = 0; step < kSteps; ++step) {
      const auto start = std::chrono::steady_clock::now();
      run(corpus, static_cast<Step>(step), tools);
      const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
      if (step == 0) bare = time.count();
      ratios[step].push_back(time.count() / bare);
    }
    best = std::min(best, bare);
  }
  std::printf("%zu exchanges, %zu octets; bare llhttp at best %.0f ns an exchange\n", kExchanges,
              corpus.requests.size() + corpus.responses.size(), best / kExchanges * 1e9);
  std::printf("%-18s %6s\n", "step", "ratio");
  for (int step = 0; step < kSteps; ++step) {
    std::sort(ratios[step].begin(), ratios[step].end());
    std::printf("%-18s %6.2f\n", kNames[step], ratios[step][kRounds / 2]);
  }
}

void show_rules() {
  constexpr std::size_t kExchanges = 12'000;
  Tools tools;
  run(bench::api_traffic(kExchanges), Step::kRules, tools);
  std::vector<std::pair<std::uint64_t, std::string>> rules;
  std::uint64_t sum = 0;
  for (const auto& [id, count] : tools.linter->counts().evaluated) {
    rules.emplace_back(count, id);
    sum += count;
  }
  std::sort(rules.rbegin(), rules.rend());
  std::printf("%8.3f of %llu rules an exchange\n", static_cast<double>(sum) / kExchanges,
              static_cast<unsigned long long>(tools.linter->counts().rules_run));
  for (const auto& [count, id] : rules) {
    std::printf("%8.3f %s\n", static_cast<double>(count) / kExchanges, id.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3) {
    Tools tools;
    const auto step = static_cast<Step>(std::atoi(argv[1]));
    std::printf("%llu\n", static_cast<unsigned long long>(run(
                              httpvet::bench::api_traffic(static_cast<std::size_t>(std::atoi(argv[2]))), step, tools)));
    return 0;
  }
  if (argc == 2 && std::string_view(argv[1]) == "rules") {
    show_rules();
  } else {
    compare_all();
  }
  return 0;
}
