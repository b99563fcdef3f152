// One case for every anomaly of a head: where it lies, how long it is, and its octets.
#include <string>

#include "support/catch.h"
#include "unit/wire/wire_support.h"

using namespace httpvet;
using namespace httpvet::wire;
using namespace httpvet::wire::test;
using namespace std::string_literals;

namespace {

struct Case {
  std::string octets;
  std::string anomalies;
};

void check(Kind kind, const std::vector<Case>& cases, const ReadOptions& options = {}) {
  for (const Case& one : cases) {
    INFO(visible(one.octets));
    const One read(one.octets, kind, options);
    CHECK(read.outcome == HeadOutcome::kHead);
    CHECK(read.anomalies() == one.anomalies);
  }
}

// A response whose header section is `lines`. Its lines begin at offset 17.
std::string with_lines(const std::string& lines) { return "HTTP/1.1 204 No\r\n" + lines + "\r\n"; }

}  // namespace

TEST_CASE("a clean head has no anomalies") {
  check(Kind::kResponse, {{"HTTP/1.1 204 No Content\r\nA: b\r\nC:\r\nD:e \t\r\nF: \x80\tg\r\n\r\n", ""},
                          {"HTTP/1.0 204 \r\n\r\n", ""},
                          {"HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n", ""}});
  check(Kind::kRequest, {{"GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n", ""},
                         {"FROB * HTTP/1.1\r\n\r\n", ""},
                         {"get http://x/ HTTP/1.0\r\n\r\n", ""},
                         {"GET / HTTP/2.0\r\n\r\n", ""}});
}

TEST_CASE("empty lines before the start line are one anomaly that covers them") {
  check(Kind::kResponse, {{"\r\n\n\r\nHTTP/1.1 204 No\r\n\r\n", "empty_lines_before_start@0+5'\\r\\n\\n\\r\\n'"}});
  check(Kind::kRequest, {{"\r\nGET / HTTP/1.1\r\n\r\n", "empty_lines_before_start@0+2'\\r\\n'"}});
}

TEST_CASE("a request line that does not divide is named by the part that is wrong") {
  check(Kind::kRequest, {{"GET  /x HTTP/1.1\r\n\r\n", "request_line@3+2'  '"},
                         {"GET /x\tHTTP/1.1\r\n\r\n", "request_line@6+1'\\t'"},
                         {" GET /x HTTP/1.1\r\n\r\n", "request_line@0+1' '"},
                         {"GET /x HTTP/1.1 \r\n\r\n", "request_line@15+1' '"},
                         {"GET /a b HTTP/1.1\r\n\r\n", "request_line@4+4'/a b'"},
                         {"GET HTTP/1.1\r\n\r\n", "request_line@0+12'GET HTTP/1.1'"},
                         {"GET /x\r\n", "request_line@0+6'GET /x'"}});
}

TEST_CASE("the parts of a request line are found in spite of its faults") {
  const One read("GET /a b HTTP/1.1\r\n\r\n", Kind::kRequest);
  CHECK(read.message.method == "GET");
  CHECK(read.message.target == "/a b");
  CHECK(read.message.version.is(1, 1));
}

TEST_CASE("a simple request of HTTP/0.9 is a whole message") {
  const std::string text = read_pinned("GET /x\r\nGET /y\r\n", Kind::kRequest);
  CHECK(text.find("target /x") != std::string::npos);
  CHECK(text.find("target /y") != std::string::npos);
  CHECK(text.find("header_incomplete") == std::string::npos);
  const One fields("GET /x\r\nHost: a\r\n\r\n", Kind::kRequest);
  CHECK(fields.message.lines.size() == 1);
}

TEST_CASE("a method that is no token is named only where the line divides") {
  check(Kind::kRequest, {{"G@T /x HTTP/1.1\r\n\r\n", "method_not_token@0+3'G@T'"},
                         {"G@T  /x HTTP/1.1\r\n\r\n", "request_line@3+2'  '"}});
}

