#include "fields/uri_reference.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "fields/uri_chars.h"

namespace httpvet::fields {
namespace {

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )     (RFC 3986 §3.1)
/// Goes past a scheme and its colon, if both are there.
void take_scheme(Cursor& cursor, UriReference& out) {
  const std::size_t start = cursor.position();
  if (!base::is(cursor.peek(), base::kAlpha)) return;
  while (is_uri(cursor.peek(), kUriScheme)) cursor.move_to(cursor.position() + 1);
  const Slice scheme = cursor.since(start);
  if (cursor.take(':')) {
    out.has_scheme = true;
    out.scheme = scheme;
  } else {
    cursor.move_to(start);
  }
}

// authority = [ userinfo "@" ] host [ ":" port ]     (RFC 3986 §3.2)
// userinfo  = *( unreserved / pct-encoded / sub-delims / ":" )
bool read_authority(Cursor& cursor, UriReference& out) {
  const std::size_t start = cursor.position();
  const std::size_t end = std::min(cursor.value().find_first_of("/?#", start), cursor.value().size());
  out.has_authority = true;
  out.has_userinfo = cursor.value().substr(start, end - start).find('@') != Bytes::npos;
  if (out.has_userinfo) {
    if (!take_uri_chars(cursor, kUriUserinfo, out.userinfo)) return false;
    if (!cursor.take('@')) return cursor.fail("a character of a user name");
  }
  if (!read_host_port(cursor, out.host_port)) return false;
  out.authority = cursor.since(start);
  if (cursor.position() == end) return true;
  return cursor.fail(out.host_port.has_port ? "a digit" : "a character of a host");
}

// path-noscheme: in a reference without scheme a colon in the first segment would end a scheme (RFC 3986 §4.2).
bool check_first_segment(Cursor& cursor, const UriReference& out) {
  if (out.has_scheme || out.has_authority) return true;
  const Bytes path = out.path.in(cursor.value());
  const std::size_t colon = path.substr(0, path.find('/')).find(':');
  return colon == Bytes::npos || cursor.fail_at(out.path.offset + colon, "a scheme before the colon");
}

/// Joins parts in memory from an arena.
class Joiner {
 public:
  Joiner(base::Arena& arena, std::size_t capacity) : octets_(arena.make_array<char>(capacity)) {}

  Joiner& add(Bytes text) {
    if (!text.empty()) std::memcpy(octets_.data() + used_, text.data(), text.size());
    used_ += text.size();
    return *this;
  }

  Joiner& add_lower(Bytes text) {
    for (const char c : text) octets_[used_++] = base::lower(c);
    return *this;
  }

  /// Takes back the last segment and the slash before it.
  void drop_segment() {
    while (used_ > 0 && octets_[--used_] != '/') continue;
  }

  Bytes text() const { return {octets_.data(), used_}; }

 private:
  std::span<char> octets_;
  std::size_t used_ = 0;
};

/// The path of a reference that does not begin with a slash, behind all but the last segment of the base's path
/// (RFC 3986 §5.2.3).
Bytes merge_paths(const UriReference& base, Bytes base_value, Bytes path, base::Arena& arena) {
  const Bytes base_path = base.path.in(base_value);
  const std::size_t slash = base_path.rfind('/');
  const Bytes folder = slash == Bytes::npos ? Bytes() : base_path.substr(0, slash + 1);
  Joiner joiner(arena, 1 + folder.size() + path.size());
  joiner.add(base.has_authority && base_path.empty() ? Bytes("/") : folder).add(path);
  return joiner.text();
}

Bytes default_port(Bytes scheme) {
  if (base::equals_ignoring_case(scheme, "http") || base::equals_ignoring_case(scheme, "ws")) return "80";
  if (base::equals_ignoring_case(scheme, "https") || base::equals_ignoring_case(scheme, "wss")) return "443";
  return {};
}

}  // namespace

// URI-reference = URI / relative-ref                                     (RFC 3986 §4.1)
// URI           = scheme ":" hier-part [ "?" query ] [ "#" fragment ]
// relative-ref  = relative-part [ "?" query ] [ "#" fragment ]
// query         = *( pchar / "/" / "?" )
// fragment      = *( pchar / "/" / "?" )
bool parse_uri_reference(Bytes value, UriReference& out, ParseError& error) {
  Cursor cursor(value, error);
  out = {};
  take_scheme(cursor, out);
  if (cursor.take("//") && !read_authority(cursor, out)) return false;
  if (!take_uri_chars(cursor, kUriPath, out.path) || !check_first_segment(cursor, out)) return false;
  out.has_query = cursor.take('?');
  if (out.has_query && !take_uri_chars(cursor, kUriQuery, out.query)) return false;
  out.has_fragment = cursor.take('#');
  if (out.has_fragment && !take_uri_chars(cursor, kUriQuery, out.fragment)) return false;
  return cursor.expect_end("a URI character");
}

