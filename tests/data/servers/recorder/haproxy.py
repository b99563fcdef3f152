"""HAProxy: errors of its own, redirects, limits, a cache, and Node.js behind it."""

from . import node
from .nginx import MOVED
from .script import (Interim, Method, Raw, Send, ToEnd, Wait, basic, chunked, get, head, pipelined, request, websocket)
from .server import Server, configuration, free_port

APT = "haproxy"
VERSION = ["haproxy", "-v"]


def start(folder):
    upstream, upstream_servers = node.start(folder)
    port = free_port()
    config = configuration("haproxy.cfg", folder / "haproxy.cfg", port=port, upstream=upstream, dead=free_port())
    return port, [*upstream_servers, Server(["haproxy", "-db", "-f", config], port, folder)]


TOPICS = {
    "keep-alive": [get("/text"), head("/text"), get("/no-content"), get("/missing"), get("/text", "Connection: close")],
    "http10": [get("/text", version="HTTP/1.0")],
    "http10-chunked": [get("/chunked", version="HTTP/1.0")],
    "http10-keep-alive": [get("/text", "Connection: keep-alive", version="HTTP/1.0"),
                          get("/", "Connection: keep-alive", version="HTTP/1.0")],
    "pipelined": pipelined(get("/text"), head("/"), get("/no-content"), get("/missing"), get("/moved")),
    "redirects": [get("/moved"), head("/moved"), get("/found"), request("POST", "/see-other", body=b""),
                  request("POST", "/temporary", body=b""), request("POST", "/permanent", body=b""), get("/cookie")],
    **{status: [get(f"/{status}")] for status in
       ["400", "401", "404", "405", "407", "408", "410", "413", "421", "422", "425", "429", "500", "501", "502", "503", "504"]},
    "403": [get("/denied")],
    "403-head": [head("/denied")],
    "429-limit": [get("/limited"), get("/limited")],
    "401-auth": [get("/private")],
    "401-auth-passed": [get("/private", basic())],
    "silent": [Send(get("/silent")), ToEnd(1)],
    "app": [get("/"), head("/"), get("/chunked"), get("/trailers", "TE: trailers"), get("/hints"), get("/etag"),
            get("/etag", 'If-None-Match: "v1"'), get("/moved"), get("/members"),
            request("POST", "/upload", "Content-Type: text/plain", body=b"hello"), get("/app/no-content"),
            request("POST", "/app/reset", body=b""), request("DELETE", "/read-only"), get("/rate")],
    "gzip": [get("/gzip", "Accept-Encoding: gzip"), get("/chunked", "Accept-Encoding: gzip"),
             get("/app/", "Accept-Encoding: gzip"), head("/app/", "Accept-Encoding: gzip")],
    "103-early-hint": [get("/hinted"), get("/text")],
    "100-continue": [Send(request("POST", "/upload", "Content-Length: 5", "Expect: 100-continue")), Interim(), Send(b"hello"),
                     Method("POST"), chunked("POST", "/upload", [b"one ", b"two"])],
    "cache": [get("/cached"), get("/cached"), Wait(1.1), get("/cached"), head("/cached"), get("/cached", "Range: bytes=0-4"),
              get("/cached", f"If-Modified-Since: {MOVED}")],
    "101-websocket": [websocket("/chat"), ToEnd(1)],
    "connect": [request("CONNECT", "example.com:443", host="example.com:443"), ToEnd(1)],
    "methods": [request("OPTIONS", "*"), request("OPTIONS", "/"), request("TRACE", "/"), request("PURGE", "/")],
    "502-drop": [get("/drop")],
    "503-dead": [get("/dead")],
    "504-slow": [get("/slow")],
    "408-slow-head": [Send(b"GET / HTTP/1.1\r\nHost: exam"), Method("GET")],
    "408-slow-body": [Send(request("POST", "/upload", "Content-Length: 10") + b"hel"), Method("POST")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-field-name": [Raw(b"GET / HTTP/1.1\r\nHost: example.com\r\nBad Name: 1\r\n\r\n")],
    "400-large": [get("/", "X-Long: " + "x" * 4000)],
    "400-binary": [Raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")],
    "no-host": [get("/", host=None)],
    "two-hosts": [get("/", "Host: example.org")],
    "version-3": [get("/", version="HTTP/3.0")],
    "te-gzip-chunked": [Raw(request("POST", "/upload", "Transfer-Encoding: gzip, chunked") + b"3\r\nabc\r\n0\r\n\r\n")],
    "length-and-chunked": [Raw(request("POST", "/upload", "Content-Length: 5", "Transfer-Encoding: chunked") +
                               b"3\r\nabc\r\n0\r\n\r\n")],
    "cut-length": [Send(get("/half")), ToEnd(2)],
    "cut-chunked": [Send(get("/half-chunked")), ToEnd(2)],
    "absolute-form": [get("http://example.com/text")],
}
