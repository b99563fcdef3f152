"""lighttpd: static files, redirects, authentication, limits, WebDAV, CGI, and a proxy in front of Node.js."""

import hashlib
import re

from . import node
from .apache import BROKEN, ECHO, LOCAL_REDIRECT, LOCK, NOT_MODIFIED, PROPPATCH, STATUS, XML, token
from .nginx import MOVED, etag_of
from .script import (Interim, Method, Raw, Send, ToEnd, Wait, basic, chunked, get, head, pipelined, request, websocket)
from .server import Server, configuration, free_port, site, write

APT = "lighttpd lighttpd-mod-deflate lighttpd-mod-webdav"
VERSION = ["lighttpd", "-v"]


def start(folder):
    upstream, upstream_servers = node.start(folder)
    port = free_port()
    files = site(folder / "site")
    (files / "dav").mkdir()
    write(files / "digest" / "secret.txt", "secret\n")
    write(folder / "users", "reader:fake-password\n")
    for name, text in {"echo": ECHO, "status": STATUS, "local": LOCAL_REDIRECT, "broken": BROKEN,
                       "not-modified": NOT_MODIFIED}.items():
        write(folder / "cgi" / name, text)
        (folder / "cgi" / name).chmod(0o755)
    config = configuration("lighttpd.conf", folder / "lighttpd.conf", folder=folder, site=files, port=port, upstream=upstream,
                           dead=free_port())
    return port, [*upstream_servers, Server(["lighttpd", "-D", "-f", config], port, folder)]


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def digest(connection):
    """Answers the Digest challenge that came last (RFC 7616 §3.4)."""
    nonce = re.findall(rb'nonce="([^"]*)"', connection.received)[-1].decode()
    target, cnonce = "/digest/secret.txt", "0a4f113b"
    answer = sha256(":".join([sha256("reader:Members:fake-password"), nonce, "00000001", cnonce, "auth",
                              sha256("GET:" + target)]))
    return get(target, f'Authorization: Digest username="reader", realm="Members", nonce="{nonce}", uri="{target}", '
                       f'response="{answer}", algorithm=SHA-256, cnonce="{cnonce}", nc=00000001, qop=auth')


