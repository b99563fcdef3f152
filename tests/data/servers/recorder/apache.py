"""Apache: static files, negotiation, WebDAV, authentication, limits, a proxy and a cache in front of Node.js."""

import getpass
import hashlib
import os
import re

from . import node
from .nginx import MOVED, etag_of
from .script import (Interim, Method, Raw, Send, ToEnd, Wait, basic, chunked, get, head, pipelined, request, websocket)
from .server import Server, configuration, free_port, site, write

APT = "apache2"
VERSION = ["apache2", "-v"]

ECHO = """#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
cat
"""
STATUS = """#!/bin/sh
printf 'Status: 402 Payment Required\\r\\nContent-Type: text/plain\\r\\n\\r\\nInsert coin\\n'
"""
LOCAL_REDIRECT = "#!/bin/sh\nprintf 'Location: /index.html\\r\\n\\r\\n'\n"
REDIRECT = "#!/bin/sh\nprintf 'Location: http://example.org/\\r\\n\\r\\n'\n"
NOT_MODIFIED = "#!/bin/sh\nprintf 'Status: 304 Not Modified\\r\\nContent-Type: text/plain\\r\\nETag: \"v1\"\\r\\n\\r\\n'\n"
BROKEN = "#!/bin/sh\necho nonsense\n"


def start(folder):
    upstream, upstream_servers = node.start(folder)
    port = free_port()
    files = site(folder / "site")
    write(files / "page.en.html", "<!DOCTYPE html>\n<html lang=\"en\"><title>Page</title><p>English.\n")
    write(files / "page.de.html", "<!DOCTYPE html>\n<html lang=\"de\"><title>Seite</title><p>Deutsch.\n")
    write(files / "speling" / "first.html", "<!DOCTYPE html>\n<html lang=\"en\"><title>First</title>\n")
    write(files / "speling" / "firsts.html", "<!DOCTYPE html>\n<html lang=\"en\"><title>Firsts</title>\n")
    write(files / "digest" / "secret.txt", "secret\n")
    write(files / "teapot.asis", "Status: 418 I'm a teapot\r\nContent-Type: text/plain\r\n\r\nshort and stout\n")
    write(folder / "users", "reader:{SHA}" + sha("fake-password") + "\n")
    write(folder / "digests", "reader:Members:" + md5("reader:Members:fake-password") + "\n")
    for name, text in {"echo": ECHO, "status": STATUS, "local": LOCAL_REDIRECT, "redirect": REDIRECT, "broken": BROKEN,
                       "not-modified": NOT_MODIFIED}.items():
        write(folder / "cgi" / name, text)
        (folder / "cgi" / name).chmod(0o755)
    for name in ["dav", "cache"]:
        (folder / name).mkdir()
        (folder / name).chmod(0o777)
    folder.chmod(0o777)
    user = "User www-data\nGroup www-data" if getpass.getuser() == "root" else ""
    config = configuration("apache.conf", folder / "apache.conf", folder=folder, site=files, port=port, upstream=upstream,
                           dead=free_port(), user=user)
    return port, [*upstream_servers, Server(["apache2", "-X", "-f", config], port, folder, {"APACHE_RUN_DIR": str(folder)})]


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def sha(text):
    import base64
    return base64.b64encode(hashlib.sha1(text.encode()).digest()).decode()


def digest(connection):
    """Answers the Digest challenge that came last (RFC 7616 §3.4)."""
    nonce = re.findall(rb'nonce="([^"]*)"', connection.received)[-1].decode()
    target, cnonce = "/digest/secret.txt", "0a4f113b"
    answer = md5(":".join([md5("reader:Members:fake-password"), nonce, "00000001", cnonce, "auth", md5("GET:" + target)]))
    return get(target, f'Authorization: Digest username="reader", realm="Members", nonce="{nonce}", uri="{target}", '
                       f'response="{answer}", algorithm=MD5, cnonce="{cnonce}", nc=00000001, qop=auth')


def token(connection):
    """The lock token that came last."""
    return re.findall(rb"Lock-Token: <([^>]*)>", connection.received)[-1].decode()


LOCK = (b'<?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype>'
        b"</lockinfo>")
PROPPATCH = (b'<?xml version="1.0"?><propertyupdate xmlns="DAV:"><set><prop><author xmlns="urn:example">A</author></prop></set>'
             b"</propertyupdate>")
XML = "Content-Type: application/xml"

