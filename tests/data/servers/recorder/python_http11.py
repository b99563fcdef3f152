"""Python's http.server with a handler that speaks HTTP/1.1 (config/handler.py)."""

from .script import Interim, Method, Raw, Send, ToEnd, get, head, pipelined, request
from .server import CONFIG, Server, free_port

APT = "python3"
VERSION = ["/usr/bin/python3", "--version"]


def start(folder):
    port = free_port()
    return port, [Server(["/usr/bin/python3", CONFIG / "handler.py"], port, folder, {"PORT": str(port)})]


TOPICS = {
    "keep-alive": [get("/"), head("/"), get("/chunked"), get("/moved"), get("/members"),
                   request("POST", "/items", "Content-Type: text/plain", body=b"hello"),
                   request("PUT", "/items/1", "Content-Type: text/plain", body=b"hello"), request("DELETE", "/items/1"),
                   get("/", "Connection: close")],
    "pipelined": pipelined(get("/"), head("/chunked"), get("/chunked"), get("/moved")),
    "http10": [get("/", version="HTTP/1.0")],
    "http10-keep-alive": [get("/", "Connection: keep-alive", version="HTTP/1.0"), head("/", version="HTTP/1.0")],
    "http10-chunked": [get("/chunked", version="HTTP/1.0")],
    "until-close": [get("/until-close")],
    "100-continue": [Send(request("POST", "/items", "Content-Type: text/plain", "Content-Length: 5", "Expect: 100-continue")),
                     Interim(), Send(b"hello"), Method("POST"), get("/")],
    "404": [get("/missing")],
    "404-head": [head("/missing")],
    "503": [get("/busy")],
    "501": [request("PATCH", "/items/1", body=b"hello")],
    "400-request-line": [Raw(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n")],
    "400-version": [Send(get("/", version="HTTP/1.1.1")), ToEnd(1)],
    "505": [Send(get("/", version="HTTP/3.0")), ToEnd(1)],
    "431": [get("/", *(f"X-{i}: {i}" for i in range(110)))],
    "no-host": [get("/", host=None)],
    "idle": [get("/"), ToEnd(3)],
}