// ^(([^:/?#]+):)?(//([^/?#]*))?([^?#]*)(\?([^#]*))?(#(.*))?     (RFC 3986 Appendix B)
UriReference split_uri_reference(Bytes value) {
  UriReference out;
  ParseError error;
  Cursor cursor(value, error);
  const auto take_until = [&cursor](Bytes stops) {
    const std::size_t start = cursor.position();
    cursor.move_to(std::min(cursor.value().find_first_of(stops, start), cursor.value().size()));
    return cursor.since(start);
  };
  take_scheme(cursor, out);
  if (cursor.take("//")) {
    out.has_authority = true;
    out.authority = take_until("/?#");
    const Bytes authority = out.authority.in(value);
    const std::size_t at = authority.rfind('@');
    out.has_userinfo = at != Bytes::npos;
    if (out.has_userinfo) out.userinfo = {out.authority.offset, static_cast<std::uint32_t>(at)};
    cursor.move_to(out.authority.offset + (out.has_userinfo ? at + 1 : 0));
    const std::size_t end = out.authority.offset + out.authority.length;
    const std::size_t start = cursor.position();
    if (!read_host_port(cursor, out.host_port) || cursor.position() != end) {
      out.host_port = {};
      out.host_port.host = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start)};
    }
    cursor.move_to(end);
  }
  out.path = take_until("?#");
  out.has_query = cursor.take('?');
  if (out.has_query) out.query = take_until("#");
  out.has_fragment = cursor.take('#');
  if (out.has_fragment) out.fragment = take_until({});
  return out;
}

Bytes resolve(const UriReference& base, Bytes base_value, const UriReference& reference, Bytes reference_value,
              base::Arena& arena) {
  // Each part comes from the reference from the first one that it has, and from the base before that (RFC 3986 §5.2.2).
  const bool own_authority = reference.has_scheme || reference.has_authority;
  const Bytes scheme = reference.has_scheme ? reference.scheme.in(reference_value) : base.scheme.in(base_value);
  const bool has_authority = own_authority ? reference.has_authority : base.has_authority;
  const Bytes authority = own_authority ? reference.authority.in(reference_value) : base.authority.in(base_value);
  const Bytes reference_path = reference.path.in(reference_value);
  const bool base_document = !own_authority && reference_path.empty();
  Bytes path;
  if (base_document) {
    path = base.path.in(base_value);
  } else if (own_authority || reference_path.starts_with('/')) {
    path = remove_dot_segments(reference_path, arena);
  } else {
    path = remove_dot_segments(merge_paths(base, base_value, reference_path, arena), arena);
  }
  const bool base_query = base_document && !reference.has_query;
  const bool has_query = base_query ? base.has_query : reference.has_query;
  const Bytes query = base_query ? base.query.in(base_value) : reference.query.in(reference_value);
  const Bytes fragment = reference.fragment.in(reference_value);

  constexpr std::size_t kDelimiters = 8;
  Joiner joiner(arena, scheme.size() + authority.size() + path.size() + query.size() + fragment.size() + kDelimiters);
  if (!scheme.empty()) joiner.add(scheme).add(":");
  if (has_authority) joiner.add("//").add(authority);
  // Two slashes would begin an authority where there is none.
  if (!has_authority && path.starts_with("//")) joiner.add("/.");
  joiner.add(path);
  if (has_query) joiner.add("?").add(query);
  if (reference.has_fragment) joiner.add("#").add(fragment);
  return joiner.text();
}

Bytes origin(const UriReference& uri, Bytes value, base::Arena& arena) {
  if (!uri.has_scheme || !uri.has_authority) return {};
  const Bytes scheme = uri.scheme.in(value);
  const Bytes host = uri.host_port.host.in(value);
  Bytes port = uri.host_port.port.in(value);
  while (port.size() > 1 && port.starts_with('0')) port.remove_prefix(1);
  Joiner joiner(arena, scheme.size() + host.size() + port.size() + 4);
  joiner.add_lower(scheme).add("://").add_lower(host);
  if (!port.empty() && port != default_port(scheme)) joiner.add(":").add(port);
  return joiner.text();
}

Bytes remove_dot_segments(Bytes path, base::Arena& arena) {
  Joiner joiner(arena, path.size());
  while (!path.empty()) {
    if (path == "." || path == "..") break;
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path.remove_suffix(1);
    } else if (path.starts_with("/../")) {
      path.remove_prefix(3);
      joiner.drop_segment();
    } else if (path == "/..") {
      path.remove_suffix(2);
      joiner.drop_segment();
    } else {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      joiner.add(path.substr(0, end));
      path.remove_prefix(end);
    }
  }
  return joiner.text();
}

}  // namespace httpvet::fields
