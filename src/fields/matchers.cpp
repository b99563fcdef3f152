#include "fields/matchers.h"

#include <algorithm>

#include "fields/cursor.h"
#include "fields/http_date.h"
#include "fields/trace_context.h"
#include "fields/uri_reference.h"

namespace httpvet::fields {
namespace {

constexpr std::size_t kAnyLength = static_cast<std::size_t>(-1);

void advance(Cursor& cursor) { cursor.move_to(cursor.position() + 1); }

bool is_base64(char c) { return base::is(c, base::kAlpha | base::kDigit) || c == '+' || c == '/'; }
bool is_base64url(char c) { return base::is(c, base::kAlpha | base::kDigit) || c == '-' || c == '_'; }

template <typename Is>
std::size_t take_while(Cursor& cursor, Is is) {
  const std::size_t start = cursor.position();
  while (!cursor.at_end() && is(cursor.peek())) advance(cursor);
  return cursor.position() - start;
}

/// The word of `words` (one blank between two) that equals `word`.
bool is_one_of(Bytes words, Bytes word, bool with_case) {
  while (!words.empty()) {
    const Bytes next = words.substr(0, std::min(words.find(' '), words.size()));
    if (with_case ? next == word : base::equals_ignoring_case(next, word)) return true;
    words.remove_prefix(std::min(next.size() + 1, words.size()));
  }
  return false;
}

Bytes expected_word(Bytes words) { return words.find(' ') == Bytes::npos ? words : "one of the words defined for it"; }

bool keyword(Bytes words, bool with_case, Cursor& cursor) {
  if (is_one_of(words, cursor.value(), with_case)) return true;
  return cursor.fail(expected_word(words));
}

bool keywords(Bytes words, Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    const std::size_t start = cursor.position();
    Slice word;
    if (!cursor.token(word)) return false;
    if (!is_one_of(words, word.in(cursor.value()), false)) return cursor.fail_at(start, expected_word(words));
  }
  return list.ok();
}

// 1*DIGIT [ "." 1*DIGIT ]
bool decimal(Cursor& cursor) {
  Number number;
  if (!cursor.digits(number)) return false;
  if (cursor.take('.') && !cursor.digits(number)) return false;
  return cursor.expect_end("a digit or a decimal point");
}

bool integers(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    Number number;
    if (!cursor.digits(number)) return false;
  }
  return list.ok();
}

// 1*DIGIT "." 1*DIGIT, MIME-Version (RFC 2045 §4) and versions of protocols
bool version(Cursor& cursor) {
  Number number;
  if (!cursor.digits(number)) return false;
  if (!cursor.take('.')) return cursor.fail("a full stop and a minor version");
  return cursor.digits(number) && cursor.expect_end("a digit");
}

// Retry-After = HTTP-date / delay-seconds     (RFC 9110 §10.2.3)
bool delay_or_date(Cursor& cursor, ParseError& error) {
  if (base::is(cursor.peek(), base::kDigit)) {
    Number seconds;
    return cursor.digits(seconds) && cursor.expect_end("nothing but digits");
  }
  constexpr int kReferenceYear = 2025;  // matters to 29 February in years of two digits only
  HttpDate date;
  return parse_http_date(cursor.value(), kReferenceYear, date, error);
}

