// The features of Permissions-Policy (Permissions Policy §9, and the registry of its working group).
#pragma once

#include <optional>

#include "base/bytes.h"

namespace httpvet::fields {

struct Permission {
  Bytes name;
  bool powerful = false;  // it opens devices, places, payments or secrets
};

/// The feature called `name`, in small letters; nullopt if browsers and specifications know none.
std::optional<Permission> find_permission(Bytes name);

}  // namespace httpvet::fields
