"""Node.js: its own HTTP server with the application of config/app.js."""

from .script import (Interim, Method, Raw, Send, ToEnd, Wait, chunked, get, head, pipelined, request, websocket)
from .server import CONFIG, Server, free_port

APT = "nodejs"
VERSION = ["node", "--version"]


def start(folder):
    port = free_port()
    return port, [Server(["node", CONFIG / "app.js"], port, folder, {"PORT": str(port)})]


TOPICS = {
    "keep-alive": [get("/"), head("/"), get("/nothing"), get("/", "Connection: close")],
    "http10": [get("/", version="HTTP/1.0")],
    "http10-chunked": [get("/chunked", version="HTTP/1.0", host=None)],
    "http10-keep-alive": [get("/", "Connection: keep-alive", version="HTTP/1.0"),
                          get("/no-content", "Connection: keep-alive", version="HTTP/1.0")],
    "pipelined": pipelined(get("/"), head("/etag"), get("/no-content"), get("/chunked"), request("DELETE", "/read-only")),
    "chunked-and-trailers": [get("/chunked"), get("/trailers", "TE: trailers"), head("/chunked")],
    "103-early-hints": [get("/hints"), get("/")],
    "102-processing": [request("PUT", "/processing", "Content-Type: text/plain", body=b"x")],
    "100-continue": [Send(request("POST", "/upload", "Content-Type: text/plain", "Content-Length: 5", "Expect: 100-continue")),
                     Interim(), Send(b"hello"), Method("POST"), get("/")],
    "100-continue-refused": [request("POST", "/upload", "Content-Type: text/plain", "Content-Length: 5000",
                                     "Expect: 100-continue")],
    "417": [request("POST", "/upload", "Content-Type: text/plain", "Expect: something-else", body=b"hello")],
    "uploads": [request("POST", "/upload", "Content-Type: text/plain", body=b"hello"),
                chunked("POST", "/upload", [b"hello ", b"again"], "Content-Type: text/plain"),
                chunked("POST", "/upload", [b"with a trailer"], "Content-Type: text/plain", trailers=["X-Sum: 14"]),
                request("POST", "/upload", "Content-Type: text/plain", body=b"x" * 1001)],
    "101-websocket": [websocket("/chat"), ToEnd(1)],
    "upgrade-refused": [get("/", "Connection: Upgrade", "Upgrade: example/1")],
    "connect": [request("CONNECT", "example.com:443", host="example.com:443"), ToEnd(1)],
    "connect-refused": [request("CONNECT", "example.com:25", host="example.com:25")],
    "2xx": [request("POST", "/created", "Content-Type: application/json", body=b"{}"),
            request("POST", "/accepted", "Content-Type: application/json", body=b"{}"),
            get("/no-content"), request("POST", "/reset", body=b""), get("/private")],
    "conditional": [get("/etag"), get("/etag", 'If-None-Match: "v1"'), get("/etag", 'If-None-Match: "v0"'),
                    head("/etag", 'If-None-Match: "v1"')],
    "gzip": [get("/gzip"), get("/gzip", "Accept-Encoding: gzip")],
    "3xx": [get("/moved"), get("/found"), request("POST", "/see-other", body=b""), request("POST", "/temporary", body=b""),
            request("POST", "/permanent", body=b"")],
    "4xx": [get("/members"), get("/forbidden"), get("/nothing"), request("PUT", "/read-only", body=b""),
            request("PUT", "/conflict", body=b""), get("/gone"),
            request("POST", "/images", "Content-Type: text/plain", body=b"x"),
            request("POST", "/unprocessable", "Content-Type: application/json", body=b"{}"), get("/early"),
            get("/upgrade-required"), request("PUT", "/unconditional", body=b""), get("/rate"), get("/legal")],
    "5xx": [get("/crash"), get("/not-yet"), get("/busy")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-no-host": [get("/", host=None)],
    "400-content-length": [request("POST", "/upload", "Content-Length: 1", "Transfer-Encoding: chunked")],
    "400-version": [get("/", version="HTTP/3.0")],
    "400-method": [request("BREW", "/")],
    "unusual-methods": [request("OPTIONS", "*"), request("OPTIONS", "/"), request("TRACE", "/"), request("PROPFIND", "/"),
                        request("PURGE", "/")],
    "408-slow-head": [Send(b"GET / HTTP/1.1\r\nHost: exam"), Method("GET")],
    "408-slow-body": [Send(request("POST", "/upload", "Content-Type: text/plain", "Content-Length: 10") + b"hel"),
                      Method("POST")],
    "431": [get("/", "X-Long: " + "x" * 2500)],
    "cut-length": [Send(get("/half")), ToEnd(2)],
    "cut-chunked": [Send(get("/half-chunked")), ToEnd(2)],
    "cut-at-once": [Send(get("/drop")), ToEnd(2)],
    "absolute-form": [get("http://example.com/"), get("http://example.com/nothing?x=1")],
    "pause": [get("/"), Wait(0.2), get("/slow")],
}
