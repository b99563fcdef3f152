#include "fields/names.h"

#include <string>

#include "support/catch.h"

namespace httpvet::fields {

TEST_CASE("names are found in their registry, letter case ignored") {
  CHECK(name_state(NameRegistry::kMediaTypes, "application/json") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kMediaTypes, "Text/HTML") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kMediaTypes, "text/x-nothing") == NameState::kNone);
  CHECK(name_state(NameRegistry::kMediaTypes, "utf-8") == NameState::kNone);
  CHECK(name_state(NameRegistry::kCharsets, "utf-8") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kCharsets, "latin1") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kCharsets, "utf8mb4") == NameState::kNone);
  CHECK(name_state(NameRegistry::kLinkRelations, "Canonical") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kLinkRelations, "canoncial") == NameState::kNone);
  CHECK(name_state(NameRegistry::kLinkRelations, "shortlink") == NameState::kWellKnown);
  CHECK(name_state(NameRegistry::kAuthSchemes, "bearer") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kAuthSchemes, "NTLM") == NameState::kWellKnown);
  CHECK(name_state(NameRegistry::kContentCodings, "zstd") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kContentCodings, "x-gzip") == NameState::kDeprecated);
  CHECK(name_state(NameRegistry::kTransferCodings, "chunked") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kRangeUnits, "bytes") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kPreferences, "respond-async") == NameState::kRegistered);
  CHECK(name_state(NameRegistry::kAltSvcParameters, "persist") == NameState::kRegistered);
}

TEST_CASE("what is no name is in no registry") {
  CHECK(name_state(NameRegistry::kMediaTypes, "") == NameState::kNone);
  CHECK(name_state(NameRegistry::kMediaTypes, std::string(100'000, 'a')) == NameState::kNone);
  CHECK(name_state(NameRegistry::kAltSvcParameters, "zzz") == NameState::kNone);
  CHECK_FALSE(is_registered(NameRegistry::kAuthSchemes, "NTLM"));
}

TEST_CASE("the subtags of a language tag are looked up by their kind") {
  Bytes subtag;
  for (const char* tag : {"en", "de-AT", "zh-Hant-TW", "zh-yue", "sl-rozaj-1994", "de-CH-1901", "es-419", "i-klingon",
                          "en-x-whatever", "de-u-co-phonebk", "qaa-Qaaa-QM", "EN-us"}) {
    INFO(tag);
    CHECK(judge_language_tag(tag, subtag) == TagFault::kNone);
  }
  CHECK(judge_language_tag("jp", subtag) == TagFault::kUnregistered);
  CHECK(subtag == "jp");
  CHECK(judge_language_tag("en-UK", subtag) == TagFault::kUnregistered);
  CHECK(subtag == "UK");
  CHECK(judge_language_tag("iw-IL", subtag) == TagFault::kDeprecated);
  CHECK(subtag == "iw");
}

}  // namespace httpvet::fields
