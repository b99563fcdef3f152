// What a reader made of an input, as plain values that outlive its batches.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "capture/inputs.h"
#include "model/exchange.h"
#include "support/catch.h"

namespace httpvet::capture::testing {

struct SeenMessage {
  model::Part part{};
  std::string start_line;
  std::uint16_t status = 0;
  model::Evidence evidence;
  model::Framing framing{};
  model::BodyEnd end{};
  std::uint64_t offset = 0;
  std::uint64_t content_octets = 0;
  std::uint64_t line_feeds = 0;
  std::string content;
  std::string tunnel_start;
  std::size_t lines = 0;
  std::vector<std::string> anomalies;  // name@offset+length
  bool operator==(const SeenMessage& other) const;
};

struct SeenExchange {
  std::uint32_t number = 0;
  std::uint32_t connection = 0;
  bool requests_captured = false;
  bool responses_captured = false;
  bool byte_streams = false;
  bool order_known = false;
  model::Scheme scheme{};
  std::optional<SeenMessage> request;
  std::vector<SeenMessage> interims;
  std::optional<SeenMessage> response;
  std::string known_method;
  bool last = false;
  bool interim_after_final = false;
  model::StreamEnd client_end{};
  model::StreamEnd server_end{};
  bool operator==(const SeenExchange&) const = default;
};

struct Seen {
  std::string format;
  std::vector<SeenExchange> exchanges;
  std::vector<model::InputIssue> issues;
  std::size_t batches = 0;
  std::size_t largest_arena = 0;

  bool has_issue(Bytes id) const;
  const model::InputIssue& issue(Bytes id) const;
  const SeenMessage& response(std::size_t i = 0) const { return exchanges.at(i).response.value(); }
  const SeenMessage& request(std::size_t i = 0) const { return exchanges.at(i).request.value(); }
};

/// Reads `source` to its end.
Seen read_all(OpenSource& source);

/// Reads octets as a file of that content would be read.
Seen read_raw(Bytes octets, const InputOptions& options = {});

/// Reads octets through a pipe.
Seen read_pipe(Bytes octets, std::size_t block, const InputOptions& options = {});

/// Reads the two streams of a connection.
Seen read_streams(std::optional<Bytes> requests, std::optional<Bytes> responses, bool cut = false);

/// Opens with sinks that keep content, as the functions above do.
std::unique_ptr<OpenSource> open_for_test(const Source& source, const InputOptions& options);

/// A folder that goes away with its content.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  /// Writes a file below the folder, with the folders on the way. Returns its path.
  std::string write(const std::string& name, Bytes octets) const;

 private:
  std::string path_;
};

}  // namespace httpvet::capture::testing