TEST_CASE("octets that no target may hold are named from the first to the last") {
  check(Kind::kRequest, {{"GET /a\x01z\xFF"
                          "b HTTP/1.1\r\n\r\n",
                          "target_character@6+3'\\x01z\\xff'"},
                         {"GET /a\0b HTTP/1.1\r\n\r\n"s, "target_character@6+1'\\x00'"}});
}

TEST_CASE("a status line that does not divide is named by the part that is wrong") {
  check(Kind::kResponse, {{"HTTP/1.1  204 No\r\n\r\n", "status_line@8+2'  '"},
                          {"HTTP/1.1\t204 No\r\n\r\n", "status_line@8+1'\\t'"},
                          {"HTTP/1.1 204\tNo\r\n\r\n", "status_line@12+1'\\t'"},
                          {" HTTP/1.1 204 No\r\n\r\n", "status_line@0+1' '"},
                          {"HTTP/1.1204 No\r\n\r\n", "status_line@0+11'HTTP/1.1204'"},
                          {"ICY 204 No\r\n\r\n", "status_line@0+3'ICY'"}});
}

TEST_CASE("the status is known in spite of a damaged status line") {
  CHECK(One("HTTP/1.1204 No\r\n\r\n", Kind::kResponse).message.status == 204);
  CHECK(One("HTTP/1.1204 No\r\n\r\n", Kind::kResponse).message.version.is(1, 1));
  CHECK(One("ICY 204 No\r\n\r\n", Kind::kResponse).message.reason == "No");
  CHECK(One("http/1.1 204\r\n\r\n", Kind::kResponse).message.status == 204);
}

TEST_CASE("a status line may end right after the status code") {
  check(Kind::kResponse, {{"HTTP/1.1 204\r\n\r\n", "status_line_no_space@12+0''"}});
}

