// What json and jsonl have in common: the objects of the contract.
#pragma once

#include <span>

#include "base/bytes.h"
#include "model/finding.h"
#include "report/json_writer.h"
#include "report/redactor.h"
#include "report/reporter.h"

namespace httpvet::report {

/// Version of the report's shape; the same for json and jsonl.
inline constexpr Bytes kSchema = "httpvet.report/1";

/// Octets of a request target that are reported; what is longer ends in `…`.
inline constexpr std::size_t kLongestTarget = 8192;

/// Members of the run object: the tool and the profile.
void write_run(JsonWriter& json, Bytes version, Bytes profile);

/// Members of the object of `finding`, which `redactor` is using. All of them are always there.
void write_finding(JsonWriter& json, const model::Finding& finding, std::span<model::Input* const> inputs,
                   Redactor& redactor);

/// Members of the summary object.
void write_summary(JsonWriter& json, const RunSummary& summary);

}  // namespace httpvet::report
