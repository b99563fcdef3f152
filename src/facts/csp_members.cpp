// What rules ask about the Content-Security-Policy of a response, and its report-only twin.
#include <algorithm>
#include <array>

#include "base/byte_class.h"
#include "facts/fault_values.h"
#include "facts/field_lines.h"
#include "facts/field_values.h"
#include "facts/member.h"
#include "facts/schemes.h"
#include "fields/csp_sources.h"
#include "fields/field_ids.h"
#include "fields/words.h"

namespace httpvet::facts {
namespace {

using expr::Value;
using fields::CspDirective;
using fields::CspName;
using fields::CspPolicy;
using fields::FaultList;
using fields::Source;
using fields::SourceKind;
using Arguments = std::span<const Value>;

MessageFacts& message_of(const Value& object) { return object_as<MessageFacts>(object); }

constexpr std::array kBoth = {fields::id::kContentSecurityPolicy, fields::id::kContentSecurityPolicyReportOnly};

/// Calls `visit` with each policy in the lines of `field`.
template <typename Visit>
void for_each_policy(const MessageFacts& message, model::FieldId field, base::Arena& arena, Visit visit) {
  for_each_line(message, field, [&](const model::FieldLine& line) {
    for (const CspPolicy& policy : fields::parse_csp(line.value, arena)) visit(policy, line);
  });
}

/// The faults that `find` adds for each policy of both fields.
template <typename Find>
Value policy_faults(Facts& facts, const Value& object, Find find) {
  const MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  FaultList faults(facts.arena());
  for (const model::FieldId field : kBoth) {
    for_each_policy(message, field, facts.arena(),
                    [&](const CspPolicy& policy, const model::FieldLine& line) { find(policy, line, faults); });
  }
  return fault_list(faults);
}

/// The same, for each source expression of each source list that counts.
template <typename Find>
Value source_faults(Facts& facts, const Value& object, Find find) {
  return policy_faults(facts, object, [&](const CspPolicy& policy, const model::FieldLine&, FaultList& faults) {
    for (const CspDirective& directive : policy.directives) {
      if (!directive.known || directive.repeated || !csp_name_info(*directive.known).source_list) continue;
      Bytes rest = directive.value;
      for (Source source; fields::next_source(rest, source);) find(directive, source, faults);
    }
  });
}

void unknown_directive(const CspDirective& directive, bool after_comma, FaultList& faults) {
  const Bytes name = directive.name;
  if (const auto near = fields::near_csp_name(name)) {
    return faults.add_parts(name, {"did you mean `", fields::csp_name_info(*near).name, "`?"});
  }
  // `a.example, b.example`: the comma ended the policy.
  if (after_comma)
    return faults.add(name, "the comma before it begins another policy; sources have spaces between them");
  faults.add(name, "is a semicolon in the wrong place, or missing?");
}

/// Sources that are called like a directive: the semicolon before them is missing.
void swallowed_directives(const CspDirective& directive, FaultList& faults) {
  if (!directive.known || !csp_name_info(*directive.known).source_list) return;
  Bytes rest = directive.value;
  for (Bytes word; fields::next_word(rest, word);) {
    if (word.find('-') == Bytes::npos || !fields::find_csp_name(word)) continue;
    faults.add_parts(word, {"it is a source of `", directive.name, "` here, as no semicolon stands before it"});
  }
}

Value csp_unknown(Facts& facts, const Value& object, Arguments) {
  return policy_faults(facts, object, [](const CspPolicy& policy, const model::FieldLine& line, FaultList& faults) {
    const bool later = policy.text.data() > line.value.data() + 1;
    for (std::size_t i = 0; i < policy.directives.size(); ++i) {
      if (!policy.directives[i].known) unknown_directive(policy.directives[i], later && i == 0, faults);
      swallowed_directives(policy.directives[i], faults);
    }
  });
}

Value csp_deprecated(Facts& facts, const Value& object, Arguments) {
  return policy_faults(facts, object, [](const CspPolicy& policy, const model::FieldLine&, FaultList& faults) {
    for (const CspDirective& directive : policy.directives) {
      if (!directive.known || directive.repeated) continue;
      const Bytes instead = fields::csp_name_info(*directive.known).instead;
      const bool in_transition = directive.known == CspName::kReportUri && policy.has(CspName::kReportTo);
      if (!instead.empty() && !in_transition) faults.add(directive.name, instead);
    }
  });
}

Value csp_repeated(Facts& facts, const Value& object, Arguments) {
  return policy_faults(facts, object, [](const CspPolicy& policy, const model::FieldLine&, FaultList& faults) {
    for (const CspDirective& directive : policy.directives) {
      if (directive.repeated) faults.add(directive.name, fields::csp_name_info(*directive.known).name);
    }
  });
}

Value csp_unquoted(Facts& facts, const Value& object, Arguments) {
  return source_faults(facts, object, [](const CspDirective& directive, const Source& source, FaultList& faults) {
    if (source.kind == SourceKind::kUnquoted) faults.add(source.text, directive.name);
  });
}

/// Whether 'none' stands beside sources that make browsers ignore it.
bool none_is_ignored(const CspDirective& directive, Bytes& none) {
  std::size_t others = 0;
  none = {};
  Bytes rest = directive.value;
  for (Source source; fields::next_source(rest, source);) {
    if (fields::is_keyword(source, "'none'")) {
      none = source.text;
    } else if (!fields::is_keyword(source, "'report-sample'")) {
      ++others;
    }
  }
  return others > 0 && !none.empty();
}

Value csp_invalid_sources(Facts& facts, const Value& object, Arguments) {
  return policy_faults(facts, object, [](const CspPolicy& policy, const model::FieldLine&, FaultList& faults) {
    for (const CspDirective& directive : policy.directives) {
      if (!directive.known || directive.repeated || !csp_name_info(*directive.known).source_list) continue;
      Bytes rest = directive.value;
      for (Source source; fields::next_source(rest, source);) {
        if (source.kind == SourceKind::kInvalid) faults.add(source.text, source.fault, source.minor);
      }
      if (Bytes none; none_is_ignored(directive, none)) faults.add(none, "browsers ignore it beside other sources");
    }
  });
}

Value csp_weak_nonces(Facts& facts, const Value& object, Arguments) {
  return source_faults(facts, object, [](const CspDirective&, const Source& source, FaultList& faults) {
    if (source.kind != SourceKind::kNonce) return;
    const Bytes nonce = fields::nonce_of(source);
    if (fields::is_constant_nonce(nonce)) {
      faults.add(source.text, "it looks like a constant");
    } else if (fields::nonce_octets(nonce) < 16) {
      faults.add_parts(source.text, {"it has ", std::to_string(fields::nonce_octets(nonce) * 8), " bits"});
    }
  });
}

constexpr auto kSandboxTokens = std::to_array<Bytes>(
    {"allow-downloads", "allow-downloads-without-user-activation", "allow-forms", "allow-modals",
     "allow-orientation-lock", "allow-pointer-lock", "allow-popups", "allow-popups-to-escape-sandbox",
     "allow-presentation", "allow-same-origin", "allow-scripts", "allow-storage-access-by-user-activation",
     "allow-top-navigation", "allow-top-navigation-by-user-activation", "allow-top-navigation-to-custom-protocols"});

Value csp_sandbox(Facts& facts, const Value& object, Arguments) {
  return policy_faults(facts, object, [](const CspPolicy& policy, const model::FieldLine&, FaultList& faults) {
    const CspDirective* sandbox = policy.find(CspName::kSandbox);
    if (sandbox == nullptr) return;
    bool scripts = false;
    bool same_origin = false;
    Bytes rest = sandbox->value;
    for (Bytes token; fields::next_word(rest, token);) {
      scripts = scripts || base::equals_ignoring_case(token, "allow-scripts");
      same_origin = same_origin || base::equals_ignoring_case(token, "allow-same-origin");
      if (!fields::is_one_of(token, kSandboxTokens)) faults.add(token, "browsers know no such token");
    }
    if (scripts && same_origin) {
      faults.add(sandbox->value, "allow-scripts beside allow-same-origin lets the page remove its own sandbox");
    }
  });
}

Value csp_unreported(Facts& facts, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  FaultList faults(facts.arena());
  for_each_policy(message, fields::id::kContentSecurityPolicyReportOnly, facts.arena(),
                  [&](const CspPolicy& policy, const model::FieldLine&) {
                    if (policy.has(CspName::kReportTo) || policy.has(CspName::kReportUri)) return;
                    faults.add(policy.text, "it has neither report-to nor report-uri");
                  });
  return fault_list(faults);
}

/// What a source list says about scripts or styles as a whole.
struct ListTraits {
  bool inline_allowed = false;  // 'unsafe-inline' that no nonce, hash or 'strict-dynamic' beside it neutralises
  bool eval_allowed = false;
  bool strict_dynamic = false;
  bool nonce = false;
};

ListTraits traits_of(const CspDirective& directive) {
  ListTraits traits;
  bool neutralised = false;
  Bytes rest = directive.value;
  for (Source source; fields::next_source(rest, source);) {
    traits.nonce = traits.nonce || source.kind == SourceKind::kNonce;
    neutralised = neutralised || source.kind == SourceKind::kNonce || source.kind == SourceKind::kHash;
    if (source.kind != SourceKind::kKeyword) continue;
    traits.inline_allowed = traits.inline_allowed || fields::is_keyword(source, "'unsafe-inline'");
    traits.eval_allowed = traits.eval_allowed || fields::is_keyword(source, "'unsafe-eval'");
    traits.strict_dynamic = traits.strict_dynamic || fields::is_keyword(source, "'strict-dynamic'");
  }
  if (neutralised || traits.strict_dynamic) traits.inline_allowed = false;
  return traits;
}

/// What all policies of `field` together let scripts and styles do: each of them has to allow it.
struct Unsafe {
  bool scripts = false;  // some policy restricts scripts
  bool styles = false;
  bool inline_allowed = true;
  bool eval_allowed = true;
  bool style_inline_allowed = true;
};

Unsafe unsafe_in(const MessageFacts& message, model::FieldId field, base::Arena& arena) {
  Unsafe result;
  for_each_policy(message, field, arena, [&](const CspPolicy& policy, const model::FieldLine&) {
    if (const CspDirective* scripts = policy.for_scripts()) {
      const ListTraits traits = traits_of(*scripts);
      result.scripts = true;
      result.inline_allowed = result.inline_allowed && traits.inline_allowed;
      result.eval_allowed = result.eval_allowed && traits.eval_allowed;
    }
    const CspDirective* styles = policy.has(CspName::kStyleSrc) ? policy.find(CspName::kStyleSrc) : policy.fallback();
    if (styles == nullptr) return;
    result.styles = true;
    result.style_inline_allowed = result.style_inline_allowed && traits_of(*styles).inline_allowed;
  });
  return result;
}

Value csp_unsafe(Facts& facts, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  for (const model::FieldId field : kBoth) {
    const Unsafe result = unsafe_in(message, field, facts.arena());
    if (!result.scripts || (!result.inline_allowed && !result.eval_allowed)) continue;
    const auto list = facts.arena().make_array<Bytes>(3);
    std::size_t count = 0;
    if (result.inline_allowed) list[count++] = "'unsafe-inline' for scripts";
    if (result.eval_allowed) list[count++] = "'unsafe-eval' for scripts";
    if (result.styles && result.style_inline_allowed) list[count++] = "'unsafe-inline' for styles";
    return Value::of(std::span<const Bytes>(list.first(count)));
  }
  return Value::absent();
}

bool is_one(std::optional<CspName> name, std::initializer_list<CspName> names) {
  return name && std::ranges::find(names, *name) != names.end();
}

/// Whether `source` in `directive` matches nearly everything.
bool is_wide(const CspDirective& directive, const Source& source) {
  const bool scripts = is_one(directive.known, {CspName::kScriptSrc, CspName::kScriptSrcElem, CspName::kScriptSrcAttr});
  const bool code = scripts || is_one(directive.known, {CspName::kObjectSrc, CspName::kDefaultSrc});
  const bool shown = is_one(directive.known, {CspName::kFrameSrc, CspName::kChildSrc, CspName::kStyleSrc,
                                              CspName::kStyleSrcElem, CspName::kFrameAncestors});
  if (source.text == "*") return code || shown;
  if (source.kind != SourceKind::kScheme || !code) return false;
  constexpr auto kWide = std::to_array<Bytes>({"http:", "https:", "data:"});
  return fields::is_one_of(source.text, kWide) || (scripts && base::equals_ignoring_case(source.text, "blob:"));
}

/// Hosts that browsers trust without https.
bool is_loopback_url(Bytes url) {
  constexpr auto kLoopback = std::to_array<Bytes>({"http://localhost", "http://127.0.0.1", "http://[::1]"});
  return std::ranges::any_of(kLoopback, [url](Bytes l) { return fields::starts_with_ignoring_case(url, l); });
}

/// Whether `source` lets resources of an https page come over http.
bool is_plain_http(const CspDirective& directive, const Source& source) {
  return directive.known != CspName::kFrameAncestors && source.kind == SourceKind::kHost &&
         fields::starts_with_ignoring_case(source.text, "http://") && !is_loopback_url(source.text);
}

Value csp_wide_sources(Facts& facts, const Value& object, Arguments) {
  const bool https = came_over_https(facts);
  return policy_faults(facts, object, [https](const CspPolicy& policy, const model::FieldLine&, FaultList& faults) {
    for (const CspDirective& directive : policy.directives) {
      if (!directive.known || directive.repeated || !csp_name_info(*directive.known).source_list) continue;
      const bool replaced = traits_of(directive).strict_dynamic;
      Bytes rest = directive.value;
      for (Source source; fields::next_source(rest, source);) {
        const bool wide = !replaced && is_wide(directive, source);
        if (!wide && !(https && is_plain_http(directive, source))) continue;
        faults.add(source.text, csp_name_info(*directive.known).name);
      }
    }
  });
}

Value csp_gaps(Facts& facts, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  bool scripts = false;
  bool nonces = false;
  bool objects = false;
  bool base = false;
  bool ancestors = message.has(fields::id::kXFrameOptions) || !message.message().evidence.fields;
  for_each_policy(message, fields::id::kContentSecurityPolicy, facts.arena(),
                  [&](const CspPolicy& policy, const model::FieldLine&) {
                    if (const CspDirective* list = policy.for_scripts()) {
                      scripts = true;
                      nonces = nonces || traits_of(*list).nonce;
                    }
                    objects = objects || policy.has(CspName::kObjectSrc) || policy.has(CspName::kDefaultSrc);
                    base = base || policy.has(CspName::kBaseUri);
                    ancestors = ancestors || policy.has(CspName::kFrameAncestors);
                  });
  if (!scripts) return Value::absent();
  const auto list = facts.arena().make_array<Bytes>(3);
  std::size_t count = 0;
  if (!objects) list[count++] = "object-src";
  if (nonces && !base) list[count++] = "base-uri";
  if (!ancestors) list[count++] = "frame-ancestors";
  return count == 0 ? Value::absent() : Value::of(std::span<const Bytes>(list.first(count)));
}

Value csp_frame_ancestors(Facts& facts, const Value& object, Arguments) {
  const MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  const CspDirective* found = nullptr;
  for_each_policy(message, fields::id::kContentSecurityPolicy, facts.arena(),
                  [&](const CspPolicy& policy, const model::FieldLine&) {
                    if (found == nullptr) found = policy.find(CspName::kFrameAncestors);
                  });
  return found == nullptr ? missing_field(message) : Value::of(lower_copy(found->value, facts.arena()));
}

Value meta_csp(Facts&, const Value& object, Arguments) {
  MessageFacts& message = message_of(object);
  if (!message.there()) return Value::unknown(message.why_missing());
  ContentText& text = message.content_text();
  return Value::of(text.there() && text.holds("content-security-policy", false));
}

constexpr Object kM = Object::kMessage;

constexpr std::array kMembers = {
    Member{
        kM, "csp_unknown", list_type(Object::kFault), csp_unknown,
        "directives in its Content-Security-Policy fields, also report-only ones, that no specification has, or that "
        "stand among the sources of another for want of a semicolon"},
    Member{kM, "csp_deprecated", list_type(Object::kFault), csp_deprecated,
           "deprecated directives there, with what to do instead; report-uri beside report-to is none"},
    Member{kM, "csp_repeated", list_type(Object::kFault), csp_repeated,
           "directives there that stand in their policy before"},
    Member{kM, "csp_unquoted", list_type(Object::kFault), csp_unquoted,
           "keywords, nonces and hashes there without apostrophes; what: the directive"},
    Member{kM, "csp_invalid_sources", list_type(Object::kFault), csp_invalid_sources,
           "source expressions there that are malformed or can match nothing; minor: IP addresses"},
    Member{kM, "csp_weak_nonces", list_type(Object::kFault), csp_weak_nonces,
           "nonces there of fewer than 128 bits, or that look like a constant"},
    Member{kM, "csp_sandbox", list_type(Object::kFault), csp_sandbox,
           "unknown tokens in a sandbox directive there, and tokens that undo it"},
    Member{kM, "csp_unreported", list_type(Object::kFault), csp_unreported,
           "report-only policies there without report-to and report-uri"},
    Member{kM, "csp_unsafe", expr::kStringList, csp_unsafe,
           "what its policies let inline scripts and eval do, in words; absent if neither is allowed"},
    Member{kM, "csp_wide_sources", list_type(Object::kFault), csp_wide_sources,
           "sources there that match nearly everything: *, schemes where code comes from, and http URLs where the "
           "response came over https; what: the directive"},
    Member{kM, "csp_gaps", expr::kStringList, csp_gaps,
           "directives that an enforced policy which restricts scripts should have and none has"},
    Member{kM, "csp_frame_ancestors", expr::kStringType, csp_frame_ancestors,
           "the sources in frame-ancestors of its enforced policies, in lower case"},
    Member{kM,
           "meta_csp",
           expr::kBoolType,
           meta_csp,
           "its content, as far as it is at hand, names Content-Security-Policy: in a meta element of HTML, say",
           {},
           false,
           false,
           kHtmlContent},
};

}  // namespace

std::span<const Member> csp_members() { return kMembers; }

}  // namespace httpvet::facts
