// Neither the index nor the cache of shapes ever changes a report, and neither does the way in which octets come in
// (design §7, §9).
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "capture/inputs.h"
#include "engine/linter.h"
#include "engine/rule_set.h"
#include "support/catch.h"

namespace httpvet {
namespace {

/// What a report says, without the words.
struct Verdict {
  std::vector<std::tuple<std::string, model::Severity, std::uint32_t, std::uint64_t, std::uint64_t, std::uint64_t>>
      findings;
  std::map<std::string, std::uint64_t> undecided;
  std::vector<std::string> issues;

  bool operator==(const Verdict&) const = default;
};

const engine::RuleSet& rules() {
  static std::vector<engine::RuleFileError> errors;
  static const engine::RuleSet set = engine::RuleSet::merge(engine::builtin_rules(), nullptr, errors);
  return set;
}

/// How candidates are found.
enum class Way { kAll, kIndex, kCache };

std::unique_ptr<engine::Linter> make_linter(Way way) {
  engine::Selection selection;
  selection.severity = model::Severity::kInfo;
  selection.enable = {"*"};
  engine::LintOptions options;
  options.use_index = way != Way::kAll;
  options.use_cache = way == Way::kCache;
  return std::move(engine::Linter::create(rules(), selection, options).value());
}

Verdict judge(capture::OpenSource& source, engine::Linter& linter) {
  Verdict verdict;
  model::Batch batch;
  linter.begin_source();
  bool more = true;
  while (more) {
    more = source.reader().next(batch);
    for (const model::InputIssue& issue : batch.issues) verdict.issues.emplace_back(issue.id);
    for (const model::Finding& f : linter.lint(batch)) {
      verdict.findings.emplace_back(f.rule->id, f.severity, f.exchange->connection->number, f.exchange->number,
                                    f.evidence.input ? f.evidence.input->offset : 0, f.evidence.length);
    }
  }
  verdict.undecided = linter.counts().undecided;
  return verdict;
}

Verdict judge_connection(const capture::MemoryConnection& connection, Way way) {
  const auto linter = make_linter(way);
  const auto source = capture::open_connection(connection, &linter->sinks());
  return judge(*source, *linter);
}

Verdict judge_octets(const std::string& octets, Way way) {
  const auto linter = make_linter(way);
  const auto source = capture::open_memory(octets, "input", {}, &linter->sinks());
  return judge(*source, *linter);
}

/// The two streams of an example.
struct Streams {
  std::string requests;
  std::string responses;
};

Streams streams_of(const model::Example& example) {
  Streams streams;
  for (const model::ExampleExchange& exchange : example.exchanges) {
    streams.requests += exchange.request;
    streams.responses += exchange.response;
  }
  return streams;
}

template <typename Visit>
void for_each_example(Visit visit) {
  for (const engine::Rule* rule : rules().rules()) {
    for (const model::Example& example : rule->info.bad) visit(*rule, example);
    for (const model::Example& example : rule->info.good) visit(*rule, example);
  }
}

std::vector<std::filesystem::path> samples() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::string(HTTPVET_SOURCE_DIR) + "/samples")) {
    if (entry.is_regular_file() && entry.path().extension() != ".md") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Some octets of `text` changed, dropped or doubled.
std::string damaged(std::string text, std::mt19937& random) {
  for (int i = 0; i < 3 && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
      case 0:
        text[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        text.erase(at, 1 + random() % 4);
        break;
      default:
        text.insert(at, text.substr(at, 1 + random() % 8));
    }
  }
  return text;
}

TEST_CASE("index and cache change no report of any example") {
  for_each_example([](const engine::Rule& rule, const model::Example& example) {
    const Streams streams = streams_of(example);
    // With both sides, with the responses alone, and with the requests alone: what is not captured takes other ways.
    for (int sides = 1; sides <= 3; ++sides) {
      capture::MemoryConnection connection;
      if (sides & 1) connection.responses = streams.responses;
      if (sides & 2) connection.requests = streams.requests;
      connection.cut = example.cut;
      INFO(rule.info.id << ", sides " << sides);
      const Verdict expected = judge_connection(connection, Way::kAll);
      CHECK(judge_connection(connection, Way::kIndex) == expected);
      CHECK(judge_connection(connection, Way::kCache) == expected);
    }
  });
}

TEST_CASE("index and cache change no report of any damaged example") {
  std::mt19937 random(20260101);
  for_each_example([&random](const engine::Rule& rule, const model::Example& example) {
    const Streams streams = streams_of(example);
    const std::string requests = damaged(streams.requests, random);
    const std::string responses = damaged(streams.responses, random);
    capture::MemoryConnection connection;
    connection.requests = requests;
    connection.responses = responses;
    INFO(rule.info.id);
    const Verdict expected = judge_connection(connection, Way::kAll);
    CHECK(judge_connection(connection, Way::kIndex) == expected);
    CHECK(judge_connection(connection, Way::kCache) == expected);
  });
}

TEST_CASE("what the cache learned from other exchanges changes no report") {
  // One linter sees all examples, whole and damaged, three times over: by then it has met their shapes and their
  // values.
  const auto learned = make_linter(Way::kCache);
  const auto plain = make_linter(Way::kIndex);
  std::mt19937 random(20260102);
  for (int round = 0; round < 3; ++round) {
    for_each_example([&](const engine::Rule& rule, const model::Example& example) {
      const Streams streams = streams_of(example);
      for (int i = 0; i < 3; ++i) {
        const std::string requests = i < 2 ? streams.requests : damaged(streams.requests, random);
        const std::string responses = i < 2 ? streams.responses : damaged(streams.responses, random);
        capture::MemoryConnection connection;
        connection.requests = requests;
        connection.responses = responses;
        connection.cut = example.cut;
        INFO(rule.info.id << ", round " << round << ", " << i);
        const auto one = capture::open_connection(connection, &learned->sinks());
        const Verdict verdict = judge(*one, *learned);
        const auto other = capture::open_connection(connection, &plain->sinks());
        CHECK(verdict == judge(*other, *plain));
      }
    });
  }
}

TEST_CASE("index and cache change no report of any sample") {
  for (const auto& path : samples()) {
    const std::string octets = read_file(path);
    INFO(path.filename().string());
    const Verdict expected = judge_octets(octets, Way::kAll);
    CHECK(judge_octets(octets, Way::kIndex) == expected);
    CHECK(judge_octets(octets, Way::kCache) == expected);
  }
}

TEST_CASE("a sample gives the same report from a pipe, whatever the size of its blocks") {
  const std::filesystem::path fifo =
      std::filesystem::temp_directory_path() / ("httpvet-props-" + std::to_string(::getpid()));
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  for (const auto& path : samples()) {
    const std::string whole = read_file(path);
    const Verdict expected = judge_octets(whole, Way::kCache);
    for (const std::size_t block : {std::size_t{1}, std::size_t{7}, std::size_t{4096}}) {
      std::thread writer([&fifo, &whole] { std::ofstream(fifo, std::ios::binary) << whole; });
      capture::InputOptions options;
      options.paths = {fifo.string()};
      options.pipe_block = block;
      const auto linter = make_linter(Way::kCache);
      const auto source = capture::open_source(capture::find_sources(options).front(), options, 0, &linter->sinks());
      const Verdict verdict = judge(*source, *linter);
      writer.join();
      INFO(path.filename().string() << " in blocks of " << block);
      CHECK(verdict == expected);
    }
  }
  std::filesystem::remove(fifo);
}

}  // namespace
}  // namespace httpvet
