#include "checks/websocket.h"

#include <algorithm>
#include <string>

#include "base/byte_class.h"
#include "base/sha1.h"
#include "facts/defects.h"
#include "fields/field_ids.h"

namespace httpvet::checks {
namespace {

namespace id = fields::id;
using base::equals_ignoring_case;
using facts::MessageFacts;

/// Whether a line of `field` lists `word`, letter case ignored.
bool lists(const model::Message& message, model::FieldId field, Bytes word) {
  bool found = false;
  facts::each_line(message, field, [&](const model::FieldLine& line) {
    facts::each_element(line.value, [&](Bytes element) { found = found || equals_ignoring_case(element, word); });
  });
  return found;
}

/// What a container writes in place of the key.
bool is_masked(Bytes key) {
  constexpr Bytes kMasked = "redact";
  const auto same = [](char a, char b) { return base::lower(a) == b; };
  return key.find('*') != Bytes::npos || key.find("...") != Bytes::npos || key.starts_with('[') ||
         key.starts_with('<') || std::search(key.begin(), key.end(), kMasked.begin(), kMasked.end(), same) != key.end();
}

class Handshake {
 public:
  Handshake(facts::Facts& facts, CheckSink& sink) : request_(facts.request()), response_(facts.judged()), sink_(sink) {}

  void judge_request() {
    const model::Message& request = request_.message();
    if (request.method != "GET") report(request, nullptr, "its method is not GET");
    if (!request.version.at_least(1, 1)) report(request, nullptr, "its version is below HTTP/1.1");
    const bool complete = request.evidence.fields;
    if (!lists(request, id::kConnection, "upgrade") && (complete || request_.has(id::kConnection))) {
      report(request, request_.first_line(id::kConnection), "Connection of the request lacks upgrade");
    }
    judge_key();
    judge_version();
  }

  void judge_response() {
    const model::Message& response = response_.message();
    if (response.status == 426) {
      const bool told = response_.has(id::kSecWebsocketVersion) || !response.evidence.fields;
      if (wrong_version_ && !told) report(response, nullptr, "a 426 to another version lacks Sec-WebSocket-Version");
    }
    if (response.status != 101) return;
    judge_accept();
    judge_selected(id::kSecWebsocketProtocol, "a subprotocol was selected that was not offered");
    judge_selected(id::kSecWebsocketExtensions, "an extension was selected that was not offered");
  }

 private:
  void report(const model::Message& message, const model::FieldLine* line, Bytes what) {
    sink_.report(message, line, line == nullptr ? Bytes() : line->value, {what});
  }

  void judge_key() {
    const model::Message& request = request_.message();
    const model::FieldLine* line = request_.first_line(id::kSecWebsocketKey);
    if (line == nullptr) {
      if (request.evidence.fields) report(request, nullptr, "Sec-WebSocket-Key is missing");
      return;
    }
    if (is_masked(line->value)) {
      sink_.undecided();
    } else if (base::base64_octets(line->value) != 16) {
      report(request, line, "Sec-WebSocket-Key is not base64 of 16 octets");
    } else {
      key_ = line->value;
    }
  }

  void judge_version() {
    const model::Message& request = request_.message();
    const model::FieldLine* line = request_.first_line(id::kSecWebsocketVersion);
    if (line == nullptr && !request.evidence.fields) return;
    wrong_version_ = line == nullptr || line->value != "13";
    if (line == nullptr) report(request, nullptr, "Sec-WebSocket-Version is missing");
    // A client may ask for another version first: a 426 then tells which ones there are (RFC 6455 §4.4).
    const bool negotiated = response_.there() && response_.message().status == 426;
    if (line != nullptr && wrong_version_ && !negotiated) report(request, line, "Sec-WebSocket-Version is not 13");
  }

  // Sec-WebSocket-Accept = base64(SHA-1(key + GUID))     (RFC 6455 §4.2.2)
  void judge_accept() {
    const model::Message& response = response_.message();
    const model::FieldLine* line = response_.first_line(id::kSecWebsocketAccept);
    if (line == nullptr) {
      if (response.evidence.fields) report(response, nullptr, "the 101 lacks Sec-WebSocket-Accept");
      return;
    }
    if (key_.empty() || is_masked(line->value)) return;
    const auto digest = base::sha1(std::string(key_) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    const Bytes octets(reinterpret_cast<const char*>(digest.data()), digest.size());
    if (line->value != base::base64(octets)) report(response, line, "Sec-WebSocket-Accept does not fit the key");
  }

  void judge_selected(model::FieldId field, Bytes what) {
    if (!request_.there() || !request_.message().evidence.fields) return;
    facts::each_line(response_.message(), field, [&](const model::FieldLine& line) {
      facts::each_element(line.value, [&](Bytes element) {
        const Bytes name = base::trim_blanks(element.substr(0, element.find(';')));
        if (!offers(field, name)) report(response_.message(), &line, what);
      });
    });
  }

  bool offers(model::FieldId field, Bytes name) const {
    bool found = false;
    facts::each_line(request_.message(), field, [&](const model::FieldLine& line) {
      facts::each_element(line.value, [&](Bytes element) {
        found = found || base::trim_blanks(element.substr(0, element.find(';'))) == name;
      });
    });
    return found;
  }

  MessageFacts& request_;
  MessageFacts& response_;
  CheckSink& sink_;
  Bytes key_;
  bool wrong_version_ = false;
};

}  // namespace

void websocket_handshake(facts::Facts& facts, CheckSink& sink) {
  Handshake handshake(facts, sink);
  const bool asked = facts.request().there() && lists(facts.request().message(), id::kUpgrade, "websocket");
  if (asked) handshake.judge_request();
  if (!facts.judged().there()) return;
  const model::Message& response = facts.judged().message();
  // A 101 without Upgrade, or to another protocol, has rules of its own.
  const bool switched = response.status == 101 && lists(response, id::kUpgrade, "websocket");
  if (switched || (asked && response.status == 426)) handshake.judge_response();
}

}  // namespace httpvet::checks
