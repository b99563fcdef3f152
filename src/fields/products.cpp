#include "fields/products.h"

#include "base/byte_class.h"

namespace httpvet::fields {
namespace {

/// The position behind the comment that begins at `at`; npos if it does not end.
std::size_t after_comment(Bytes value, std::size_t at) {
  std::size_t depth = 0;
  for (; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '\\') {
      ++at;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      return at + 1;
    }
  }
  return Bytes::npos;
}

std::size_t after_token(Bytes value, std::size_t at) {
  while (at < value.size() && base::is(value[at], base::kTchar)) ++at;
  return at;
}

bool is_domain(Bytes domain) {
  if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') return true;
  if (domain.empty() || domain.front() == '.' || domain.back() == '.') return false;
  return domain.find_first_of(" \t@,;:<>()[]\\\"") == Bytes::npos;
}

/// local-part "@" domain
bool is_address(Bytes address) {
  const std::size_t at = address.rfind('@');
  if (at == Bytes::npos || at == 0 || !is_domain(address.substr(at + 1))) return false;
  const Bytes local = address.substr(0, at);
  if (local.size() >= 2 && local.front() == '"' && local.back() == '"') return true;
  return local.find_first_of(" \t@,;:<>()[]\\\"") == Bytes::npos;
}

}  // namespace

std::optional<std::size_t> product_fault(Bytes value) {
  std::size_t at = 0;
  while (true) {
    if (at > 0 && value[at] == '(') {
      const std::size_t end = after_comment(value, at);
      if (end == Bytes::npos) return at;
      at = end;
    } else {
      const std::size_t end = after_token(value, at);
      if (end == at) return at;
      at = end;
      if (at < value.size() && value[at] == '/') {
        const std::size_t version = after_token(value, at + 1);
        if (version == at + 1) return at;
        at = version;
      }
    }
    if (at == value.size()) return std::nullopt;
    const std::size_t blanks = at;
    while (at < value.size() && base::is(value[at], base::kBlank)) ++at;
    if (at == blanks || at == value.size()) return blanks;
  }
}

bool is_mailbox(Bytes value) {
  value = base::trim_blanks(value);
  if (!value.ends_with('>')) return is_address(value);
  const std::size_t open = value.rfind('<');
  if (open == Bytes::npos) return false;
  const Bytes name = base::trim_blanks(value.substr(0, open));
  const bool quoted = name.size() >= 2 && name.front() == '"' && name.back() == '"';
  if (!quoted && name.find_first_of(",;<>@") != Bytes::npos) return false;
  return is_address(value.substr(open + 1, value.size() - open - 2));
}

}  // namespace httpvet::fields
