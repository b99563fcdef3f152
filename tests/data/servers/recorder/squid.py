"""Squid: a forward proxy with a cache in front of Node.js."""

from . import node
from .nginx import MOVED
from .script import Interim, Method, Raw, Send, ToEnd, Wait, basic, chunked, get, head, pipelined, request
from .server import Server, configuration, free_port

APT = "squid"
VERSION = ["squid", "-v"]


def start(folder):
    upstream, upstream_servers = node.start(folder)
    port = free_port()
    folder.chmod(0o777)
    config = configuration("squid.conf", folder / "squid.conf", folder=folder, port=port, upstream=upstream, dead=free_port())
    return port, [*upstream_servers, Server(["squid", "-N", "-f", config], port, folder)]


SITE = "http://example.com"

TOPICS = {
    "keep-alive": [get(SITE + "/"), head(SITE + "/"), get(SITE + "/missing"), get(SITE + "/chunked"), get(SITE + "/", "Connection: close")],
    "http10": [get(SITE + "/", version="HTTP/1.0")],
    "http10-chunked": [get(SITE + "/chunked", "Connection: keep-alive", version="HTTP/1.0")],
    "http10-keep-alive": [get(SITE + "/", "Connection: keep-alive", version="HTTP/1.0"), get(SITE + "/no-content", version="HTTP/1.0")],
    "pipelined": pipelined(get(SITE + "/"), get(SITE + "/no-content"), get(SITE + "/moved")),
    "cache": [get(SITE + "/cached"), get(SITE + "/cached"), Wait(1.1), get(SITE + "/cached"), head(SITE + "/cached"),
              get(SITE + "/cached", f"If-Modified-Since: {MOVED}"), get(SITE + "/cached", "Range: bytes=0-4"),
              get(SITE + "/cached", "Range: bytes=0-4,10-14"), get(SITE + "/cached", "Cache-Control: only-if-cached")],
    "range-beyond": [get(SITE + "/cached", "Range: bytes=100-")],
    "revalidated": [get(SITE + "/etag"), get(SITE + "/etag"), Wait(1.2), get(SITE + "/"), Wait(1.2), get(SITE + "/etag"),
                    get(SITE + "/etag", 'If-None-Match: "v1"'), get(SITE + "/etag", "Cache-Control: no-cache")],
    "504-only-if-cached": [get(SITE + "/never-seen", "Cache-Control: only-if-cached")],
    "407": [get("http://members.example.com/", host="members.example.com"),
            get("http://members.example.com/", "Proxy-" + basic(), host="members.example.com")],
    "407-connect": [request("CONNECT", "members.example.com:443", host="members.example.com:443")],
    "403": [get("http://forbidden.example.com/", host="forbidden.example.com")],
    "403-head": [head("http://forbidden.example.com/", host="forbidden.example.com")],
    "403-connect": [request("CONNECT", "example.com:25", host="example.com:25")],
    "500-connect": [request("CONNECT", "example.com:443", host="example.com:443"), ToEnd(1)],
    "502-dead": [get("http://dead.example.com/", host="dead.example.com")],
    "502-drop": [get(SITE + "/drop")],
    "504-slow": [get(SITE + "/slow")],
    "400-origin-form": [get("/")],
    "400-no-host": [get("/", host=None)],
    "400-request-line": [Raw(b"GET\r\n\r\n")],
    "431": [get(SITE + "/", "X-Long: " + "x" * 5000)],
    "413": [request("POST", SITE + "/upload", body=b"x" * 1100)],
    "501-coding": [request("POST", SITE + "/upload", "Transfer-Encoding: gzip")],
    "methods": [request("OPTIONS", SITE + "/"), request("TRACE", SITE + "/", "Max-Forwards: 0"), request("BREW", SITE + "/"),
                request("PURGE", SITE + "/cached")],
    "backend": [get(SITE + "/members"), request("POST", SITE + "/reset", body=b""), request("DELETE", SITE + "/read-only"),
                get(SITE + "/rate"), get(SITE + "/gone"), get(SITE + "/busy"), get(SITE + "/private"),
                get(SITE + "/gzip", "Accept-Encoding: gzip"), get(SITE + "/trailers", "TE: trailers")],
    "103": [get(SITE + "/hints")],
    "100-continue": [Send(request("POST", SITE + "/upload", "Content-Length: 5", "Expect: 100-continue")), Interim(), Send(b"hello"),
                     Method("POST"), chunked("POST", SITE + "/upload", [b"one ", b"two"])],
    "417": [request("POST", SITE + "/upload", "Expect: something-else", body=b"hello")],
    "505": [get(SITE + "/", version="HTTP/3.0")],
    "cut-length": [Send(get(SITE + "/half")), ToEnd(2)],
    "cut-chunked": [Send(get(SITE + "/half-chunked")), ToEnd(2)],
    "slow-head": [Send(b"GET http://example.com/ HTTP/1.1\r\nHost: exam"), ToEnd(3)],
    "ftp": [get("ftp://example.com/")],
    "unknown-scheme": [get("gopher2://example.com/")],
}
