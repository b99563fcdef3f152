// Issues: troubles with an input, and a reader that has nothing else to tell.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/exchange.h"

namespace httpvet::capture {

/// Does an issue mean that the capture is damaged (exit code 3)?
enum class Damage { kNo, kYes, kPartial };  // kPartial: yes, unless --allow-partial

/// An issue of `input`. `id` has static storage.
inline model::InputIssue make_issue(std::uint32_t input, Bytes id, std::string message,
                                    std::optional<std::uint64_t> offset, Damage damage) {
  return {input, id, std::move(message), offset, damage != Damage::kNo, damage == Damage::kPartial};
}

/// A reader for what cannot be read: yields its issues once, and no exchange.
class IssueReader : public model::Reader {
 public:
  explicit IssueReader(std::vector<model::InputIssue> issues) : issues_(std::move(issues)) {}

  bool next(model::Batch& batch) override {
    batch.reset();
    batch.issues = std::exchange(issues_, {});
    return false;
  }

 private:
  std::vector<model::InputIssue> issues_;
};

}  // namespace httpvet::capture
