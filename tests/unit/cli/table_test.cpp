#include "cli/table.h"

#include "support/catch.h"

using httpvet::cli::markdown_cell;
using httpvet::cli::Page;
using httpvet::cli::Table;

namespace {

std::string text_of(const Table& table, unsigned width) {
  Page page({false, true, width});
  table.add_headings(page, table.widths());
  table.add_rows(page, table.widths());
  return page.text();
}

}  // namespace

TEST_CASE("a table is as wide as its cells need, in columns of the terminal") {
  Table table({"code", "name"}, 1);
  table.add({"404", "Not Found"});
  table.add({"1", "找"});
  CHECK(text_of(table, 80) == "code  name\n404   Not Found\n1     找\n");

  Table chinese({"名稱", "x"}, 0);
  chinese.add({"找不到", "1"});
  chinese.add({"ab", "2"});
  CHECK(text_of(chinese, 80) == "名稱    x\n找不到  1\nab      2\n");
}

TEST_CASE("one column of a table gives way where the page is narrow, and its cells are wrapped") {
  Table table({"code", "meaning", "rules"}, 1);
  table.add({"404", "nothing stands at this address", "3"});
  CHECK(text_of(table, 31) ==
        "code  meaning             rules\n"
        "404   nothing stands at   3\n"
        "      this address\n");
}

TEST_CASE("tables can be aligned with each other") {
  Table first({"a", "b"}, 1);
  first.add({"1", "x"});
  Table second({"a", "b"}, 1);
  second.add({"1000", "y"});
  const auto widths = second.widths(first.widths());
  Page page({false, true, 80});
  first.add_rows(page, widths);
  second.add_rows(page, widths);
  CHECK(page.text() == "1     x\n1000  y\n");
}

TEST_CASE("a table as Markdown, and cells that do not break it") {
  Table table({"code", "name"}, 1);
  table.add({"404", markdown_cell("a|b")});
  table.add({"500", ""});
  CHECK(table.markdown() == "| code | name |\n|---|---|\n| 404 | a\\|b |\n| 500 | |\n");

  CHECK(markdown_cell("plain, § and 找") == "plain, § and 找");
  CHECK(markdown_cell("a*b*_c_<d>[e]") == "a\\*b\\*\\_c\\_\\<d\\>\\[e\\]");
  CHECK(markdown_cell("`bytes */LENGTH` or *") == "`bytes */LENGTH` or \\*");
  CHECK(markdown_cell("`a|b`") == "`a\\|b`");
}
