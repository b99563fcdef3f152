#include "fields/link.h"

#include "parsing.h"
#include "support/catch.h"

using namespace httpvet;
using namespace httpvet::fields;
using httpvet::fields::test::outcome;
using httpvet::fields::test::parse;

namespace {

/// Links with their parameters: "/a(rel=next) /b".
std::string shape(std::string_view text) {
  auto parsed = parse(parse_links, text);
  if (!parsed.ok) return parsed.outcome();
  std::string result;
  for (const Link& link : parsed.typed.links) {
    result += (result.empty() ? "" : " ") + parsed(link.target);
    std::string inside;
    for (const Parameter& parameter : link.parameters) {
      inside += (inside.empty() ? "" : ",") + parsed(parameter.name);
      const Bytes value = parameter_value(parameter, parsed.value, parsed.arena);
      if (!value.empty() || parameter.value.quoted) inside += "=" + std::string(value);
    }
    if (!inside.empty()) result += "(" + inside + ")";
    if (link.loose) result += "~";
  }
  return result;
}

std::string relations(std::string_view text) {
  Bytes rest = text;
  Bytes relation;
  std::string result;
  while (next_relation(rest, relation)) result += "[" + std::string(relation) + "]";
  return result;
}

}  // namespace

TEST_CASE("links are read with their parameters") {
  CHECK(shape("") == "");
  CHECK(shape("</a>; rel=next") == "/a(rel=next)");
  CHECK(shape("</a>; rel=\"next last\" ; title=\"a, \\\"b\\\"; c\",<b>;rel=prev") ==
        "/a(rel=next last,title=a, \"b\"; c) b(rel=prev)");
  CHECK(shape("<>; rel=self") == "(rel=self)");
  CHECK(shape("</a>") == "/a");
  CHECK(shape("</f.woff2>; rel=preload; as=font; crossorigin") == "/f.woff2(rel=preload,as=font,crossorigin)");
  CHECK(shape("</a>;rel = next") == "/a(rel=next)");
  CHECK(shape("</a>; rel=\"\"") == "/a(rel=)");
  CHECK(shape("</a>; title*=UTF-8''%e2%82%ac") == "/a(title*=UTF-8''%e2%82%ac)");
}

TEST_CASE("commas and semicolons within targets divide nothing") {
  CHECK(shape("</a,b;c>; rel=next, <https://example.com/?q=[1]|{x}>; rel=prev") ==
        "/a,b;c(rel=next) https://example.com/?q=[1]|{x}(rel=prev)");
}

TEST_CASE("empty elements and parameters are passed over") {
  CHECK(shape(", </a>;; rel=next; , ,</b>;") == "/a(rel=next) /b");
}

TEST_CASE("values that RFC 5988 allowed without quotes are read, and noted") {
  CHECK(shape("</a.css>; type=text/css; rel=stylesheet") == "/a.css(type=text/css,rel=stylesheet)~");
  CHECK(shape("</a>; rel=https://example.com/rel, </b>") == "/a(rel=https://example.com/rel)~ /b");
}

TEST_CASE("what is no link says where") {
  CHECK(outcome(parse_links, "/a; rel=next") == "0: an opening angle bracket");
  CHECK(outcome(parse_links, "</a; rel=next") == "4: a closing angle bracket");
  CHECK(outcome(parse_links, "</a b>; rel=next") == "3: a closing angle bracket");
  CHECK(outcome(parse_links, "</caf\xC3\xA9>") == "5: a closing angle bracket");
  CHECK(outcome(parse_links, "</a>; rel=") == "10: a token or a quoted string");
  CHECK(outcome(parse_links, "</a>; rel=\"next") == "15: a closing quote");
  CHECK(outcome(parse_links, "</a>; =next") == "6: a parameter name");
  CHECK(outcome(parse_links, "</a>; title=two words") == "16: a comma");
  CHECK(outcome(parse_links, "</a> rel=next") == "5: a comma");
}

TEST_CASE("a rel parameter lists relation types") {
  CHECK(relations("next") == "[next]");
  CHECK(relations(" next  https://example.com/rel ") == "[next][https://example.com/rel]");
  CHECK(relations("") == "");
}