// comment = "(" *( ctext / quoted-pair / comment ) ")"     (RFC 9110 §5.6.5)
bool comment(Cursor& cursor) {
  std::size_t depth = 0;
  while (!cursor.at_end()) {
    const char c = cursor.peek();
    if (c == '\\') {
      advance(cursor);
      if (cursor.at_end()) break;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (base::is(c, base::kControl) && c != '\t' && c != '\r' && c != '\n') {
      return cursor.fail("a character of a comment");
    }
    advance(cursor);
    if (depth == 0) return true;
  }
  return cursor.fail("a closing parenthesis");
}

// product *( RWS ( product / comment ) ), product = token [ "/" token ]     (RFC 9110 §10.1.5, §10.2.4)
bool products(Cursor& cursor) {
  for (bool first = true;; first = false) {
    Slice token;
    if (!first && cursor.peek() == '(') {
      if (!comment(cursor)) return false;
    } else if (!cursor.token(token, first ? "a product" : "a product or a comment")) {
      return false;
    } else if (cursor.take('/') && !cursor.token(token, "a version")) {
      return false;
    }
    if (cursor.at_end()) return true;
    if (cursor.skip_blanks() == 0) return cursor.fail("a space before the next product or comment");
  }
}

/// atext and the dot (RFC 5322 §3.2.3), of any alphabet.
bool is_address_octet(char c) {
  return base::is(c, base::kTchar | base::kObsText) || c == '/' || c == '=' || c == '?' || c == '{' || c == '}';
}

// dot-atom = 1*atext *( "." 1*atext )
bool dot_atom(Cursor& cursor, Bytes expected) {
  const std::size_t start = cursor.position();
  if (take_while(cursor, is_address_octet) == 0) return cursor.fail(expected);
  const Bytes atom = cursor.since(start).in(cursor.value());
  const bool dots = atom.front() == '.' || atom.back() == '.' || atom.find("..") != Bytes::npos;
  return !dots || cursor.fail_at(start, expected);
}

// addr-spec = local-part "@" domain     (RFC 5322 §3.4.1)
bool address(Cursor& cursor) {
  Text quoted;
  if (cursor.peek() == '"' ? !cursor.quoted_string(quoted) : !dot_atom(cursor, "a mail address")) return false;
  if (!cursor.take('@')) return cursor.fail("@ and a domain");
  if (cursor.peek() != '[') return dot_atom(cursor, "a domain");
  const std::size_t close = cursor.value().find(']', cursor.position());
  if (close == Bytes::npos) return cursor.fail("a closing bracket");
  cursor.move_to(close + 1);
  return true;
}

// mailbox = addr-spec / [ phrase ] "<" addr-spec ">"     (RFC 5322 §3.4)
bool mailbox(Cursor& cursor) {
  if (cursor.value().find('<') == Bytes::npos) return address(cursor) && cursor.expect_end("a single mail address");
  while (!cursor.at_end() && cursor.peek() != '<') {
    Text quoted;
    if (cursor.peek() == '"') {
      if (!cursor.quoted_string(quoted)) return false;
    } else if (take_while(cursor, is_address_octet) == 0) {  // dots outside quotes are obsolete, and usual
      return cursor.fail("a name or a mail address");
    }
    cursor.skip_blanks();
  }
  if (!cursor.take('<')) return cursor.fail("an opening angle bracket");
  if (!address(cursor)) return false;
  if (!cursor.take('>')) return cursor.fail("a closing angle bracket");
  return cursor.expect_end("a single mail address");
}

bool uri(Cursor& cursor, ParseError& error) {
  UriReference reference;
  if (!parse_uri_reference(cursor.value(), reference, error)) return false;
  return reference.is_absolute() || cursor.fail("a scheme, as a URI begins with one");
}

// Coded-URL = "<" absolute-URI ">"     (RFC 4918 §10.1)
bool coded_url(Cursor& cursor) {
  if (!cursor.take('<')) return cursor.fail("an opening angle bracket");
  if (take_while(cursor, [](char c) { return base::is(c, base::kVchar) && c != '<' && c != '>' && c != '"'; }) == 0) {
    return cursor.fail("a URI");
  }
  return cursor.take('>') || cursor.fail("a closing angle bracket");
}

bool tokens_or_urls(bool tokens, Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    Slice token;
    const bool ok = tokens && cursor.peek() != '<' ? cursor.token(token, "a token or <URL>") : coded_url(cursor);
    if (!ok) return false;
  }
  return list.ok();
}

// opaque-tag = DQUOTE *etagc DQUOTE     (RFC 9110 §8.8.3)
bool opaque_tag(Cursor& cursor) {
  if (!cursor.take('"')) return cursor.fail("a double quote");
  take_while(cursor, [](char c) { return c != '"' && base::is(c, base::kVchar | base::kObsText); });
  return (cursor.take('"') || cursor.fail("a closing quote")) && cursor.expect_end();
}

bool visible(Cursor& cursor) {
  if (take_while(cursor, [](char c) { return base::is(c, base::kVchar) && c != '"' && c != '\\'; }) == 0) {
    return cursor.fail("a visible character");
  }
  return cursor.expect_end("a visible character other than a quote or a backslash");
}

