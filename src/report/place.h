// Place: where a finding is, in every way of saying it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/bytes.h"
#include "model/finding.h"
#include "model/source.h"
#include "report/escape.h"

namespace httpvet::report {

/// The octets that a finding points at: its evidence, or the start line of its message where something is missing.
struct Place {
  const model::Input* input = nullptr;  // null only if the finding names none that exists
  bool known = false;                   // there are such octets at all
  std::uint64_t stream_offset = 0;
  std::uint64_t length = 0;                            // octets in the stream
  Bytes text;                                          // the octets, perhaps not all of them
  std::optional<model::InputSpan> span;                // in the input
  std::optional<model::LineIndex::Position> position;  // of its first octet
};

/// Where `finding` points at. `inputs` by Finding::input.
Place place_of(const model::Finding& finding, std::span<model::Input* const> inputs);

/// Appends `path:line:column`, `path:+offset` where lines mean nothing, or `path`.
void append_location(std::string& out, const Place& place, EscapeStyle style);

/// The number of the connection of `finding`, if it has one.
std::optional<std::uint32_t> connection_of(const model::Finding& finding);

/// "request", "interim" or "response".
Bytes part_name(model::Part part);

/// The status of the message of `finding`, of the final response if it sits on the request; 0 if there is none.
std::uint16_t status_of(const model::Finding& finding);

/// One string for people, `c3e12.response.field[age][1]`: raw, names as sent but in lower case.
std::string locator_of(const model::Finding& finding);

}  // namespace httpvet::report
