// Format `streams`: the two byte streams of one connection as they were sent.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "capture/format.h"

namespace httpvet::capture {

/// Both sides of a connection. A side that was not captured has no source.
struct StreamsOpening {
  std::shared_ptr<InputSource> requests;
  std::shared_ptr<InputSource> responses;
  std::uint32_t requests_input = 0;
  std::uint32_t responses_input = 0;
  bool named = false;
  bool cut = false;         // the capture ends without an orderly close
  bool structured = false;  // what follows the head of a tunnel was kept as its content
  model::Scheme scheme = model::Scheme::kUnknown;
  std::optional<std::int64_t> time_ns;  // of every message
  model::ContentSinks* sinks = nullptr;
};

/// A reader of the exchanges of the connection.
std::unique_ptr<model::Reader> open_streams(const StreamsOpening& opening);

/// Nothing in a stream tells it from a raw file: it has to be named as one.
bool sniff_streams(Bytes start);

/// Opens one side alone: requests or responses, as its first line says.
std::unique_ptr<model::Reader> open_stream(const Opening& opening);

}  // namespace httpvet::capture
