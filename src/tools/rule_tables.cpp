#include "tools/rule_tables.h"

#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include "base/byte_class.h"

namespace httpvet::tools {
namespace {

std::string number(std::int64_t value) {
  if (value == std::numeric_limits<std::int64_t>::min()) return "INT64_MIN";
  return std::to_string(value);
}

/// An enumerator, by its number: `Kind{2}`.
template <typename Enum>
std::string enumerator(const char* type, Enum value) {
  return std::string(type) + "{" + std::to_string(static_cast<unsigned>(value)) + "}";
}

/// `text` as a constant of type Bytes.
std::string literal(Bytes text) {
  if (text.empty()) return "{}";
  std::string out = "{\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '?') {  // `??` could begin a trigraph
      out += '\\';
      out += c;
    } else if (base::is(c, base::kVchar) || c == ' ') {
      out += c;
    } else {
      const auto octet = static_cast<unsigned char>(c);
      out += '\\';
      out += static_cast<char>('0' + (octet >> 6));
      out += static_cast<char>('0' + (octet >> 3 & 7));
      out += static_cast<char>('0' + (octet & 7));
    }
    if (c == '\n') out += "\"\n \"";
  }
  return out + "\", " + std::to_string(text.size()) + "}";
}

/// One table of the generated file. Rules refer to runs of its rows as spans, so that all of it is constant.
class Table {
 public:
  Table(const char* type, const char* name) : type_(type), name_(name) {}

  /// Adds `rows` and returns the span of them.
  std::string add(const std::vector<std::string>& rows) {
    if (rows.empty()) return "{}";
    const std::size_t first = count_;
    for (const std::string& row : rows) {
      rows_ += " " + row + ",\n";
      ++count_;
    }
    return "{" + std::string(name_) + " + " + std::to_string(first) + ", " + std::to_string(rows.size()) + "}";
  }

  std::string text() const {
    if (count_ == 0) return {};
    return "constinit const " + std::string(type_) + " " + name_ + "[] = {\n" + rows_ + "};\n\n";
  }

 private:
  const char* type_;
  const char* name_;
  std::string rows_;
  std::size_t count_ = 0;
};

class TableWriter {
 public:
  void add(const engine::Rule& rule) {
    const std::string head = info(rule.info);
    std::string row = "{" + head + ",\n  " + program(rule.each) + ", " + program(rule.when) + ", ";
    row += program(rule.require) + ",\n  ";
    row += cases_.add(each(rule.severities, [&](const engine::SeverityCase& entry) {
      return "{" + program(entry.when) + ", " + enumerator("Severity", entry.severity) + "}";
    }));
    row += ", " + programs_.add(each(rule.arguments, [&](const expr::Program& p) { return program(p); }));
    row += ", " + path(rule.at) + ", " + paths_.add(each(rule.evidence, path));
    row += ", " + check(rule.check) + ",\n  " + needs(rule.needs) + "}";
    rules_.add({row});
  }

  std::string text() const {
    std::string out =
        "// Made by rule_compiler from the files under rules/. Not to be edited.\n"
        "#include <cstdint>\n\n#include \"engine/rule_set.h\"\n\n";
    if (!checks_.empty()) {
      out += "namespace httpvet::checks {\n";
      for (const std::string& name : checks_) out += "void " + name + "(facts::Facts&, CheckSink&);\n";
      out += "}  // namespace httpvet::checks\n\n";
    }
    out +=
        "namespace httpvet::engine {\nnamespace {\n\n"
        "using expr::Feature;\nusing expr::Kind;\nusing expr::Node;\nusing expr::Op;\nusing expr::Program;\n"
        "using expr::StatusRange;\nusing model::Basis;\nusing model::Confidence;\nusing model::Example;\n"
        "using model::ExampleExchange;\nusing model::Profile;\nusing model::RuleStatus;\nusing model::Scope;\n"
        "using model::Severity;\n\n";
    for (const Table* table : {&operands_, &nodes_, &programs_, &features_, &statuses_, &words_, &exchanges_,
                               &examples_, &cases_, &paths_, &rules_}) {
      out += table->text();
    }
    const std::string all = rules_.text().empty() ? "{}" : "kRules";
    return out + "}  // namespace\n\nstd::span<const Rule> builtin_rules() { return " + all +
           "; }\n\n}  // namespace httpvet::engine\n";
  }

 private:
  template <typename T, typename Row>
  static std::vector<std::string> each(std::span<const T> items, Row row) {
    std::vector<std::string> rows;
    for (const T& item : items) rows.push_back(row(item));
    return rows;
  }

