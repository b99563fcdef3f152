"""Caddy, and with it Go's net/http: files, redirects, limits, a proxy in front of Node.js."""

import subprocess

from . import node
from .nginx import MOVED, etag_of
from .script import Interim, Method, Raw, Send, ToEnd, Wait, basic, chunked, get, head, pipelined, request, websocket
from .server import Server, configuration, free_port, site

APT = "caddy"
VERSION = ["caddy", "version"]


def start(folder):
    upstream, upstream_servers = node.start(folder)
    port = free_port()
    password = subprocess.run(["caddy", "hash-password", "--plaintext", "fake-password"], capture_output=True, text=True,
                              check=True).stdout.strip()
    config = configuration("Caddyfile", folder / "Caddyfile", folder=folder, site=site(folder / "site"), port=port,
                           upstream=upstream, dead=free_port(), password=password)
    return port, [*upstream_servers, Server(["caddy", "run", "--config", config, "--adapter", "caddyfile"], port, folder,
                                            {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)})]


TOPICS = {
    "keep-alive": [get("/"), head("/"), get("/alphabet.txt"), get("/empty.txt"), get("/data.json"), get("/missing"),
                   head("/missing"), get("/text"), get("/no-content"), get("/", "Connection: close")],
    "http10": [get("/", version="HTTP/1.0")],
    "http10-keep-alive": [get("/alphabet.txt", "Connection: keep-alive", version="HTTP/1.0"),
                          get("/long.txt", "Connection: keep-alive", "Accept-Encoding: gzip", version="HTTP/1.0")],
    "pipelined": pipelined(get("/alphabet.txt"), head("/"), get("/no-content"), get("/missing"), get("/moved")),
    "redirects": [get("/dir"), get("/dir?x=1"), head("/dir"), get("/index.html"), get("/moved"), get("/found"),
                  request("POST", "/see-other", body=b""), request("POST", "/temporary", body=b""), get("/permanent?x=1")],
    "ranges": [get("/alphabet.txt"), get("/alphabet.txt", "Range: bytes=0-9"), get("/alphabet.txt", "Range: bytes=100-"),
               get("/alphabet.txt", "Range: bytes=-4"), head("/alphabet.txt", "Range: bytes=0-9"),
               get("/alphabet.txt", "Range: bytes=0-9, 20-29"), get("/alphabet.txt", "Range: bytes=0-103"),
               get("/alphabet.txt", "Range: bytes=0-0,5-9,-1"), get("/alphabet.txt", "Range: bytes=0-59,20-79")],
    "416": [get("/alphabet.txt", "Range: bytes=104-"), get("/alphabet.txt", "Range: bytes=9-1"),
            get("/alphabet.txt", "Range: lines=1-2"), get("/empty.txt", "Range: bytes=0-0")],
    "if-range": [get("/alphabet.txt", "Range: bytes=0-9", f"If-Range: {MOVED}"),
                 get("/alphabet.txt", "Range: bytes=0-9", 'If-Range: "other"'),
                 lambda c: get("/alphabet.txt", "Range: bytes=10-19", "If-Range: " + etag_of(c))],
    "conditional": [get("/alphabet.txt"), lambda c: get("/alphabet.txt", "If-None-Match: " + etag_of(c)),
                    get("/alphabet.txt", f"If-Modified-Since: {MOVED}"),
                    get("/alphabet.txt", "If-Modified-Since: Wed, 31 Dec 2025 00:00:00 GMT"),
                    lambda c: head("/alphabet.txt", "If-None-Match: " + etag_of(c)),
                    get("/alphabet.txt", "If-None-Match: *"), get("/alphabet.txt", 'If-Match: "other"'),
                    get("/alphabet.txt", "If-Unmodified-Since: Wed, 31 Dec 2025 00:00:00 GMT")],
    "gzip": [get("/long.txt", "Accept-Encoding: gzip"), get("/long.txt"), head("/long.txt", "Accept-Encoding: gzip"),
             get("/long.txt", "Accept-Encoding: gzip", "Range: bytes=0-9"),
             lambda c: get("/long.txt", "Accept-Encoding: gzip", "If-None-Match: " + etag_of(c))],
    "folders": [get("/list/"), get("/list/", "Accept: application/json"), get("/private/"), get("/nowhere/")],
    "401": [get("/private/secret.txt"), get("/private/secret.txt", basic(password="wrong")), get("/private/secret.txt", basic())],
    "methods": [request("POST", "/alphabet.txt", body=b"x"), request("DELETE", "/alphabet.txt"), request("OPTIONS", "/alphabet.txt"),
            request("TRACE", "/alphabet.txt"), request("BREW", "/alphabet.txt")],
    "errors": [get("/gone"), head("/gone"), get("/teapot"), get("/broken"), get("/closed")],
    "431": [get("/", "X-Long: " + "x" * 9000)],
    "400-no-host": [get("/", host=None)],
    "400-two-hosts": [get("/", "Host: example.org")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-field-name": [Raw(b"GET / HTTP/1.1\r\nHost: example.com\r\nBad Name: 1\r\n\r\n")],
    "400-length": [request("POST", "/app/upload", "Content-Length: five")],
    "501-coding": [request("POST", "/app/upload", "Transfer-Encoding: gzip")],
    "505": [get("/", version="HTTP/3.0")],
    "417": [request("POST", "/app/upload", "Expect: something-else", body=b"hello")],
    "502-too-large": [request("POST", "/app/upload", "Content-Type: text/plain", body=b"x" * 1001)],
    "100-continue": [Send(request("POST", "/app/upload", "Content-Length: 5", "Expect: 100-continue")), Interim(), Send(b"hello"),
                     Method("POST"), chunked("POST", "/app/upload", [b"one ", b"two"])],
    "proxy": [get("/app/"), head("/app/"), get("/app/chunked"), get("/app/trailers", "TE: trailers"), get("/app/etag"),
              get("/app/etag", 'If-None-Match: "v1"'), get("/app/hints"), get("/app/moved"), get("/app/members"),
              request("POST", "/app/upload", "Content-Type: text/plain", body=b"hello"), get("/app/no-content"),
              request("POST", "/app/reset", body=b""), request("DELETE", "/app/read-only"), get("/app/rate"),
              get("/app/gzip", "Accept-Encoding: gzip")],
    "101-websocket": [websocket("/app/chat"), ToEnd(1)],
    "502": [get("/dead"), get("/app/drop")],
    "504": [get("/app/slow")],
    "cut-length": [Send(get("/app/half")), ToEnd(2)],
    "cut-chunked": [Send(get("/app/half-chunked")), ToEnd(2)],
    "slow-head": [Send(b"GET / HTTP/1.1\r\nHost: exam"), ToEnd(2)],
    "absolute-form": [get("http://example.com/alphabet.txt"), get("http://example.com/missing")],
}
