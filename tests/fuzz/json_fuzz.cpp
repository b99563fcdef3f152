// Fuzz target for JSON texts: whatever comes, reading ends; and no prefix of a valid text is malformed.
#include <cstdint>
#include <cstdlib>

#include "content/json.h"

using namespace httpvet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const content::JsonVerdict verdict = content::check_json(text);
  if (verdict.offset > text.size()) std::abort();
  if (verdict.state == content::TextState::kValid) {
    const Bytes prefix = text.substr(0, text.size() * data[0] / 256);
    if (content::check_json(prefix).state == content::TextState::kMalformed) std::abort();
  }
  content::find_json_integer(text, "status");
  std::vector<std::string> found;
  content::find_json_references(text, 8, found);
  if (found.size() > 8) std::abort();
  return 0;
}
