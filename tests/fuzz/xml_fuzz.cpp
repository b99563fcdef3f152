// Fuzz target for XML documents: no prefix of a valid one is malformed, and what is kept has its bounds.
#include <cstdint>
#include <cstdlib>

#include "content/xml.h"

using namespace httpvet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const content::XmlDocument document = content::read_xml(text, true);
  if (document.children.size() > content::XmlDocument::kMaxNames) std::abort();
  if (document.references.size() > content::XmlDocument::kMaxLinks) std::abort();
  if (document.state != content::TextState::kValid) return 0;
  const Bytes prefix = text.substr(0, text.size() * data[0] / 256);
  const content::XmlDocument part = content::read_xml(prefix, false);
  if (part.state != content::TextState::kCut || part.responses > document.responses) std::abort();
  return 0;
}