TEST_CASE("a status code that is not three digits wins over everything about the division") {
  check(Kind::kResponse, {{"HTTP/1.1 2x4 No\r\nContent-Length: 0\r\n\r\n", "status_not_numeric@9+3'2x4'"},
                          {"HTTP/1.1 \r\nContent-Length: 0\r\n\r\n", "status_not_numeric@9+0''"},
                          {"HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "status_not_numeric@8+0''"},
                          {"HTTP/1.1 20\r\nContent-Length: 0\r\n\r\n", "status_not_numeric@9+2'20'"},
                          {"HTTP/1.1  2000 OK\r\nContent-Length: 0\r\n\r\n", "status_not_numeric@10+4'2000'"},
                          {"HTTP/1.1 200OK\r\nContent-Length: 0\r\n\r\n", "status_not_numeric@9+5'200OK'"}});
  CHECK(One("HTTP/1.1 2x4 No\r\n\r\n", Kind::kResponse).message.status == 0);
}

TEST_CASE("a malformed version is named where the line divides") {
  check(Kind::kResponse, {{"http/1.1 204 No\r\n\r\n", "version_malformed@0+8'http/1.1'"},
                          {"HTTP/1.10 204 No\r\n\r\n", "version_malformed@0+9'HTTP/1.10'"},
                          {"HTTP/1 204 No\r\n\r\n", "version_malformed@0+6'HTTP/1'"},
                          {"HTTP/2 204 No\r\n\r\n", "version_malformed@0+6'HTTP/2'"}});
  check(Kind::kRequest, {{"GET / HTTP/01.1\r\n\r\n", "version_malformed@6+9'HTTP/01.1'"},
                         {"GET / http/1.1\r\n\r\n", "version_malformed@6+8'http/1.1'"}});
}

TEST_CASE("a version that was never defined is named") {
  check(Kind::kResponse, {{"HTTP/1.2 204 No\r\n\r\n", "version_undefined@0+8'HTTP/1.2'"},
                          {"HTTP/4.0 204 No\r\n\r\n", "version_undefined@0+8'HTTP/4.0'"},
                          {"HTTP/3.0 204 No\r\n\r\n", ""}});
  check(Kind::kRequest, {{"GET / HTTP/2.1\r\n\r\n", "version_undefined@6+8'HTTP/2.1'"}});
}

TEST_CASE("controls and octets above 0x7F in a reason phrase are named") {
  check(Kind::kResponse, {{"HTTP/1.1 204 N\x01o\x7F!\r\n\r\n", "reason_control@14+3'\\x01o\\x7f'"},
                          {"HTTP/1.1 204 N\0o\r\n\r\n"s, "reason_control@14+1'\\x00'"},
                          {"HTTP/1.1 204 N\xC3\xB6\r\n\r\n", "reason_non_ascii@14+2'\\xc3\\xb6'"},
                          {"HTTP/1.1 204 N\to\r\n\r\n", ""}});
}

TEST_CASE("every line that ends in LF alone is named") {
  check(Kind::kResponse,
        {{"HTTP/1.1 204 No\nA: b\r\nC: d\n\n", "bare_lf@15+1'\\n' bare_lf@26+1'\\n' bare_lf@27+1'\\n'"}});
}

TEST_CASE("a bare CR is a bare CR and nothing else") {
  check(Kind::kResponse, {{with_lines("A: b\rc\r\n"), "bare_cr@21+1'\\r'"},
                          {with_lines("A: b\r\r\n"), "bare_cr@21+1'\\r'"},
                          {with_lines("A\rB: c\r\n"), "bare_cr@18+1'\\r'"},
                          {"HTTP/1.1 204 N\ro\r\n\r\n", "bare_cr@14+1'\\r'"},
                          {"HTTP/1.1 204 No\r\nA: b\r\n\r\r\n", "bare_cr@23+1'\\r'"}});
}

TEST_CASE("a folded line is named with its line break and blanks, and its value goes on") {
  const std::string octets = with_lines("A: b\r\n \tc\r\nD: e\r\n");
  check(Kind::kResponse, {{octets, "obs_fold@21+4'\\r\\n \\t'"}});
  const One read(octets, Kind::kResponse);
  REQUIRE(read.message.lines.size() == 2);
  CHECK(read.message.lines[0].value == "b\r\n \tc");
  CHECK(read.message.lines[0].length == 9);
  CHECK(read.message.lines[1].name == "D");
  check(Kind::kResponse, {{with_lines("A: b\r\n\t\r\n"), "obs_fold@21+3'\\r\\n\\t'"}});
  CHECK(One(with_lines("A: b\r\n \r\n"), Kind::kResponse).message.lines[0].value == "b");
}

TEST_CASE("a blank at the beginning of the first line wins over a fold, and the line is dropped") {
  const std::string octets = with_lines("  A: b\r\nC: d\r\n");
  check(Kind::kResponse, {{octets, "space_before_first_field@17+2'  '"}});
  const One read(octets, Kind::kResponse);
  REQUIRE(read.message.lines.size() == 1);
  CHECK(read.message.lines[0].name == "C");
}

TEST_CASE("blanks before the colon are named and are no part of the name") {
  check(Kind::kResponse, {{with_lines("A \t: b\r\n"), "space_before_colon@18+2' \\t'"}});
  CHECK(One(with_lines("A \t: b\r\n"), Kind::kResponse).message.lines[0].name == "A");
}

TEST_CASE("a line without colon is named and is no field line") {
  check(Kind::kResponse, {{with_lines("A: b\r\noops\r\nC: d\r\n"), "no_colon@23+4'oops'"}});
  CHECK(One(with_lines("A: b\r\noops\r\nC: d\r\n"), Kind::kResponse).message.lines.size() == 2);
  check(Kind::kResponse, {{with_lines("oops\r\n more\r\n"), "no_colon@17+4'oops' obs_fold@21+3'\\r\\n '"}});
}

TEST_CASE("octets that no name may hold are named from the first to the last") {
  check(Kind::kResponse, {{with_lines("A(b c)d: e\r\n"), "field_name@18+5'(b c)'"},
                          {with_lines("A\0: e\r\n"s), "field_name@18+1'\\x00'"},
                          {with_lines(": e\r\n"), "field_name@17+0''"},
                          {with_lines("\xC3\xB6: e\r\n"), "field_name@17+2'\\xc3\\xb6'"}});
}

TEST_CASE("NUL and other controls in a value are named once a line") {
  check(Kind::kResponse,
        {{with_lines("A: b\0c\0\r\n"s), "field_value_nul@21+1'\\x00'"},
         {with_lines("A: b\x01\x02\x7F\r\n"), "field_value_control@21+1'\\x01'"},
         {with_lines("A: \x7F\r\nB: \x0B\r\n"), "field_value_control@20+1'\\x7f' field_value_control@26+1'\\x0b'"},
         {with_lines("A: b\tc\xFF\r\n"), ""}});
}

TEST_CASE("a head that the end of the stream cuts says so, and its unfinished line is not judged") {
  check(Kind::kResponse, {{"HTTP/1.1 204 No\r\nA: b\r\nConte", "header_incomplete@28+0''"},
                          {"HTTP/1.1 2", "header_incomplete@10+0''"},
                          {"HTTP/1.1 204 No\r\n", "header_incomplete@17+0''"}});
  const One read("HTTP/1.1 204 No\r\nA: b\r\nContent-Length: 1", Kind::kResponse);
  CHECK(read.message.lines.size() == 1);
  CHECK_FALSE(read.message.evidence.fields);
  CHECK(read.message.evidence.start_line);
}

TEST_CASE("in a text fixture LF ends a line as well") {
  ReadOptions options;
  options.head.text_lines = true;
  check(Kind::kResponse, {{"HTTP/1.1 204 No\nA: b\r\nC: d\re\n\n", "bare_cr@26+1'\\r'"}}, options);
  CHECK_FALSE(One("HTTP/1.1 204 No\n\n", Kind::kResponse, options).message.evidence.line_ends);
  SECTION("and the end of the text ends a head") {
    for (const char* text :
         {"HTTP/1.1 204 No\nA: b\nC: d\n\n", "HTTP/1.1 204 No\nA: b\nC: d\n", "HTTP/1.1 204 No\nA: b\nC: d"}) {
      const One read(text, Kind::kResponse, options);
      INFO(text);
      CHECK(read.anomalies().empty());
      CHECK(read.message.evidence.fields);
      REQUIRE(read.message.lines.size() == 2);
      CHECK(read.message.lines[1].value == "d");
    }
    CHECK(One("HTTP/1.1 204 No\n", Kind::kResponse, options).anomalies().empty());
  }
}

TEST_CASE("a head that a tool printed has no anomalies of start line and line ends") {
  ReadOptions options;
  options.head.printed = true;
  check(Kind::kResponse,
        {{"HTTP/2 204\nA: b\n\n", ""}, {"HTTP/1.1 204\r\nA : b\r\n\r\n", "space_before_colon@15+1' '"}}, options);
  const One read("HTTP/2 204\nA: b\n\n", Kind::kResponse, options);
  CHECK(read.message.version.is(2, 0));
  CHECK(read.message.status == 204);
  CHECK_FALSE(read.message.evidence.start_line);
  CHECK_FALSE(read.message.evidence.line_ends);
}

TEST_CASE("empty lines between messages may be layout") {
  ReadOptions options;
  options.head.blank_lines_are_layout = true;
  check(Kind::kResponse, {{"\r\n  \r\nHTTP/1.1 204 No\r\n\r\n", ""}}, options);
}

TEST_CASE("of one kind of anomaly only so many are kept") {
  std::string lines;
  for (int i = 0; i < 1000; ++i) lines += "oops\r\n";
  const One read(with_lines(lines), Kind::kResponse);
  CHECK(read.message.anomalies.size() == 64);
}
