// Texts that say "not found", in the languages of the web.
#pragma once

#include "base/bytes.h"

namespace httpvet::content {

/// True when `text`, a title or a heading, is a notice that the page was not found and nothing else: such a phrase with
/// at most the code 404 and the name of the site around it. `host` (may be empty) helps to know that name.
bool is_not_found_notice(Bytes text, Bytes host);

}  // namespace httpvet::content