TOPICS = {
    "keep-alive": [get("/"), head("/"), get("/alphabet.txt"), get("/empty.txt"), get("/data.json"), get("/missing"),
                   head("/missing"), get("/", "Connection: close")],
    "http10": [get("/", version="HTTP/1.0")],
    "http10-keep-alive": [get("/alphabet.txt", "Connection: keep-alive", version="HTTP/1.0"),
                          get("/dir", "Connection: keep-alive", version="HTTP/1.0")],
    "pipelined": pipelined(get("/alphabet.txt"), head("/"), request("OPTIONS", "/"), get("/missing"), get("/moved")),
    "redirects": [get("/dir"), get("/dir?x=1"), head("/dir"), get("/moved"), get("/away"), get("/found"),
                  request("POST", "/see-other", body=b""), request("POST", "/temporary", body=b""),
                  request("POST", "/permanent", body=b"")],
    "ranges": [get("/alphabet.txt"), get("/alphabet.txt", "Range: bytes=0-9"), get("/alphabet.txt", "Range: bytes=100-"),
               get("/alphabet.txt", "Range: bytes=-4"), head("/alphabet.txt", "Range: bytes=0-9"),
               get("/alphabet.txt", "Range: bytes=0-9, 50-59"), get("/alphabet.txt", "Range: bytes=0-103"),
               get("/alphabet.txt", "Range: bytes=0-0,90-99,-1"), get("/alphabet.txt", "Range: lines=1-2")],
    "ranges-of-more": [get("/long.txt", "Range: bytes=0-9,500-509"), get("/long.txt", "Range: bytes=0-9,5-19"),
                       get("/long.txt", "Range: bytes=500-509,0-9")],
    "416": [get("/alphabet.txt", "Range: bytes=104-"), get("/alphabet.txt", "Range: bytes=9-1"),
            get("/alphabet.txt", "Range: bytes=500-600,700-800"), get("/empty.txt", "Range: bytes=0-0")],
    "if-range": [get("/alphabet.txt", "Range: bytes=0-9", f"If-Range: {MOVED}"),
                 get("/alphabet.txt", "Range: bytes=0-9", 'If-Range: "other"'),
                 lambda c: get("/alphabet.txt", "Range: bytes=10-19", "If-Range: " + etag_of(c))],
    "conditional": [get("/alphabet.txt"), lambda c: get("/alphabet.txt", "If-None-Match: " + etag_of(c)),
                    get("/alphabet.txt", f"If-Modified-Since: {MOVED}"),
                    get("/alphabet.txt", "If-Modified-Since: Fri, 02 Jan 2026 00:00:00 GMT"),
                    get("/alphabet.txt", "If-Modified-Since: Wed, 31 Dec 2025 00:00:00 GMT"),
                    lambda c: head("/alphabet.txt", "If-None-Match: " + etag_of(c)),
                    get("/alphabet.txt", "If-None-Match: *"), get("/alphabet.txt", 'If-None-Match: "a", "b"'),
                    get("/alphabet.txt", 'If-Match: "other"')],
    "expires": [get("/fresh.txt"), get("/fresh.txt", f"If-Modified-Since: {MOVED}")],
    "gzip": [get("/long.txt", "Accept-Encoding: gzip"), get("/long.txt"), head("/long.txt", "Accept-Encoding: gzip"),
             get("/long.txt", "Accept-Encoding: gzip", "Range: bytes=0-9"), get("/long.txt", "Accept-Encoding: gzip"),
             lambda c: get("/long.txt", "Accept-Encoding: gzip", "If-None-Match: " + etag_of(c))],
    "folders": [get("/list/"), get("/list"), get("/private/"), get("/denied/x")],
    "401-basic": [get("/private/secret.txt"), get("/private/secret.txt", basic()),
                  get("/private/secret.txt", basic(password="wrong"))],
    "401-digest": [get("/digest/secret.txt"), digest, get("/digest/secret.txt", basic())],
    "options": [request("OPTIONS", "*"), request("OPTIONS", "/alphabet.txt"), request("OPTIONS", "/missing")],
    "method-post": [request("POST", "/alphabet.txt", body=b"x")],
    **{f"method-{m.lower()}": [request(m, "/alphabet.txt")] for m in ["DELETE", "PROPFIND", "PURGE", "BREW"]},
    **{f"method-{m.lower()}": [request(m, "/new.txt", body=b"x")] for m in ["PUT", "PATCH"]},
    "trace": [request("TRACE", "/", "X-Trace: 1")],
    "connect": [request("CONNECT", "example.com:443", host="example.com:443")],
    "cgi": [get("/cgi/echo"), request("POST", "/cgi/echo", "Content-Type: text/plain", body=b"hello"), get("/cgi/status"),
            get("/cgi/not-modified"), head("/cgi/echo"), get("/cgi/local"), get("/cgi/broken")],
    "100-continue": [Send(request("POST", "/cgi/echo", "Content-Length: 5", "Expect: 100-continue")), Interim(), Send(b"hello"),
                     Method("POST"), chunked("POST", "/cgi/echo", [b"one ", b"two"])],
    "413": [request("POST", "/cgi/echo", "Content-Type: text/plain", body=b"x" * 1025)],
    "413-expect": [request("POST", "/cgi/echo", "Content-Type: text/plain", "Content-Length: 1025", "Expect: 100-continue")],
    "expect-other": [request("POST", "/cgi/echo", "Expect: something-else", body=b"hello")],
    "431-long-target": [get("/" + "x" * 1100)],
    "431": [get("/", "X-Long: " + "x" * 1100)],
    "400-no-host": [get("/", host=None)],
    "400-two-hosts": [get("/", "Host: example.org")],
    "400-bad-host": [get("/", host="exa/mple")],
    "blanks-in-target": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-field-name": [Raw(b"GET / HTTP/1.1\r\nHost: example.com\r\nBad Name: 1\r\n\r\n")],
    "400-length": [request("POST", "/cgi/echo", "Content-Length: five")],
    "411": [request("POST", "/cgi/echo")],
    "501-coding": [Raw(request("POST", "/cgi/echo", "Transfer-Encoding: gzip, chunked") + b"3\r\nabc\r\n0\r\n\r\n")],
    "505": [get("/", version="HTTP/3.0")],
    "408-slow-head": [Send(b"GET / HTTP/1.1\r\nHost: exam"), ToEnd(3)],
    "408-slow-body": [Send(request("POST", "/cgi/echo", "Content-Length: 10") + b"hel"), ToEnd(4)],
    "101-h2c": [get("/alphabet.txt", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
                ToEnd(0.5)],
    "dav": [request("PUT", "/dav/a.txt", "Content-Type: text/plain", body=b"hello"),
            request("PUT", "/dav/a.txt", "Content-Type: text/plain", body=b"hello again"), get("/dav/a.txt"),
            request("MKCOL", "/dav/folder/"), request("MKCOL", "/dav/folder/"), request("MKCOL", "/dav/no/where/"),
            request("COPY", "/dav/a.txt", "Destination: http://example.com/dav/b.txt"),
            request("COPY", "/dav/a.txt", "Destination: http://example.com/dav/b.txt", "Overwrite: F"),
            request("COPY", "/dav/a.txt", "Destination: http://example.org/b.txt"),
            request("MOVE", "/dav/b.txt", "Destination: http://example.com/dav/c.txt"),
            request("PROPFIND", "/dav/", "Depth: 1"), request("PROPFIND", "/dav/", "Depth: infinity"),
            request("PROPPATCH", "/dav/a.txt", XML, body=PROPPATCH), request("OPTIONS", "/dav/"), request("DELETE", "/dav/c.txt"),
            request("DELETE", "/dav/c.txt")],
    "409-dav": [request("PUT", "/dav/nowhere/x", body=b"x")],
    "412-dav": [request("PUT", "/dav/m.txt", body=b"x"), request("PUT", "/dav/m.txt", 'If-Match: "other"', body=b"x")],
    "dav-put-new-only": [request("PUT", "/dav/n.txt", body=b"x"), request("PUT", "/dav/n.txt", "If-None-Match: *", body=b"x")],
    "dav-put-range": [request("PUT", "/dav/r.txt", body=b"hello"), request("PUT", "/dav/r.txt", "Content-Range: bytes 0-0/5", body=b"J")],
    "dav-lock": [request("PUT", "/dav/l.txt", body=b"x"), request("LOCK", "/dav/l.txt", "Timeout: Second-60", XML, body=LOCK),
                 lambda c: request("PUT", "/dav/l.txt", f"If: (<{token(c)}>)", body=b"y"), request("DELETE", "/dav/l.txt")],
    "423": [request("PUT", "/dav/k.txt", body=b"x"), request("LOCK", "/dav/k.txt", XML, body=LOCK),
            request("PUT", "/dav/k.txt", body=b"y")],
    "423-lock": [request("LOCK", "/dav/new.txt", XML, body=LOCK), request("LOCK", "/dav/new.txt", XML, body=LOCK)],
    "unlock": [request("LOCK", "/dav/other.txt", XML, body=LOCK),
               lambda c: request("UNLOCK", "/dav/other.txt", f"Lock-Token: <{token(c)}>"), request("UNLOCK", "/dav/other.txt")],
    "proxy": [get("/app/"), head("/app/"), get("/app/chunked"), get("/app/trailers", "TE: trailers"), get("/app/etag"),
              get("/app/etag", 'If-None-Match: "v1"'), get("/app/hints"), get("/app/moved"), get("/app/members"),
              request("POST", "/app/upload", "Content-Type: text/plain", body=b"hello"), get("/app/no-content"),
              request("POST", "/app/reset", body=b""), request("DELETE", "/app/read-only"), get("/app/rate"),
              get("/app/gzip", "Accept-Encoding: gzip")],
    "proxy-websocket": [websocket("/app/chat"), ToEnd(1)],
    "proxy-drop": [get("/app/drop")],
    "503-dead": [get("/dead/")],
    "504": [get("/app/slow")],
    "proxy-cut": [Send(get("/app/half")), ToEnd(2)],
    "proxy-cut-chunked": [Send(get("/app/half-chunked")), ToEnd(2)],
    "absolute-form": [get("http://example.com/alphabet.txt"), get("http://example.com/missing")],
}
