#include "expr/checker.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/byte_class.h"
#include "expr/limits.h"

namespace httpvet::expr {
namespace {

constexpr std::size_t kMaxQuoted = 60;

struct Method {
  Bytes name;
  Op op;
  std::size_t arguments;
};

constexpr Method kStringMethods[] = {
    {"lower", Op::kLower, 0},
    {"contains", Op::kContains, 1},
    {"starts_with", Op::kStartsWith, 1},
    {"ends_with", Op::kEndsWith, 1},
};

std::string quoted(Bytes name) { return "`" + std::string(name) + "`"; }

std::string with_article(const std::string& noun) {
  const bool vowel = Bytes("aeiou").find(noun.front()) != Bytes::npos;
  return (vowel ? "an " : "a ") + noun;
}

// "; did you mean `x`?" or a full stop.
std::string suggestion(Bytes name, const std::vector<Bytes>& candidates) {
  const std::optional<Bytes> near = nearest(name, candidates);
  return near ? "; did you mean " + quoted(*near) + "?" : ".";
}

// Functions return false once error_ is set.
class Checker {
 public:
  Checker(Ast& ast, const Schema& schema, const CompileOptions& options)
      : ast_(ast), schema_(schema), options_(options) {}

  std::optional<CompileError> run() {
    if (!visit(ast_.root)) return std::move(error_);
    const AstNode& root = ast_[ast_.root];
    if (options_.expected && root.type != *options_.expected) {
      fail(root.extent,
           subject(ast_.root) + ", but " + with_article(describe(*options_.expected, schema_)) + " is needed here.");
    }
    return std::move(error_);
  }

 private:
  bool visit(AstId id) {
    AstNode& node = ast_[id];
    switch (node.form) {
      case Form::kLiteral:
        return true;
      case Form::kList:
        return list(node);
      case Form::kName:
        return name(node);
      case Form::kMember:
        return member(node);
      case Form::kFunction:
        return function(node);
      case Form::kElement:
        return element(node);
      case Form::kOperator:
        return operation(node);
    }
    return false;
  }

  bool list(AstNode& node) {
    if (node.children.empty()) return fail(node.extent, "An empty list holds nothing to compare with.");
    const Type type = ast_[node.children.front()].type;
    for (const AstId child : node.children) {
      const AstNode& item = ast_[child];
      if (item.form != Form::kLiteral || item.type.kind == Kind::kBool) {
        return fail(item.extent, "A list is written of strings, or of numbers.");
      }
      if (item.type != type) return fail(item.extent, "The items of a list are all strings, or all numbers.");
    }
    settle(node, Op::kListConstant, {Kind::kList, type.kind, 0}, type.kind);
    return true;
  }

  bool name(AstNode& node) {
    if (variable_ && node.text == *variable_) return item(node, 1, variable_type_);
    if (node.text == "it" && options_.item) return item(node, 0, *options_.item);
    if (const std::optional<RootRef> root = schema_.find_root(node.text)) {
      settle(node, Op::kRoot, object_of(root->type), Kind::kObject);
      node.index = root->root;
      return true;
    }
    if (node.text == "it") return fail(node.extent, "`it` is only there in a rule with `each`.");
    if (node.text == "not") return fail(node.extent, "Write `!` for `not`.");
    std::vector<Bytes> candidates = schema_.root_names();
    if (options_.item) candidates.push_back("it");
    if (variable_) candidates.push_back(*variable_);
    return fail(node.extent, "There is no " + quoted(node.text) + " here" + suggestion(node.text, candidates));
  }

  bool item(AstNode& node, std::uint16_t index, Type type) {
    settle(node, Op::kItem, type, Kind::kBool);
    node.index = index;
    return true;
  }

  bool member(AstNode& node) {
    const AstId object = node.children.front();
    if (!visit(object)) return false;
    switch (ast_[object].type.kind) {
      case Kind::kObject:
        return fact(node);
      case Kind::kString:
        return string_method(node);
      case Kind::kList:
        return macro(node);
      default:
        return fail(node.name, subject(object) + " and has no members.");
    }
  }

  bool fact(AstNode& node) {
    const AstNode& object = ast_[node.children.front()];
    const std::optional<MemberRef> ref = schema_.find_member(object.type.object, node.text);
    if (!ref) {
      return fail(node.name, owner(node.children.front()) + " has no member " + quoted(node.text) +
                                 suggestion(node.text, schema_.member_names(object.type.object)));
    }
    const std::size_t wanted = std::min(ref->parameters.size(), kMaxArguments);
    if (node.called && wanted == 0)
      return fail(node.name, quoted(node.text) + " takes no arguments; leave out the parentheses.");
    if (!arguments(node, wanted)) return false;
    for (std::size_t i = 0; i < wanted; ++i) {
      const AstId argument = node.children[i + 1];
      if (!visit(argument)) return false;
      if (ast_[argument].type != ref->parameters[i]) {
        return fail(ast_[argument].extent, quoted(node.text) + " takes " +
                                               with_article(describe(ref->parameters[i], schema_)) + " here, but " +
                                               subject(argument) + ".");
      }
    }
    settle(node, Op::kMember, ref->type, Kind::kObject);
    node.index = ref->fact;
    node.view = ref->view;
    // Reads through a view are reads of the object: so the analysis sees which root they are from.
    if (AstNode& holder = ast_[node.children.front()]; holder.view) node.children.front() = holder.children.front();
    return true;
  }

