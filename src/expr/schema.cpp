#include "expr/schema.h"

namespace httpvet::expr {

std::string describe(Type type, const Schema& schema) {
  if (type.kind == Kind::kObject) return std::string(schema.object_name(type.object));
  if (type.kind == Kind::kList && type.element == Kind::kObject) {
    return "list of " + std::string(schema.object_name(type.object)) + " objects";
  }
  return to_string(type);
}

}  // namespace httpvet::expr
