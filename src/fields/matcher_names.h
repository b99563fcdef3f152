// Small grammars of field values, by the words that the column `type` of fields.csv names them with. Shared by the
// parsers and by the host tool that compiles the registry.
#pragma once

#include <cstdint>

namespace httpvet::fields {

// Constant, word, whether arguments in parentheses have to follow it ("keyword(yes no)").
#define HTTPVET_MATCHERS(X)                    \
  X(kKeyword, "keyword", true)                 \
  X(kExactWord, "exact", true)                 \
  X(kKeywords, "keywords", true)               \
  X(kDecimal, "decimal", false)                \
  X(kIntegers, "integers", false)              \
  X(kVersionNumber, "version", false)          \
  X(kDelayOrDate, "delay_or_date", false)      \
  X(kProducts, "products", false)              \
  X(kMailbox, "mailbox", false)                \
  X(kUri, "uri", false)                        \
  X(kCodedUrl, "coded_url", false)             \
  X(kCodedUrls, "coded_urls", false)           \
  X(kTokensOrUrls, "tokens_or_urls", false)    \
  X(kMessageId, "message_id", false)           \
  X(kOpaqueTag, "opaque_tag", false)           \
  X(kVisible, "visible", false)                \
  X(kPercentEncoded, "percent_encoded", false) \
  X(kBase64, "base64", false)                  \
  X(kBase64Of16, "base64_of_16", false)        \
  X(kBase64Of20, "base64_of_20", false)        \
  X(kBase64Url, "base64url", false)            \
  X(kJws, "jws", false)                        \
  X(kDetachedJws, "detached_jws", false)       \
  X(kDigests, "digests", false)                \
  X(kQuotedString, "quoted_string", false)     \
  X(kQuotedOrEmpty, "quoted_or_empty", false)  \
  X(kQuotedStrings, "quoted_strings", false)   \
  X(kAuthParams, "auth_params", false)         \
  X(kItems, "items", false)                    \
  X(kPreferences, "preferences", false)        \
  X(kExtensions, "extensions", false)          \
  X(kLanguageTags, "language_tags", false)     \
  X(kTraceparent, "traceparent", false)        \
  X(kTracestate, "tracestate", false)          \
  X(kBaggage, "baggage", false)

/// How a value that rules read as text is checked.
enum class Matcher : std::uint8_t {
#define HTTPVET_MATCHER(name, word, with_arguments) name,
  HTTPVET_MATCHERS(HTTPVET_MATCHER)
#undef HTTPVET_MATCHER
};

}  // namespace httpvet::fields