bool percent_encoded(Cursor& cursor) {
  for (; !cursor.at_end(); advance(cursor)) {
    const char c = cursor.peek();
    if (!base::is(c, base::kVchar | base::kBlank)) return cursor.fail("a visible character, or % and two digits");
    if (c != '%') continue;
    const Bytes digits = cursor.rest().substr(1, 2);
    if (digits.size() < 2 || !base::all_of(digits, base::kHexDigit)) {
      return cursor.fail("two hexadecimal digits behind the percent sign");
    }
  }
  return true;
}

// base64 of RFC 4648 §4, of `octets` octets
bool base64(std::size_t octets, Cursor& cursor) {
  const std::size_t digits = take_while(cursor, is_base64);
  const std::size_t padding = take_while(cursor, [](char c) { return c == '='; });
  if (!cursor.at_end()) return cursor.fail("base64");
  if (digits == 0) return cursor.fail("base64");
  if (digits % 4 == 1 || padding > 2 || (digits + padding) % 4 != 0) return cursor.fail("base64 in groups of four");
  const std::size_t decoded = (digits + padding) / 4 * 3 - padding;
  if (octets == 16 && decoded != 16) return cursor.fail_at(0, "base64 of 16 octets");
  if (octets == 20 && decoded != 20) return cursor.fail_at(0, "base64 of 20 octets");
  return true;
}

// base64url of RFC 4648 §5, without padding
bool base64url(Cursor& cursor) {
  take_while(cursor, is_base64url);
  return cursor.expect_end("base64url without padding");
}

// BASE64URL "." BASE64URL "." BASE64URL     (RFC 7515 §3.1); a detached payload is empty (Appendix F)
bool jws(bool detached, Cursor& cursor) {
  for (int part = 0; part < 3; ++part) {
    if (part > 0 && !cursor.take('.')) return cursor.fail("a full stop between the parts of a token");
    const std::size_t octets = take_while(cursor, is_base64url);
    if (octets == 0 && !(detached && part == 1)) return cursor.fail("base64url");
  }
  return cursor.expect_end("base64url");
}

// Digest = 1#( token "=" base64 )     (RFC 3230 §4.3.2); some algorithms give numbers
bool digests(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    Slice token;
    if (!cursor.token(token, "an algorithm")) return false;
    if (!cursor.take('=')) return cursor.fail("an equals sign and a digest");
    if (take_while(cursor, is_base64) == 0) return cursor.fail("base64");
    take_while(cursor, [](char c) { return c == '='; });
  }
  return list.ok();
}

bool quoted_strings(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    Text text;
    if (!cursor.quoted_string(text)) return false;
  }
  return list.ok();
}

bool quoted_string(bool or_nothing, Cursor& cursor) {
  if (or_nothing && cursor.at_end()) return true;
  Text text;
  return cursor.quoted_string(text) && cursor.expect_end();
}

/// token [ BWS "=" BWS ( token / quoted-string ) ]
bool pair(bool with_value, Cursor& cursor) {
  Slice name;
  if (!cursor.token(name, "a name")) return false;
  const std::size_t end = cursor.position();
  cursor.skip_blanks();
  if (!cursor.take('=')) {
    if (with_value) return cursor.fail("an equals sign");
    cursor.move_to(end);
    return true;
  }
  cursor.skip_blanks();
  Text value;
  return cursor.text(value);
}

/// *( OWS ";" OWS [ pair ] )
bool parameters(Cursor& cursor) {
  for (cursor.skip_blanks(); cursor.take(';'); cursor.skip_blanks()) {
    cursor.skip_blanks();
    if (cursor.at_end() || cursor.peek() == ';' || cursor.peek() == ',') continue;
    if (!pair(false, cursor)) return false;
  }
  return true;
}

// Authentication-Info = #auth-param     (RFC 9110 §11.6.3)
bool auth_params(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    if (!pair(true, cursor)) return false;
  }
  return list.ok();
}

// #( token *( OWS ";" OWS [ token [ BWS "=" BWS ( token / quoted-string ) ] ] ) )
bool items(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    Slice token;
    if (!cursor.token(token) || !parameters(cursor)) return false;
  }
  return list.ok();
}

// The same with a value for the token itself: Prefer (RFC 7240 §2), Expect (RFC 9110 §10.1.1)
bool preferences(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    if (!pair(false, cursor) || !parameters(cursor)) return false;
  }
  return list.ok();
}

