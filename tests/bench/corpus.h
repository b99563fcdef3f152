// Traffic made for measuring: deterministic, compliant, of a known shape.
#pragma once

#include <cstddef>
#include <string>

namespace httpvet::bench {

/// The two byte streams of one connection.
struct Corpus {
  std::string requests;
  std::string responses;
  std::size_t exchanges = 0;
};

/// `exchanges` exchanges of an API: heads of about 680 octets in responses, JSON content of some hundred octets, three
/// in ten chunked, some 304 and 404.
Corpus api_traffic(std::size_t exchanges);

}  // namespace httpvet::bench