  bool string_method(AstNode& node) {
    const auto* const method = std::find_if(std::begin(kStringMethods), std::end(kStringMethods),
                                            [&](const Method& m) { return m.name == node.text; });
    if (method == std::end(kStringMethods)) {
      std::vector<Bytes> names;
      for (const Method& m : kStringMethods) names.push_back(m.name);
      return fail(node.name,
                  owner(node.children.front()) + " has no method " + quoted(node.text) + suggestion(node.text, names));
    }
    if (!node.called)
      return fail(node.name, quoted(node.text) + " is a method; write " + quoted(node.text + "(…)") + ".");
    if (!arguments(node, method->arguments)) return false;
    if (method->arguments == 1 && !operand(node, node.children[1], kStringType)) return false;
    settle(node, method->op, method->op == Op::kLower ? kStringType : kBoolType, Kind::kString);
    return true;
  }

  // list.exists(x, predicate) and list.all(x, predicate)
  bool macro(AstNode& node) {
    if (node.text != "exists" && node.text != "all") {
      if (node.text == "size") return fail(node.name, "The size of a list is written `size(list)`.");
      return fail(node.name, owner(node.children.front()) + " has no method " + quoted(node.text) +
                                 suggestion(node.text, {"exists", "all"}));
    }
    if (!node.called || node.children.size() != 3 || ast_[node.children[1]].form != Form::kName) {
      return fail(node.name, quoted(node.text) + " is written `list." + node.text + "(x, condition on x)`.");
    }
    if (variable_) return fail(node.name, quoted(node.text) + " cannot stand within another exists or all.");
    const AstNode& variable = ast_[node.children[1]];
    if (schema_.find_root(variable.text) || (variable.text == "it" && options_.item)) {
      return fail(variable.extent, quoted(variable.text) + " already means something else; choose another name.");
    }
    const Type type = ast_[node.children.front()].type;
    variable_ = variable.text;
    variable_type_ = type.element == Kind::kObject ? object_of(type.object) : Type{type.element, Kind::kBool, 0};
    const AstId predicate = node.children[2];
    if (!operand(node, predicate, kBoolType)) return false;
    variable_.reset();
    node.children.erase(node.children.begin() + 1);
    settle(node, node.text == "exists" ? Op::kExists : Op::kAll, kBoolType, type.element);
    return true;
  }

  bool function(AstNode& node) {
    if (node.text != "has" && node.text != "size") {
      return fail(node.name, "There is no function " + quoted(node.text) + suggestion(node.text, {"has", "size"}));
    }
    if (node.children.size() != 1) return fail(node.name, quoted(node.text) + " takes one argument.");
    const AstId argument = node.children.front();
    if (!visit(argument)) return false;
    const AstNode& what = ast_[argument];
    if (node.text == "has") {
      if (what.op != Op::kMember || what.called) {
        return fail(what.extent, "`has` asks for a member of an object, written `has(object.member)`.");
      }
      settle(node, Op::kHas, kBoolType, Kind::kObject);
      return true;
    }
    if (what.type.kind != Kind::kList && what.type.kind != Kind::kString) {
      return fail(what.extent, "`size` counts a list or a string, but " + subject(argument) + ".");
    }
    settle(node, Op::kSize, kIntType, what.type.kind);
    return true;
  }

  bool element(AstNode& node) {
    const AstId list = node.children[0];
    if (!visit(list)) return false;
    const Type type = ast_[list].type;
    if (type.kind != Kind::kList) return fail(node.name, "Only lists have elements, but " + subject(list) + ".");
    if (!operand(node, node.children[1], kIntType)) return false;
    const Type result = type.element == Kind::kObject ? object_of(type.object) : Type{type.element, Kind::kBool, 0};
    settle(node, Op::kElement, result, type.element);
    return true;
  }

