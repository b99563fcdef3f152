// Formats: how captures are recognised and opened. One line of the table in format.cpp for each.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.h"
#include "capture/byte_sources.h"
#include "model/exchange.h"

namespace httpvet::capture {

/// Octets that a format may look at to recognise itself.
inline constexpr std::size_t kSniffOctets = 64 * 1024;

/// What a format's reader works with.
struct Opening {
  std::shared_ptr<InputSource> source;
  std::uint32_t input = 0;  // index of the input
  bool named = false;       // named on the command line: holding no HTTP is then damage
  bool partial = false;     // --partial
  model::Scheme scheme = model::Scheme::kUnknown;
  model::ContentSinks* sinks = nullptr;
};

struct Format {
  Bytes name;
  Bytes description;
  /// True when `start` (the first octets of an input, at most kSniffOctets, without a byte order mark) is of this
  /// format.
  bool (*sniff)(Bytes start);
  std::unique_ptr<model::Reader> (*open)(const Opening& opening);
};

/// All formats, in the order in which they are asked.
std::span<const Format> format_table();

/// The format called `name`; null if there is none.
const Format* format_by_name(Bytes name);

/// The format of an input that begins with `start`; null if none recognises it.
const Format* sniff_format(Bytes start);

/// Octets of the UTF-8 byte order mark that `start` begins with: 0 or 3.
std::size_t byte_order_mark(Bytes start);

}  // namespace httpvet::capture
