// Which contents the enabled rules read.
#pragma once

#include <span>

#include "engine/index.h"
#include "facts/content_collector.h"

namespace httpvet::engine {

/// What has to be kept of contents so that no rule of `active` misses any: found in its programs and its check, by the
/// statuses for which it runs.
facts::ContentWants contents_wanted(std::span<const ActiveRule> active);

}  // namespace httpvet::engine
