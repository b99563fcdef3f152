// By which scheme the exchange went: that of the target URI, else of the connection.
#pragma once

#include "facts/facts.h"

namespace httpvet::facts {

/// True when the bound exchange is known to have gone over https, or over plain http.
bool came_over_https(Facts& facts);
bool came_over_plain_http(Facts& facts);

}  // namespace httpvet::facts
