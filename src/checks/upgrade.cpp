#include "checks/upgrade.h"

#include <algorithm>
#include <span>

#include "base/byte_class.h"
#include "fields/field_ids.h"

namespace httpvet::checks {
namespace {

std::span<const Bytes> protocols(const expr::Value& value) {
  if (!value.known()) return {};
  return {static_cast<const Bytes*>(value.list.data), value.list.size};
}

Bytes name_of(Bytes protocol) { return protocol.substr(0, protocol.find('/')); }

/// protocol = protocol-name [ "/" protocol-version ]
bool same_protocol(Bytes a, Bytes b) {
  const Bytes name = name_of(a);
  return base::equals_ignoring_case(name, name_of(b)) && a.substr(name.size()) == b.substr(name.size());
}

}  // namespace

void upgrade_not_offered(facts::Facts& facts, CheckSink& sink) {
  facts::MessageFacts& request = facts.request();
  if (!request.there()) {
    if (request.why_missing() == expr::State::kNotCaptured) sink.undecided();
    return;
  }
  const auto offered = protocols(request.value(fields::id::kUpgrade));
  const auto chosen = protocols(facts.judged().value(fields::id::kUpgrade));
  const bool after_tls = !chosen.empty() && base::equals_ignoring_case(name_of(chosen.front()), "TLS");
  for (const Bytes protocol : chosen) {
    if (after_tls && base::equals_ignoring_case(name_of(protocol), "HTTP")) continue;
    if (std::ranges::any_of(offered, [protocol](Bytes offer) { return same_protocol(offer, protocol); })) continue;
    const model::Message& message = facts.judged().message();
    sink.report(message, facts.judged().first_line(fields::id::kUpgrade), protocol, {protocol});
    return;
  }
}

}  // namespace httpvet::checks
