"""Gunicorn with the WSGI application config/wsgi.py."""

from .script import Interim, Method, Raw, Send, ToEnd, chunked, get, head, request
from .server import CONFIG, Server, free_port

APT = "gunicorn"
VERSION = ["gunicorn", "--version"]


def start(folder):
    port = free_port()
    return port, [Server(["gunicorn", "--bind", f"127.0.0.1:{port}", "--chdir", CONFIG, "--worker-class", "gthread", "--threads", "2",
                          "--limit-request-line", "1000", "--limit-request-field_size", "1000", "--keep-alive", "2",
                          "--worker-tmp-dir", folder, "--log-level=error", "wsgi:app"], port, folder,
                         {"PYTHONDONTWRITEBYTECODE": "1"})]


TOPICS = {
    "keep-alive": [get("/"), get("/stream"), get("/missing"), get("/no-content"),
                   get("/not-modified", 'If-None-Match: "v1"'), get("/moved"),
                   request("POST", "/created", "Content-Type: text/plain", body=b"hello"),
                   chunked("POST", "/created", [b"one ", b"two"], "Content-Type: text/plain"), get("/", "Connection: close")],
    "pipelined": [Send(get("/") + get("/stream")), ToEnd(1)],
    "http10": [get("/", version="HTTP/1.0")],
    "http10-stream": [get("/stream", version="HTTP/1.0")],
    "http10-keep-alive": [get("/", "Connection: keep-alive", version="HTTP/1.0"), get("/", version="HTTP/1.0")],
    "100-continue": [Send(request("POST", "/created", "Content-Type: text/plain", "Content-Length: 5", "Expect: 100-continue")),
                     Interim(), Send(b"hello"), Method("POST"), get("/")],
    # The application sends the same to HEAD as to GET, and Gunicorn lets it.
    "head-with-content": [Send(head("/") + get("/")), ToEnd(1)],
    "head-without-length": [Send(head("/stream")), ToEnd(1)],
    "500": [get("/crash")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-field-name": [Raw(b"GET / HTTP/1.1\r\nHost: example.com\r\nBad Name: 1\r\n\r\n")],
    "400-length": [request("POST", "/created", "Content-Length: five")],
    "400-long-target": [get("/" + "x" * 1100)],
    "400-large-field": [get("/", "X-Long: " + "x" * 1100)],
    "version-3": [get("/", version="HTTP/3.0")],
    "500-coding": [Raw(request("POST", "/created", "Transfer-Encoding: gzip, chunked") + b"3\r\nabc\r\n0\r\n\r\n")],
    "no-host": [get("/", host=None)],
    "method": [request("BREW", "/")],
}
