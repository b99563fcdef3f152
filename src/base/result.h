// Result: a value, or an error that says what went wrong.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace httpvet::base {

/// What went wrong, in words for the user.
struct Error {
  std::string message;
};

/// Either a T or an E. Ask ok() first: value() of an error, and error() of a value, are not defined.
template <typename T, typename E = Error>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  E& error() { return std::get<1>(state_); }
  const E& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, E> state_;
};

}  // namespace httpvet::base
