#include "content/not_found_text.h"

#include "support/catch.h"

namespace httpvet::content {

TEST_CASE("a notice of a page not found is the whole text") {
  for (const char* text : {"404",
                           "404 Not Found",
                           "Not Found",
                           "Error 404",
                           "HTTP 404",
                           "Page not found",
                           "404 - Page Not Found",
                           "Oops! Page not found",
                           "Page Not Found | Example",
                           "Example Shop – 404",
                           "Page not found · GitHub",
                           "404: This page could not be found.",
                           "Page not found - example.com",
                           "Sorry, the page you requested was not found.",
                           "找不到",
                           "頁面不存在",
                           "頁面不存在 - 範例商店",
                           "Seite nicht gefunden – Beispiel GmbH",
                           "PÁGINA NO ENCONTRADA",
                           "Страница не найдена",
                           "Erreur 404 : page introuvable",
                           "The page you’re looking for doesn’t exist"}) {
    INFO(text);
    CHECK(is_not_found_notice(text, "www.example.com"));
  }
}

TEST_CASE("a text about the code is none") {
  for (const char* text : {"", "How to fix 404 Not Found", "404 Not Found: how to fix it", "Fix: 404 Not Found",
                           "Peugeot 404", "Error", "404 Not Found - HTTP | MDN", "Lost and not found", "Welcome",
                           "Area 404", "Oops", "404 Not Found errors explained", "Page not found | Status Codes",
                           "Example", "Why is my page not found? | Example"}) {
    INFO(text);
    CHECK(!is_not_found_notice(text, "www.example.com"));
  }
}

TEST_CASE("the host tells the name of the site") {
  CHECK(is_not_found_notice("Not found | my shop", "my-shop.example"));
  CHECK(!is_not_found_notice("Not found | our best results", "my-shop.example"));
}

}  // namespace httpvet::content
