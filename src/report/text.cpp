// text: one block a finding, as compilers do it.
#include <algorithm>
#include <set>
#include <utility>

#include "report/buffered.h"
#include "report/formats.h"
#include "report/layout.h"
#include "report/message.h"
#include "report/place.h"
#include "report/source_line.h"
#include "report/summary.h"

namespace httpvet::report {
namespace {

// The lines that tie a block together.
struct Frame {
  Bytes corner;
  Bytes side;
  Bytes note;
  Bytes last_note;
  Bytes arrow;
};
constexpr Frame kUnicodeFrame = {"┌─ ", "│", "├ ", "└ ", "→"};
constexpr Frame kAsciiFrame = {"--> ", "|", "= ", "= ", "->"};

constexpr unsigned kLeastWidth = 40;
constexpr std::size_t kWidestProse = 100;

struct Note {
  Bytes label;
  std::string text;
};

class TextReporter final : public BufferedReporter {
 public:
  TextReporter(const ReportOptions& options, Output& output)
      : BufferedReporter(output),
        options_(options),
        width_(std::max(options.width, kLeastWidth)),
        style_(style_of(options)),
        frame_(options.unicode ? kUnicodeFrame : kAsciiFrame),
        paint_(options.colour) {}

  void begin(Bytes /*profile*/) override {}

  void end(const RunSummary& summary) override {
    if (options_.quiet) return;
    append_totals(text_, summary, paint_);
    std::string open;
    append_issues(open, summary, style_, "  ");
    append_undecided(open, summary, "  ");
    if (!open.empty()) text_ += "Not judged:\n" + open;
    flush();
  }

 private:
  void append_finding(const model::Finding& finding, std::span<model::Input* const> inputs) override {
    const Place place = place_of(finding, inputs);
    title(finding);
    const auto line = source_line(finding, place, redactor_);
    const std::string number = line && line->number ? std::to_string(*line->number) : "";
    const std::string margin(number.size() + 2, ' ');
    text_ += margin;
    paint_.frame(text_, frame_.corner);
    append_location(text_, place, style_);
    text_ += '\n';
    if (line) {
      const std::size_t room = width_ - std::min(width_ / 2, margin.size() + 2);
      snippet(finding.severity, number, make_snippet(line->snippet, room, options_.unicode));
    }
    notes(finding, margin);
    text_ += '\n';
  }

  // Columns for prose behind `columns` others. Captured lines take all of a wide terminal; sentences read better in
  // less.
  std::size_t room_after(std::size_t columns) const {
    const std::size_t width = std::min(width_, kWidestProse);
    return width - std::min(width / 2, columns);
  }

  void title(const model::Finding& finding) {
    const Bytes severity = name_of(finding.severity);
    const std::string id = "[" + std::string(finding.rule->id) + "]";
    std::string message;
    append_message(message, finding, redactor_, style_);
    paint_.severity(text_, finding.severity, std::string(severity) + ":");
    const std::size_t indent = severity.size() + 2;
    auto lines = wrapped(message + " " + id, room_after(indent));
    // The id is one word, so the last line ends in it.
    std::string& last = lines.back();
    last.resize(last.size() - std::min(last.size(), id.size()));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text_.append(i == 0 ? 1 : indent, ' ');
      paint_.strong(text_, lines[i]);
      if (i + 1 < lines.size()) text_ += '\n';
    }
    paint_.severity(text_, finding.severity, id);
    text_ += '\n';
  }

  void snippet(model::Severity severity, const std::string& number, const Snippet& snippet) {
    const std::string margin(number.size() + 2, ' ');
    text_ += margin;
    paint_.frame(text_, frame_.side);
    text_ += "\n ";
    paint_.frame(text_, number + " " + std::string(frame_.side));
    text_ += ' ';
    text_ += snippet.text;
    text_ += '\n';
    text_ += margin;
    paint_.frame(text_, frame_.side);
    text_ += ' ';
    const std::size_t blanks = snippet.carets.find('^');
    text_.append(blanks, ' ');
    paint_.severity(text_, severity, Bytes(snippet.carets).substr(blanks));
    text_ += '\n';
  }

