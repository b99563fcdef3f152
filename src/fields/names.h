// Registries of names that values are made of: rules/registry/names as constant tables.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace httpvet::fields {

/// A file of rules/registry/names each, in the order of src/fields/CMakeLists.txt.
enum class NameRegistry : std::uint8_t {
  kMediaTypes,         // type "/" subtype (IANA Media Types)
  kCharsets,           // names and aliases (IANA Character Sets)
  kLanguages,          // primary subtags (IANA Language Subtag Registry)
  kExtendedLanguages,  // extlang subtags
  kScripts,
  kRegions,
  kLanguageVariants,
  kLanguageTags,      // whole tags that were registered before there were subtags
  kLinkRelations,     // IANA Link Relations; well-known ones of the microformats wiki
  kAuthSchemes,       // IANA HTTP Authentication Schemes
  kContentCodings,    // IANA HTTP Content Codings
  kTransferCodings,   // IANA HTTP Transfer Codings
  kRangeUnits,        // IANA HTTP Range Units
  kPreferences,       // IANA HTTP Preferences; well-known ones of OData and PostgREST
  kAltSvcParameters,  // IANA HTTP Alt-Svc Parameters
};

/// What a registry says about a name.
enum class NameState : std::uint8_t {
  kNone,  // not listed
  kRegistered,
  kDeprecated,
  kWellKnown,  // not registered, but in use
};

/// What `registry` says about `name`, letter case ignored. Takes the logarithm of the registry's size.
NameState name_state(NameRegistry registry, Bytes name);

/// True when `registry` lists `name` as registered or deprecated.
inline bool is_registered(NameRegistry registry, Bytes name) {
  const NameState state = name_state(registry, name);
  return state == NameState::kRegistered || state == NameState::kDeprecated;
}

/// All names of `registry`, in lower case and in their order.
std::vector<Bytes> names_of(NameRegistry registry);

/// What is wrong with the subtags of a language tag.
enum class TagFault : std::uint8_t { kNone, kUnregistered, kDeprecated };

/// Looks up the subtags of `tag`, a well-formed language tag (RFC 5646 §2.1), up to the first extension or private use:
/// the worst that the registry says about one of them. `subtag` is then that subtag.
TagFault judge_language_tag(Bytes tag, Bytes& subtag);

}  // namespace httpvet::fields
