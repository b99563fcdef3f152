// What rules read of exchanges with a request, interim responses and a final response.
#include <array>
#include <string>
#include <vector>

#include "expr/compiler.h"
#include "facts/facts.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

using expr::State;

/// Messages made by hand, and expressions over them.
class Scene {
 public:
  Scene() {
    connection_.requests_captured = true;
    connection_.responses_captured = true;
    exchange_.connection = &connection_;
  }

  void request(Bytes method, Bytes target, std::vector<std::pair<Bytes, Bytes>> fields) {
    request_ = make(model::Part::kRequest, std::move(fields));
    request_.method = method;
    request_.target = target;
    exchange_.request = &request_;
  }
  void interim(std::uint16_t status, std::vector<std::pair<Bytes, Bytes>> fields) {
    interim_ = make(model::Part::kInterim, std::move(fields));
    interim_.status = status;
    exchange_.interims = {&interim_, 1};
  }
  void response(std::uint16_t status, std::vector<std::pair<Bytes, Bytes>> fields) {
    response_ = make(model::Part::kResponse, std::move(fields));
    response_.status = status;
    exchange_.response = &response_;
  }

  void tunnel(Bytes start) {
    response_.body.framing = model::Framing::kTunnel;
    response_.body.tunnel_start = start;
  }

  std::string operator()(const std::string& source, bool judge_interim = false) {
    Facts facts;
    facts.bind(exchange_, state_, nullptr, arena_);
    if (judge_interim) facts.judge(&interim_);
    const auto program = expr::compile(source, schema(), {}, arena_);
    INFO(source);
    REQUIRE(program.ok());
    const expr::Value value = expr::Evaluator(facts).run(program.value());
    switch (value.state) {
      case State::kKnown:
        break;
      case State::kAbsent:
        return "absent";
      case State::kMalformed:
        return "malformed";
      case State::kNotCaptured:
        return "not captured";
    }
    if (program.value().type == expr::kStringType) return std::string(value.string);
    if (program.value().type == expr::kIntType) return std::to_string(value.integer);
    return value.boolean ? "true" : "false";
  }

 private:
  model::Message make(model::Part part, std::vector<std::pair<Bytes, Bytes>> fields) {
    model::Message message;
    message.part = part;
    message.version = {1, 1, true};
    message.body.end = model::BodyEnd::kComplete;
    const auto lines = arena_.make_array<model::FieldLine>(fields.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      lines[i] = {fields[i].first, fields[i].second, fields::find_field(fields[i].first), 0, 0};
    }
    message.lines = lines;
    return message;
  }

  base::Arena arena_;
  model::Connection connection_;
  model::Exchange exchange_;
  model::Message request_;
  model::Message interim_;
  model::Message response_;
  ConnectionState state_;
};

}  // namespace

TEST_CASE("Location is seen from the target URI") {
  Scene scene;
  scene.request("GET", "/a/b?c=d", {{"Host", "Example.com:8080"}});
  scene.response(302, {{"Location", "../x?y#z"}, {"Content-Location", "b?c=d"}});
  CHECK(scene("exchange.target_uri.text") == "//Example.com:8080/a/b?c=d");
  CHECK(scene("exchange.target_uri.host") == "example.com");
  CHECK(scene("exchange.target_uri.port") == "8080");
  CHECK(scene("exchange.target_uri.query") == "c=d");
  CHECK(scene("exchange.target_uri.scheme") == "absent");
  CHECK(scene("exchange.location_uri.text") == "//Example.com:8080/x?y#z");
  CHECK(scene("exchange.location_uri.fragment") == "z");
  CHECK(scene("exchange.location_is_target") == "false");
  CHECK(scene("exchange.location_same_origin") == "true");
  CHECK(scene("exchange.content_location_is_target") == "true");
  CHECK(scene("req.target_form") == "origin");
}

TEST_CASE("a redirect to another scheme is none to itself") {
  Scene scene;
  scene.request("GET", "/a", {{"Host", "example.com"}});
  scene.response(301, {{"Location", "https://example.com/a"}});
  CHECK(scene("exchange.location_is_target") == "not captured");
  CHECK(scene("exchange.location_same_origin") == "not captured");
  scene.response(301, {{"Location", "https://www.example.com/a"}});
  CHECK(scene("exchange.location_is_target") == "false");
  CHECK(scene("exchange.location_same_origin") == "false");
}

