#include "content/sniff.h"

#include <algorithm>
#include <array>

#include "base/byte_class.h"

namespace httpvet::content {
namespace {

struct Magic {
  Bytes octets;
  Bytes format;
};

constexpr std::array kMagic = {
    Magic{"\x89PNG\r\n\x1A\n", "a PNG image"},
    Magic{"\xFF\xD8\xFF", "a JPEG image"},
    Magic{"GIF87a", "a GIF image"},
    Magic{"GIF89a", "a GIF image"},
    Magic{"%PDF-1.", "a PDF document"},
    Magic{"%PDF-2.", "a PDF document"},
    Magic{"PK\x03\x04", "a ZIP archive"},
    Magic{"\x1F\x8B\x08", "gzip data"},
};

bool begins_with_word(Bytes text, Bytes word) {
  if (!base::equals_ignoring_case(text.substr(0, word.size()), word)) return false;
  const Bytes rest = text.substr(word.size());
  return rest.empty() || rest.front() == '>' || rest.front() == ' ' || rest.front() == '\t' || rest.front() == '\r' ||
         rest.front() == '\n' || rest.front() == '/';
}

}  // namespace

Bytes binary_format(Bytes text) {
  if (text.starts_with("RIFF") && text.substr(8, 4) == "WEBP") return "a WebP image";
  const auto found =
      std::ranges::find_if(kMagic, [text](const Magic& magic) { return text.starts_with(magic.octets); });
  if (found == kMagic.end()) return {};
  // A sentence may begin with GIF89a; an image goes on with numbers.
  const bool words = found->octets.starts_with("GIF") && std::ranges::all_of(text.substr(6, 7), [](char c) {
                       return base::is(c, base::kVchar | base::kBlank);
                     });
  return words ? Bytes() : found->format;
}

Bytes without_leading_space(Bytes text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n\f");
  return first == Bytes::npos ? Bytes() : text.substr(first);
}

bool begins_like_html(Bytes text) {
  Bytes rest = without_leading_space(text);
  while (rest.starts_with("<!--")) {
    const std::size_t end = rest.find("-->");
    if (end == Bytes::npos) return false;
    rest = without_leading_space(rest.substr(end + 3));
  }
  return begins_with_word(rest, "<!doctype html") || begins_with_word(rest, "<html");
}

bool begins_like_xml(Bytes text) { return begins_with_word(without_leading_space(text), "<?xml"); }

}  // namespace httpvet::content
