// Format `raw`: the messages of one connection in one file.
#pragma once

#include <memory>

#include "capture/format.h"

namespace httpvet::capture {

/// True when a start line stands at the beginning or at the beginning of a line not far behind it.
bool sniff_raw(Bytes start);

/// A reader of raw messages.
std::unique_ptr<model::Reader> open_raw(const Opening& opening);

}  // namespace httpvet::capture
