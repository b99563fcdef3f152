// Format `curl-trace`: what `curl --trace-ascii FILE` and `curl --trace FILE` write.
#pragma once

#include <memory>

#include "capture/format.h"

namespace httpvet::capture {

/// True when the first line that is not empty is one of a trace.
bool sniff_curl_trace(Bytes start);

/// A reader of such traces.
std::unique_ptr<model::Reader> open_curl_trace(const Opening& opening);

}  // namespace httpvet::capture
