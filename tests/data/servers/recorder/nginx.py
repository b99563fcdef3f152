"""nginx: static files, WebDAV, limits, and a proxy with a cache in front of Node.js."""

import getpass
import re

from . import node
from .script import (Interim, Method, Raw, Send, ToEnd, Wait, basic, chunked, get, head, pipelined, request, websocket)
from .server import Server, configuration, free_port, site, write

APT = "nginx-light libnginx-mod-http-dav-ext"
VERSION = ["nginx", "-v"]
SHA_USER = "reader:{PLAIN}fake-password\n"  # nginx hashes nothing of it


def start(folder):
    upstream, upstream_servers = node.start(folder)
    port = free_port()
    write(folder / "users", SHA_USER)
    (folder / "dav" / "dav").mkdir(parents=True)
    (folder / "dav").chmod(0o777)
    config = configuration("nginx.conf", folder / "nginx.conf", folder=folder, site=site(folder / "site"), port=port,
                           upstream=upstream, dead=free_port(), user=getpass.getuser())
    return port, [*upstream_servers, Server(["nginx", "-c", config, "-p", folder, "-e", folder / "error.log"], port, folder)]


MOVED = "Thu, 01 Jan 2026 12:00:00 GMT"

TOPICS = {
    "keep-alive": [get("/"), head("/"), get("/alphabet.txt"), get("/empty.txt"), get("/data.json"), get("/missing"),
                   head("/missing"), get("/", "Connection: close")],
    "http10": [get("/", version="HTTP/1.0")],
    "http10-keep-alive": [get("/alphabet.txt", "Connection: keep-alive", version="HTTP/1.0"),
                          get("/gzip.txt", "Connection: keep-alive", "Accept-Encoding: gzip", version="HTTP/1.0")],
    "http09": [Send(b"GET /alphabet.txt\r\n"), ToEnd(1)],
    "pipelined": pipelined(get("/alphabet.txt"), head("/"), get("/no-content"), get("/missing"), get("/text")),
    "redirects": [get("/dir"), get("/dir?x=1"), head("/dir"), get("/moved"), get("/found"), request("POST", "/see-other", body=b""),
                  request("POST", "/temporary", body=b""), get("/permanent?x=1")],
    "ranges": [get("/alphabet.txt"), get("/alphabet.txt", "Range: bytes=0-9"), get("/alphabet.txt", "Range: bytes=100-"),
               get("/alphabet.txt", "Range: bytes=-4"), head("/alphabet.txt", "Range: bytes=0-9"),
               get("/alphabet.txt", "Range: bytes=0-9, 20-29"), get("/alphabet.txt", "Range: bytes=0-103"),
               get("/alphabet.txt", "Range: bytes=0-0,5-9,-1"), get("/alphabet.txt", "Range: lines=1-2")],
    "ranges-overlapping": [get("/alphabet.txt", "Range: bytes=0-59,20-79"), get("/alphabet.txt", "Range: bytes=20-29,0-9"),
                           get("/alphabet.txt", "Range: bytes=0-999,0-999")],
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
                    get("/alphabet.txt", "If-None-Match: *"), get("/alphabet.txt", 'If-None-Match: "a", "b"')],
    "412": [get("/alphabet.txt", "If-Match: *"), get("/alphabet.txt", 'If-Match: "other"')],
    "412-date": [get("/alphabet.txt", "If-Unmodified-Since: Wed, 31 Dec 2025 00:00:00 GMT")],
    # It says keep-alive and closes all the same.
    "412-then-closed": [get("/alphabet.txt", 'If-Match: "other"'), Send(get("/")), ToEnd(1)],
    "expires": [get("/fresh.txt"), get("/fresh.txt", f"If-Modified-Since: {MOVED}"), get("/stale.txt")],
    "gzip": [get("/gzip.txt", "Accept-Encoding: gzip"), get("/gzip.txt"), head("/gzip.txt", "Accept-Encoding: gzip"),
             get("/gzip.txt", "Accept-Encoding: gzip", "Range: bytes=0-9"),
             lambda c: get("/gzip.txt", "Accept-Encoding: gzip", "If-None-Match: " + etag_of(c)), get("/sub.txt")],
    "folders": [get("/list/"), get("/list"), get("/private/"), get("/denied/x")],
    "401": [get("/private/secret.txt"), get("/private/secret.txt", basic(password="wrong")),
            get("/private/secret.txt", basic())],
    "405": [request("POST", "/alphabet.txt", body=b"x"), request("DELETE", "/alphabet.txt"), request("OPTIONS", "/alphabet.txt"),
            request("PROPFIND", "/"), request("PURGE", "/alphabet.txt")],
    "405-trace": [request("TRACE", "/")],
    "400-connect": [request("CONNECT", "example.com:443", host="example.com:443")],
    "410": [get("/gone"), head("/gone")],
    "413": [request("POST", "/small", "Content-Type: text/plain", body=b"x" * 101)],
    "413-expect": [request("POST", "/small", "Content-Type: text/plain", "Content-Length: 101", "Expect: 100-continue")],
    "414": [get("/" + "x" * 1100)],
    "400-large-field": [get("/", "X-Long: " + "x" * 1100)],
    "400-large-cookie": [get("/", *(f"Cookie: c{i}={'x' * 400}" for i in range(7)))],
    "400-no-host": [get("/", host=None)],
    "400-two-hosts": [get("/", "Host: example.org")],
    "400-bad-host": [get("/", host="exa/mple")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-method": [Raw(b"get / HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-binary": [Raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")],
    "400-length-and-chunked": [request("POST", "/small", "Content-Length: 5", "Transfer-Encoding: chunked")],
    "400-escape": [get("/%zz")],
    "400-above-root": [get("/../../secret")],
    "501": [request("POST", "/small", "Transfer-Encoding: gzip, chunked")],
    "505": [get("/", version="HTTP/3.0")],
    "503-limit": [get("/strict"), get("/strict")],
    "429-limit": [get("/polite"), get("/polite")],
    "503-maintenance": [get("/maintenance"), head("/maintenance")],
    "404-as-200": [get("/page/missing")],
    "silent": [Send(get("/silent")), ToEnd(1)],
    "408-slow-head": [Send(b"GET / HTTP/1.1\r\nHost: exam"), ToEnd(2)],
    "dav": [request("PUT", "/dav/a.txt", "Content-Type: text/plain", body=b"hello"),
            request("PUT", "/dav/a.txt", "Content-Type: text/plain", body=b"hello again"), get("/dav/a.txt"),
            request("MKCOL", "/dav/folder/"), request("MKCOL", "/dav/folder/"),
            request("COPY", "/dav/a.txt", "Destination: http://example.com/dav/b.txt"),
            request("COPY", "/dav/a.txt", "Destination: http://example.com/dav/b.txt", "Overwrite: F"),
            request("MOVE", "/dav/b.txt", "Destination: /dav/c.txt"),
            request("PROPFIND", "/dav/", "Depth: 1"), request("OPTIONS", "/dav/"), request("DELETE", "/dav/c.txt"),
            request("DELETE", "/dav/c.txt"), request("PUT", "/dav/a.txt", "If-Match: \"other\"", body=b"x")],
    "500-dav": [request("MKCOL", "/dav/no/where/"), request("PUT", "/dav/nowhere/x", body=b"x")],
    "dav-lock": [request("PUT", "/dav/l.txt", body=b"x"),
                 request("LOCK", "/dav/l.txt", "Timeout: Second-60", "Content-Type: application/xml",
                         body=b'<?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope>'
                              b'<locktype><write/></locktype></lockinfo>'),
                 request("PUT", "/dav/l.txt", body=b"y"), request("DELETE", "/dav/l.txt")],
    "dav-continue": [Send(request("PUT", "/dav/e.txt", "Content-Length: 5", "Expect: 100-continue")), Interim(), Send(b"hello"),
                     Method("PUT"), chunked("PUT", "/dav/f.txt", [b"one ", b"two"])],
    "proxy": [get("/app/"), head("/app/"), get("/app/chunked"), get("/app/trailers", "TE: trailers"), get("/app/etag"),
              get("/app/etag", 'If-None-Match: "v1"'), get("/app/moved"), get("/app/members"),
              request("POST", "/app/upload", "Content-Type: text/plain", body=b"hello"), get("/app/no-content"),
              request("DELETE", "/app/read-only"), get("/app/rate"), get("/app/gzip", "Accept-Encoding: gzip")],
    # nginx 1.22 does not know 103: it takes it for the final response of its origin.
    "proxy-103": [Send(get("/app/hints")), ToEnd(1)],
    "proxy-cache": [get("/cache/cached"), get("/cache/cached"), head("/cache/cached"), get("/cache/cached", "Range: bytes=0-4"),
                    get("/cache/cached", f"If-Modified-Since: {MOVED}"), get("/cache/etag"), Wait(0.1), get("/cache/etag"),
                    get("/cache/etag", 'If-None-Match: "v1"'), Wait(3.1), get("/cache/etag"), get("/cache/private"),
                    get("/cache/private")],
    "proxy-websocket": [websocket("/app/chat"), ToEnd(1)],
    "502": [get("/dead/"), get("/app/drop")],
    "504": [get("/app/slow")],
    "proxy-cut": [Send(get("/app/half")), ToEnd(2)],
    "proxy-cut-chunked": [Send(get("/app/half-chunked")), ToEnd(2)],
    "absolute-form": [get("http://example.com/alphabet.txt"), get("http://example.com/missing")],
}


def etag_of(connection):
    """The last entity tag that came."""
    return re.findall(rb"\r\n(?i:etag): (.*?)\r\n", connection.received)[-1].decode()
