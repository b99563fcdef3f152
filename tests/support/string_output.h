// An Output that keeps what is written.
#pragma once

#include <string>

#include "report/reporter.h"

namespace httpvet::testing {

class StringOutput final : public report::Output {
 public:
  void write(Bytes octets) override { text += octets; }

  std::string text;
};

}  // namespace httpvet::testing
