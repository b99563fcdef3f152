"""Python's http.server: as it serves files (HTTP/1.0), and with a handler of its own that speaks HTTP/1.1."""

from .nginx import MOVED
from .script import Raw, Send, ToEnd, get, head, request
from .server import Server, free_port, site

APT = "python3"
VERSION = ["/usr/bin/python3", "--version"]


def start(folder):
    port = free_port()
    return port, [Server(["/usr/bin/python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory", site(folder / "site"),
                          port], port, folder)]


TOPICS = {
    "page": [get("/")],
    "page-head": [head("/")],
    "file": [get("/alphabet.txt")],
    "file-http10": [get("/alphabet.txt", version="HTTP/1.0", host=None)],
    "empty-file": [get("/empty.txt")],
    "json": [get("/data.json", "Connection: keep-alive")],
    "listing": [get("/list/")],
    "listing-head": [head("/list/")],
    "301": [get("/list")],
    "301-query": [get("/list?x=1")],
    "304": [get("/alphabet.txt", f"If-Modified-Since: {MOVED}")],
    "304-later": [get("/alphabet.txt", "If-Modified-Since: Fri, 02 Jan 2026 00:00:00 GMT")],
    "modified": [get("/alphabet.txt", "If-Modified-Since: Wed, 31 Dec 2025 00:00:00 GMT")],
    "range-ignored": [get("/alphabet.txt", "Range: bytes=0-9")],
    "404": [get("/missing")],
    "404-head": [head("/missing")],
    "400-version": [Send(get("/", version="HTTP/x.1")), ToEnd(1)],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "404-slash": [get("/alphabet.txt/")],
    "501-options": [request("OPTIONS", "/")],
    "501-post": [request("POST", "/", body=b"hello")],
    "501-put": [request("PUT", "/new.txt", body=b"hello")],
    "501-method": [request("BREW", "/")],
    "505": [Send(get("/", version="HTTP/3.0")), ToEnd(1)],
    "431-many": [get("/", *(f"X-{i}: {i}" for i in range(110)))],
    "http09": [Send(b"GET /alphabet.txt\r\n"), ToEnd(1)],
    "expect": [request("POST", "/", "Content-Length: 5", "Expect: 100-continue")],
    "pipelined-closed": [Send(get("/alphabet.txt") + get("/empty.txt")), ToEnd(1)],
    "absolute-form": [get("http://example.com/alphabet.txt")],
}