  bool operation(AstNode& node) {
    switch (node.op) {
      case Op::kNot:
      case Op::kAnd:
      case Op::kOr:
        node.type = kBoolType;
        return std::all_of(node.children.begin(), node.children.end(),
                           [&](AstId child) { return operand(node, child, kBoolType); });
      case Op::kLess:
      case Op::kLessEqual:
      case Op::kGreater:
      case Op::kGreaterEqual:
        settle(node, node.op, kBoolType, Kind::kInt);
        return operand(node, node.children[0], kIntType) && operand(node, node.children[1], kIntType);
      case Op::kIn:
        return membership(node);
      default:
        return alike(node);
    }
  }

  // == != + -
  bool alike(AstNode& node) {
    const AstId left = node.children[0];
    const AstId right = node.children[1];
    if (!visit(left) || !visit(right)) return false;
    const Type type = ast_[left].type;
    if (node.op == Op::kSubtract) {
      for (const AstId side : node.children) {
        if (ast_[side].type != kIntType) return needs(node, side, kIntType);
      }
      settle(node, node.op, kIntType, Kind::kInt);
      return true;
    }
    for (const AstId side : node.children) {
      const Kind kind = ast_[side].type.kind;
      const bool fits = kind == Kind::kInt || kind == Kind::kString || (kind == Kind::kBool && node.op != Op::kAdd);
      if (!fits) {
        return fail(ast_[side].extent, sign(node) + (node.op == Op::kAdd ? " adds" : " compares") +
                                           " numbers or strings, but " + subject(side) + ".");
      }
    }
    if (ast_[right].type != type) {
      return fail(node.extent, sign(node) + " needs the same type on both sides, but " + subject(left) + " and " +
                                   subject(right) + ".");
    }
    settle(node, node.op, node.op == Op::kAdd ? type : kBoolType, type.kind);
    return true;
  }

  bool membership(AstNode& node) {
    const AstId wanted = node.children[0];
    const AstId list = node.children[1];
    if (!visit(wanted) || !visit(list)) return false;
    const Type type = ast_[list].type;
    if (type == kStringType && ast_[wanted].type == kStringType) {
      return fail(node.name, "`in` looks through lists; a string in a string is found with `.contains()`.");
    }
    if (type != kStringList && type != kIntList) {
      return fail(ast_[list].extent, "`in` looks through a list of strings or numbers, but " + subject(list) + ".");
    }
    if (ast_[wanted].type.kind != type.element) {
      return fail(node.extent,
                  "`in` needs an item of the list's type, but " + subject(wanted) + " and " + subject(list) + ".");
    }
    settle(node, Op::kIn, kBoolType, type.element);
    return true;
  }

  // Visits `child` of `node`, which has to be of `type`.
  bool operand(const AstNode& node, AstId child, Type type) {
    if (!visit(child)) return false;
    return ast_[child].type == type || needs(node, child, type);
  }

  bool needs(const AstNode& node, AstId child, Type type) {
    return fail(ast_[child].extent,
                sign(node) + " needs " + with_article(to_string(type)) + " here, but " + subject(child) + ".");
  }

  bool arguments(const AstNode& node, std::size_t wanted) {
    const std::size_t given = node.children.size() - 1;
    if (given == wanted) return true;
    static constexpr Bytes kCounts[] = {"no arguments", "1 argument", "2 arguments", "3 arguments", "4 arguments"};
    const std::string have = given == 0 ? "none is" : given == 1 ? "1 is" : std::to_string(given) + " are";
    return fail(node.name, quoted(node.text) + " takes " + std::string(kCounts[wanted]) + ", but " + have + " given.");
  }

  static void settle(AstNode& node, Op op, Type type, Kind operand_kind) {
    node.op = op;
    node.type = type;
    node.operand_kind = operand_kind;
  }

  std::string sign(const AstNode& node) const { return quoted(ast_.text_of(node.name)); }

  // The text of a node if it can be quoted in a sentence.
  std::string what(AstId id) const {
    const Bytes text = ast_.text_of(ast_[id].extent);
    const bool plain = text.size() <= kMaxQuoted && base::all_of(text, base::kVchar | base::kObsText | base::kBlank);
    return plain ? quoted(text) : "this";
  }

  // "`res.status` is an int"
  std::string subject(AstId id) const { return what(id) + " is " + with_article(describe(ast_[id].type, schema_)); }

  // "`res` (a message)"
  std::string owner(AstId id) const { return what(id) + " (" + with_article(describe(ast_[id].type, schema_)) + ")"; }

  bool fail(Extent where, std::string message) {
    error_ = CompileError{std::move(message), where.offset, where.length};
    return false;
  }

  Ast& ast_;
  const Schema& schema_;
  const CompileOptions& options_;
  std::optional<std::string> variable_;  // of the exists or all around the current node
  Type variable_type_;
  std::optional<CompileError> error_;
};

}  // namespace

std::optional<CompileError> check(Ast& ast, const Schema& schema, const CompileOptions& options) {
  return Checker(ast, schema, options).run();
}

}  // namespace httpvet::expr
