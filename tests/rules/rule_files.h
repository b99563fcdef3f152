// The rule files of the source tree, loaded as a user's would be.
#pragma once

#include <string>
#include <vector>

#include "engine/rule_set.h"

namespace httpvet::tests {

/// All rules under rules/, loaded once. `errors` of the loader are in rule_file_errors().
const engine::RuleFile& rule_files();
const std::vector<engine::RuleFileError>& rule_file_errors();

}  // namespace httpvet::tests
