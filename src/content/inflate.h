// Content codings that zlib undoes: gzip and deflate (RFC 9110 §8.4.1).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace httpvet::content {

struct Inflated {
  std::string text;
  bool whole = false;  // the coded octets ended, and nothing was left out
};

/// `coded`, perhaps only the beginning of it, without the coding `name` (in any letter case), at most `most` octets.
/// nullopt for codings other than gzip, x-gzip and deflate, and for octets that are not so coded. What servers call
/// deflate is taken with and without the zlib format around it.
std::optional<Inflated> inflate_content(Bytes coded, Bytes name, std::size_t most);

}  // namespace httpvet::content
