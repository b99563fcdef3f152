#include "report/redact.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "base/byte_class.h"
#include "report/secret_words.h"

namespace httpvet::report {
namespace {

using base::equals_ignoring_case;
using base::is;

constexpr unsigned kWordClass = base::kAlpha | base::kDigit;

bool contains_name(std::span<const Bytes> names, Bytes name) {
  return std::any_of(names.begin(), names.end(), [&](Bytes known) { return equals_ignoring_case(known, name); });
}

/// The next stretch of `text` from `from` up to `stop`, without blanks and line ends around it.
Span trimmed(Bytes text, Span span) {
  const auto blank = [&](std::size_t i) { return Bytes(" \t\r\n").find(text[i]) != Bytes::npos; };
  while (span.begin < span.end && blank(span.begin)) ++span.begin;
  while (span.end > span.begin && blank(span.end - 1)) --span.end;
  return span;
}

Span unquoted(Bytes text, Span span) {
  if (span.begin < span.end && text[span.begin] == '"') {
    ++span.begin;
    if (span.end > span.begin && text[span.end - 1] == '"') --span.end;
  }
  return span;
}

void add(std::vector<Span>& out, Bytes text, Span span) {
  span = unquoted(text, trimmed(text, span));
  if (span.begin < span.end) out.push_back(span);
}

std::size_t find_from(Bytes text, std::size_t from, std::size_t end, Bytes signs) {
  const std::size_t at = text.substr(0, end).find_first_of(signs, from);
  return at == Bytes::npos ? end : at;
}

void find_in_cookie(Bytes value, std::vector<Span>& out) {
  for (std::size_t begin = 0; begin < value.size();) {
    const std::size_t end = find_from(value, begin, value.size(), ";");
    const std::size_t equals = find_from(value, begin, end, "=");
    add(out, value, {equals < end ? equals + 1 : begin, end});  // a pair without "=" is a value without name
    begin = end + 1;
  }
}

// Attributes end at ";", but Set-Cookie lines that somebody joined with commas hold further cookies in them.
void find_in_set_cookie(Bytes value, std::vector<Span>& out) {
  bool first = true;
  for (std::size_t begin = 0; begin < value.size(); first = false) {
    const std::size_t end = find_from(value, begin, value.size(), ";");
    const std::size_t equals = find_from(value, begin, end, "=");
    const Span name = trimmed(value, {begin, equals});
    if (first || !contains_name(kCookieAttributes, value.substr(name.begin, name.end - name.begin))) {
      add(out, value, {equals < end ? equals + 1 : begin, end});
    } else {
      const std::size_t comma = equals < end ? find_from(value, equals + 1, end, ",") : end;
      const std::size_t joined = find_from(value, comma, end, "=");
      if (joined < end) add(out, value, {joined + 1, end});
    }
    begin = end + 1;
  }
}

std::size_t end_of_parameter(Bytes value, std::size_t i) {
  bool quoted = false;
  for (; i < value.size() && (quoted || value[i] != ','); ++i) {
    if (value[i] == '\\' && quoted && i + 1 < value.size()) {
      ++i;
    } else if (value[i] == '"') {
      quoted = !quoted;
    }
  }
  return i;
}

/// Calls `act(name, value span)` for each `name=value` of a comma-separated list; the name is empty if there is none.
template <typename Act>
void each_parameter(Bytes value, std::size_t begin, Act act) {
  while (begin < value.size()) {
    const std::size_t end = end_of_parameter(value, begin);
    const Span item = trimmed(value, {begin, end});
    const std::size_t equals = find_from(value, item.begin, item.end, "=\"");
    const bool named = equals < item.end && value[equals] == '=' && equals + 1 < item.end;
    Bytes name = named ? base::trim_blanks(value.substr(item.begin, equals - item.begin)) : Bytes();
    name.remove_prefix(std::min(name.size(), name.find_last_of(" \t") + 1));  // a challenge's scheme before it
    act(name, Span{named ? equals + 1 : item.begin, item.end});
    begin = end + 1;
  }
}

bool is_token68(Bytes text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is(c, kWordClass) || Bytes("-._~+/").find(c) != Bytes::npos;
  });
}

void find_in_credentials(Bytes value, std::vector<Span>& out) {
  const Span all = trimmed(value, {0, value.size()});
  const std::size_t blank = find_from(value, all.begin, all.end, " \t\r\n");
  const Bytes scheme = value.substr(all.begin, blank - all.begin);
  if (blank == all.end) {
    if (!contains_name(kSchemes, scheme)) add(out, value, all);
    return;
  }
  const Span rest = trimmed(value, {blank, all.end});
  if (is_token68(value.substr(rest.begin, rest.end - rest.begin))) return add(out, value, rest);
  const bool digest = equals_ignoring_case(scheme, "digest");
  each_parameter(value.substr(0, rest.end), rest.begin, [&](Bytes name, Span span) {
    if (!digest || !contains_name(kOpenDigestParameters, name)) add(out, value, span);
  });
}

