// Start lines, read tolerantly (RFC 9112 §3, §4): takes whatever is there apart and names what is wrong with it.
#pragma once

#include "base/bytes.h"
#include "model/message.h"
#include "wire/anomaly_log.h"
#include "wire/message_reader.h"
#include "wire/raw_head.h"

namespace httpvet::wire {

/// The version that `token` names: HTTP/DIGIT.DIGIT, and with `printed` also HTTP/DIGIT. Not known if it is neither.
model::Version parse_version(Bytes token, bool printed);

/// True when HTTP/major.minor exists.
bool is_defined_version(const model::Version& version);

/// Takes the status line at `head.start_line` of `octets` apart. `log` is null when nobody is to judge it: it was cut,
/// or a tool printed it.
void parse_status_line(Bytes octets, bool printed, RawHead& head, AnomalyLog* log);

/// The same for a request line.
void parse_request_line(Bytes octets, bool printed, RawHead& head, AnomalyLog* log);

/// True when a line is a request without version, `GET /x`, as HTTP/0.9 had it.
bool is_simple_request(Bytes line);

/// True when `line`, at which the stream ends, may be the beginning of a start line.
bool may_begin_start_line(Bytes line, Kind kind);

}  // namespace httpvet::wire
