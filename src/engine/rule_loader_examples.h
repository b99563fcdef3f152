// The examples of a rule: from the way they are written to the octets that they stand for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/rule_loader_context.h"
#include "model/rule_info.h"

namespace httpvet::engine {

struct LoadedExamples {
  std::span<const model::Example> examples;
  std::vector<FilePosition> positions;
};

/// Loads the list `bad:` or `good:`. `profiles` are those of the rule: an example is judged under the first of them
/// unless it says otherwise.
LoadedExamples load_examples(LoadContext& context, const YamlNode& list, const std::string& what,
                             std::uint8_t profiles);

/// The octets of a request written as text: one line without version is a whole request with `Host: example.com`.
std::string request_octets(Bytes text);

/// The octets of a response, or of interim responses and the response after them, written as text.
std::string response_octets(Bytes text);

/// RFC 3339 date-time as nanoseconds since the epoch; nullopt if it is none.
std::optional<std::int64_t> parse_time(Bytes text);

}  // namespace httpvet::engine
