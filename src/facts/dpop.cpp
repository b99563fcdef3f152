#include "facts/dpop.h"

#include <algorithm>
#include <array>
#include <optional>

#include "content/json.h"
#include "fields/base64.h"

namespace httpvet::facts {
namespace {

/// Members that only private keys have (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
bool is_private_member(Bytes name) {
  constexpr std::array<Bytes, 8> kNames = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};
  return std::ranges::find(kNames, name) != kNames.end();
}

struct Members {
  bool object = false;
  bool jwk = false;
  bool private_key = false;
  std::optional<std::string> typ;
  std::optional<std::string> htm;
  std::optional<std::string> htu;
};

void note_string(Members& members, Bytes name, Bytes value) {
  if (name == "typ") members.typ = content::unescape_json(value);
  if (name == "htm") members.htm = content::unescape_json(value);
  if (name == "htu") members.htu = content::unescape_json(value);
}

/// The members of the JSON object `text`.
Members read_members(Bytes text) {
  using Event = content::JsonScanner::Event;
  content::JsonScanner scanner(text);
  Members members;
  Bytes name;
  const bool begins = scanner.next() == Event::kBegin && scanner.in_object();
  for (Event event = scanner.next(); begins && event != Event::kDone; event = scanner.next()) {
    const std::size_t depth = scanner.depth();
    if (event == Event::kName && depth == 1) name = scanner.text();
    if (event == Event::kName && depth == 2 && name == "jwk" && is_private_member(scanner.text())) {
      members.private_key = true;
    }
    if (event == Event::kBegin && depth <= 2 && name == "jwk" && scanner.in_object()) members.jwk = true;
    if (event == Event::kString && depth == 1) note_string(members, name, scanner.text());
  }
  members.object = begins && scanner.state() == content::TextState::kValid;
  return members;
}

Bytes problem_of_header(const Members& header) {
  if (!header.object) return "its header is no JSON object";
  if (!header.typ || (*header.typ != "dpop+jwt" && *header.typ != "application/dpop+jwt")) {
    return "the `typ` of its header is not `dpop+jwt`";
  }
  if (!header.jwk) return "its header has no public key in `jwk`";
  return header.private_key ? Bytes("its `jwk` holds a private key") : Bytes();
}

Bytes problem_of_payload(const Members& payload) {
  if (!payload.object) return "its payload is no JSON object";
  if (!payload.htm) return "its payload has no `htm`";
  return payload.htu ? Bytes() : Bytes("its payload has no `htu`");
}

}  // namespace

DpopProof read_dpop_proof(Bytes proof) {
  constexpr Bytes kForm = "it is not three parts in base64url with dots between";
  DpopProof read;
  const std::size_t first = proof.find('.');
  const std::size_t second = first == Bytes::npos ? first : proof.find('.', first + 1);
  std::string header;
  std::string payload;
  std::string signature;
  const bool parts = second != Bytes::npos && fields::decode_base64url(proof.substr(0, first), header) &&
                     fields::decode_base64url(proof.substr(first + 1, second - first - 1), payload) &&
                     fields::decode_base64url(proof.substr(second + 1), signature);
  if (!parts || header.empty() || payload.empty()) {
    read.problem = kForm;
    return read;
  }
  Members about = read_members(header);
  Members claims = read_members(payload);
  read.problem = problem_of_header(about);
  if (read.problem.empty()) read.problem = problem_of_payload(claims);
  if (!read.problem.empty()) return read;
  read.method = std::move(*claims.htm);
  read.uri = std::move(*claims.htu);
  return read;
}

}  // namespace httpvet::facts
