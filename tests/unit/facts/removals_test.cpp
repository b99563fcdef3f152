#include "facts/removals.h"

#include <array>
#include <string>

#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

/// One exchange, whose request names `host` and whose other field is `name` of the request or of the response.
struct Made {
  Made(Bytes method, Bytes target, Bytes host, std::uint16_t status, Bytes name = {}, Bytes value = {}) {
    lines[0] = {"Host", host, fields::find_field("Host"), 0, 0};
    lines[1] = {name, value, fields::find_field(name), 0, 0};
    request.part = model::Part::kRequest;
    request.method = method;
    request.target = target;
    request.lines = lines;
    response.status = status;
    response.lines = std::span(lines).subspan(1);
    exchange.connection = &connection;
    exchange.request = &request;
    exchange.response = &response;
  }
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

  std::array<model::FieldLine, 2> lines;
  model::Message request;
  model::Message response;
  model::Connection connection;
  model::Exchange exchange;
};

}  // namespace

TEST_CASE("a host that answers 410 is known by its name and port") {
  base::Arena arena;
  Removals removals;
  removals.remember(Made("GET", "/a", "Example.com", 410).exchange, arena);
  removals.remember(Made("GET", "/a", "example.net", 404).exchange, arena);
  CHECK(removals.host_sends_410(Made("GET", "/b", "example.com", 404).request, arena));
  CHECK(removals.host_sends_410(Made("GET", "http://example.com/b", "example.com", 404).request, arena));
  CHECK_FALSE(removals.host_sends_410(Made("GET", "/a", "example.com:8080", 404).request, arena));
  CHECK_FALSE(removals.host_sends_410(Made("GET", "/a", "example.net", 404).request, arena));
}

TEST_CASE("a resource may be made by a request to another one") {
  base::Arena arena;
  Removals removals;
  removals.remember(Made("POST", "/offers/", "example.com", 201, "Location", "7#top").exchange, arena);
  removals.remember(Made("MOVE", "/x", "example.com", 204, "Destination", "https://example.com/y?z").exchange, arena);
  removals.remember(Made("COPY", "/x", "example.com", 409, "Destination", "/no").exchange, arena);
  removals.remember(Made("GET", "/x", "example.com", 302, "Location", "/no").exchange, arena);
  CHECK(removals.made_elsewhere(Made("GET", "/offers/7", "example.com", 200).request, arena));
  CHECK(removals.made_elsewhere(Made("GET", "/y?z", "example.com", 200).request, arena));
  CHECK_FALSE(removals.made_elsewhere(Made("GET", "/y", "example.com", 200).request, arena));
  CHECK_FALSE(removals.made_elsewhere(Made("GET", "/no", "example.com", 200).request, arena));
  CHECK_FALSE(removals.made_elsewhere(Made("GET", "/offers/7", "example.org", 200).request, arena));
}

TEST_CASE("only the latest hosts are remembered") {
  base::Arena arena;
  Removals removals;
  for (std::size_t i = 0; i <= Removals::kMost; ++i) {
    const std::string host = "host" + std::to_string(i) + ".example";
    removals.remember(Made("GET", "/", host, 410).exchange, arena);
  }
  CHECK_FALSE(removals.host_sends_410(Made("GET", "/", "host0.example", 404).request, arena));
  CHECK(removals.host_sends_410(Made("GET", "/", "host1.example", 404).request, arena));
}

}  // namespace httpvet::facts
