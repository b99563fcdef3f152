// MediaType: Content-Type (RFC 9110 §8.3.1).
#pragma once

#include <span>

#include "fields/parameters.h"

namespace httpvet::fields {

struct MediaType {
  Slice type;
  Slice subtype;
  std::span<const Parameter> parameters;

  /// True for `wanted_type`/`wanted_subtype`, letter case ignored. Requires the value it was parsed from.
  bool is(Bytes value, Bytes wanted_type, Bytes wanted_subtype) const;

  /// The first parameter called `name`, null if there is none; parameter_value() tells what it stands for.
  const Parameter* find_parameter(Bytes value, Bytes name) const {
    return fields::find_parameter(parameters, value, name);
  }
};

/// type "/" subtype and parameters. Empty parameters are legal.
bool parse_media_type(Bytes value, base::Arena& arena, MediaType& out, ParseError& error);

}  // namespace httpvet::fields
