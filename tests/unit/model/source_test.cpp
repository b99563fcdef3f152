#include "model/source.h"

#include <vector>

#include "support/catch.h"

using namespace httpvet::model;

TEST_CASE("a stream without segments lies in the file as it is") {
  const StreamMap map{3, {}};
  const auto span = map.locate(10, 4);
  REQUIRE(span);
  CHECK(span->input == 3);
  CHECK(span->offset == 10);
  CHECK(span->length == 4);
}

TEST_CASE("segments map a range as far as it is contiguous") {
  const std::vector<Segment> segments = {{0, 100, 5}, {5, 200, 5}};
  const StreamMap map{0, segments};
  CHECK(map.locate(0, 5)->offset == 100);
  CHECK(map.locate(5, 2)->offset == 200);
  CHECK(map.locate(3, 10)->offset == 103);
  CHECK(map.locate(3, 10)->length == 2);
  CHECK(map.locate(10, 0)->offset == 205);
  CHECK_FALSE(map.locate(11, 1));
}