TEST_CASE("without a reference, or without a request, nothing is resolved") {
  Scene scene;
  scene.response(302, {{"Location", "/x"}});
  CHECK(scene("exchange.location_is_target") == "absent");
  scene.request("GET", "/", {{"Host", "example.com"}});
  CHECK(scene("exchange.location_is_target") == "false");
  scene.response(302, {{"Location", ""}});
  CHECK(scene("exchange.location_uri.text") == "absent");
  scene.response(302, {{"Location", "/a b"}});
  CHECK(scene("exchange.location_is_target") == "malformed");
  scene.response(302, {});
  CHECK(scene("exchange.location_same_origin") == "absent");
  scene.request("GET", "nowhere", {{"Host", "example.com"}});
  CHECK(scene("exchange.target_uri.text") == "malformed");
}

TEST_CASE("links have a target and relation types") {
  Scene scene;
  scene.response(200, {{"Link", "</a>; rel=\"Next last\"; title=x"}, {"link", "</b>"}});
  CHECK(scene("res.link[0].target") == "/a");
  CHECK(scene("\"next\" in res.link[0].rel") == "true");
  CHECK(scene("\"last\" in res.link[0].rel") == "true");
  CHECK(scene("size(res.link[1].rel)") == "0");
  CHECK(scene("res.link[0].parameter(\"TITLE\")") == "x");
  CHECK(scene("res.link[1].parameter(\"title\")") == "absent");
  CHECK(scene("res.has_link(\"/a\", [\"next\"])") == "true");
  CHECK(scene("res.has_link(\"/a\", [\"prev\"])") == "false");
  CHECK(scene("res.has_link(\"https://example.com/a\", [\"next\"])") == "true");
  scene.request("GET", "/", {{"Host", "example.com"}});
  CHECK(scene("res.has_link(\"https://example.com/a\", [\"next\"])") == "true");
  CHECK(scene("res.has_link(\"https://example.org/a\", [\"next\"])") == "false");
  CHECK(scene("res.has_link(\"/b\", res.link[1].rel)") == "true");
  CHECK(scene("res.link[0].has_parameter(\"as\")") == "false");
}

TEST_CASE("a rule that judges an interim response sees the final one") {
  Scene scene;
  scene.interim(103, {{"Link", "</a>; rel=preload"}});
  CHECK(scene("exchange.final.status", true) == "absent");
  scene.response(200, {{"Link", "</a>; rel=preload"}});
  CHECK(scene("exchange.final.status", true) == "200");
  CHECK(scene("res.status", true) == "103");
  CHECK(scene("exchange.final.has_link(res.link[0].target, res.link[0].rel)", true) == "true");
  CHECK(scene("exchange.final.status == res.status") == "true");
}

TEST_CASE("intermediaries show in the response, in the request, or not at all") {
  const std::string seen = "res.intermediary_seen";
  Scene scene;
  scene.request("GET", "/", {{"Host", "example.com"}});
  scene.response(203, {{"Via", "1.1 proxy"}});
  CHECK(scene(seen) == "true");
  scene.response(203, {{"Warning", "110 - \"stale\", 214 proxy \"Transformation applied\""}});
  CHECK(scene(seen) == "true");
  scene.response(203, {{"Warning", "199 - \"2140 items\""}});
  CHECK(scene(seen) == "false");
  scene.response(203, {{"Server", "nginx"}});
  CHECK(scene(seen) == "false");
  scene.request("GET", "http://example.com/", {{"Host", "example.com"}});
  CHECK(scene(seen) == "true");
  scene.request("GET", "/", {{"Host", "example.com"}, {"Forwarded", "for=192.0.2.1"}});
  CHECK(scene(seen) == "true");
  Scene without_request;
  without_request.response(203, {{"Server", "nginx"}});
  CHECK(without_request(seen) == "not captured");
}

TEST_CASE("a tunnel is known by how it begins") {
  const std::string tunnel = "res.content.tunnel";
  const auto beginning_with = [&tunnel](Bytes start) {
    Scene scene;
    scene.response(101, {});
    scene.tunnel(start);
    return scene(tunnel);
  };
  CHECK(beginning_with("HTTP/1.1 200 OK\r") == "HTTP/1 response");
  CHECK(beginning_with("HTTP/1.1 is over") == "HTTP/1 response");
  CHECK(beginning_with("HTTP/1.x") == "not captured");
  CHECK(beginning_with("PRI * HTTP/2.0\r\n") == "HTTP/2 preface");
  CHECK(beginning_with(Bytes("\0\0\6\4\0\0\0\0\0\0\3", 11)) == "HTTP/2 SETTINGS");
  CHECK(beginning_with(Bytes("\0\0\6\4\0\0\0\0\1\0\3", 11)) == "other");
  CHECK(beginning_with("\x81\x08welcome!") == "other");
  CHECK(beginning_with("") == "not captured");
  Scene scene;
  scene.response(200, {});
  CHECK(scene(tunnel) == "absent");
}

}  // namespace httpvet::facts
