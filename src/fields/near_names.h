// Names of fields that are no registered ones but look like one: misspellings.
#pragma once

#include "base/bytes.h"
#include "fields/registry.h"

namespace httpvet::fields {

/// The registered field that `name`, which is unknown to the registry, was probably meant to be: at most two edits away
/// (one for names under eight letters), an underscore for a hyphen, or the letters of Connection in another order.
/// kUnknownField if there is none, or if `name` is a registered one behind `X-` or the prefix of a vendor.
FieldId misspelled_field(Bytes name);

/// True when `name` is a scrambled Connection (`nnCoection`, `Cneonction`, `X-Cnection`), which load balancers write on
/// purpose to make the field ineffective.
bool is_scrambled_connection(Bytes name);

/// True when `name` differs from Content-Length, Transfer-Encoding or Host in nothing but underscores for hyphens.
bool is_framing_lookalike(Bytes name);

}  // namespace httpvet::fields
