// Names of media types: what is wrong with them, which are obsolete, and which nobody ever registered.
#pragma once

#include <optional>

#include "base/bytes.h"

namespace httpvet::fields {

/// Why a Content-Type value does not begin with type "/" subtype and then a semicolon or nothing (RFC 9110 §8.3.1), in
/// words that go on after "because"; empty if it does. Faults within parameters are none, and neither is a list of
/// complete types. `value` without OWS at both ends.
Bytes media_type_fault(Bytes value);

/// type "/" subtype of a Content-Type value, its grammar taken leniently: what stands before the first semicolon,
/// comma or blank. May be empty.
Bytes media_type_name(Bytes value);

/// The charset parameter of a Content-Type value, without quotes, though other parameters may break the grammar;
/// nullopt if there is none.
std::optional<Bytes> charset_parameter(Bytes value);

/// Why `name` (type "/" subtype) breaks the rules for registered names (RFC 6838 §4.2); empty if it does not, or is no
/// name of that form. A length from 65 to 127 is legal, but no fault that comes first: see has_long_media_name().
Bytes media_name_fault(Bytes name);

/// True when type or subtype of `name` has more than 64 characters (RFC 6838 §4.2: SHOULD NOT).
bool has_long_media_name(Bytes name);

/// What people mean who write the non-existent type `name` (lower case): "image/jpeg" for "image/jpg". Empty for
/// others.
Bytes media_type_meant(Bytes name);

/// Why the registry of IANA does not tell what `name` (lower case) is: it is not there nor under vnd., prs., x. or x-,
/// or its suffix is not registered (RFC 6838 §3, §4.2.8). Empty if it does.
Bytes media_type_doubt(Bytes name);

/// The type that replaced the obsolete or never registered `name` (lower case); empty for others.
Bytes media_type_successor(Bytes name);

}  // namespace httpvet::fields
