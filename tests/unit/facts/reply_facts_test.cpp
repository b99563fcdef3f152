// What rules read to tell whether a status fits its request, its sender and its connection.
#include <array>
#include <string>
#include <vector>

#include "expr/compiler.h"
#include "facts/facts.h"
#include "facts/session.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

using expr::State;

model::FieldLine line(Bytes name, Bytes value) {
  return {name, value, fields::find_field(name), 0, static_cast<std::uint32_t>(name.size() + 2 + value.size())};
}

/// Exchanges made by hand on one connection, and expressions over the latest.
class Exchanges {
 public:
  Exchanges() {
    connection_.requests_captured = true;
    connection_.responses_captured = true;
    state_.source = &source_;
  }

  model::Connection& connection() { return connection_; }
  model::Message& request() { return request_; }
  model::Message& response() { return response_; }

  /// Begins the next exchange.
  void next(Bytes method, Bytes target, std::uint16_t status, std::vector<model::FieldLine> of_request = {},
            std::vector<model::FieldLine> of_response = {}) {
    if (bound_) remember_exchange(facts_, state_);
    request_lines_ = std::move(of_request);
    response_lines_ = std::move(of_response);
    request_ = {};
    request_.part = model::Part::kRequest;
    request_.method = method;
    request_.target = target;
    request_.version = {1, 1, true};
    request_.lines = request_lines_;
    response_ = {};
    response_.status = status;
    response_.version = {1, 1, true};
    response_.lines = response_lines_;
    exchange_ = {};
    exchange_.connection = &connection_;
    exchange_.request = &request_;
    exchange_.response = &response_;
    bind();
  }

  void bind() {
    facts_.bind(exchange_, state_, nullptr, arena_);
    bound_ = true;
  }

  expr::Value operator()(const std::string& source) {
    INFO(source);
    const auto program = expr::compile(source, schema(), {}, arena_);
    REQUIRE(program.ok());
    return expr::Evaluator(facts_).run(program.value());
  }

  bool holds(const std::string& source) {
    const expr::Value value = (*this)(source);
    return value.known() && value.boolean;
  }

 private:
  base::Arena arena_;
  model::Connection connection_;
  SourceState source_;
  ConnectionState state_;
  std::vector<model::FieldLine> request_lines_;
  std::vector<model::FieldLine> response_lines_;
  model::Message request_;
  model::Message response_;
  model::Exchange exchange_;
  Facts facts_;
  bool bound_ = false;
};

}  // namespace

TEST_CASE("a Server field names a gateway by product, not by version or comment") {
  struct Case {
    Bytes server;
    bool gateway;
  };
  const std::array cases = {
      Case{"nginx", true},
      Case{"nginx/1.22.1", true},
      Case{"HAProxy", true},
      Case{"Apache/2.4.57 (Debian)", true},
      Case{"ACME-Gateway/7", true},
      Case{"example/1.0 envoy", true},
      Case{"Google Frontend", true},
      Case{"Apache-Coyote/1.1", false},
      Case{"gunicorn", false},
      Case{"Jetty(12.0.8)", false},
      Case{"example/1.0 (behind nginx)", false},
      Case{"example/nginx", false},
      Case{"", false},
      Case{"((((", false},
  };
  for (const Case& c : cases) {
    INFO(c.server);
    Exchanges exchanges;
    exchanges.next("GET", "/", 502, {}, {line("Server", c.server)});
    CHECK(exchanges.holds("res.server_is_gateway") == c.gateway);
  }
  Exchanges exchanges;
  exchanges.next("GET", "/", 502);
  CHECK(exchanges.holds("!res.server_is_gateway"));
  exchanges.next("GET", "/", 502, {}, {line("cf-ray", "0-X")});
  CHECK(exchanges.holds("res.server_is_gateway"));
  exchanges.next("GET", "/", 502);
  exchanges.response().evidence.fields = false;
  exchanges.bind();
  CHECK(exchanges("res.server_is_gateway").state == State::kNotCaptured);
}

TEST_CASE("the query of a target is measured") {
  Exchanges exchanges;
  exchanges.next("GET", "/s?a=1&b=22&&c&=d&e=333#x", 414);
  CHECK(exchanges.holds("req.query == \"a=1&b=22&&c&=d&e=333\""));
  CHECK(exchanges.holds("req.query_pairs == 3 && req.query_longest_value == 3"));
  exchanges.next("GET", "/s?aaaaaaaaaaaaaaaaaaaaaaaaaaa", 414);
  CHECK(exchanges.holds("req.query_percent == 90 && req.query_pairs == 0 && req.query_longest_value == 0"));
  exchanges.next("GET", "/s?aaaaaaaaaaaaaaaaaaaaaaaaaaaa", 414);
  CHECK(exchanges.holds("req.query_percent == 91"));
  exchanges.next("GET", "/s?", 414);
  CHECK(exchanges.holds("req.query == \"\" && req.query_percent == 0"));
  exchanges.next("GET", "/s", 414);
  CHECK(exchanges("req.query").state == State::kAbsent);
}

TEST_CASE("field lines are counted with their line ends, and without the start line") {
  Exchanges exchanges;
  exchanges.next("GET", "/long/target", 431, {line("Host", "a.example"), line("X-A", "b")});
  CHECK(exchanges.holds("req.field_octets == 15 + 2 + 6 + 2"));
  CHECK(exchanges.holds("req.major_version == 1"));
  exchanges.request().version = {};
  exchanges.bind();
  CHECK(exchanges("req.major_version").state == State::kMalformed);
}

