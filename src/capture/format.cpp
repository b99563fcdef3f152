#include "capture/format.h"

#include <array>

#include "capture/curl_trace.h"
#include "capture/curl_verbose.h"
#include "capture/raw.h"
#include "capture/streams.h"

namespace httpvet::capture {
namespace {

constexpr std::array kFormats = {
    Format{"curl-trace", "what `curl --trace-ascii` or `curl --trace` writes", &sniff_curl_trace, &open_curl_trace},
    Format{"curl-verbose", "a transcript of `curl -v`: lines behind `>`, `<` and `*`", &sniff_curl_verbose,
           &open_curl_verbose},
    Format{"raw", "messages one after another: responses as `curl -si` prints them, or requests and responses in turn",
           &sniff_raw, &open_raw},
    Format{"streams", "the byte stream of one side of a connection as it was sent; NAME.req and NAME.res make a pair",
           &sniff_streams, &open_stream},
};

}  // namespace

std::span<const Format> format_table() { return kFormats; }

const Format* format_by_name(Bytes name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

const Format* sniff_format(Bytes start) {
  for (const Format& format : kFormats) {
    if (format.sniff(start)) return &format;
  }
  return nullptr;
}

std::size_t byte_order_mark(Bytes start) { return start.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0; }

}  // namespace httpvet::capture
