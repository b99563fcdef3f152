#include "report/formats.h"

#include <array>

namespace httpvet::report {
namespace {

using Maker = std::unique_ptr<Reporter> (*)(const ReportOptions&, Output&);

constexpr std::array kFormats = {
    FormatInfo{"text", "one block a finding: the octets, the requirement, the fix"},
    FormatInfo{"concise", "one line a finding: path:line:column: severity rule message [locator]"},
    FormatInfo{"json", "one JSON document (schema httpvet.report/1)"},
    FormatInfo{"jsonl", "one JSON object a line: run, findings, summary"},
};

constexpr std::array<Maker, kFormats.size()> kMakers = {make_text_reporter, make_concise_reporter, make_json_reporter,
                                                        make_jsonl_reporter};

}  // namespace

std::span<const FormatInfo> formats() { return kFormats; }

std::unique_ptr<Reporter> make_reporter(Bytes name, const ReportOptions& options, Output& output) {
  for (std::size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].name == name) return kMakers[i](options, output);
  }
  return nullptr;
}

}  // namespace httpvet::report
