#include "facts/sent_credentials.h"

#include <algorithm>

#include "facts/target_uri.h"
#include "fields/field_ids.h"

namespace httpvet::facts {
namespace {

namespace id = fields::id;

std::string joined(const model::Message& message, model::FieldId field) {
  std::string all;
  for (const model::FieldLine& line : message.lines) {
    if (line.field != field) continue;
    if (!all.empty()) all += "; ";
    all += line.value;
  }
  return all;
}

bool is_redirect(std::uint16_t status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

void SentCredentials::remember(const model::Exchange& exchange, base::Arena& arena) {
  if (exchange.request == nullptr || exchange.response == nullptr || !is_redirect(exchange.response->status)) return;
  Sent sent;
  sent.authorization = joined(*exchange.request, id::kAuthorization);
  sent.cookies = joined(*exchange.request, id::kCookie);
  const std::size_t octets = sent.authorization.size() + sent.cookies.size();
  if (octets == 0 || octets > kMaxOctets) return;
  const auto target = target_uri(*exchange.request, exchange.connection->scheme, arena);
  if (!target) return;
  const auto location = location_uri(*exchange.response, *target, arena);
  if (!location) return;
  sent.connection = exchange.connection->number;
  sent.target = *target;
  sent.location = *location;
  if (sent_.size() < kMost) {
    sent_.push_back(std::move(sent));
  } else {
    sent_[next_] = std::move(sent);
  }
  next_ = (next_ + 1) % kMost;
}

const SentCredentials::Sent* SentCredentials::find(const model::Exchange& exchange, base::Arena& arena) const {
  if (sent_.empty() || exchange.request == nullptr) return nullptr;
  const auto target = target_uri(*exchange.request, exchange.connection->scheme, arena);
  if (!target) return nullptr;
  for (std::size_t i = 0; i < sent_.size(); ++i) {
    const Sent& sent = sent_[(next_ + kMost - 1 - i) % kMost];
    if (sent.connection == exchange.connection->number) continue;
    if (same_uri(*target, sent.location, arena) != SameUri::kDifferent) return &sent;
  }
  return nullptr;
}

}  // namespace httpvet::facts
