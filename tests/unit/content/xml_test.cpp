#include "content/xml.h"

#include <string>

#include "support/catch.h"

namespace httpvet::content {
namespace {

std::string multistatus(const std::string& inside) {
  return R"(<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:">)" + inside + "</D:multistatus>";
}

}  // namespace

TEST_CASE("XML is valid, malformed or cut") {
  CHECK(read_xml("<a><b/></a>", true).state == TextState::kValid);
  CHECK(read_xml("<a><b></a>", true).state == TextState::kMalformed);
  CHECK(read_xml("<a><b></a>", false).state == TextState::kMalformed);
  CHECK(read_xml("<a><b>", true).state == TextState::kMalformed);
  CHECK(read_xml("<a><b>", false).state == TextState::kCut);
  CHECK(read_xml("", true).state == TextState::kMalformed);
  CHECK(read_xml("<x:a/>", true).state == TextState::kMalformed);
  CHECK(read_xml("<?xml version=\"1.0\" encoding=\"x-unheard-of\"?><a/>", true).state == TextState::kUnknown);
}

TEST_CASE("entities are not expanded, external ones not loaded") {
  const XmlDocument document =
      read_xml("<!DOCTYPE a [<!ENTITY b \"/b/c\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&b;&x;</a>", true);
  CHECK(document.state == TextState::kValid);
  CHECK(document.references.empty());
}

TEST_CASE("the root element and its children have namespaces") {
  const XmlDocument document =
      read_xml(R"(<error xmlns="DAV:"><lock-token-submitted/><x xmlns="urn:y"/></error>)", true);
  CHECK(document.root == "{DAV:}error");
  CHECK(document.children == std::vector<std::string>{"{DAV:}lock-token-submitted", "{urn:y}x"});
}

TEST_CASE("responses of a multistatus are looked at one by one") {
  const std::string good =
      "<D:response><D:href>/a</D:href><D:propstat><D:prop/><D:status>HTTP/1.1 200 "
      "OK</D:status></D:propstat></D:response>";
  const XmlDocument document = read_xml(multistatus(good + good), true);
  CHECK(document.state == TextState::kValid);
  CHECK(document.responses == 2);
  CHECK(document.response_fault.empty());
  CHECK(read_xml(multistatus(""), true).responses == 0);
  const auto fault = [](const std::string& inside) { return read_xml(multistatus(inside), true).response_fault; };
  CHECK(fault("<D:response><D:status>HTTP/1.1 404 Not Found</D:status></D:response>") ==
        "a response element without href");
  CHECK(fault("<D:response><D:href>/a</D:href></D:response>") == "a response element with neither status nor propstat");
  CHECK(fault("<D:response><D:href>/a</D:href><D:status> HTTP/1.1 404 </D:status></D:response>").empty());
  CHECK(fault("<D:response><D:href>/a</D:href><D:status>404 Not Found</D:status></D:response>") ==
        "a status element that is no status line of HTTP");
  // An href of the property is none of the response.
  CHECK(fault("<D:response><D:propstat><D:prop><D:href>/b</D:href></D:prop><D:status>HTTP/1.1 200 OK</D:status>"
              "</D:propstat></D:response>") == "a response element without href");
}

TEST_CASE("references of XML are in attributes and texts, namespaces are none") {
  const XmlDocument document = read_xml(
      R"(<feed xmlns="http://www.w3.org/2005/Atom"><link href="a.html"/><id>x</id><p>go to /b</p></feed>)", true);
  CHECK(document.references == std::vector<std::string>{"a.html", "/b"});
}

}  // namespace httpvet::content
