#include "engine/rule_loader_expressions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/byte_class.h"
#include "facts/member.h"
#include "facts/schema.h"

namespace httpvet::engine {
namespace {

using facts::Root;

constexpr unsigned bit(Root root) { return 1u << static_cast<unsigned>(root); }

/// Which roots rules of each scope know, in the order of model::Scope.
constexpr unsigned kResponseRoots = bit(Root::kRes) | bit(Root::kReq) | bit(Root::kExchange) | bit(Root::kConn);
constexpr std::array<unsigned, model::kScopeNames.size()> kScopeRoots = {
    bit(Root::kMsg) | bit(Root::kConn),
    bit(Root::kReq) | bit(Root::kExchange) | bit(Root::kConn),
    kResponseRoots,
    kResponseRoots,
    kResponseRoots,
    kResponseRoots,
};

bool scope_knows(model::Scope scope, expr::RootId root) {
  return (kScopeRoots[static_cast<std::size_t>(scope)] & (1u << root)) != 0;
}

/// The facts' schema with only the roots that a scope knows.
class ScopedSchema final : public expr::Schema {
 public:
  explicit ScopedSchema(model::Scope scope) : scope_(scope) {}

  std::optional<expr::RootRef> find_root(Bytes name) const override {
    const auto root = all_.find_root(name);
    return root && scope_knows(scope_, root->root) ? root : std::nullopt;
  }
  std::vector<Bytes> root_names() const override {
    std::vector<Bytes> names = all_.root_names();
    std::erase_if(names, [&](Bytes name) { return !find_root(name); });
    return names;
  }
  std::optional<expr::MemberRef> find_member(expr::ObjectType type, Bytes name) const override {
    return all_.find_member(type, name);
  }
  std::vector<Bytes> member_names(expr::ObjectType type) const override { return all_.member_names(type); }
  Bytes object_name(expr::ObjectType type) const override { return all_.object_name(type); }
  expr::Feature presence_feature(expr::RootId root, expr::FactId fact) const override {
    return all_.presence_feature(root, fact);
  }
  bool is_status(expr::RootId root, expr::FactId fact) const override { return all_.is_status(root, fact); }

 private:
  const expr::Schema& all_ = facts::schema();
  model::Scope scope_;
};

/// A sentence for a root that exists but not in this scope; empty if `name` is no root.
std::string explain_scope(Bytes name, model::Scope scope) {
  const auto root = facts::schema().find_root(name);
  if (!root) return {};
  std::vector<Bytes> scopes;
  for (std::size_t i = 0; i < model::kScopeNames.size(); ++i) {
    if (scope_knows(static_cast<model::Scope>(i), root->root)) scopes.push_back(model::kScopeNames[i]);
  }
  return quoted(name) + " is known in rules of scope " + one_of(scopes) + "; this rule has scope " +
         quoted(model::name_of(scope));
}

/// The fact by which `program` asks for earlier exchanges, if it does.
std::optional<expr::FactId> history_read(const expr::Program& program) {
  const auto reads = [](const expr::Node& node) {
    return node.op == expr::Op::kMember && facts::reads_history(static_cast<expr::FactId>(node.index));
  };
  const auto found = std::find_if(program.nodes.begin(), program.nodes.end(), reads);
  return found == program.nodes.end() ? std::nullopt : std::optional(static_cast<expr::FactId>(found->index));
}

/// Rules that judge a message by itself know nothing of earlier exchanges.
bool knows_history(model::Scope scope) {
  return scope == model::Scope::kExchange || scope == model::Scope::kSession || scope == model::Scope::kHistory;
}

bool can_be_shown(const expr::Type& type) {
  return type.kind == expr::Kind::kString || type.kind == expr::Kind::kInt || type.kind == expr::Kind::kBool ||
         type == expr::kStringList;
}

/// Offset of the `}` that ends the piece that begins at `begin`, string constants skipped; npos if there is none.
std::size_t end_of_piece(Bytes text, std::size_t begin) {
  char quote = '\0';
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == '\\') ++i;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '}') {
      return i;
    }
  }
  return Bytes::npos;
}

}  // namespace

std::optional<expr::Program> RuleExpressions::compile(const YamlNode& scalar, Bytes source, std::size_t offset,
                                                      std::optional<expr::Type> expected) {
  const ScopedSchema schema(scope_);
  const auto compiled = expr::compile(source, schema, {item_, expected}, context_.arena());
  if (compiled.ok()) {
    const auto history = knows_history(scope_) ? std::nullopt : history_read(compiled.value());
    if (!history) return compiled.value();
    const Bytes name = facts::member_group(*history >> 8)[*history & 0xFF].name;
    const std::size_t where = source.find(name);
    context_.error_in(scalar, offset + (where == Bytes::npos ? 0 : where),
                      quoted(name) +
                          " is known in rules of scope `exchange`, `session` and `history`; this rule has scope " +
                          quoted(model::name_of(scope_)));
    return std::nullopt;
  }
  const expr::CompileError& error = compiled.error();
  const Bytes culprit = error.offset <= source.size() ? source.substr(error.offset, error.length) : Bytes();
  std::string message = schema.find_root(culprit) ? std::string() : explain_scope(culprit, scope_);
  if (culprit == "it" && each_failed_) return std::nullopt;  // said already what is wrong
  if (culprit == "it" && !item_) message = "`it` is known only in rules with `each`";
  context_.error_in(scalar, offset + error.offset, message.empty() ? error.message : std::move(message));
  return std::nullopt;
}

