#include "bench/corpus.h"

#include <cstdio>

namespace httpvet::bench {
namespace {

std::string json(std::size_t i) {
  std::string text = "{\"id\":" + std::to_string(i) + ",\"items\":[";
  for (std::size_t k = 0; k < 5 + i % 17; ++k)
    text += (k ? "," : "") + std::string("{\"sku\":\"A-") + std::to_string(i * 31 + k) + "\"}";
  return text + "]}";
}

void add_request(std::string& out, std::size_t i, bool conditional) {
  out += "GET /api/v2/items/" + std::to_string(i % 400) + "?page=" + std::to_string(i) +
         " HTTP/1.1\r\nHost: api.example.com\r\nUser-Agent: example-client/4.2 (linux; x86_64)\r\nAccept: "
         "application/json\r\n"
         "Accept-Encoding: gzip, br\r\nAccept-Language: en-GB,en;q=0.8\r\nConnection: keep-alive\r\n";
  if (conditional) out += "If-None-Match: \"v" + std::to_string(i) + "\"\r\n";
  out += "\r\n";
}

void add_head(std::string& out, const char* status_line, std::size_t i) {
  char date[64];
  std::snprintf(date, sizeof date, "Thu, 01 Jan 2026 %02zu:%02zu:%02zu GMT", i / 3600 % 24, i / 60 % 60, i % 60);
  out += status_line;
  out += "\r\nServer: example/1.25.3\r\nDate: ";
  out += date;
  out +=
      "\r\nContent-Type: application/json; charset=utf-8\r\nConnection: keep-alive\r\nVary: Accept-Encoding\r\n"
      "Cache-Control: private, max-age=60\r\nETag: \"v" +
      std::to_string(i) + "\"\r\nX-Request-Id: 7f9c2ba4-e88f-11ee-a506-0242ac12" + std::to_string(1000 + i % 9000) +
      "\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\nX-Content-Type-Options: nosniff\r\n"
      "Referrer-Policy: strict-origin-when-cross-origin\r\nX-Frame-Options: DENY\r\n"
      "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'; base-uri 'none'\r\n";
}

void add_response(std::string& out, std::size_t i, bool conditional) {
  if (conditional) {
    add_head(out, "HTTP/1.1 304 Not Modified", i);
    out += "\r\n";
    return;
  }
  const bool missing = i % 50 == 7;
  const std::string content = missing ? "{\"error\":\"no such item\"}" : json(i);
  add_head(out, missing ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 200 OK", i);
  if (i % 10 < 3) {
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", content.size());
    out += "Transfer-Encoding: chunked\r\n\r\n" + std::string(size) + content + "\r\n0\r\n\r\n";
  } else {
    out += "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content;
  }
}

}  // namespace

Corpus api_traffic(std::size_t exchanges) {
  Corpus corpus;
  corpus.exchanges = exchanges;
  for (std::size_t i = 0; i < exchanges; ++i) {
    const bool conditional = i % 12 == 5;
    add_request(corpus.requests, i, conditional);
    add_response(corpus.responses, i, conditional);
  }
  return corpus;
}

}  // namespace httpvet::bench