TEST_CASE("a protocol in the Upgrade of both sides is found, its name without regard to case") {
  Exchanges exchanges;
  exchanges.next("GET", "/", 426, {line("Upgrade", "WebSocket, TLS/1.2")}, {line("Upgrade", "h2c, websocket")});
  CHECK(exchanges.holds("exchange.upgrade_in_both == \"websocket\""));
  exchanges.next("GET", "/", 426, {line("Upgrade", "TLS/1.0")}, {line("Upgrade", "TLS/1.2")});
  CHECK(exchanges("exchange.upgrade_in_both").state == State::kAbsent);
  exchanges.next("GET", "/", 426, {}, {line("Upgrade", "TLS/1.2")});
  CHECK(exchanges("exchange.upgrade_in_both").state == State::kAbsent);
}

TEST_CASE("absolute-form targets of two origins prove a proxy") {
  Exchanges exchanges;
  exchanges.next("GET", "http://a.example/1", 200);
  CHECK(exchanges.holds("!conn.proxy_proven"));
  exchanges.next("GET", "HTTP://A.example/2?x", 200);
  CHECK(exchanges.holds("!conn.proxy_proven"));
  exchanges.next("GET", "/3", 200, {line("Host", "b.example")});
  CHECK(exchanges.holds("!conn.proxy_proven"));
  exchanges.next("GET", "https://a.example/4", 200);
  CHECK(exchanges.holds("conn.proxy_proven"));
  exchanges.next("GET", "http://a.example/5", 200);
  CHECK(exchanges.holds("conn.proxy_proven"));
}

TEST_CASE("Via proves a proxy: in what came before, and in the request") {
  Exchanges exchanges;
  SECTION("in a response before") {
    exchanges.next("GET", "http://a.example/1", 200, {}, {line("Via", "1.1 proxy")});
    CHECK(exchanges.holds("!conn.proxy_proven"));
    exchanges.next("GET", "http://a.example/2", 200);
    CHECK(exchanges.holds("conn.proxy_proven"));
  }
  SECTION("in the request") {
    exchanges.next("GET", "http://a.example/1", 200, {line("Via", "1.1 proxy")});
    CHECK(exchanges.holds("conn.proxy_proven"));
  }
}

TEST_CASE("a server is known to know the methods that it allowed or carried out") {
  Exchanges exchanges;
  const auto host = [](Bytes name) { return std::vector{line("Host", name)}; };
  exchanges.next("OPTIONS", "/", 204, host("a.example"), {line("Allow", "GET, PATCH")});
  exchanges.next("DELETE", "/1", 405, host("a.example"));
  exchanges.next("LOCK", "/1", 404, host("a.example"));
  exchanges.next("PATCH", "/2", 501, host("A.EXAMPLE"));
  CHECK(exchanges.holds("exchange.server_knows_method"));
  exchanges.next("DELETE", "/2", 501, host("a.example"));
  CHECK(exchanges.holds("exchange.server_knows_method"));
  exchanges.next("LOCK", "/2", 501, host("a.example"));
  CHECK(exchanges.holds("!exchange.server_knows_method"));
  exchanges.next("PATCH", "/2", 501, host("b.example"));
  CHECK(exchanges.holds("!exchange.server_knows_method"));
}

TEST_CASE("content beside the tunnel of a CONNECT is told once an input") {
  Exchanges exchanges;
  const auto connect = [&exchanges] {
    exchanges.next("CONNECT", "a.example:443", 200);
    exchanges.response().body.framing = model::Framing::kTunnel;
    exchanges.response().body.content_octets = 5;
    exchanges.bind();
  };
  connect();
  CHECK(exchanges.holds("res.content.beside_tunnel && !conn.connect_content_before"));
  connect();
  CHECK(exchanges.holds("res.content.beside_tunnel && conn.connect_content_before"));
}

TEST_CASE("plain http has no early data; elsewhere it is not captured") {
  Exchanges exchanges;
  exchanges.next("GET", "/", 425);
  CHECK(exchanges("conn.early_data").state == State::kNotCaptured);
  exchanges.connection().scheme = model::Scheme::kHttps;
  CHECK(exchanges("conn.early_data").state == State::kNotCaptured);
  exchanges.connection().scheme = model::Scheme::kHttp;
  CHECK(exchanges.holds("!conn.early_data"));
}

TEST_CASE("a method is told from a registered one by letter case alone") {
  Exchanges exchanges;
  exchanges.next("pRopfind", "/", 200);
  CHECK(exchanges.holds("exchange.method_in_other_case == \"PROPFIND\""));
  for (const Bytes method : {Bytes("GET"), Bytes("PURGE"), Bytes("purge"), Bytes("FROB")}) {
    INFO(method);
    exchanges.next(method, "/", 200);
    CHECK(exchanges("exchange.method_in_other_case").state == State::kAbsent);
  }
}

TEST_CASE("what is remembered of servers is bounded") {
  ServerMemory memory;
  for (std::size_t i = 0; i < ServerMemory::kMethodsPerServer + 8; ++i) memory.note(7, "M" + std::to_string(i));
  CHECK(memory.knows(7, "M0"));
  CHECK_FALSE(memory.knows(7, "M" + std::to_string(ServerMemory::kMethodsPerServer)));
  memory.note(8, std::string(ServerMemory::kMethodOctets + 1, 'M'));
  CHECK_FALSE(memory.knows(8, std::string(ServerMemory::kMethodOctets + 1, 'M')));
  for (std::uint64_t server = 100; server < 100 + ServerMemory::kServers; ++server) memory.note(server, "GET");
  CHECK_FALSE(memory.knows(7, "M0"));
}

}  // namespace httpvet::facts
