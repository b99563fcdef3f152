#include "facts/history.h"

#include <memory>
#include <string>
#include <vector>

#include "fields/field_ids.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

/// An exchange GET `target` -> 200 with an ETag, in memory of its own that the test may take away.
struct Made {
  explicit Made(const std::string& target, const std::string& tag, const std::string& host = "example.com") {
    request_text = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    response_text = "HTTP/1.1 200 OK\r\nETag: " + tag + "\r\n\r\n";
    request.part = model::Part::kRequest;
    request.head = request_text;
    request.method = Bytes(request_text).substr(0, 3);
    request.target = Bytes(request_text).substr(4, target.size());
    request_line.name = Bytes(request_text).substr(request_text.find("Host"), 4);
    request_line.value = Bytes(request_text).substr(request_text.find("Host") + 6, host.size());
    request_line.field = fields::id::kHost;
    request.lines = {&request_line, 1};
    response.status = 200;
    response.head = response_text;
    response_line.name = Bytes(response_text).substr(response_text.find("ETag"), 4);
    response_line.value = Bytes(response_text).substr(response_text.find("ETag") + 6, tag.size());
    response_line.field = fields::id::kEtag;
    response.lines = {&response_line, 1};
    exchange.connection = &connection;
    exchange.request = &request;
    exchange.response = &response;
  }
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

  std::string request_text;
  std::string response_text;
  model::FieldLine request_line;
  model::FieldLine response_line;
  model::Message request;
  model::Message response;
  model::Connection connection;
  model::Exchange exchange;
};

Bytes tag_of(const Record& record) { return record.response().lines[0].value; }

TEST_CASE("history gives back copies, oldest first, of the same resource only") {
  History history(10, 1'000'000);
  for (const char* tag : {"\"1\"", "\"2\""}) {
    const auto made = std::make_unique<Made>("/a", tag);
    history.remember(made->exchange);
  }
  history.remember(Made("/b", "\"3\"").exchange);
  history.remember(Made("/a", "\"4\"", "other.example").exchange);
  const auto records = history.find(Made("/a", "\"now\"").exchange);
  REQUIRE(records.size() == 2);
  CHECK(tag_of(*records[0]) == "\"1\"");
  CHECK(tag_of(*records[1]) == "\"2\"");
  CHECK(records[0]->request().target == "/a");
  CHECK(history.find(Made("/c", "\"now\"").exchange).empty());
}

TEST_CASE("history keeps the latest exchanges of a resource") {
  History history(10, 1'000'000);
  for (int i = 0; i < 20; ++i) history.remember(Made("/a", std::to_string(i)).exchange);
  const auto records = history.find(Made("/a", "now").exchange);
  REQUIRE(records.size() == History::kRecordsPerResource);
  CHECK(tag_of(*records.front()) == "12");
  CHECK(tag_of(*records.back()) == "19");
}

TEST_CASE("history forgets the resource that was used least recently") {
  History history(2, 1'000'000);
  history.remember(Made("/a", "1").exchange);
  history.remember(Made("/b", "2").exchange);
  history.remember(Made("/a", "3").exchange);
  history.remember(Made("/c", "4").exchange);
  CHECK(history.find(Made("/b", "now").exchange).empty());
  CHECK(history.find(Made("/a", "now").exchange).size() == 2);
  CHECK(history.find(Made("/c", "now").exchange).size() == 1);
}

TEST_CASE("history stays within its octets") {
  History history(1000, 4000);
  for (int i = 0; i < 100; ++i) history.remember(Made("/" + std::to_string(i), "tag").exchange);
  int remembered = 0;
  for (int i = 0; i < 100; ++i)
    remembered += history.find(Made("/" + std::to_string(i), "now").exchange).empty() ? 0 : 1;
  CHECK(remembered >= 1);
  CHECK(remembered < 20);
}

TEST_CASE("history leaves out what is too large, and what has no request or no response") {
  History history(10, 1'000'000);
  history.remember(Made("/" + std::string(History::kMaxHeads, 'x'), "1").exchange);
  Made made("/a", "1");
  made.exchange.response = nullptr;
  history.remember(made.exchange);
  made.exchange.response = &made.response;
  made.exchange.request = nullptr;
  history.remember(made.exchange);
  CHECK(history.find(Made("/a", "now").exchange).empty());
}

TEST_CASE("history gives back the latest exchanges of a connection, whatever they are about") {
  History history(10, 1'000'000);
  for (std::uint32_t i = 1; i <= 100; ++i) {
    Made made("/" + std::to_string(i), "tag");
    made.exchange.number = i;
    history.remember(made.exchange);
  }
  const auto records = history.find_connection(1);
  REQUIRE(records.size() >= History::kRecordsPerConnection);
  CHECK(records.back()->number() == 100);
  CHECK(records.front()->number() == 100 - records.size() + 1);
  CHECK(history.find_connection(2).empty());
}

TEST_CASE("history forgets a connection with its last exchange, but not the resource") {
  History history(10, 1'000'000);
  history.remember(Made("/a", "1").exchange);
  Made last("/a", "2");
  last.exchange.last = true;
  history.remember(last.exchange);
  CHECK(history.find_connection(1).empty());
  CHECK(history.find(Made("/a", "now").exchange).size() == 2);
}

TEST_CASE("history keeps the hash of contents, and nothing else of them") {
  History history(10, 1'000'000);
  Made made("/a", "1");
  model::Content content;
  content.prefix = "secret";
  content.hash = 42;
  made.request.body.content = &content;
  history.remember(made.exchange);
  const Record& record = *history.find(made.exchange).front();
  REQUIRE(record.request().body.content != nullptr);
  CHECK(record.request().body.content->hash == 42U);
  CHECK(record.request().body.content->prefix.empty());
  CHECK(record.response().body.content == nullptr);
}

}  // namespace
}  // namespace httpvet::facts