  static std::string path(const engine::EvidencePath& path) {
    return "{" + std::to_string(path.root) + ", " + std::to_string(path.fact) + "}";
  }

  std::string words(std::span<const Bytes> words) { return words_.add(each(words, literal)); }

  std::string node(const expr::Node& node) {
    const std::string operands =
        operands_.add(each(node.operands, [](std::uint16_t operand) { return std::to_string(operand); }));
    return "{" + enumerator("Op", node.op) + ", " + enumerator("Kind", node.operand_kind) + ", " +
           std::to_string(node.index) + ", " + number(node.integer) + ", " + literal(node.text) + ", " + operands + "}";
  }

  std::string program(const expr::Program& program) {
    if (program.empty()) return "{}";
    const std::string nodes = nodes_.add(each(program.nodes, [&](const expr::Node& n) { return node(n); }));
    return "{" + nodes + ", {" + enumerator("Kind", program.type.kind) + ", " +
           enumerator("Kind", program.type.element) + ", " + std::to_string(program.type.object) + "}}";
  }

  std::string needs(const expr::Needs& needs) {
    const auto feature = [](expr::Feature f) { return std::to_string(f); };
    const auto range = [](const expr::StatusRange& r) {
      return "{" + std::to_string(r.first) + ", " + std::to_string(r.last) + "}";
    };
    const std::string present = features_.add(each(needs.present, feature));
    const std::string absent = features_.add(each(needs.absent, feature));
    return "{" + present + ", " + absent + ", " + statuses_.add(each(needs.statuses, range)) + "}";
  }

  std::string example(const model::Example& example) {
    const std::string exchanges = exchanges_.add(each(example.exchanges, [](const model::ExampleExchange& exchange) {
      return "{" + literal(exchange.request) + ", " + literal(exchange.response) + "}";
    }));
    std::string out = "{" + exchanges + ", " + words(example.also);
    for (const bool flag : {example.tls, example.plain, example.structured, example.cut, example.has_request_stream,
                            example.has_response_stream}) {
      out += flag ? ", true" : ", false";
    }
    return out + ", " + literal(example.time) + ", " + enumerator("Profile", example.profile) + "}";
  }

  std::string info(const model::RuleInfo& info) {
    const auto make_example = [&](const model::Example& e) { return example(e); };
    std::string out = "{" + literal(info.id) + ", " + enumerator("Severity", info.severity) + ", " +
                      enumerator("Basis", info.basis) + ", " + enumerator("Confidence", info.confidence) + ", " +
                      enumerator("Scope", info.scope) + ", " + enumerator("RuleStatus", info.status) + ", " +
                      (info.default_on ? "true" : "false") + ", " + std::to_string(info.profiles);
    for (const auto& list : {info.spec, info.tags, info.aliases, info.replaces}) out += ", " + words(list);
    for (const Bytes text : {info.since, info.title, info.message, info.why, info.fix, info.requirement}) {
      out += ",\n  " + literal(text);
    }
    out += ",\n  " + examples_.add(each(info.bad, make_example));
    return out + ", " + examples_.add(each(info.good, make_example)) + "}";
  }

  /// A check called `x` is the function httpvet::checks::x: a name is what a constant table can refer to.
  std::string check(checks::CheckFunction function) {
    for (const checks::CheckEntry& entry : checks::all_checks()) {
      if (entry.function != function || function == nullptr) continue;
      checks_.insert(std::string(entry.name));
      return "&checks::" + std::string(entry.name);
    }
    return "nullptr";
  }

  Table operands_{"std::uint16_t", "kOperands"};
  Table nodes_{"Node", "kNodes"};
  Table programs_{"Program", "kPrograms"};
  Table features_{"Feature", "kFeatures"};
  Table statuses_{"StatusRange", "kStatuses"};
  Table words_{"Bytes", "kWords"};
  Table exchanges_{"ExampleExchange", "kExchanges"};
  Table examples_{"Example", "kExamples"};
  Table cases_{"SeverityCase", "kCases"};
  Table paths_{"EvidencePath", "kPaths"};
  Table rules_{"Rule", "kRules"};
  std::set<std::string> checks_;
};

}  // namespace

std::string write_rule_tables(std::span<const engine::Rule* const> rules) {
  TableWriter writer;
  for (const engine::Rule* rule : rules) writer.add(*rule);
  return writer.text();
}

}  // namespace httpvet::tools
