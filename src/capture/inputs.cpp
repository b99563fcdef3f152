#include "capture/inputs.h"

#include <dirent.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "capture/byte_sources.h"
#include "capture/format.h"
#include "capture/issues.h"
#include "capture/scan.h"
#include "capture/streams.h"

namespace httpvet::capture {
namespace {

using model::InputIssue;

// Yields the exchanges of another reader, and issues of its own before them.
class IssuesFirstReader : public model::Reader {
 public:
  IssuesFirstReader(std::vector<InputIssue> issues, std::unique_ptr<model::Reader> reader)
      : issues_(std::move(issues)), reader_(std::move(reader)) {}

  bool next(model::Batch& batch) override {
    const bool more = reader_->next(batch);
    batch.issues.insert(batch.issues.begin(), std::make_move_iterator(issues_.begin()),
                        std::make_move_iterator(issues_.end()));
    issues_.clear();
    return more;
  }

 private:
  std::vector<InputIssue> issues_;
  std::unique_ptr<model::Reader> reader_;
};

class Opened : public OpenSource {
 public:
  std::vector<model::Input>& inputs() override { return inputs_; }
  model::Reader& reader() override { return *reader_; }

  /// Adds an input; `source` is null where there is nothing to read.
  void add_input(const std::string& path, std::shared_ptr<InputSource> source) {
    inputs_.push_back({path, "", source ? &source->lines() : nullptr});
    if (source) sources_.push_back(std::move(source));
  }

  void set_format(Bytes name) {
    for (model::Input& input : inputs_) input.format = name;
  }

  void set_reader(std::unique_ptr<model::Reader> reader) { reader_ = std::move(reader); }
  void set_issue(InputIssue issue) {
    std::vector<InputIssue> issues;
    issues.push_back(std::move(issue));
    reader_ = std::make_unique<IssueReader>(std::move(issues));
  }

