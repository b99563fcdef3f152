#include "capture_support.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

namespace httpvet::capture::testing {
namespace {

// Keeps all content, so that tests can see it.
class KeepingSink : public model::ContentSink {
 public:
  void start(base::Arena& arena) {
    arena_ = &arena;
    kept_.clear();
  }
  void write(Bytes octets, bool) override { kept_ += octets; }
  const model::Content* finish() override {
    model::Content content;
    content.prefix = arena_->copy(kept_);
    content.whole = true;
    return arena_->make<model::Content>(content);
  }

 private:
  base::Arena* arena_ = nullptr;
  std::string kept_;
};

class KeepingSinks : public model::ContentSinks {
 public:
  model::ContentSink* open(const model::Message&, base::Arena& arena) override {
    sink_.start(arena);
    return &sink_;
  }

 private:
  KeepingSink sink_;
};

// One sink is enough for the readers of all tests, since each reads one message at a time.
KeepingSinks& sinks() {
  static KeepingSinks all;
  return all;
}

SeenMessage see(const model::Message& message) {
  SeenMessage seen;
  seen.part = message.part;
  seen.start_line = message.start_line;
  seen.status = message.status;
  seen.evidence = message.evidence;
  seen.framing = message.body.framing;
  seen.end = message.body.end;
  seen.offset = message.offset;
  seen.content_octets = message.body.content_octets;
  seen.line_feeds = message.body.text_line_feeds;
  seen.tunnel_start = message.body.tunnel_start;
  if (message.body.content != nullptr) seen.content = message.body.content->prefix;
  seen.lines = message.lines.size();
  for (const model::Anomaly& anomaly : message.anomalies) {
    seen.anomalies.push_back(std::string(model::anomaly_info(anomaly.kind).name) + '@' +
                             std::to_string(anomaly.offset) + '+' + std::to_string(anomaly.length));
  }
  return seen;
}

}  // namespace

bool SeenMessage::operator==(const SeenMessage& other) const {
  const auto flags = [](const model::Evidence& e) {
    return std::vector<bool>{e.start_line, e.line_ends, e.fields, e.framing, e.content};
  };
  return part == other.part && start_line == other.start_line && flags(evidence) == flags(other.evidence) &&
         framing == other.framing && end == other.end && offset == other.offset &&
         content_octets == other.content_octets && line_feeds == other.line_feeds && content == other.content &&
         tunnel_start == other.tunnel_start && lines == other.lines && anomalies == other.anomalies;
}

bool Seen::has_issue(Bytes id) const {
  return std::any_of(issues.begin(), issues.end(), [&](const auto& issue) { return issue.id == id; });
}

const model::InputIssue& Seen::issue(Bytes id) const {
  const auto found = std::find_if(issues.begin(), issues.end(), [&](const auto& issue) { return issue.id == id; });
  REQUIRE(found != issues.end());
  return *found;
}

Seen read_all(OpenSource& source) {
  Seen seen;
  model::Batch batch;
  bool more = true;
  while (more) {
    more = source.reader().next(batch);
    CHECK(more == !batch.exchanges.empty());
    ++seen.batches;
    seen.largest_arena = std::max(seen.largest_arena, batch.arena.used());
    for (const model::Exchange& exchange : batch.exchanges) {
      SeenExchange e;
      e.number = exchange.number;
      e.connection = exchange.connection->number;
      e.requests_captured = exchange.connection->requests_captured;
      e.responses_captured = exchange.connection->responses_captured;
      e.byte_streams = exchange.connection->byte_streams;
      e.order_known = exchange.connection->order_known;
      e.scheme = exchange.connection->scheme;
      if (exchange.request != nullptr) e.request = see(*exchange.request);
      for (const model::Message& interim : exchange.interims) e.interims.push_back(see(interim));
      if (exchange.response != nullptr) e.response = see(*exchange.response);
      e.known_method = exchange.known_method;
      e.last = exchange.last;
      e.interim_after_final = exchange.interim_after_final;
      e.client_end = exchange.client_end;
      e.server_end = exchange.server_end;
      seen.exchanges.push_back(e);
    }
    for (const model::InputIssue& issue : batch.issues) seen.issues.push_back(issue);
  }
  CHECK_FALSE(source.reader().next(batch));
  CHECK(batch.issues.empty());
  seen.format = source.inputs().front().format;
  return seen;
}

Seen read_raw(Bytes octets, const InputOptions& options) {
  return read_all(*open_memory(octets, "memory", options, &sinks()));
}

Seen read_pipe(Bytes octets, std::size_t block, const InputOptions& options) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  std::thread writer([octets, fd = ends[1]]() mutable {
    while (!octets.empty()) {
      const ssize_t count = ::write(fd, octets.data(), octets.size());
      if (count <= 0) break;
      octets.remove_prefix(static_cast<std::size_t>(count));
    }
    ::close(fd);
  });
  InputOptions with_block = options;
  with_block.pipe_block = block;
  const auto opened = open_source({"/dev/fd/" + std::to_string(ends[0]), "", true}, with_block, 0, &sinks());
  Seen seen = read_all(*opened);
  writer.join();
  ::close(ends[0]);
  return seen;
}

Seen read_streams(std::optional<Bytes> requests, std::optional<Bytes> responses, bool cut) {
  MemoryConnection connection;
  connection.requests = requests;
  connection.responses = responses;
  connection.cut = cut;
  return read_all(*open_connection(connection, &sinks()));
}

std::unique_ptr<OpenSource> open_for_test(const Source& source, const InputOptions& options) {
  return open_source(source, options, 0, &sinks());
}

TemporaryFolder::TemporaryFolder() {
  path_ = (std::filesystem::temp_directory_path() / "httpvet-capture-XXXXXX").string();
  REQUIRE(::mkdtemp(path_.data()) != nullptr);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, Bytes octets) const {
  const std::filesystem::path path = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << octets;
  return path.string();
}

}  // namespace httpvet::capture::testing