expr::Program RuleExpressions::each(const YamlNode& scalar) {
  const auto source = context_.word(scalar, "`each`");
  if (!source) return {};
  const auto program = compile(scalar, *source, 0, std::nullopt);
  each_failed_ = !program || program->type.kind != expr::Kind::kList;
  if (!program) return {};
  if (program->type.kind != expr::Kind::kList) {
    context_.error_at(scalar, "`each` has to be a list, such as `res.lines`");
    return {};
  }
  item_ = expr::Type{program->type.element, expr::Kind::kBool, program->type.object};
  return *program;
}

expr::Program RuleExpressions::condition(const YamlNode& scalar, const std::string& what) {
  const auto source = context_.word(scalar, what);
  if (!source) return {};
  return compile(scalar, *source, 0, expr::kBoolType).value_or(expr::Program{});
}

std::optional<expr::Program> RuleExpressions::argument(const YamlNode& scalar, Bytes source, std::size_t offset) {
  const auto program = compile(scalar, source, offset, std::nullopt);
  if (!program || can_be_shown(program->type)) return program;
  context_.error_in(scalar, offset,
                    "a message can show text, numbers, true or false, and lists of text, but not " +
                        quoted(base::trim_blanks(source)));
  return std::nullopt;
}

MessageTemplate RuleExpressions::message(const YamlNode& scalar, bool by_check) {
  const auto source = context_.word(scalar, "`message`");
  if (!source) return {};
  std::string text;
  std::vector<expr::Program> arguments;
  for (std::size_t i = 0; i < source->size(); ++i) {
    const char c = (*source)[i];
    const bool doubled = (c == '{' || c == '}') && i + 1 < source->size() && (*source)[i + 1] == c;
    text += c;
    if (doubled) {
      text += c;
      ++i;
    } else if (c == '}') {
      context_.error_in(scalar, i, "a `}` without `{`; write `}}` for a brace");
    } else if (c == '{') {
      const std::size_t end = end_of_piece(*source, i + 1);
      if (end == Bytes::npos) {
        context_.error_in(scalar, i, "this `{` has no `}`; write `{{` for a brace");
        break;
      }
      const Bytes piece = source->substr(i + 1, end - i - 1);
      if (by_check && !piece.empty()) {
        context_.error_in(scalar, i, "the words of this message come from its check; write `{}` for each");
      } else if (!by_check && base::trim_blanks(piece).empty()) {
        context_.error_in(scalar, i, "an expression has to stand between `{` and `}`; write `{{}}` for braces");
      } else if (!by_check) {
        if (const auto program = argument(scalar, piece, i + 1)) arguments.push_back(*program);
      }
      text += '}';
      i = end;
    }
  }
  return {context_.keep(text), context_.arena().copy_array(std::span<const expr::Program>(arguments))};
}

std::optional<EvidencePath> RuleExpressions::path(const YamlNode& scalar, const std::string& what) {
  const auto source = context_.word(scalar, what);
  if (!source) return std::nullopt;
  const auto program = compile(scalar, *source, 0, std::nullopt);
  if (!program) return std::nullopt;
  const std::vector<expr::FactUse> used = expr::facts_used(*program);
  if (program->nodes.back().op != expr::Op::kMember || used.size() != 1 || used[0].root == expr::kNoRoot) {
    context_.error_at(scalar, what + " has to be a root and one of its members, such as `res.content_range`");
    return std::nullopt;
  }
  return EvidencePath{used[0].root, used[0].fact};
}

void add_path(std::vector<EvidencePath>& paths, const EvidencePath& path) {
  // `res.allow` and `res.allow_text` are the same octets.
  const auto same = [&](const EvidencePath& other) {
    const model::FieldId field = facts::field_of(path.fact);
    return other.root == path.root &&
           (other.fact == path.fact || (field != model::kUnknownField && facts::field_of(other.fact) == field));
  };
  if (std::none_of(paths.begin(), paths.end(), same)) paths.push_back(path);
}

std::vector<EvidencePath> fields_read(std::span<const expr::Program> programs) {
  std::vector<EvidencePath> paths;
  for (const expr::Program& program : programs) {
    for (const expr::FactUse& use : expr::facts_used(program)) {
      const bool message = use.root == static_cast<expr::RootId>(Root::kMsg) ||
                           use.root == static_cast<expr::RootId>(Root::kRes) ||
                           use.root == static_cast<expr::RootId>(Root::kReq);
      const bool place = facts::field_of(use.fact) != model::kUnknownField || facts::anomaly_kind_of(use.fact);
      if (message && place) add_path(paths, {use.root, use.fact});
    }
  }
  return paths;
}

}  // namespace httpvet::engine
