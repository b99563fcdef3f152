// Fuzz target for the wire layer. The first octet chooses the kind and the options, the second one how the octets come
// in; the rest is the stream. Whole or in pieces, by the fast path or without it: what is read has to be the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "unit/wire/wire_support.h"

namespace {

using namespace httpvet;
using namespace httpvet::wire;
using namespace httpvet::wire::test;

void require_same(const std::string& a, const std::string& b, const char* what) {
  if (a == b) return;
  std::fprintf(stderr, "%s differ:\n%s\n---\n%s\n", what, a.c_str(), b.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const unsigned choice = data[0];
  const std::size_t step = 1 + data[1] % 64;
  const Bytes stream(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Kind kind = (choice & 1) != 0 ? Kind::kRequest : Kind::kResponse;
  ReadOptions options;
  options.head.text_lines = (choice & 2) != 0;
  options.head.printed = (choice & 4) != 0;
  options.head.blank_lines_are_layout = (choice & 8) != 0;
  options.end = (choice & 16) != 0 ? model::StreamEnd::kCut : model::StreamEnd::kOrderly;
  options.method = (choice & 32) != 0 ? Bytes() : (choice & 64) != 0 ? Bytes("HEAD") : Bytes("GET");

  const std::string whole = read_pinned(stream, kind, options);
  StepSource pieces(stream, step);
  require_same(whole, read_all(pieces, kind, options), "whole and pieces");
  ReadOptions recovery = options;
  recovery.fast_path = FastPath::kNone;
  require_same(whole, read_pinned(stream, kind, recovery), "fast path and recovery");
  ReadOptions llhttp = options;
  llhttp.fast_path = FastPath::kLlhttp;
  require_same(whole, read_pinned(stream, kind, llhttp), "fast path and llhttp");
  if ((choice & 128) != 0) {
    StepSource narrow(stream, step, 64);  // heads are cut: it only has to end
    read_all(narrow, kind, options);
  }
  return 0;
}