TOPICS = {
    "keep-alive": [get("/"), head("/"), get("/alphabet.txt"), get("/empty.txt"), get("/data.json"), get("/missing"),
                   head("/missing"), get("/", "Connection: close")],
    "http10": [get("/", version="HTTP/1.0")],
    "http10-keep-alive": [get("/alphabet.txt", "Connection: keep-alive", version="HTTP/1.0"),
                          get("/dir", "Connection: keep-alive", version="HTTP/1.0", host=None)],
    "pipelined": pipelined(get("/alphabet.txt"), head("/"), request("OPTIONS", "/"), get("/missing"), get("/moved")),
    "redirects": [get("/dir"), get("/dir?x=1"), head("/dir"), get("/moved"), get("/found"), request("POST", "/see-other", body=b""),
                  request("POST", "/temporary", body=b""), get("/permanent?x=1")],
    "ranges": [get("/alphabet.txt"), get("/alphabet.txt", "Range: bytes=0-9"), get("/alphabet.txt", "Range: bytes=100-"),
               get("/alphabet.txt", "Range: bytes=-4"), head("/alphabet.txt", "Range: bytes=0-9"),
               get("/alphabet.txt", "Range: bytes=0-9, 20-29"), get("/alphabet.txt", "Range: bytes=0-103"),
               get("/alphabet.txt", "Range: bytes=0-0,5-9,-1"), get("/alphabet.txt", "Range: lines=1-2")],
    "ranges-overlapping": [get("/alphabet.txt", "Range: bytes=0-59,20-79"), get("/alphabet.txt", "Range: bytes=20-29,0-9"),
                           get("/alphabet.txt", "Range: bytes=0-999,0-999"), get("/alphabet.txt", "Range: bytes=0-1,1-2,2-3,3-4")],
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
    "412": [get("/alphabet.txt", "If-Match: *"), get("/alphabet.txt", 'If-Match: "other"'),
            get("/alphabet.txt", "If-Unmodified-Since: Wed, 31 Dec 2025 00:00:00 GMT")],
    "expires": [get("/fresh.txt"), get("/fresh.txt", f"If-Modified-Since: {MOVED}")],
    "gzip": [get("/gzip.txt", "Accept-Encoding: gzip"), get("/gzip.txt"), head("/gzip.txt", "Accept-Encoding: gzip"),
             get("/gzip.txt", "Accept-Encoding: gzip", "Range: bytes=0-9"), get("/gzip.txt", "Accept-Encoding: gzip"),
             lambda c: get("/gzip.txt", "Accept-Encoding: gzip", "If-None-Match: " + etag_of(c))],
    "negotiation": [get("/page", "Accept-Language: en"), get("/page", "Accept-Language: de, en;q=0.5"), get("/page")],
    "300": [get("/speling/firts.html"), get("/page", "Negotiate: trans", "Accept-Language: en, de")],
    "406": [get("/page", "Accept: image/png")],
    "speling": [get("/speling/fisrt.html"), get("/speling/FIRST.html")],
    "folders": [get("/list/"), get("/list"), get("/private/"), get("/denied/x")],
    "401-basic": [get("/private/secret.txt"), get("/private/secret.txt", basic(password="wrong")),
                  get("/private/secret.txt", basic())],
    "401-digest": [get("/digest/secret.txt"), digest, get("/digest/secret.txt", basic())],
    "405": [request("POST", "/alphabet.txt", body=b"x"), request("DELETE", "/alphabet.txt"), request("PUT", "/new.txt", body=b"x"),
            request("PROPFIND", "/"), request("PATCH", "/alphabet.txt", body=b"x")],
    "501-purge": [request("PURGE", "/alphabet.txt")],
    "options": [request("OPTIONS", "*"), request("OPTIONS", "/alphabet.txt"), request("TRACE", "/", "X-Trace: 1")],
    "405-connect": [request("CONNECT", "example.com:443", host="example.com:443")],
    "410": [get("/gone"), head("/gone")],
    "4xx": [get("/misdirected"), get("/legal"), get("/teapot.asis")],
    "503": [get("/maintenance")],
    "503-head": [head("/maintenance")],
    "cgi": [get("/cgi/echo"), request("POST", "/cgi/echo", "Content-Type: text/plain", body=b"hello"), get("/cgi/status"),
            get("/cgi/local"), get("/cgi/redirect"), get("/cgi/not-modified"), head("/cgi/echo"), get("/cgi/broken")],
    "100-continue": [Send(request("POST", "/cgi/echo", "Content-Length: 5", "Expect: 100-continue")), Interim(), Send(b"hello"),
                     Method("POST"), chunked("POST", "/cgi/echo", [b"one ", b"two"])],
    "413": [request("POST", "/small", "Content-Type: text/plain", body=b"x" * 101)],
    "413-expect": [request("POST", "/small", "Content-Type: text/plain", "Content-Length: 101", "Expect: 100-continue")],
    "414": [get("/" + "x" * 1100)],
    "417": [request("POST", "/cgi/echo", "Expect: something-else", body=b"hello")],
    "400-large-field": [get("/", "X-Long: " + "x" * 1100)],
    "400-many-fields": [get("/", *(f"X-{i}: {i}" for i in range(40)))],
    "400-no-host": [get("/", host=None)],
    "400-two-hosts": [get("/", "Host: example.org")],
    "400-bad-host": [get("/", host="exa/mple")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-field-name": [Raw(b"GET / HTTP/1.1\r\nHost: example.com\r\nBad Name: 1\r\n\r\n")],
    "400-length": [request("POST", "/cgi/echo", "Content-Length: five")],
    "400-escape": [get("/%zz")],
    "404-encoded-slash": [get("/a%2fb")],
    "te-gzip-chunked": [Raw(request("POST", "/cgi/echo", "Transfer-Encoding: gzip, chunked") + b"3\r\nabc\r\n0\r\n\r\n")],
    "400-coding": [request("POST", "/cgi/echo", "Transfer-Encoding: gzip")],
    "501-method": [request("BREW", "/alphabet.txt")],
    "version-3": [get("/", version="HTTP/3.0")],
    "408": [Send(b"GET / HTTP/1.1\r\nHost: exam"), Method("GET")],
    "408-slow-body": [Send(request("POST", "/cgi/echo", "Content-Length: 10") + b"hel"), Method("POST")],
    "101-h2c": [get("/alphabet.txt", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
                ToEnd(0.5)],
    "upgrade-offered": [get("/alphabet.txt"), get("/alphabet.txt", "Connection: Upgrade", "Upgrade: example/1")],
    "dav": [request("PUT", "/dav/a.txt", "Content-Type: text/plain", body=b"hello"),
            request("PUT", "/dav/a.txt", "Content-Type: text/plain", body=b"hello again"), get("/dav/a.txt"),
            request("MKCOL", "/dav/folder/"), request("MKCOL", "/dav/folder/"), request("MKCOL", "/dav/no/where/"),
            request("MKCOL", "/dav/typed/", XML, body=b"<x/>"), request("PUT", "/dav/nowhere/x", body=b"x"),
            request("COPY", "/dav/a.txt", "Destination: http://example.com/dav/b.txt"),
            request("COPY", "/dav/a.txt", "Destination: http://example.com/dav/b.txt", "Overwrite: F"),
            request("COPY", "/dav/a.txt", "Destination: http://example.org/b.txt"),
            request("MOVE", "/dav/b.txt", "Destination: http://example.com/dav/c.txt"),
            request("PROPFIND", "/dav/", "Depth: 1"), request("PROPFIND", "/dav/", "Depth: infinity"),
            request("PROPPATCH", "/dav/a.txt", XML, body=PROPPATCH), 
            request("OPTIONS", "/dav/"), request("DELETE", "/dav/c.txt"), request("DELETE", "/dav/c.txt"),
            request("PUT", "/dav/a.txt", 'If-Match: "other"', body=b"x"), request("PUT", "/dav/a.txt", "If-None-Match: *", body=b"x"),
            request("PUT", "/dav/a.txt", "Content-Range: bytes 0-0/5", body=b"x"), request("REPORT", "/dav/a.txt", XML, body=b"<x/>")],
    "400-dav": [request("PROPFIND", "/dav/", "Depth: 0", XML, body=b"<bad")],
    "400-dav-depth": [request("PROPFIND", "/dav/", "Depth: 7")],
    "dav-lock": [request("PUT", "/dav/l.txt", body=b"x"), request("LOCK", "/dav/l.txt", "Timeout: Second-60", XML, body=LOCK),
                 request("PUT", "/dav/l.txt", body=b"y"), request("DELETE", "/dav/l.txt"),
                 request("LOCK", "/dav/l.txt", XML, body=LOCK),
                 lambda c: request("PUT", "/dav/l.txt", f"If: (<{token(c)}>)", body=b"y"),
                 request("PUT", "/dav/l.txt", "If: (<urn:uuid:00000000-0000-0000-0000-000000000000>)", body=b"y"),
                 request("LOCK", "/dav/new.txt", XML, body=LOCK),
                 lambda c: request("UNLOCK", "/dav/new.txt", f"Lock-Token: <{token(c)}>"), request("UNLOCK", "/dav/a.txt")],
    "proxy": [get("/app/"), head("/app/"), get("/app/chunked"), get("/app/trailers", "TE: trailers"), get("/app/etag"),
              get("/app/etag", 'If-None-Match: "v1"'), get("/app/hints"), get("/app/moved"), get("/app/members"),
              request("POST", "/app/upload", "Content-Type: text/plain", body=b"hello"), get("/app/no-content"),
              request("POST", "/app/reset", body=b""), request("DELETE", "/app/read-only"), get("/app/rate"),
              get("/app/gzip", "Accept-Encoding: gzip"), request("TRACE", "/app/", "Max-Forwards: 0")],
    "proxy-cache": [get("/cached/cached"), get("/cached/cached"), Wait(1.1), get("/cached/cached"), head("/cached/cached"),
                    get("/cached/cached", "Range: bytes=0-4"), get("/cached/cached", f"If-Modified-Since: {MOVED}"),
                    get("/cached/etag"), get("/cached/etag"), get("/cached/etag", 'If-None-Match: "v1"'), get("/cached/private")],
    "proxy-cache-revalidated": [get("/cached/etag"), Wait(1.9), get("/cached/etag"), Wait(1.9), get("/cached/etag")],
    "proxy-websocket": [websocket("/chat"), ToEnd(1)],
    "proxy-drop": [get("/app/drop")],
    "503-dead": [get("/dead/")],
    "502-slow": [get("/app/slow")],
    "proxy-cut": [Send(get("/app/half")), ToEnd(2)],
    "proxy-cut-chunked": [Send(get("/app/half-chunked")), ToEnd(2)],
    "absolute-form": [get("http://example.com/alphabet.txt"), get("http://example.com/missing")],
}
