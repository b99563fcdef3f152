#include "rules/rule_files.h"

namespace httpvet::tests {
namespace {

struct Loaded {
  engine::RuleFile file;
  std::vector<engine::RuleFileError> errors;
  Loaded() { engine::load_rule_path(HTTPVET_SOURCE_DIR "/rules", file, errors); }
};

const Loaded& loaded() {
  static const Loaded instance;
  return instance;
}

}  // namespace

const engine::RuleFile& rule_files() { return loaded().file; }
const std::vector<engine::RuleFileError>& rule_file_errors() { return loaded().errors; }

}  // namespace httpvet::tests
