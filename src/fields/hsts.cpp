#include "fields/hsts.h"

#include <utility>

#include "base/byte_class.h"
#include "fields/words.h"

namespace httpvet::fields {
namespace {

// Strict-Transport-Security = [ directive ] *( ";" [ directive ] )          (RFC 6797 §6.1)
// directive                 = directive-name [ "=" directive-value ]        with optional blanks around all of these
// directive-value           = token | quoted-string
class HstsReader {
 public:
  HstsReader(Bytes value, FaultList& faults) : cursor_(value, error_), faults_(faults) {}

  Hsts read() {
    while (true) {
      cursor_.skip_blanks();
      if (!cursor_.at_end() && cursor_.peek() != ';' && !directive()) return hsts_;
      cursor_.skip_blanks();
      if (cursor_.at_end()) break;
      if (!cursor_.take(';')) return not_separated();
    }
    if (!has_max_age_) faults_.add({}, "max-age is missing");
    return hsts_;
  }

 private:
  struct Argument {
    bool there = false;
    Text text;
  };

  bool directive() {
    const std::size_t start = cursor_.position();
    Slice name;
    if (!cursor_.token(name)) {
      faults_.add(cursor_.rest(), "a directive has to begin here");
      return false;
    }
    const std::size_t end = cursor_.position();
    Argument argument;
    cursor_.skip_blanks();
    argument.there = cursor_.take('=');
    if (argument.there) {
      cursor_.skip_blanks();
      if (!cursor_.text(argument.text)) {
        faults_.add(cursor_.value().substr(start), "a value has to follow the equals sign");
        return false;
      }
    } else {
      cursor_.move_to(end);
    }
    judge(name.in(cursor_.value()), cursor_.since(start).in(cursor_.value()), argument);
    return true;
  }

  void judge(Bytes name, Bytes whole, const Argument& argument) {
    if (base::equals_ignoring_case(name, "max-age")) {
      if (once(has_max_age_, whole)) max_age(whole, argument);
    } else if (base::equals_ignoring_case(name, "includesubdomains")) {
      if (once(hsts_.include_subdomains, whole) && argument.there)
        faults_.add(whole, "includeSubDomains takes no value");
    } else if (base::equals_ignoring_case(name, "preload")) {
      if (once(hsts_.preload, whole) && argument.there) faults_.add_minor(whole, "preload takes no value");
    }
  }

  /// Notes that a directive is there.
  bool once(bool& there, Bytes whole) {
    if (there) faults_.add(whole, "a directive stands there twice");
    return !std::exchange(there, true);
  }

  void max_age(Bytes whole, const Argument& argument) {
    const Bytes digits = argument.there ? argument.text.slice.in(cursor_.value()) : Bytes();
    ParseError ignored;
    Cursor number(digits, ignored);
    if (!number.digits(hsts_.max_age) || !number.at_end()) faults_.add(whole, "max-age has to be a number of seconds");
  }

  Hsts not_separated() {
    if (faults_.size() > 0) return hsts_;  // the value before it says it all
    if (cursor_.peek() == ',') {
      faults_.add(cursor_.rest(), "directives are separated by semicolons, not by commas");
    } else {
      faults_.add(cursor_.rest(), "a semicolon has to stand between directives");
    }
    return hsts_;
  }

  ParseError error_;
  Cursor cursor_;
  FaultList& faults_;
  Hsts hsts_;
  bool has_max_age_ = false;
};

}  // namespace

bool parse_hsts(Bytes value, base::Arena& arena, Hsts& out) {
  FaultList faults(arena);
  out = HstsReader(value, faults).read();
  for (const Fault& fault : faults.finish()) {
    if (!fault.minor) return false;
  }
  return true;
}

void find_hsts_faults(Bytes value, FaultList& faults) { HstsReader(value, faults).read(); }

}  // namespace httpvet::fields
