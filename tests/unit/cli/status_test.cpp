// `httpvet status`: what it shows of the table, in its forms and languages.
#include <sstream>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/program.h"
#include "fields/status_registry.h"
#include "report/layout.h"
#include "support/catch.h"
#include "support/string_output.h"

namespace {

using Words = std::vector<std::string>;

struct Said {
  int code = 0;
  std::string out;
  std::string err;

  bool holds(const std::string& part) const { return out.find(part) != std::string::npos; }
};

/// What `httpvet status` with these arguments says, on a page of `width` columns.
Said status(Words arguments, unsigned width = 80) {
  arguments.insert(arguments.begin(), "status");
  const auto options = httpvet::cli::parse_options(arguments);
  if (!options) FAIL(options.error().message);
  httpvet::testing::StringOutput out;
  httpvet::testing::StringOutput err;
  httpvet::cli::Console console{out, err, {false, true, width}, {}};
  const int code = httpvet::cli::dispatch(options.value(), console);
  return {code, out.text, err.text};
}

Words lines_of(const std::string& text) {
  std::istringstream stream(text);
  Words lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The line of `text` that holds `part`; empty if there is none.
std::string line_with(const std::string& text, const std::string& part) {
  for (const std::string& line : lines_of(text)) {
    if (line.find(part) != std::string::npos) return line;
  }
  return {};
}

bool is_ascii(const std::string& line) {
  for (const char c : line) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("status without an argument lists every code, in columns that fit a terminal") {
  for (const char* language : {"en", "zh-TW"}) {
    const Said list = status({"--lang", language});
    CHECK(list.code == httpvet::cli::kClean);
    CHECK(list.err.empty());
    for (const auto& info : httpvet::fields::status_codes()) CHECK(list.holds("\n" + std::to_string(info.code) + " "));
    for (const std::string& line : lines_of(list.out)) {
      INFO(line);
      CHECK(httpvet::report::columns_of(line) <= 80);
    }
  }
}

TEST_CASE("the columns of a list in Chinese are aligned in columns of the terminal") {
  const Words lines = lines_of(status({"4xx", "--lang", "zh-TW"}).out);
  std::size_t expected = 0;
  std::size_t rows = 0;
  for (const std::string& line : lines) {
    for (const std::string word : {"已登錄 ", "非正式 "}) {
      const std::size_t at = line.find(word);
      if (at == std::string::npos || line[0] < '4') continue;
      const std::size_t column = httpvet::report::columns_of(line.substr(0, at));
      if (rows++ == 0) expected = column;
      INFO(line);
      CHECK(column == expected);
    }
  }
  CHECK(rows > 40);
}

TEST_CASE("status of one code says all of it") {
  const Said page = status({"405"});
  CHECK(page.code == httpvet::cli::kClean);
  for (const char* part :
       {"405 Method Not Allowed\n", "class                 4xx Client Error", "registered            yes",
        "specification         RFC 9110 §15.5.6", "deprecated            no", "cacheable by default  yes",
        "content allowed       yes", "The response must\n", "405-missing-allow ", "405-method-in-allow"}) {
    INFO(part);
    CHECK(page.holds(part));
  }
  CHECK(status({"413"}).holds("Payload Too Large; Request Entity Too Large"));
  CHECK(status({"204"}).holds("content allowed       no"));
  CHECK(status({"429"}).holds("cacheable by default  never"));
  CHECK(status({"104"}).holds("registered            for a time"));
}

TEST_CASE("a page tells in which cases a rule speaks at another level, and where it runs") {
  CHECK(line_with(status({"100"}).out, "1xx-content-length ").ends_with(" error (in some cases warning)"));
  CHECK(line_with(status({"305"}).out, "305-missing-location ").ends_with(" error, --profile rfc2616"));
  CHECK(line_with(status({"405", "--lang", "zh-TW"}).out, "405-missing-allow ").ends_with(" 錯誤"));
}

TEST_CASE("a page in Chinese has Chinese labels") {
  const Said page = status({"404", "--lang", "zh-TW"});
  CHECK(page.holds("404 找不到資源（Not Found）\n"));
  for (const char* part : {"類別", "4xx 用戶端錯誤", "已登錄", "規範", "已棄用", "預設可快取", "可有內容",
                           "回應應該做到", "status-phrase-mismatch", "資訊"}) {
    INFO(part);
    CHECK(page.holds(part));
  }
  // Every sentence is: what is left in English is names of fields, methods and rules.
  for (const char* part : {"The ", "registered", "error", "info\n"}) {
    INFO(part);
    CHECK_FALSE(page.holds(part));
  }
}

TEST_CASE("lines of Chinese are broken, though they have no blanks") {
  for (const auto& info : httpvet::fields::status_codes()) {
    const Words lines = lines_of(status({std::to_string(info.code), "--lang", "zh-TW"}, 76).out);
    for (std::size_t i = 1; i < lines.size(); ++i) {  // the title is one line, however long
      INFO(lines[i]);
      CHECK(httpvet::report::columns_of(lines[i]) <= 76);
    }
  }
}

TEST_CASE("a private code says who made it up, and what it is taken for") {
  const Said page = status({"520"});
  CHECK(page.holds("from                  Cloudflare"));
  CHECK(page.holds("taken for             500 Internal Server Error"));
  CHECK(page.holds("registered            no"));
  CHECK(page.holds("status-unofficial"));
  CHECK(status({"418"}, 120).holds("RFC 9110 reserves the code"));
  CHECK(status({"418", "--lang", "zh-TW"}).holds("愚人節玩笑"));
  // The rules that such a code has for itself.
  CHECK_FALSE(status({"509"}).holds("status-unofficial"));
}

TEST_CASE("a number that nobody uses is taken for x00 of its class") {
  const Said page = status({"299"});
  CHECK(page.code == httpvet::cli::kClean);
  CHECK(page.holds("299 not in the registry"));
  CHECK(page.holds("take it for 200"));
  CHECK(page.holds("status-unregistered"));
  CHECK(status({"477", "--lang", "zh-TW"}).holds("視同 400"));
}

TEST_CASE("a class is named by one digit or with xx, and shows its codes and what all of them demand") {
  const Said page = status({"1xx"});
  CHECK(status({"1"}).out == page.out);
  CHECK(status({"1XX"}).out == page.out);
  CHECK(page.holds("1xx Informational\n"));
  CHECK(page.holds("\n103   Early Hints"));
  CHECK(page.holds("1xx-missing-final"));
  CHECK_FALSE(page.holds("\n200 "));
  CHECK_FALSE(page.holds("101-missing-upgrade"));
}

TEST_CASE("several codes are shown one after the other") {
  const Said pages = status({"404", "410"});
  CHECK(pages.holds("404 Not Found\n"));
  CHECK(pages.holds("\n\n410 Gone\n"));
}

TEST_CASE("a word is looked for in names and meanings of both languages") {
  CHECK(status({"teapot"}).out == status({"418"}).out);
  CHECK(status({"TEAPOT"}).out == status({"418"}).out);
  CHECK(status({"Request", "Entity"}).out == status({"413"}).out);
  CHECK(status({"茶壺"}).out == status({"418"}).out);
  const Said found = status({"逾時"});
  for (const char* code : {"408", "440", "504", "522", "524", "598", "599"}) {
    INFO(code);
    CHECK(found.holds("\n" + std::string(code) + " "));
  }
  CHECK_FALSE(found.holds("\n404 "));
  CHECK(status({"cloudflare"}).holds("\n526 "));
}

TEST_CASE("what is no status code, class or known word is told, with the nearest word") {
  const auto complaint = [](const Words& arguments) {
    const Said said = status(arguments);
    CHECK(said.code == httpvet::cli::kUsage);
    CHECK(said.out.empty());
    return said.err;
  };
  CHECK(complaint({"forbiden"}).find("did you mean 'forbidden'?") != std::string::npos);
  CHECK(complaint({"not", "fuond"}).find("did you mean 'not found'?") != std::string::npos);
  CHECK(complaint({"qqqqqq"}).find("'httpvet status' lists them") != std::string::npos);
  for (const char* number : {"600", "099", "0", "40", "4040", "123456789"}) {
    INFO(number);
    CHECK(complaint({number}).find("they go from 100 to 599") != std::string::npos);
  }
  CHECK_FALSE(complaint({"99999999999999999999"}).empty());
  CHECK_FALSE(complaint({""}).empty());
  CHECK(complaint({"x\x1b[31m"}).find('\x1b') == std::string::npos);
}

TEST_CASE("tables in Markdown have as many cells in every row, and no pipe of the text makes one more") {
  for (const Words& arguments : {Words{}, Words{"4xx"}, Words{"416"}, Words{"timeout"}, Words{"299"}}) {
    for (const char* language : {"en", "zh-TW"}) {
      Words words = arguments;
      words.insert(words.end(), {"--format", "markdown", "--lang", language});
      const Said page = status(words);
      CHECK(page.code == httpvet::cli::kClean);
      std::size_t expected = 0;
      bool any = false;
      for (const std::string& line : lines_of(page.out)) {
        std::size_t pipes = 0;
        for (std::size_t i = 0; i < line.size(); ++i)
          pipes += line[i] == '|' && (i == 0 || line[i - 1] != '\\') ? 1 : 0;
        INFO(line);
        if (!line.starts_with('|')) {
          CHECK(pipes == 0);
          expected = 0;
          continue;
        }
        any = true;
        if (expected == 0) expected = pipes;
        CHECK(pipes == expected);
      }
      CHECK(any);
    }
  }
  CHECK(status({"405", "--format", "markdown"}).holds("# 405 Method Not Allowed\n"));
  CHECK(status({"405", "--format", "markdown"}).holds("`405-missing-allow`: error"));
}

TEST_CASE("JSON has the same keys for every code, and both languages whatever is asked for") {
  const Said one = status({"404", "--format", "json"});
  CHECK(one.out == status({"404", "--format", "json", "--lang", "zh-TW"}).out);
  for (const char* code : {"404", "299", "520"}) {
    const Said page = status({code, "--format", "json"});
    std::size_t at = 0;
    for (const char* key : {"\"code\":", "\"class\":", "\"name\":", "\"meaning\":", "\"registered\":",
                            "\"deprecated\":", "\"cacheable\":", "\"content_allowed\":", "\"spec\":",
                            "\"other_phrases\":", "\"inventor\":", "\"taken_for\":", "\"demands\":", "\"rules\":"}) {
      INFO(code << " " << key);
      const std::size_t found = page.out.find(key, at);
      REQUIRE(found != std::string::npos);
      at = found;
    }
  }
  CHECK(one.holds("\"name\":{\"en\":\"Not Found\",\"zh-TW\":\"找不到資源\"}"));
  CHECK(one.holds("\"taken_for\":null"));
  CHECK(status({"299", "--format", "json"}).holds("\"name\":null"));
  CHECK(status({"299", "--format", "json"}).holds("\"taken_for\":200"));
  const Said all = status({"--format", "json"});
  for (const auto& info : httpvet::fields::status_codes()) {
    CHECK(all.holds("\"code\":" + std::to_string(info.code) + ","));
  }
  CHECK(all.holds("\"others\":{\"demands\":["));
}

TEST_CASE("English pages keep to ASCII, but for the sign of sections") {
  for (const auto& info : httpvet::fields::status_codes()) {
    for (std::string line : lines_of(status({std::to_string(info.code)}).out)) {
      for (std::size_t at = line.find("§"); at != std::string::npos; at = line.find("§")) line.erase(at, 2);
      INFO(line);
      CHECK(is_ascii(line));
    }
  }
}
