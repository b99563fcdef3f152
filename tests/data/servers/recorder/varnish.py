"""Varnish: a cache in front of Node.js."""

import getpass

from . import node
from .nginx import MOVED
from .script import (Interim, Method, Raw, Send, ToEnd, Wait, chunked, get, head, pipelined, request, websocket)
from .server import Server, configuration, free_port

APT = "varnish"
VERSION = ["varnishd", "-V"]


def start(folder):
    upstream, upstream_servers = node.start(folder)
    port = free_port()
    config = configuration("varnish.vcl", folder / "varnish.vcl", upstream=upstream, dead=free_port())
    (folder / "varnish").mkdir()
    return port, [*upstream_servers, Server(["varnishd", "-F", "-j", "none", "-i", "example", "-n", folder / "varnish", "-f", config, "-T", "none",
                                             "-a", f"127.0.0.1:{port}", "-s", "malloc,10m", "-p", "timeout_idle=3",
                                             "-p", "http_req_size=4096", "-p", "http_req_hdr_len=2048"], port, folder)]


TOPICS = {
    "keep-alive": [get("/"), head("/"), get("/missing"), get("/", "Connection: close")],
    "http10": [get("/", version="HTTP/1.0")],
    "http10-keep-alive": [get("/cached", "Connection: keep-alive", version="HTTP/1.0"),
                          get("/chunked", "Connection: keep-alive", version="HTTP/1.0")],
    "pipelined": pipelined(get("/cached"), head("/"), get("/no-content"), get("/missing"), get("/moved")),
    "hits": [get("/cached"), get("/cached"), Wait(1.1), get("/cached"), head("/cached"),
             get("/cached", f"If-Modified-Since: {MOVED}"), get("/cached", 'If-None-Match: "x"'),
             get("/cached", f"If-Unmodified-Since: {MOVED}"), get("/cached", 'If-Match: "other"')],
    "ranges": [get("/cached"), get("/cached", "Range: bytes=0-4"), get("/cached", "Range: bytes=-4"),
               get("/cached", "Range: bytes=0-4,10-14"), get("/cached", "Range: bytes=0-4", f"If-Range: {MOVED}"),
               get("/cached", "Range: lines=1-2")],
    "ranges-head": [get("/cached"), head("/cached", "Range: bytes=0-4")],
    "416": [get("/cached", "Range: bytes=26-")],
    "416-backwards": [get("/cached", "Range: bytes=9-1")],
    "conditional": [get("/etag"), get("/etag", 'If-None-Match: "v1"'), Wait(2.2), get("/etag", 'If-None-Match: "v1"'), Wait(0.2),
                    get("/etag"), head("/etag")],
    "grace": [get("/etag"), Wait(2.2), get("/etag"), Wait(0.2), get("/etag")],
    "gzip": [get("/gzip", "Accept-Encoding: gzip"), get("/gzip"), head("/gzip", "Accept-Encoding: gzip"),
             get("/gzip", "Accept-Encoding: gzip", "Range: bytes=0-9")],
    "pass": [get("/pass"), head("/pass"), get("/private"), get("/pass", f"If-Modified-Since: {MOVED}"),
             get("/pass", "Range: bytes=0-4"), request("POST", "/upload", "Content-Type: text/plain", body=b"hello"),
             chunked("POST", "/upload", [b"one ", b"two"]), get("/chunked")],
    # Varnish 7.1 does not expect trailers of its backend, and cuts the response.
    "trailers-cut": [Send(get("/trailers", "TE: trailers")), ToEnd(1)],
    "esi": [get("/esi")],
    "purge": [get("/cached"), request("PURGE", "/cached"), get("/cached"), request("PURGE", "/other")],
    "synth": [get("/moved-here"), get("/teapot"), get("/synth-304")],
    "backend": [get("/no-content"), get("/moved"), get("/members"), request("POST", "/reset", body=b""),
                request("DELETE", "/read-only"), get("/rate"), get("/gone"), get("/busy")],
    "103": [get("/hints")],
    "100-continue": [Send(request("POST", "/upload", "Content-Length: 5", "Expect: 100-continue")), Interim(), Send(b"hello"),
                     Method("POST")],
    "417": [request("POST", "/upload", "Expect: something-else", body=b"hello")],
    "methods": [request("OPTIONS", "/"), request("TRACE", "/"), request("PATCH", "/", body=b"x")],
    "unknown-method": [request("BREW", "/"), ToEnd(1)],
    "connect": [request("CONNECT", "example.com:443", host="example.com:443"), ToEnd(1)],
    "101-websocket": [websocket("/chat"), ToEnd(1)],
    "503-fail": [get("/fail")],
    "503-dead": [get("/dead")],
    "503-dead-head": [head("/dead")],
    "503-slow": [get("/slow")],
    "503-drop": [get("/drop")],
    "cut-length": [Send(get("/half")), ToEnd(2)],
    "cut-chunked": [Send(get("/half-chunked")), ToEnd(2)],
    "400-no-host": [get("/", host=None)],
    "400-two-hosts": [get("/", "Host: example.org")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-field-name": [Raw(b"GET / HTTP/1.1\r\nHost: example.com\r\nBad Name: 1\r\n\r\n")],
    "400-length": [request("POST", "/upload", "Content-Length: five")],
    "400-large-field": [get("/", "X-Long: " + "x" * 3000)],
    "large-head": [Send(get("/", *(f"X-{i}: {'x' * 500}" for i in range(10)))), ToEnd(1)],
    "version-3": [Send(get("/", version="HTTP/3.0")), ToEnd(1)],
    "te-gzip-chunked": [Raw(request("POST", "/upload", "Transfer-Encoding: gzip, chunked") + b"3\r\nabc\r\n0\r\n\r\n")],
    "slow-head": [Send(b"GET / HTTP/1.1\r\nHost: exam"), ToEnd(4)],
    "absolute-form": [get("http://example.com/cached")],
}
