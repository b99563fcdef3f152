// Redactor: what has to be hidden in the captured octets of one finding, known from the messages around it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "model/finding.h"
#include "report/redact.h"

namespace httpvet::report {

/// Masks captured octets by where they stand in their message, by their shape, and by being the same as a secret of the
/// exchange (a value that a rule copied, the same value in another notation). Made for one finding after the other.
class Redactor {
 public:
  /// Forgets the exchange at hand; the memory of its batch may be gone.
  void reset();

  /// Takes `finding`, whose batch is alive until reset().
  void use(const model::Finding& finding);

  /// A masked copy of `argument`, at most its first `limit` octets.
  std::string argument(Bytes argument, std::size_t limit);

  /// A masked copy of `line`, any stretch of a capture around the evidence. Its first octet is at `stream_offset` of
  /// the stream of the finding's message (below 0 if it begins before the stream does); `evidence` is relative to it.
  std::string line(Bytes line, std::int64_t stream_offset, Span evidence);

  /// The request target of the exchange, masked.
  std::string target(std::size_t limit);

 private:
  void collect(const model::Message& message);
  void mask_copies(std::string& text, Bytes raw, Span evidence) const;
  bool piece_of_secret(Bytes text) const;
  void mask_stream(const model::Message& message, std::string& text, std::int64_t stream_offset, Span evidence);
  void mask_line(const model::FieldLine& line, std::string& text, std::int64_t stream_offset, Span evidence);
  void mask_region(Bytes region, Secrecy secrecy, std::int64_t position, std::string& text, Span evidence);
  void mask_by_memory(Bytes view, std::string& text, Span evidence);
  Bytes surroundings(Bytes argument) const;
  const std::vector<Span>& secrets_of(Bytes region, Secrecy secrecy);

  const model::Finding* finding_ = nullptr;
  const model::Exchange* exchange_ = nullptr;
  bool in_secret_field_ = false;  // the finding sits on a field that holds secrets
  std::vector<Bytes> secrets_;    // of the exchange's fields
  Bytes region_;                  // what `spans_` are the secrets of
  Secrecy region_secrecy_ = Secrecy::kLoose;
  std::vector<Span> spans_;
  std::vector<Span> found_;  // scratch
};

}  // namespace httpvet::report
