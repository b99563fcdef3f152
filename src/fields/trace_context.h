// The fields that follow a request through a system: Traceparent, Tracestate (W3C Trace Context), Baggage.
#pragma once

#include "fields/cursor.h"

namespace httpvet::fields {

/// True when the value is a traceparent: version, trace id, parent id and flags (Trace Context §3.2).
bool match_traceparent(Cursor& cursor);

/// True when the value is a list of key=value for vendors (Trace Context §3.3).
bool match_tracestate(Cursor& cursor);

/// True when the value is a list of key=value with properties (Baggage §3.2).
bool match_baggage(Cursor& cursor);

}  // namespace httpvet::fields
