// Fuzz target for HTML documents and plain text: whatever comes, reading ends, and what is kept has its bounds.
#include <cstdint>
#include <cstdlib>

#include "content/html.h"
#include "content/not_found_text.h"
#include "content/uri_text.h"

using namespace httpvet;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes text(reinterpret_cast<const char*>(data), size);
  const content::HtmlDocument document = content::read_html(text);
  if (document.links.size() > content::HtmlDocument::kMaxLinks) std::abort();
  if (document.references.size() > content::HtmlDocument::kMaxLinks) std::abort();
  if (document.title.size() > content::HtmlDocument::kMaxText) std::abort();
  content::is_not_found_notice(document.title, "example.com");
  content::is_not_found_notice(text, {});
  std::vector<std::string> found;
  content::find_references(text, 8, found);
  if (found.size() > 8) std::abort();
  return 0;
}
