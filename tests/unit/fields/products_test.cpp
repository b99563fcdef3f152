// Products and mailboxes.
#include "fields/products.h"

#include <string>

#include "support/catch.h"

namespace httpvet::fields {

TEST_CASE("products and comments follow each other") {
  for (const char* value :
       {"nginx", "Apache/2.4.68 (Debian) OpenSSL/3.5.4", "a/1 (b (c) \\) d) e", "a  b", "Microsoft-HTTPAPI/2.0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"}) {
    CAPTURE(value);
    CHECK_FALSE(product_fault(value));
  }
  CHECK(product_fault("") == 0);
  CHECK(product_fault("(a)") == 0);
  CHECK(product_fault("[a]") == 0);
  CHECK(product_fault("Jetty(9.4)") == 5);
  CHECK(product_fault("a/") == 1);
  CHECK(product_fault("a (b") == 2);
  CHECK(product_fault("a/1;b") == 3);
  CHECK(product_fault("a, b") == 1);
  CHECK(product_fault("a/1 (b)c") == 7);
  CHECK(product_fault("a " + std::string(100'000, '(')) == 2);
}

TEST_CASE("a mailbox is one address") {
  for (const char* value : {"a@example.com", "Robot <robot@example.com>", "\"A, B\" <a@b.example>", "a@[192.0.2.1]",
                            "\"a b\"@example.com"}) {
    CAPTURE(value);
    CHECK(is_mailbox(value));
  }
  for (const char* value : {"", "webmaster", "a@", "@b", "a@b, c@d", "a b@c", "A <a>", "<a@b> c", "a@.b"}) {
    CAPTURE(value);
    CHECK_FALSE(is_mailbox(value));
  }
}

}  // namespace httpvet::fields
