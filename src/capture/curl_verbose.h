// Format `curl-verbose`: what `curl -v` says, alone or with the content between.
#pragma once

#include <memory>

#include "capture/format.h"

namespace httpvet::capture {

/// True when a request line behind `> ` or a status line behind `< ` comes before any start line that stands alone.
bool sniff_curl_verbose(Bytes start);

/// A reader of such transcripts.
std::unique_ptr<model::Reader> open_curl_verbose(const Opening& opening);

}  // namespace httpvet::capture
