#include "fields/methods.h"

#include <algorithm>

namespace httpvet::fields {
namespace {

constexpr MethodInfo kMethods[] = {
#include "fields/methods_table.inc"
};

}  // namespace

std::span<const MethodInfo> methods() { return kMethods; }

const MethodInfo* find_method(Bytes name) {
  const auto* found = std::ranges::lower_bound(kMethods, name, {}, &MethodInfo::name);
  return found != std::end(kMethods) && found->name == name ? found : nullptr;
}

}  // namespace httpvet::fields
