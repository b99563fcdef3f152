// The program under test, and captures to run it on.
#pragma once

#include <string>
#include <vector>

#include "support/process.h"

namespace httpvet::e2e {

/// A response without a fault, and one with a finding at error level (405-missing-allow).
inline const std::string kGood =
    "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
inline const std::string kBad =
    "HTTP/1.1 405 Method Not Allowed\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n";

/// Runs httpvet with `arguments`.
inline testing::ProcessResult run_httpvet(std::vector<std::string> arguments,
                                          const testing::ProcessOptions& options = {}) {
  arguments.insert(arguments.begin(), HTTPVET_BINARY);
  return testing::run_process(arguments, options);
}

/// Runs httpvet with `input` as standard input.
inline testing::ProcessResult run_on(const std::string& input, std::vector<std::string> arguments) {
  testing::ProcessOptions options;
  options.input = input;
  arguments.emplace_back("-");
  return run_httpvet(std::move(arguments), options);
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace httpvet::e2e
