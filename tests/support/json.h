// A strict reader of JSON (RFC 8259), as small as tests need it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace httpvet::testing {

/// One JSON value.
struct Json {
  enum class Kind { kNull, kBoolean, kNumber, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  std::string text;               // of a string: unquoted; of a number, true and false: as written
  std::vector<Json> items;        // of an array; of an object: the values of `keys`
  std::vector<std::string> keys;  // in their order

  /// The member called `name`, or null.
  const Json* find(Bytes name) const {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == name) return &items[i];
    }
    return nullptr;
  }

  /// The member called `name`; a null value if there is none.
  const Json& operator[](Bytes name) const {
    static const Json nothing;
    const Json* found = find(name);
    return found == nullptr ? nothing : *found;
  }
};

/// Reads one JSON text; nullopt if it is not exactly that.
class JsonReader {
 public:
  static std::optional<Json> read(Bytes text) {
    JsonReader reader(text);
    Json value;
    if (!reader.value(value, 0)) return std::nullopt;
    reader.blanks();
    return reader.at_ == text.size() ? std::optional<Json>(std::move(value)) : std::nullopt;
  }

 private:
  explicit JsonReader(Bytes text) : text_(text) {}

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void blanks() {
    while (at_ < text_.size() && Bytes(" \t\r\n").find(text_[at_]) != Bytes::npos) ++at_;
  }
  bool take(Bytes word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  bool value(Json& out, int depth) {
    blanks();
    if (depth > 32) return false;
    if (peek() == '"') {
      out.kind = Json::Kind::kString;
      return string(out.text);
    }
    if (take("{")) return object(out, depth);
    if (take("[")) return array(out, depth);
    if (take("null")) return true;
    for (const Bytes word : {"true", "false"}) {
      if (!take(word)) continue;
      out.kind = Json::Kind::kBoolean;
      out.text = word;
      return true;
    }
    return number(out);
  }

  bool object(Json& out, int depth) {
    out.kind = Json::Kind::kObject;
    blanks();
    if (take("}")) return true;
    do {
      blanks();
      if (!string(out.keys.emplace_back())) return false;
      blanks();
      if (!take(":") || !value(out.items.emplace_back(), depth + 1)) return false;
      blanks();
    } while (take(","));
    return take("}");
  }

  bool array(Json& out, int depth) {
    out.kind = Json::Kind::kArray;
    blanks();
    if (take("]")) return true;
    do {
      if (!value(out.items.emplace_back(), depth + 1)) return false;
      blanks();
    } while (take(","));
    return take("]");
  }

  // Reports write whole numbers only.
  bool number(Json& out) {
    out.kind = Json::Kind::kNumber;
    const std::size_t begin = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    out.text = text_.substr(begin, at_ - begin);
    return !out.text.empty() && (out.text.size() == 1 || out.text[0] != '0');
  }

  bool string(std::string& out) {
    if (!take("\"")) return false;
    while (at_ < text_.size() && peek() != '"') {
      if (static_cast<unsigned char>(peek()) < 0x20) return false;
      if (peek() == '\\') {
        const std::size_t known = Bytes("\"\\/bfnrt").find(text_.substr(at_ + 1, 1));
        if (known == Bytes::npos || at_ + 1 >= text_.size()) return false;
        out += "\"\\/\b\f\n\r\t"[known];
        at_ += 2;
      } else {
        out += text_[at_++];
      }
    }
    return take("\"");
  }

  Bytes text_;
  std::size_t at_ = 0;
};

}  // namespace httpvet::testing
