// samples/status against the table of status codes and against the program: every code has a bad and a good exchange,
// the bad ones are told, the good ones pass.
#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "engine/rule_set.h"
#include "fields/status_registry.h"
#include "meta/project_files.h"
#include "support/catch.h"
#include "support/process.h"

namespace {

const std::string kFolder = "samples/status/";

/// Names of the samples of a kind, `bad` or `good`: "405-missing-allow" for samples/status/405-missing-allow-bad.http.
std::set<std::string> samples_of(const std::string& kind) {
  std::set<std::string> names;
  for (const std::string& path : httpvet::meta::files_below(kFolder)) {
    const std::size_t end = path.rfind("-" + kind + ".");
    if (end != std::string::npos) names.insert(path.substr(kFolder.size(), end - kFolder.size()));
  }
  return names;
}

/// What the program says of all samples: file name without its ending -> "severity rule".
std::multimap<std::string, std::string> findings() {
  httpvet::testing::ProcessOptions options;
  options.folder = HTTPVET_SOURCE_DIR;
  const auto result = httpvet::testing::run_process(
      {HTTPVET_BINARY, "--severity", "info", "--format", "concise", "--quiet", kFolder}, options);
  std::multimap<std::string, std::string> found;
  const std::regex line("(?:^|\\n)" + kFolder + "([^ ]+)\\.[a-z]+:[0-9]+:[0-9]+: ([a-z]+ [^ ]+) ");
  for (std::sregex_iterator match(result.out.begin(), result.out.end(), line), end; match != end; ++match)
    found.emplace((*match)[1], (*match)[2]);
  return found;
}

/// The rule that a sample is about: it is named for it, or for a code that has no rule of its own.
std::string rule_of(const std::string& name) {
  const bool has_rule = std::ranges::any_of(httpvet::engine::builtin_rules(),
                                            [&name](const auto& rule) { return rule.info.id == httpvet::Bytes(name); });
  return has_rule || !httpvet::meta::has_suffix(name, "-unofficial") ? name : "status-unofficial";
}

}  // namespace

TEST_CASE("every status code of the table has a bad and a good sample") {
  for (const auto& status : httpvet::fields::status_codes()) {
    const std::string prefix = std::to_string(status.code) + "-";
    for (const char* kind : {"bad", "good"}) {
      INFO(prefix << "*-" << kind);
      const std::set<std::string> names = samples_of(kind);
      const auto first = names.lower_bound(prefix);
      CHECK((first != names.end() && first->starts_with(prefix)));
    }
  }
}

TEST_CASE("samples come in pairs") { CHECK(samples_of("bad") == samples_of("good")); }

TEST_CASE("bad samples of status codes break the rule that they are named for, and good ones pass") {
  const auto found = findings();
  REQUIRE(!found.empty());
  for (const std::string& name : samples_of("bad")) {
    INFO(name);
    bool told = false;
    for (auto [at, end] = found.equal_range(name + "-bad"); at != end; ++at)
      told = told || at->second.substr(at->second.find(' ') + 1) == rule_of(name);
    CHECK(told);
  }
  for (const std::string& name : samples_of("good")) {
    for (auto [at, end] = found.equal_range(name + "-good"); at != end; ++at) {
      INFO(name << ": " << at->second);
      CHECK(at->second.starts_with("info "));
    }
  }
}
