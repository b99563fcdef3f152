// The target URI of a request, the URIs that responses refer to, and whether two of them are the same.
//
// Such a URI is a text: `https://example.com/a?b`. Parts that the capture does not tell are missing: `//example.com/a`
// where the scheme is unknown, `/a` where a request of HTTP/1.0 named no host.
#pragma once

#include <cstdint>
#include <optional>

#include "base/arena.h"
#include "base/bytes.h"
#include "model/exchange.h"
#include "model/message.h"

namespace httpvet::facts {

/// The forms of a request target (RFC 9112 §3.2).
enum class TargetForm : std::uint8_t { kOrigin, kAbsolute, kAuthority, kAsterisk };

/// The form of the target of `request`; nullopt if it has none of them.
std::optional<TargetForm> target_form(const model::Message& request);

/// The target URI of `request` (RFC 9110 §7.1), which came over `scheme`: in the arena or the request. nullopt where
/// its target has no form. That of CONNECT is `//host:port`; that of `OPTIONS *` has an empty path.
std::optional<Bytes> target_uri(const model::Message& request, model::Scheme scheme, base::Arena& arena);

/// `reference` resolved against `base` (RFC 3986 §5.2), fragment included. Takes any octets.
Bytes resolve_uri(Bytes base, Bytes reference, base::Arena& arena);

/// The URI in the Location field of `response`, whose request was sent for `target` (RFC 9110 §10.2.2); nullopt without
/// Location, with an empty one, or with several.
std::optional<Bytes> location_uri(const model::Message& response, Bytes target, base::Arena& arena);

enum class SameUri : std::uint8_t {
  kSame,
  kDifferent,
  kUnknown,  // a part that the capture does not tell would decide: nearly always the scheme
};

/// Whether `a` and `b` identify the same resource: equal after normalization (RFC 3986 §6.2.2, §6.2.3; RFC 9110 §4.2.3:
/// letter case of scheme and host, default port, empty path, percent-encoding of unreserved characters, dot segments).
/// Fragments are ignored. Two URIs that both lack the scheme came over the same capture and are taken to share it.
SameUri same_uri(Bytes a, Bytes b, base::Arena& arena);

/// Whether `a` and `b` have the same origin: scheme, host and port (RFC 9110 §4.3.1).
SameUri same_origin(Bytes a, Bytes b);

/// What `uri` has in common with all URIs of its resource over http and https: host and port (without the default of
/// either scheme), path and query, normalized as by same_uri(). In the arena.
Bytes schemeless_uri(Bytes uri, base::Arena& arena);

/// Whether `reference`, resolved against `target`, identifies the target itself, and whether it stays at its origin. A
/// reference without scheme and host does so even where the target's own are unknown.
SameUri refers_to(Bytes target, Bytes reference, base::Arena& arena);
SameUri stays_at_origin(Bytes target, Bytes reference, base::Arena& arena);

/// Whether `request` goes where the Location of `redirect`, the response to `redirected`, leads. kDifferent without
/// Location; kUnknown where a target has no form.
SameUri leads_to(const model::Message& redirected, const model::Message& redirect, const model::Message& request,
                 model::Scheme scheme, base::Arena& arena);

}  // namespace httpvet::facts