 private:
  std::vector<std::shared_ptr<InputSource>> sources_;  // inputs_ refers to their lines
  std::vector<model::Input> inputs_;
  std::unique_ptr<model::Reader> reader_;
};

InputIssue unreadable(std::uint32_t input, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    return make_issue(input, "input-missing", "there is no such file", std::nullopt, Damage::kYes);
  }
  return make_issue(input, "input-unreadable", std::string("cannot be read: ") + std::strerror(error), std::nullopt,
                    Damage::kYes);
}

// A folder that became a source: there was no file in it, or it may not be read.
std::optional<InputIssue> folder_issue(const std::string& path, std::uint32_t input) {
  struct stat status{};
  if (path == "-" || ::stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return std::nullopt;
  DIR* handle = ::opendir(path.c_str());
  if (handle == nullptr) return unreadable(input, errno);
  ::closedir(handle);
  return make_issue(input, "input-empty-folder", "there is no file to read in this folder", std::nullopt, Damage::kNo);
}

// Recognises what is in `opening.source`, the only input of `opened`, and gives it a reader.
void recognise(Opened& opened, const Opening& opening, const InputOptions& options) {
  const Bytes window = look_ahead(*opening.source, kSniffOctets);
  const Bytes start = window.substr(byte_order_mark(window));
  const Damage damage = opening.named ? Damage::kYes : Damage::kNo;
  if (empty_lines(start) == start.size() && opening.source->at_end()) {
    if (const int error = opening.source->read_error(); error != 0) {
      opened.set_issue(unreadable(opening.input, error));
    } else {
      opened.set_issue(make_issue(opening.input, "input-empty", "there is nothing in it", std::nullopt, damage));
    }
    return;
  }
  const Format* format = format_by_name(options.input_format);
  if (format == nullptr) format = sniff_format(start.substr(0, kSniffOctets));
  if (format == nullptr) {
    opened.set_issue(make_issue(opening.input, "input-no-http", "no HTTP message was found", std::nullopt, damage));
    return;
  }
  opened.set_format(format->name);
  opened.set_reader(format->open(opening));
}

// Opens one side of a pair as the next input of `opened`.
std::shared_ptr<InputSource> open_side(Opened& opened, const std::string& path, const InputOptions& options,
                                       std::uint32_t input, std::vector<InputIssue>& issues) {
  std::shared_ptr<InputSource> source;
  struct stat status{};
  if (path != "-" && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    issues.push_back(unreadable(input, EISDIR));
  } else if (auto file = open_file(path, options.pipe_block); file.ok()) {
    source = std::move(file.value());
  } else {
    issues.push_back(unreadable(input, file.error()));
  }
  opened.add_input(path, source);
  return source;
}

std::unique_ptr<OpenSource> open_pair(const Source& source, const InputOptions& options, std::uint32_t first_input,
                                      model::ContentSinks* sinks) {
  auto opened = std::make_unique<Opened>();
  std::vector<InputIssue> issues;
  StreamsOpening opening;
  std::uint32_t input = first_input;
  if (!source.path.empty()) {
    opening.responses_input = input;
    opening.responses = open_side(*opened, source.path, options, input++, issues);
  }
  if (!source.requests_path.empty()) {
    opening.requests_input = input;
    opening.requests = open_side(*opened, source.requests_path, options, input, issues);
  }
  opening.named = source.named;
  opening.cut = options.partial;
  opening.scheme = options.scheme;
  opening.sinks = sinks;
  opened->set_format("streams");
  opened->set_reader(std::make_unique<IssuesFirstReader>(std::move(issues), open_streams(opening)));
  return opened;
}

}  // namespace

std::unique_ptr<OpenSource> open_source(const Source& source, const InputOptions& options, std::uint32_t first_input,
                                        model::ContentSinks* sinks) {
  if (source.streams || !source.requests_path.empty()) return open_pair(source, options, first_input, sinks);
  auto opened = std::make_unique<Opened>();
  if (auto issue = folder_issue(source.path, first_input)) {
    opened->add_input(source.path, nullptr);
    opened->set_issue(std::move(*issue));
    return opened;
  }
  auto file = open_file(source.path, options.pipe_block);
  if (!file.ok()) {
    opened->add_input(source.path, nullptr);
    opened->set_issue(unreadable(first_input, file.error()));
    return opened;
  }
  const std::shared_ptr<InputSource> octets = std::move(file.value());
  opened->add_input(source.path, octets);
  recognise(*opened, {octets, first_input, source.named, options.partial, options.scheme, sinks}, options);
  return opened;
}

std::unique_ptr<OpenSource> open_memory(Bytes octets, const std::string& path, const InputOptions& options,
                                        model::ContentSinks* sinks) {
  auto opened = std::make_unique<Opened>();
  const auto source = std::make_shared<MemorySource>(octets);
  opened->add_input(path, source);
  recognise(*opened, {source, 0, true, options.partial, options.scheme, sinks}, options);
  return opened;
}

std::unique_ptr<OpenSource> open_connection(const MemoryConnection& connection, model::ContentSinks* sinks) {
  auto opened = std::make_unique<Opened>();
  StreamsOpening opening;
  std::uint32_t input = 0;
  if (connection.responses) {
    opening.responses = std::make_shared<MemorySource>(*connection.responses);
    opening.responses_input = input++;
    opened->add_input("responses", opening.responses);
  }
  if (connection.requests) {
    opening.requests = std::make_shared<MemorySource>(*connection.requests);
    opening.requests_input = input;
    opened->add_input("requests", opening.requests);
  }
  opening.named = true;
  opening.cut = connection.cut;
  opening.structured = connection.structured;
  opening.scheme = connection.scheme;
  opening.time_ns = connection.time_ns;
  opening.sinks = sinks;
  opened->set_format("streams");
  opened->set_reader(open_streams(opening));
  return opened;
}

std::span<const FormatInfo> formats() {
  static const std::vector<FormatInfo> infos = [] {
    std::vector<FormatInfo> all;
    for (const Format& format : format_table()) all.push_back({format.name, format.description});
    return all;
  }();
  return infos;
}

}  // namespace httpvet::capture
