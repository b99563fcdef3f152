#include "checks/http_version.h"

#include "facts/member.h"

namespace httpvet::checks {

void version_refused(facts::Facts& facts, CheckSink& sink) {
  facts::MessageFacts& request = facts.request();
  if (!request.there()) {
    if (request.why_missing() == expr::State::kNotCaptured) sink.undecided();
    return;
  }
  const model::Message& message = request.message();
  const model::Message& response = facts.judged().message();
  if (message.target.find_first_of(" \t") != Bytes::npos) {
    sink.report(response, nullptr, {},
                {"with an unencoded space in its target",
                 "that is the likely cause, since servers take the word behind the space for the version"});
    return;
  }
  if (!message.version.is(1, 0) && !message.version.is(1, 1)) return;
  if (message.has(model::AnomalyKind::kRequestLine) || message.has(model::AnomalyKind::kTargetCharacter)) return;
  if (!facts::could_show(message, model::AnomalyKind::kRequestLine)) {
    sink.undecided();
    return;
  }
  sink.report(response, nullptr, {},
              {message.version.minor == 0 ? "in HTTP/1.0" : "in HTTP/1.1",
               "every server of HTTP/1 supports that version, and the request line is well formed"});
}

}  // namespace httpvet::checks
