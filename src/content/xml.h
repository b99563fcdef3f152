// XML documents with namespaces, read by expat; what WebDAV says in them (RFC 4918 §14, §16).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "content/json.h"

namespace httpvet::content {

/// What a document said, as far as it could be read. No entity is expanded and nothing is loaded.
struct XmlDocument {
  static constexpr std::size_t kMaxNames = 64;
  static constexpr std::size_t kMaxLinks = 256;

  TextState state = TextState::kCut;
  std::size_t offset = 0;               // of what is wrong
  const char* wrong = "";               // expat's words for it
  std::string root;                     // {namespace}local of the root element; empty until it was read
  std::vector<std::string> children;    // of the root element, in the same form, at most kMaxNames
  std::vector<std::string> references;  // attribute values and texts of elements that are URI references, kMaxLinks

  bool entities = false;           // the document type declares entities
  bool external_entities = false;  // some of them lie elsewhere

  // Of a DAV:multistatus root.
  std::size_t responses = 0;   // DAV:response children
  std::string response_fault;  // what is wrong with the first of them that is not right; empty: nothing
};

/// Reads `text`. `whole`: there is no more of it, so that an early end is malformed. `encoding`: what the transport
/// says of its encoding, by the names of the WHATWG; it wins over the document's own declaration. Empty: it says
/// nothing.
XmlDocument read_xml(Bytes text, bool whole, Bytes encoding = {});

}  // namespace httpvet::content
