// An exchange made of field lines, and expressions over it.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "expr/compiler.h"
#include "facts/facts.h"
#include "facts/history.h"
#include "fields/registry.h"
#include "support/catch.h"

namespace httpvet::facts::test {

/// GET and an answer to it, whose fields are lines such as "ETag: \"a\"".
class ExchangeReading {
 public:
  using Lines = std::vector<std::string>;

  ExchangeReading(const Lines& request, const Lines& response, std::uint16_t status = 200) {
    connection_.requests_captured = true;
    connection_.responses_captured = true;
    request_.part = model::Part::kRequest;
    fill(request_, "GET /a HTTP/1.1", request);
    request_.method = request_.start_line.substr(0, 3);
    request_.target = request_.start_line.substr(4, 2);
    fill(response_, "HTTP/1.1 " + std::to_string(status) + " ", response);
    response_.status = status;
    exchange_.connection = &connection_;
    exchange_.request = &request_;
    exchange_.response = &response_;
  }

  /// Makes the exchange of `earlier` one that came before this one, on the same connection unless it has another
  /// number.
  void after(ExchangeReading& earlier) { history_.remember(earlier.exchange_); }

  /// Puts the exchange of `later` behind this one.
  void before(const ExchangeReading& later) { following_ = {&later.exchange_, 1}; }

  model::Connection& connection() { return connection_; }
  model::Message& request() { return request_; }
  model::Message& response() { return response_; }
  model::Exchange& exchange() { return exchange_; }
  ConnectionState& state() { return state_; }

  /// "true", "5", "text", "a, b", or why it is unknown: "absent", "malformed", "not captured".
  std::string operator()(const std::string& source) {
    INFO(source);
    const auto program = expr::compile(source, schema(), {}, arena_);
    REQUIRE(program.ok());
    facts_.bind(exchange_, state_, &history_, arena_);
    facts_.set_following(following_);
    expr::Evaluator evaluator(facts_);
    return text_of(program.value().type, evaluator.run(program.value()));
  }

 private:
  void fill(model::Message& message, const std::string& start_line, const Lines& lines) {
    message.version = {1, 1, true};
    message.body.framing = model::Framing::kNone;
    message.body.end = model::BodyEnd::kComplete;
    std::string& text = texts_.emplace_back(start_line + "\r\n");
    for (const std::string& line : lines) text += line + "\r\n";
    message.head = text;
    message.start_line = message.head.substr(0, start_line.size());
    auto& fields = fields_.emplace_back();
    std::size_t at = start_line.size() + 2;
    for (const std::string& line : lines) {
      const std::size_t colon = line.find(": ");
      model::FieldLine field;
      field.name = message.head.substr(at, colon);
      field.value = message.head.substr(at + colon + 2, line.size() - colon - 2);
      field.field = fields::find_field(field.name);
      fields.push_back(field);
      at += line.size() + 2;
    }
    message.lines = fields;
  }

  static std::string text_of(const expr::Type& type, const expr::Value& value) {
    switch (value.state) {
      case expr::State::kAbsent:
        return "absent";
      case expr::State::kMalformed:
        return "malformed";
      case expr::State::kNotCaptured:
        return "not captured";
      case expr::State::kKnown:
        break;
    }
    if (type.kind == expr::Kind::kBool) return value.boolean ? "true" : "false";
    if (type.kind == expr::Kind::kInt) return std::to_string(value.integer);
    if (type.kind == expr::Kind::kString) return std::string(value.string);
    std::string text;
    for (std::uint32_t i = 0; i < value.list.size; ++i) {
      if (i > 0) text += ", ";
      text += static_cast<const Bytes*>(value.list.data)[i];
    }
    return text;
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<model::FieldLine>> fields_;
  base::Arena arena_;
  model::Connection connection_;
  model::Message request_;
  model::Message response_;
  model::Exchange exchange_;
  std::span<const model::Exchange> following_;
  ConnectionState state_;
  History history_{10, 1 << 20};
  Facts facts_;
};

}  // namespace httpvet::facts::test