// ext-decl = <"> ( absoluteURI | field-name ) <"> [ namespace ] [ decl-extensions ]     (RFC 2774 §3)
bool extensions(Cursor& cursor) {
  ListReader list(cursor);
  while (list.next()) {
    Text text;
    if (!cursor.quoted_string(text) || !parameters(cursor)) return false;
  }
  return list.ok();
}

// Language-Tag = 2*8ALPHA *( "-" 1*8alphanum ), roughly     (RFC 5646 §2.1); x-… and i-… are tags too
bool language_tags(Cursor& cursor) {
  constexpr std::size_t kLongest = 8;
  ListReader list(cursor);
  while (list.next()) {
    unsigned octets = base::kAlpha;
    do {
      const std::size_t start = cursor.position();
      const std::size_t length = cursor.take_all(octets);
      if (length == 0 || length > kLongest) return cursor.fail_at(start, "a language tag");
      octets = base::kAlpha | base::kDigit;
    } while (cursor.take('-'));
  }
  return list.ok();
}

// msg-id = "<" id-left "@" id-right ">"     (RFC 5322 §3.6.4)
bool message_id(Cursor& cursor) { return coded_url(cursor) && cursor.expect_end(); }

}  // namespace

bool matches(Matcher matcher, Bytes arguments, Bytes value, ParseError& error, base::Arena&) {
  Cursor cursor(value, error);
  switch (matcher) {
    case Matcher::kKeyword:
      return keyword(arguments, false, cursor);
    case Matcher::kExactWord:
      return keyword(arguments, true, cursor);
    case Matcher::kKeywords:
      return keywords(arguments, cursor);
    case Matcher::kDecimal:
      return decimal(cursor);
    case Matcher::kIntegers:
      return integers(cursor);
    case Matcher::kVersionNumber:
      return version(cursor);
    case Matcher::kDelayOrDate:
      return delay_or_date(cursor, error);
    case Matcher::kProducts:
      return products(cursor);
    case Matcher::kMailbox:
      return mailbox(cursor);
    case Matcher::kUri:
      return uri(cursor, error);
    case Matcher::kCodedUrl:
      return coded_url(cursor) && cursor.expect_end();
    case Matcher::kCodedUrls:
      return tokens_or_urls(false, cursor);
    case Matcher::kTokensOrUrls:
      return tokens_or_urls(true, cursor);
    case Matcher::kMessageId:
      return message_id(cursor);
    case Matcher::kOpaqueTag:
      return opaque_tag(cursor);
    case Matcher::kVisible:
      return visible(cursor);
    case Matcher::kPercentEncoded:
      return percent_encoded(cursor);
    case Matcher::kBase64:
      return base64(kAnyLength, cursor);
    case Matcher::kBase64Of16:
      return base64(16, cursor);
    case Matcher::kBase64Of20:
      return base64(20, cursor);
    case Matcher::kBase64Url:
      return base64url(cursor);
    case Matcher::kJws:
      return jws(false, cursor);
    case Matcher::kDetachedJws:
      return jws(true, cursor);
    case Matcher::kDigests:
      return digests(cursor);
    case Matcher::kQuotedString:
      return quoted_string(false, cursor);
    case Matcher::kQuotedOrEmpty:
      return quoted_string(true, cursor);
    case Matcher::kQuotedStrings:
      return quoted_strings(cursor);
    case Matcher::kAuthParams:
      return auth_params(cursor);
    case Matcher::kItems:
      return items(cursor);
    case Matcher::kPreferences:
      return preferences(cursor);
    case Matcher::kExtensions:
      return extensions(cursor);
    case Matcher::kLanguageTags:
      return language_tags(cursor);
    case Matcher::kTraceparent:
      return match_traceparent(cursor);
    case Matcher::kTracestate:
      return match_tracestate(cursor);
    case Matcher::kBaggage:
      return match_baggage(cursor);
  }
  return true;
}

bool has_quoted_strings(Matcher matcher) {
  switch (matcher) {
    case Matcher::kQuotedString:
    case Matcher::kQuotedOrEmpty:
    case Matcher::kQuotedStrings:
    case Matcher::kAuthParams:
    case Matcher::kItems:
    case Matcher::kPreferences:
    case Matcher::kExtensions:
      return true;
    default:
      return false;
  }
}

}  // namespace httpvet::fields
