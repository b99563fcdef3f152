// Digests over contents (RFC 9530 §5, RFC 1864).
#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace httpvet::content {

/// The octets of the digest of `octets` by `algorithm`, named as in the registry of RFC 9530 ("sha-256", "sha-512",
/// "md5", "sha", "adler", "crc32c"). nullopt for others: unixsum and unixcksum mean different things to different
/// people.
std::optional<std::string> digest(Bytes algorithm, Bytes octets);

/// How many octets a digest by `algorithm` has; 0 for algorithms that are not registered.
std::size_t digest_octets(Bytes algorithm);

}  // namespace httpvet::content
