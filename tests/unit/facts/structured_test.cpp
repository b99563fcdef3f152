// What rules read of structured fields.
#include "exchange_reading.h"

using namespace httpvet;
using httpvet::facts::test::ExchangeReading;

TEST_CASE("members of dictionaries are read by key") {
  ExchangeReading reading({}, {"Priority: u=1, i;x=\"a\"", "Priority: u=5"});
  CHECK(reading("res.priority.member(\"u\").integer") == "5");
  CHECK(reading("res.priority.member(\"u\").kind") == "integer");
  CHECK(reading("res.priority.member(\"i\").boolean") == "true");
  CHECK(reading("res.priority.member(\"i\").source") == "?1");
  CHECK(reading("res.priority.member(\"i\").parameter(\"x\").text") == "a");
  CHECK(reading("res.priority.member(\"z\").integer") == "absent");
  CHECK(reading("res.priority.has(\"z\")") == "false");
  CHECK(reading("res.priority.keys") == "i, u");
  CHECK(reading("res.priority.repeated_keys") == "u");
  CHECK(reading("res.priority.members.exists(m, m.key == \"i\")") == "true");
}

TEST_CASE("lists are lists of structured values") {
  ExchangeReading reading({}, {"Cache-Status: ExampleCache; hit; ttl=-3, \"edge 1\"; fwd=uri-miss; fwd-status=304"});
  CHECK(reading("size(res.cache_status)") == "2");
  CHECK(reading("res.cache_status.exists(m, m.text == \"edge 1\" && m.kind == \"string\")") == "true");
  CHECK(reading("res.cache_status.exists(m, m.parameter(\"ttl\").integer < 0)") == "true");
  CHECK(reading("res.cache_status.all(m, m.has_parameter(\"hit\") || m.has_parameter(\"fwd\"))") == "true");
}

TEST_CASE("inner lists hold items") {
  ExchangeReading reading({}, {"No-Vary-Search: params=(\"a\" \"b\"), key-order"});
  CHECK(reading("res.no_vary_search.member(\"params\").is_inner_list") == "true");
  CHECK(reading("size(res.no_vary_search.member(\"params\").items)") == "2");
  CHECK(reading("res.no_vary_search.member(\"params\").items.exists(i, i.text == \"b\")") == "true");
  CHECK(reading("res.no_vary_search.member(\"key-order\").is_inner_list") == "false");
}

TEST_CASE("a value of another kind than asked for is malformed") {
  ExchangeReading reading({"Device-Memory: 0.5"}, {"Deprecation: @1688169599", "Dictionary-ID: \"a\""});
  CHECK(reading("req.device_memory.thousandths") == "500");
  CHECK(reading("req.device_memory.integer") == "malformed");
  CHECK(reading("res.deprecation.integer") == "1688169599");
  CHECK(reading("res.deprecation.kind") == "date");
  CHECK(reading("res.deprecation.boolean") == "malformed");
}

TEST_CASE("what is no structured field is malformed") {
  ExchangeReading reading({}, {"Cross-Origin-Opener-Policy: same-origin, unsafe-none", "Priority: U=1"});
  CHECK(reading("res.cross_origin_opener_policy.text") == "malformed");
  CHECK(reading("res.priority.has(\"u\")") == "malformed");
  CHECK(reading("res.priority_text") == "U=1");
}
