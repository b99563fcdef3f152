// A cache in front of Node.js, with the built-in behaviour but for what stands here.
vcl 4.1;
backend app { .host = "127.0.0.1"; .port = "@UPSTREAM@"; .first_byte_timeout = 1s; }
backend dead { .host = "127.0.0.1"; .port = "@DEAD@"; .connect_timeout = 0.5s; }
sub vcl_recv {
  if (req.url == "/dead") { set req.backend_hint = dead; }
  if (req.method == "PURGE") {
    if (req.url == "/cached") { return (purge); }
    return (synth(405, "Not Allowed"));
  }
  if (req.url == "/moved-here") { return (synth(301, "Moved Permanently")); }
  if (req.url == "/teapot") { return (synth(418)); }
  if (req.url == "/synth-304") { return (synth(304)); }
  if (req.url == "/pass") { set req.url = "/cached"; return (pass); }
  if (req.url == "/esi") { set req.url = "/cached"; set req.http.X-Esi = "1"; }
  if (req.url == "/chat") { return (pipe); }
  if (req.url == "/fail") { return (fail); }
}
sub vcl_pipe { if (req.http.upgrade) { set bereq.http.upgrade = req.http.upgrade; set bereq.http.connection = req.http.connection; } }
sub vcl_backend_response {
  set beresp.grace = 5s;
  if (bereq.http.X-Esi) { set beresp.do_esi = true; }
  if (bereq.url == "/gzip") { set beresp.do_gzip = true; set beresp.ttl = 60s; }
}
sub vcl_deliver { if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; } }
sub vcl_synth { if (resp.status == 301) { set resp.http.Location = "/cached"; } if (resp.status == 405) { set resp.http.Allow = "GET, HEAD"; } }
