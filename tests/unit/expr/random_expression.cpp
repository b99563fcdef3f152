#include "unit/expr/random_expression.h"

#include <algorithm>
#include <utility>

namespace httpvet::expr::fake {
namespace {

using Shape = Tree::Shape;

Tree make(Shape shape, std::vector<Tree> children = {}, std::string text = {}, std::int64_t number = 0) {
  return {shape, number, std::move(text), std::move(children)};
}

Tree member(Tree object, Fact fact) {
  return make(Shape::kMember, {std::move(object)}, std::string(kRows[fact].name), fact);
}

Tree random_root(Random& random) { return make(Shape::kRoot, {}, {}, random.chance(65) ? kResponse : kRequest); }

Tree random_fact(Random& random, Fact fact) { return member(random_root(random), fact); }

std::string random_word(Random& random) {
  static const char* const kWords[] = {"", "a", "B", "ab", "Ab", "gzip"};
  return kWords[random.below(6)];
}

std::int64_t random_number(Random& random) {
  static constexpr std::int64_t kNumbers[] = {0, 1, 2, 200, 299, 304, 405, 1000, -1, INT64_MAX, INT64_MIN};
  return kNumbers[random.below(11)];
}

Tree random_int(Random& random, unsigned depth, const Scope& scope);
Tree random_string(Random& random, unsigned depth, const Scope& scope);

Tree random_line(Random& random, const Scope& scope) {
  if (scope.in_macro && scope.variable == Kind::kObject && random.chance(60)) return make(Shape::kVariable);
  if (scope.it && random.chance(60)) return make(Shape::kIt);
  return make(Shape::kElement, {random_fact(random, kLines), make(Shape::kInt, {}, {}, random.chance(50) ? 0 : 1)});
}

Tree random_int(Random& random, unsigned depth, const Scope& scope) {
  if (scope.in_macro && scope.variable == Kind::kInt && random.chance(40)) return make(Shape::kVariable);
  switch (random.below(depth == 0 ? 4 : 7)) {
    case 0:
      return make(Shape::kInt, {}, {}, random_number(random));
    case 1:
      return random_fact(random, kStatus);
    case 2:
      return random_fact(random, kAge);
    case 3:
      return member(random_fact(random, kCacheControl), kMaxAge);
    case 4:
      return make(Shape::kSize,
                  {random.chance(50) ? random_fact(random, kTags) : random_string(random, depth - 1, scope)});
    case 5:
      return make(Shape::kElement, {random_fact(random, kCodes), random_int(random, depth - 1, scope)});
    default:
      return make(Shape::kSum, {random_int(random, depth - 1, scope), random_int(random, depth - 1, scope)},
                  random.chance(50) ? "+" : "-");
  }
}

Tree random_string(Random& random, unsigned depth, const Scope& scope) {
  if (scope.in_macro && scope.variable == Kind::kString && random.chance(40)) return make(Shape::kVariable);
  switch (random.below(depth == 0 ? 3 : 6)) {
    case 0:
      return make(Shape::kString, {}, random_word(random));
    case 1:
      return random_fact(random, kAllow);
    case 2:
      return member(random_line(random, scope), random.chance(50) ? kName : kValue);
    case 3:
      return make(Shape::kMethod, {random_string(random, depth - 1, scope)}, "lower");
    case 4:
      return make(Shape::kElement, {random_fact(random, kTags), make(Shape::kInt, {}, {}, random.chance(50) ? 0 : 5)});
    default:
      return make(Shape::kSum, {random_string(random, depth - 1, scope), random_string(random, depth - 1, scope)}, "+");
  }
}

Tree random_comparison(Random& random, unsigned depth, const Scope& scope) {
  static const char* const kSigns[] = {"==", "!=", "<", "<=", ">", ">="};
  if (random.chance(50)) {  // what an index is made of
    Tree status = member(make(Shape::kRoot, {}, {}, kResponse), kStatus);
    Tree number = make(Shape::kInt, {}, {}, random_number(random));
    if (random.chance(20)) std::swap(status, number);
    return make(Shape::kCompare, {std::move(status), std::move(number)}, kSigns[random.below(6)]);
  }
  if (random.chance(60)) {
    return make(Shape::kCompare, {random_int(random, depth, scope), random_int(random, depth, scope)},
                kSigns[random.below(6)]);
  }
  return make(Shape::kCompare, {random_string(random, depth, scope), random_string(random, depth, scope)},
              kSigns[random.below(2)]);
}

// A bool that is the same whether truth or falsehood is asked for.
Tree random_plain_bool(Random& random) {
  switch (random.below(4)) {
    case 0:
      return make(Shape::kBool, {}, {}, random.chance(50) ? 1 : 0);
    case 1:
      return member(random_fact(random, kCacheControl), kNoStore);
    default:
      return random_fact(random, kSecure);
  }
}

Tree random_membership(Random& random, unsigned depth, const Scope& scope) {
  const bool number = random.chance(60);
  Tree wanted = number ? random_int(random, depth, scope) : random_string(random, depth, scope);
  if (number && random.chance(60)) wanted = member(make(Shape::kRoot, {}, {}, kResponse), kStatus);
  Tree list = random_fact(random, number ? kCodes : kTags);
  if (random.chance(60)) {
    list = make(Shape::kList);
    for (std::size_t i = 0; i <= random.below(3); ++i) {
      list.children.push_back(number ? make(Shape::kInt, {}, {}, random_number(random))
                                     : make(Shape::kString, {}, random_word(random)));
    }
  }
  return make(Shape::kIn, {std::move(wanted), std::move(list)});
}

Tree random_macro(Random& random, unsigned depth, Scope scope) {
  static constexpr Fact kLists[] = {kTags, kCodes, kLines};
  const Fact list = kLists[random.below(3)];
  scope.macro = false;
  scope.in_macro = true;
  scope.variable = kRows[list].type.element;
  Tree over = random_fact(random, list);
  return make(random.chance(50) ? Shape::kExists : Shape::kAll, {std::move(over), random_bool(random, depth, scope)});
}

Tree random_has(Random& random, const Scope& scope) {
  static constexpr Fact kDirect[] = {kStatus, kAllow, kAge, kTags, kSecure, kCacheControl};
  if (random.chance(75)) return make(Shape::kHas, {random_fact(random, kDirect[random.below(6)])});
  if (random.chance(50)) return make(Shape::kHas, {member(random_fact(random, kCacheControl), kMaxAge)});
  return make(Shape::kHas, {member(random_line(random, scope), kName)});
}

std::string render_literal(const Tree& tree) {
  if (tree.shape == Shape::kBool) return tree.number != 0 ? "true" : "false";
  if (tree.shape == Shape::kInt) return std::to_string(tree.number);
  return '"' + tree.text + '"';
}

std::string render_all(const std::vector<Tree>& trees, std::size_t from, const char* between, int binding) {
  std::string result;
  for (std::size_t i = from; i < trees.size(); ++i) result += (i > from ? between : "") + render(trees[i], binding);
  return result;
}

// How tightly the shape binds: || 1, && 2, comparisons 3, sums 4, the rest 5.
int binding_of(const Tree& tree) {
  switch (tree.shape) {
    case Shape::kOr:
      return 1;
    case Shape::kAnd:
      return 2;
    case Shape::kCompare:
    case Shape::kIn:
      return 3;
    case Shape::kSum:
      return 4;
    default:
      return 5;
  }
}

std::string render_bare(const Tree& tree) {
  const std::vector<Tree>& c = tree.children;
  switch (tree.shape) {
    case Shape::kList:
      return "[" + render_all(c, 0, ", ", 0) + "]";
    case Shape::kRoot:
      return tree.number == kResponse ? "res" : "req";
    case Shape::kIt:
      return "it";
    case Shape::kVariable:
      return "x";
    case Shape::kMember:
      return render(c[0], 5) + "." + tree.text + (c.size() > 1 ? "(" + render_all(c, 1, ", ", 0) + ")" : "");
    case Shape::kHas:
      return "has(" + render(c[0]) + ")";
    case Shape::kNot:
      return "!" + render(c[0], 5);
    case Shape::kAnd:
      return render_all(c, 0, " && ", 3);
    case Shape::kOr:
      return render_all(c, 0, " || ", 2);
    case Shape::kCompare:
      return render(c[0], 4) + " " + tree.text + " " + render(c[1], 4);
    case Shape::kIn:
      return render(c[0], 4) + " in " + render(c[1], 4);
    case Shape::kSum:
      return render(c[0], 4) + " " + tree.text + " " + render(c[1], 5);
    case Shape::kElement:
      return render(c[0], 5) + "[" + render(c[1]) + "]";
    case Shape::kSize:
      return "size(" + render(c[0]) + ")";
    case Shape::kMethod:
      return render(c[0], 5) + "." + tree.text + "(" + render_all(c, 1, ", ", 0) + ")";
    case Shape::kExists:
    case Shape::kAll:
      return render(c[0], 5) + (tree.shape == Shape::kAll ? ".all(x, " : ".exists(x, ") + render(c[1]) + ")";
    default:
      return render_literal(tree);
  }
}

}  // namespace

Tree random_bool(Random& random, unsigned depth, const Scope& scope) {
  if (depth > 0 && random.chance(55)) {
    if (random.chance(25)) return make(Shape::kNot, {random_bool(random, depth - 1, scope)});
    Tree chain = make(random.chance(50) ? Shape::kAnd : Shape::kOr);
    for (std::size_t i = 0; i < 2 + random.below(2); ++i)
      chain.children.push_back(random_bool(random, depth - 1, scope));
    return chain;
  }
  const unsigned deeper = depth == 0 ? 0 : depth - 1;
  switch (random.below(10)) {
    case 0:
      return random_plain_bool(random);
    case 1:
      return make(Shape::kCompare, {random_plain_bool(random), random_plain_bool(random)},
                  random.chance(50) ? "==" : "!=");
    case 2:
      return random_membership(random, deeper, scope);
    case 3:
      return make(Shape::kMethod, {random_string(random, deeper, scope), random_string(random, deeper, scope)},
                  random.chance(30)   ? "contains"
                  : random.chance(50) ? "starts_with"
                                      : "ends_with");
    case 4:
      if (scope.macro) return random_macro(random, deeper, scope);
      [[fallthrough]];
    case 5: {
      Tree call = random_fact(random, random.chance(50) ? kCoded : kBetween);
      const bool coded = call.number == kCoded;
      call.children.push_back(coded ? random_string(random, deeper, scope) : random_int(random, deeper, scope));
      if (!coded) call.children.push_back(random_int(random, deeper, scope));
      return call;
    }
    case 6:
    case 7:
      return random_has(random, scope);
    default:
      return random_comparison(random, deeper, scope);
  }
}

std::string render(const Tree& tree, int binding) {
  const std::string text = render_bare(tree);
  return binding_of(tree) < binding ? "(" + text + ")" : text;
}

World::World(Random& random) {
  static constexpr Bytes kWords[] = {"", "a", "B", "ab", "Ab", "gzip"};
  static constexpr std::int64_t kNumbers[] = {0, 1, 2, INT64_MAX, INT64_MIN};
  static constexpr std::int64_t kStatuses[] = {0, 199, 200, 299, 304, 405, 999};
  FakeObject* const messages[] = {&facts.response, &facts.request};
  for (int m = 0; m < 2; ++m) {
    for (int i = 0; i < 2; ++i) {
      tags[m][i] = kWords[random.below(6)];
      codes[m][i] = kNumbers[random.below(5)];
      lines[m][i] = &facts.lines[i];
    }
    const auto size = static_cast<std::uint32_t>(random.below(3));
    const auto fill = [&](FakeObject& object, FactId fact, Value known) {
      const std::size_t what = random.below(100);
      object.facts[fact] = what < 60   ? known
                           : what < 75 ? Value::absent()
                           : what < 85 ? Value::malformed()
                                       : Value::not_captured();
    };
    FakeObject& message = *messages[m];
    fill(message, kStatus, Value::of(kStatuses[random.below(7)]));
    fill(message, kAllow, Value::of(kWords[random.below(6)]));
    fill(message, kAge, Value::of(kNumbers[random.below(5)]));
    fill(message, kTags, Value::of_list({tags[m], size}));
    fill(message, kCodes, Value::of_list({codes[m], size}));
    fill(message, kLines, Value::of_list({lines[m], size}));
    fill(message, kCacheControl, Value::of_object(&facts.cache[m]));
    fill(message, kSecure, Value::of(random.chance(50)));
    fill(facts.cache[m], kMaxAge, Value::of(kNumbers[random.below(5)]));
    fill(facts.cache[m], kNoStore, Value::of(random.chance(50)));
    fill(facts.lines[m], kName, Value::of(kWords[random.below(6)]));
    fill(facts.lines[m], kValue, Value::of(kWords[random.below(6)]));
    if (random.chance(25)) facts.roots[m] = random.chance(70) ? Value::not_captured() : Value::absent();
    observe(random, static_cast<RootId>(m), message);
  }
}

// What an index sees of a message, as the schema promises it.
void World::observe(Random& random, RootId root, const FakeObject& message) {
  for (const Row& row : kRows) {
    if (!row.has_feature) continue;
    Presence& presence = features[root][row.fact];
    const State state = message.facts.at(row.fact).state;
    const bool hidden = facts.roots[root].state == State::kNotCaptured || (row.exact && state == State::kNotCaptured);
    if (hidden || random.chance(10)) {
      presence = Presence::kUnknown;
    } else if (facts.roots[root].state == State::kAbsent) {
      presence = Presence::kMissing;
    } else if (state == State::kAbsent) {
      presence = row.exact || random.chance(50) ? Presence::kMissing : Presence::kPresent;
    } else {
      presence = Presence::kPresent;
    }
  }
}

bool World::unmet(const Needs& needs) {
  const auto presence = [&](Feature feature) { return features[feature / 100][feature % 100]; };
  for (const Feature feature : needs.present) {
    if (presence(feature) == Presence::kMissing) return true;
  }
  for (const Feature feature : needs.absent) {
    if (presence(feature) == Presence::kPresent) return true;
  }
  if (needs.statuses.empty() || !facts.roots[kResponse].known()) return false;
  const Value status = facts.response.facts.at(kStatus);
  return status.known() && std::none_of(needs.statuses.begin(), needs.statuses.end(), [&](StatusRange range) {
           return status.integer >= range.first && status.integer <= range.last;
         });
}

}  // namespace httpvet::expr::fake
