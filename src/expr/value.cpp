#include "expr/value.h"

namespace httpvet::expr {

std::string to_string(Type type) {
  const auto word = [](Kind kind) {
    switch (kind) {
      case Kind::kBool:
        return "bool";
      case Kind::kInt:
        return "int";
      case Kind::kString:
        return "string";
      case Kind::kObject:
        return "object";
      case Kind::kList:
        return "list";
    }
    return "value";
  };
  if (type.kind != Kind::kList) return word(type.kind);
  return std::string("list of ") + word(type.element) + "s";
}

}  // namespace httpvet::expr
