// DPoP proofs: tokens that bind a request to a key (RFC 9449 §4.2).
#pragma once

#include <string>

#include "base/bytes.h"

namespace httpvet::facts {

/// What a proof says, as far as rules ask.
struct DpopProof {
  Bytes problem;       // why it is none; empty: nothing, and all others are set
  std::string method;  // htm
  std::string uri;     // htu
};

/// Takes the JWT `proof` apart: three parts in base64url, a header with typ, and jwk without members of a private key,
/// a payload with htm and htu. Does not verify the signature.
DpopProof read_dpop_proof(Bytes proof);

}  // namespace httpvet::facts
