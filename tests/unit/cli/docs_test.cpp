// The pages of `httpvet docs`: each rule has one, and their links lead somewhere.
#include "cli/docs_pages.h"

#include <regex>
#include <string>
#include <vector>

#include "engine/rule_set.h"
#include "support/catch.h"

namespace {

using httpvet::cli::rule_pages;
using httpvet::engine::RuleSet;

const RuleSet& rules() {
  static std::vector<httpvet::engine::RuleFileError> errors;
  static const RuleSet set = RuleSet::merge(httpvet::engine::builtin_rules(), nullptr, errors);
  return set;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every rule has a page, and stands in the lists") {
  const auto pages = rule_pages(rules());
  CHECK(pages.size() == rules().rules().size() + 4);
  for (const httpvet::engine::Rule* rule : rules().rules()) {
    const std::string name = std::string(rule->info.id) + ".md";
    INFO(name);
    REQUIRE(pages.contains(name));
    CHECK(holds(pages.at(name), "\n# " + std::string(rule->info.id) + "\n"));
    CHECK(holds(pages.at("README.md"), "](" + name + ")"));
    CHECK(holds(pages.at("by-section.md"), "](" + name + ")"));
  }
}

TEST_CASE("links between pages lead to pages") {
  const auto pages = rule_pages(rules());
  const std::regex link(R"(\]\(([a-z0-9A-Z-]+\.md)\))");
  for (const auto& [name, text] : pages) {
    INFO(name);
    for (std::sregex_iterator match(text.begin(), text.end(), link), end; match != end; ++match) {
      CHECK(pages.contains((*match)[1]));
    }
  }
}

TEST_CASE("a page says what explain says") {
  const std::string page = rule_pages(rules()).at("405-missing-allow.md");
  CHECK(holds(page, "| error | MUST | certain | response | rfc9110, rfc2616 | on |"));
  CHECK(holds(page, "[RFC 9110 §15.5.6](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6)"));
  CHECK(holds(page, "\nwhen: res.status == 405\nrequire: has(res.allow)\n"));
  CHECK(holds(page, "\n> DELETE /reports/7 HTTP/1.1\n"));
  CHECK(holds(page, "\n< Allow: GET, HEAD\n"));
  CHECK(holds(page, "httpvet --disable 405-missing-allow"));
}

TEST_CASE("lists name the fields, statuses and sections that rules are about") {
  const auto pages = rule_pages(rules());
  const auto section = [&](const std::string& list, const std::string& heading) {
    const std::string& text = pages.at(list);
    const std::size_t begin = text.find("\n## " + heading + "\n");
    REQUIRE(begin != std::string::npos);
    return text.substr(begin, text.find("\n## ", begin + 1) - begin);
  };
  CHECK(holds(section("by-field.md", "Allow"), "405-missing-allow"));
  CHECK(holds(section("by-status.md", "405 Method Not Allowed"), "405-missing-allow"));
  CHECK_FALSE(holds(section("by-status.md", "404 Not Found"), "405-missing-allow"));
  CHECK(holds(section("by-section.md", "RFC 9110 §15.5.6"), "405-missing-allow"));
  // Sections stand in the order of their numbers.
  const std::string& text = pages.at("by-section.md");
  CHECK(text.find("## RFC 9110 §9.") < text.find("## RFC 9110 §15.5.6"));
}
