// Inputs: what the user named, found, opened and recognised.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "model/exchange.h"
#include "model/source.h"

namespace httpvet::capture {

struct InputOptions {
  std::vector<std::string> paths;       // files, folders, globs, "-"
  std::vector<std::string> files_from;  // files that list paths, one a line
  std::vector<std::string> exclude;     // globs
  std::string requests;                 // --requests: with responses, one more source
  std::string responses;
  model::Scheme scheme = model::Scheme::kUnknown;
  bool partial = false;                 // --partial: every input was cut
  std::string input_format;             // name of a format; empty: sniff
  std::size_t pipe_block = 256 * 1024;  // octets read from a pipe at a time (tests vary it)
};

/// One thing to lint: a file, a pair of files, or standard input.
struct Source {
  std::string path;           // of the file, or of the responses of a pair
  std::string requests_path;  // of the requests of a pair; else empty
  bool named = false;         // named on the command line, not found in a folder
  bool streams = false;  // byte streams of one connection, one side of which may be missing (--requests, --responses)
};

/// Finds everything that `options` names: folders recursively in byte order of their paths, `NAME.req` and `NAME.res`
/// as pairs. What is missing or unreadable becomes a Source all the same: opening it says so. The order is that of the
/// command line.
std::vector<Source> find_sources(const InputOptions& options);

/// An opened source: its inputs (one, or two for a pair: responses first), and the reader that cuts it into exchanges.
class OpenSource {
 public:
  virtual ~OpenSource() = default;
  /// The files, in order; InputSpan::input is `first_input` plus the index here. Stable addresses.
  virtual std::vector<model::Input>& inputs() = 0;
  /// Never null; for a source that cannot be read, a reader that yields only issues.
  virtual model::Reader& reader() = 0;
};

/// Opens `source`. Never fails: a missing, unreadable or unrecognised file is an issue that the reader yields
/// (`input-missing`, `input-unreadable`, `input-no-http`, `input-empty` …). `sinks` outlives the source.
std::unique_ptr<OpenSource> open_source(const Source& source, const InputOptions& options, std::uint32_t first_input,
                                        model::ContentSinks* sinks);

/// Reads `octets` as an input called `path` would be read (for examples, tests and libraries). They outlive the source.
std::unique_ptr<OpenSource> open_memory(Bytes octets, const std::string& path, const InputOptions& options,
                                        model::ContentSinks* sinks);

/// Reads the two byte streams of one connection from memory. A stream that was not captured is nullopt.
struct MemoryConnection {
  std::optional<Bytes> requests;
  std::optional<Bytes> responses;
  model::Scheme scheme = model::Scheme::kUnknown;
  bool cut = false;                     // the capture ends without an orderly close
  bool structured = false;              // what follows the head of a tunnel was kept as its content
  std::optional<std::int64_t> time_ns;  // capture time of every message
};
std::unique_ptr<OpenSource> open_connection(const MemoryConnection& connection, model::ContentSinks* sinks);

/// The formats, for --input-format and the help: name, one line of description.
struct FormatInfo {
  Bytes name;
  Bytes description;
};
std::span<const FormatInfo> formats();

}  // namespace httpvet::capture
