#include "checks/check.h"

#include <algorithm>
#include <array>

#include "checks/content_length.h"
#include "checks/http_version.h"
#include "checks/session_auth.h"
#include "checks/session_redirects.h"
#include "checks/transfer_coding.h"
#include "checks/upgrade.h"
#include "checks/websocket.h"

namespace httpvet::checks {
namespace {

constexpr std::array kChecks = {
    CheckEntry{"authentication_loop", authentication_loop, facts::kNoContent, true},
    CheckEntry{"authentication_repeated", authentication_repeated, facts::kNoContent, true},
    CheckEntry{"content_length_and_transfer_encoding", content_length_and_transfer_encoding},
    CheckEntry{"content_length_conflict", content_length_conflict},
    CheckEntry{"content_length_invalid", content_length_invalid},
    CheckEntry{"content_length_repeated", content_length_repeated},
    CheckEntry{"content_length_too_large", content_length_too_large},
    CheckEntry{"proxy_kept_after_305", proxy_kept_after_305, facts::kNoContent, true},
    CheckEntry{"redirect_taken_for_permanent", redirect_taken_for_permanent, facts::kNoContent, true},
    CheckEntry{"transfer_coding_chunked_repeated", transfer_coding_chunked_repeated},
    CheckEntry{"transfer_coding_invalid", transfer_coding_invalid},
    CheckEntry{"transfer_coding_not_final_chunked", transfer_coding_not_final_chunked},
    CheckEntry{"unusable_304_not_repeated", unusable_304_not_repeated, facts::kNoContent, true},
    CheckEntry{"upgrade_not_offered", upgrade_not_offered},
    CheckEntry{"version_refused", version_refused},
    CheckEntry{"websocket_handshake", websocket_handshake},
};

}  // namespace

std::span<const CheckEntry> all_checks() { return kChecks; }

CheckFunction find_check(Bytes name) {
  const auto found = std::ranges::find(kChecks, name, &CheckEntry::name);
  return found == kChecks.end() ? nullptr : found->function;
}

facts::ContentKinds contents_read(CheckFunction check) {
  const auto found = std::ranges::find(kChecks, check, &CheckEntry::function);
  return found == kChecks.end() ? facts::kNoContent : found->reads;
}

bool reads_history(CheckFunction check) {
  const auto found = std::ranges::find(kChecks, check, &CheckEntry::function);
  return found != kChecks.end() && found->history;
}

}  // namespace httpvet::checks