void find_in_challenge(Bytes value, std::vector<Span>& out) {
  each_parameter(value, 0, [&](Bytes name, Span span) {
    if (contains_name(kNonceParameters, name)) add(out, value, span);
  });
}

void find_loose(Bytes text, std::size_t offset, std::vector<Span>& out) {
  std::vector<Span> found;
  LooseFinder(text, found).run();
  for (const Span& span : found) out.push_back({offset + span.begin, offset + span.end});
}

void find_in_value(Secrecy secrecy, Bytes value, std::vector<Span>& out) {
  switch (secrecy) {
    case Secrecy::kLoose:
      return;
    case Secrecy::kCredentials:
      return find_in_credentials(value, out);
    case Secrecy::kChallenge:
      return find_in_challenge(value, out);
    case Secrecy::kCookie:
      return find_in_cookie(value, out);
    case Secrecy::kSetCookie:
      return find_in_set_cookie(value, out);
    case Secrecy::kWhole:
      return add(out, value, {0, value.size()});
  }
}

// Sorts, and joins what overlaps: a token shape may lie within a cookie's value.
void normalise(std::vector<Span>& spans, std::size_t from) {
  const auto first = spans.begin() + static_cast<std::ptrdiff_t>(from);
  std::sort(first, spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::size_t kept = from;
  for (std::size_t i = from; i < spans.size(); ++i) {
    if (kept > from && spans[i].begin < spans[kept - 1].end) {
      spans[kept - 1].end = std::max(spans[kept - 1].end, spans[i].end);
    } else {
      spans[kept++] = spans[i];
    }
  }
  spans.resize(kept);
}

// Fields whose names alone say that what follows is secret.
Secrecy known_secrecy(Bytes name) {
  for (const auto& [known, secrecy] : kSecretFields) {
    if (equals_ignoring_case(known, name)) return secrecy;
  }
  return Secrecy::kLoose;
}

/// What is secret in the field line `line`, and where its value begins. A line that lost its colon counts too, if its
/// name leaves no doubt.
std::pair<Secrecy, std::size_t> field_of_line(Bytes line) {
  std::size_t begin = 0;
  if (line.size() > 2 && (line[0] == '>' || line[0] == '<') && line[1] == ' ') begin = 2;  // as curl -v prints it
  const std::size_t end = find_from(line, begin, line.size(), ": \t");
  const Bytes name = line.substr(begin, end - begin);
  std::size_t value = end;
  while (value < line.size() && is(line[value], base::kBlank)) ++value;
  if (value < line.size() && line[value] == ':') return {secrecy_of(name), value + 1};
  return {known_secrecy(name), value};
}

}  // namespace

Secrecy secrecy_of(Bytes name) {
  const Secrecy known = known_secrecy(name);
  return known == Secrecy::kLoose && is_secret_name(name) ? Secrecy::kWhole : known;
}

void find_secrets(Secrecy secrecy, Bytes value, std::vector<Span>& out) {
  const std::size_t from = out.size();
  find_in_value(secrecy, value, out);
  find_loose(value, 0, out);
  normalise(out, from);
}

void find_secrets_in_text(Bytes text, std::vector<Span>& out) {
  const std::size_t from = out.size();
  Secrecy secrecy = Secrecy::kLoose;
  std::vector<Span> found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = find_from(text, begin, text.size(), "\n");
    const Bytes line = text.substr(begin, end - begin);
    std::size_t value = 0;
    const bool folded = begin > 0 && is(line.empty() ? 'x' : line[0], base::kBlank);  // goes on with the field before
    if (!folded) std::tie(secrecy, value) = field_of_line(line);
    found.clear();
    find_in_value(secrecy, line.substr(value), found);
    for (const Span& span : found) out.push_back({begin + value + span.begin, begin + value + span.end});
    begin = end + 1;
  }
  find_loose(text, 0, out);
  normalise(out, from);
}

void mask(std::string& text, Span secret, Span evidence) {
  const bool all_evidence = evidence.begin <= secret.begin && evidence.end >= secret.end;
  const auto faulty = [&](std::size_t i) {
    if (i < evidence.begin || i >= evidence.end || is(text[i], kWordClass)) return false;
    return !all_evidence || !is(text[i], base::kVchar) || Bytes("\",;\\").find(text[i]) != Bytes::npos;
  };
  for (std::size_t i = secret.begin; i < std::min(secret.end, text.size()); ++i) {
    if (!faulty(i)) text[i] = '*';
  }
}

std::string redacted(Bytes text) {
  std::vector<Span> secrets;
  find_secrets(Secrecy::kLoose, text, secrets);
  std::string out(text);
  for (const Span& secret : secrets) mask(out, secret, {});
  return out;
}

}  // namespace httpvet::report
