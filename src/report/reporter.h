// Reporter: the only code that makes text of findings.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "model/exchange.h"
#include "model/finding.h"
#include "model/source.h"

namespace httpvet::report {

/// Where a reporter's octets go.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(Bytes text) = 0;
};

struct ReportOptions {
  bool colour = false;
  bool unicode = true;   // carets and arrows may be other than ASCII
  unsigned width = 100;  // columns, for text; never for machine formats
  std::string version;   // of httpvet
  bool quiet = false;    // text, concise: findings only, no summary
};

/// What one input held.
struct InputSummary {
  std::string path;
  std::string format;
  std::uint64_t connections = 0;
  std::uint64_t exchanges = 0;
  std::uint64_t requests = 0;
  std::uint64_t responses = 0;  // final ones
  std::uint64_t interims = 0;
  std::map<std::uint16_t, std::uint64_t> statuses;  // of final responses
  struct Issue {
    Bytes id;
    std::string message;
    std::optional<std::uint64_t> byte_offset;
  };
  std::vector<Issue> issues;
};

struct RunSummary {
  std::vector<InputSummary> inputs;
  std::uint64_t by_severity[3] = {0, 0, 0};  // indexed by model::Severity; what was shown
  std::map<std::string, std::uint64_t> by_rule;
  std::map<std::string, std::uint64_t> undecided;  // rule → exchanges
  std::uint64_t rules_run = 0;                     // rules that were switched on
};

/// One output format. begin(), then any number of batch() in order, then end().
class Reporter {
 public:
  virtual ~Reporter() = default;
  /// `profile`: name of the profile in force.
  virtual void begin(Bytes profile) = 0;
  /// `findings` are in the order of the contract; their batch is alive. `inputs` by InputSpan::input.
  virtual void findings(std::span<const model::Finding> findings, std::span<model::Input* const> inputs) = 0;
  virtual void end(const RunSummary& summary) = 0;
};

struct FormatInfo {
  Bytes name;
  Bytes description;
};

/// The output formats.
std::span<const FormatInfo> formats();

/// A reporter for the format called `name`; null if there is none. `output` outlives it.
std::unique_ptr<Reporter> make_reporter(Bytes name, const ReportOptions& options, Output& output);

}  // namespace httpvet::report