  void notes(const model::Finding& finding, const std::string& margin) {
    const model::RuleInfo& rule = *finding.rule;
    std::vector<Note> notes;
    notes.push_back({"in", context(finding)});
    notes.push_back({name_of(rule.basis), requirement(rule)});
    // Why a rule exists is said once a run: `explain` says it again.
    if (explained_.insert(std::string(rule.id)).second) notes.push_back({"why", own(rule.why)});
    notes.push_back({"fix", own(rule.fix)});
    notes.erase(std::remove_if(notes.begin(), notes.end(), [](const Note& n) { return n.text.empty(); }), notes.end());

    std::size_t label_width = 0;
    for (const Note& note : notes) label_width = std::max(label_width, note.label.size());
    const std::size_t indent = margin.size() + 2 + label_width + 2;
    for (std::size_t i = 0; i < notes.size(); ++i) {
      const bool last = i + 1 == notes.size();
      const auto lines = wrapped(notes[i].text, room_after(indent));
      for (std::size_t row = 0; row < lines.size(); ++row) {
        text_ += margin;
        if (row == 0) {
          paint_.frame(text_, last ? frame_.last_note : frame_.note);
          paint_.strong(text_, notes[i].label);
          text_.append(label_width - notes[i].label.size() + 2, ' ');
        } else {
          const bool open = !last && options_.unicode;
          paint_.frame(text_, open ? frame_.side : Bytes(" "));
          text_.append(indent - margin.size() - 1, ' ');
        }
        text_ += lines[row];
        text_ += '\n';
      }
    }
  }

  std::string own(Bytes text) const {
    std::string out;
    append_own(out, text, style_);
    return out;
  }

  std::string requirement(const model::RuleInfo& rule) const {
    std::string out;
    for (const Bytes spec : rule.spec) {
      if (!out.empty()) out += ", ";
      append_own(out, spec, style_);
    }
    if (rule.confidence != model::Confidence::kCertain) {
      out += out.empty() ? "(" : " (";
      out += name_of(rule.confidence);
      out += ')';
    }
    return out;
  }

  // `DELETE /reports/7 → 405 (c1e1.response)`
  std::string context(const model::Finding& finding) {
    std::string out;
    if (finding.exchange == nullptr) return out;
    if (finding.message == nullptr) {
      out = "the connection as a whole";
    } else {
      append_request(out, *finding.exchange);
      out += ' ';
      out += frame_.arrow;
      const std::uint16_t status = status_of(finding);
      out += status != 0 ? " " + std::to_string(status) : finding.exchange->response == nullptr ? " no response" : " ?";
    }
    out += " (";
    append_escaped(out, locator_of(finding), style_);
    out += ')';
    return out;
  }

  void append_request(std::string& out, const model::Exchange& exchange) {
    constexpr std::size_t kLongestMethodShown = 32;
    if (exchange.request == nullptr) {
      out += exchange.known_method.empty() ? Bytes("request not captured") : exchange.known_method;
      return;
    }
    append_cut(out, exchange.request->method, kLongestMethodShown, style_);
    out += ' ';
    const std::size_t longest = room_after(kLeastWidth / 2);  // so that it fits into a line of its own
    append_cut(out, redactor_.target(longest + 4), longest, style_);
  }

  ReportOptions options_;
  std::size_t width_;
  EscapeStyle style_;
  const Frame& frame_;
  Paint paint_;
  std::set<std::string> explained_;
};

}  // namespace

std::unique_ptr<Reporter> make_text_reporter(const ReportOptions& options, Output& output) {
  return std::make_unique<TextReporter>(options, output);
}

}  // namespace httpvet::report
