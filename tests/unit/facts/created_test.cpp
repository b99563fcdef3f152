// What 201 responses announced, and when it counts as missing.
#include "facts/created.h"

#include <optional>
#include <string>
#include <vector>

#include "facts/history.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// Remembers exchanges, and asks whether a request is for something that was announced.
class Scene {
 public:
  struct Sent {
    Bytes method;
    Bytes target;
    std::uint16_t status = 0;
    std::optional<Bytes> location = std::nullopt;
    Bytes authorization = {};
    std::optional<std::int64_t> seconds = std::nullopt;
  };

  void remember(const Sent& sent) {
    const Made made(sent, arena_);
    created_.remember(made.exchange);
  }

  bool announced(const Sent& sent) {
    const Made made(sent, arena_);
    return created_.find(made.exchange) != nullptr;
  }

  CreatedResources& created() { return created_; }

 private:
  struct Made {
    Made(const Sent& sent, base::Arena& arena) {
      exchange.connection = &connection;
      request.part = model::Part::kRequest;
      request.method = sent.method;
      request.target = sent.target;
      lines.push_back(line("Host", "example.com"));
      if (!sent.authorization.empty()) lines.push_back(line("authorization", sent.authorization));
      request.lines = arena.copy_array(std::span<const model::FieldLine>(lines));
      response.status = sent.status;
      lines.clear();
      if (sent.location) lines.push_back(line("Location", *sent.location));
      response.lines = arena.copy_array(std::span<const model::FieldLine>(lines));
      if (sent.seconds) request.time_ns = response.time_ns = *sent.seconds * kSecond;
      // Records keep what lies within heads only.
      move_to_head(request, arena);
      move_to_head(response, arena);
      exchange.request = &request;
      exchange.response = &response;
    }

    static model::FieldLine line(Bytes name, Bytes value) { return {name, value, fields::find_field(name), 0, 0}; }

    static void move_to_head(model::Message& message, base::Arena& arena) {
      std::string text = std::string(message.method) + std::string(message.target);
      for (const model::FieldLine& field : message.lines) text += std::string(field.name) + std::string(field.value);
      message.head = arena.copy(text);
      std::size_t at = 0;
      const auto next = [&](Bytes& view) {
        const Bytes moved = message.head.substr(at, view.size());
        at += view.size();
        view = moved;
      };
      next(message.method);
      next(message.target);
      const auto moved = arena.copy_array(message.lines);
      for (model::FieldLine& field : moved) {
        next(field.name);
        next(field.value);
      }
      message.lines = moved;
    }

    model::Connection connection;
    model::Exchange exchange;
    model::Message request;
    model::Message response;
    std::vector<model::FieldLine> lines;
  };

  base::Arena arena_;
  CreatedResources created_;
};

}  // namespace

TEST_CASE("a 201 announces the URI in its Location") {
  Scene scene;
  scene.remember({"POST", "/orders", 201, "/orders/7"});
  CHECK(scene.announced({"GET", "/orders/7"}));
  CHECK(scene.announced({"GET", "/orders/../orders/%37"}));
  CHECK_FALSE(scene.announced({"GET", "/orders/8"}));
  CHECK_FALSE(scene.announced({"GET", "/orders"}));
  scene.remember({"POST", "/orders", 201, "https://example.com/orders/9#top"});
  CHECK(scene.announced({"GET", "/orders/9"}));
  scene.remember({"POST", "/orders", 201, "https://example.org/orders/10"});
  CHECK_FALSE(scene.announced({"GET", "/orders/10"}));
  scene.remember({"POST", "/orders", 200, "/orders/11"});
  CHECK_FALSE(scene.announced({"GET", "/orders/11"}));
}

TEST_CASE("without Location a 201 announces the target of a PUT only") {
  Scene scene;
  scene.remember({"PUT", "/files/a", 201, std::nullopt});
  scene.remember({"POST", "/files", 201, std::nullopt});
  scene.remember({"PUT", "/files/b", 201, ""});
  CHECK(scene.announced({"GET", "/files/a"}));
  CHECK(scene.announced({"GET", "/files/b"}));
  CHECK_FALSE(scene.announced({"GET", "/files"}));
}

TEST_CASE("what was seen, deleted, moved or acted on may be gone") {
  Scene scene;
  const auto gone_after = [&scene](const Scene::Sent& sent) {
    scene.remember({"POST", "/orders", 201, "/orders/7"});
    REQUIRE(scene.announced({"GET", "/orders/7"}));
    scene.remember(sent);
    return !scene.announced({"GET", "/orders/7"});
  };
  CHECK(gone_after({"GET", "/orders/7", 200}));
  CHECK(gone_after({"HEAD", "/orders/7", 304}));
  CHECK(gone_after({"DELETE", "/orders/7", 204}));
  CHECK(gone_after({"DELETE", "/orders/", 204}));
  CHECK(gone_after({"DELETE", "/orders", 500}));
  CHECK(gone_after({"MOVE", "/orders/7", 201}));
  CHECK(gone_after({"POST", "/orders/7/cancel", 200}));
  // Told once is enough.
  CHECK(gone_after({"GET", "/orders/7", 404}));
  CHECK_FALSE(gone_after({"GET", "/orders/7", 403}));
  CHECK_FALSE(gone_after({"PATCH", "/orders/7", 404}));
  CHECK_FALSE(gone_after({"DELETE", "/orders/70", 204}));
  CHECK_FALSE(gone_after({"POST", "/orders", 201, "/orders/8"}));
}

TEST_CASE("other credentials may not be allowed to see it") {
  Scene scene;
  scene.remember({"POST", "/orders", 201, "/orders/7", "Basic QTpB"});
  CHECK_FALSE(scene.announced({"GET", "/orders/7", 0, std::nullopt, "Basic QjpC"}));
  CHECK_FALSE(scene.announced({"GET", "/orders/7"}));
  scene.remember({"GET", "/orders/7", 404});
  CHECK(scene.announced({"GET", "/orders/7", 0, std::nullopt, "Basic QTpB"}));
}

TEST_CASE("right after, a resource may be on its way, and after a day at its end") {
  Scene scene;
  scene.remember({"POST", "/orders", 201, "/orders/7", "", 1000});
  const auto announced_at = [&scene](std::optional<std::int64_t> seconds) {
    return scene.announced({"GET", "/orders/7", 0, std::nullopt, "", seconds});
  };
  CHECK_FALSE(announced_at(1003));
  CHECK(announced_at(1010));
  CHECK_FALSE(announced_at(200'000));
  CHECK(announced_at(std::nullopt));
  CHECK(announced_at(1000));
}

TEST_CASE("only so many announcements are kept") {
  Scene scene;
  for (std::size_t i = 0; i <= CreatedResources::kMost; ++i) {
    scene.remember({"POST", "/orders", 201, "/orders/" + std::to_string(i)});
  }
  CHECK_FALSE(scene.announced({"GET", "/orders/0"}));
  CHECK(scene.announced({"GET", "/orders/1"}));
  CHECK(scene.announced({"GET", "/orders/256"}));
  scene.created().clear();
  CHECK_FALSE(scene.announced({"GET", "/orders/256"}));
}

}  // namespace httpvet::facts
