// Sites: what hosts belong to one owner, as far as their names tell.
#pragma once

#include "base/bytes.h"

namespace httpvet::fields {

/// The registrable domain of `host`, which has no port: one label below a public suffix (HTML §7.1.1, "site"). An IP
/// address, a public suffix and a name of one label are sites of their own. The suffixes are guessed: a top-level
/// domain, `co.uk` and its kin, and hosting services where anybody gets a name. A view into `host`.
Bytes site_of(Bytes host);

/// True when both hosts belong to one site, letter case ignored.
bool same_site(Bytes a, Bytes b);

}  // namespace httpvet::fields
