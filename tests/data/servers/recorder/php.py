"""PHP's own server (php -S) with the script config/router.php."""

from .script import Raw, Send, ToEnd, get, head, request
from .server import CONFIG, Server, free_port, site

APT = "php-cli"
VERSION = ["php", "--version"]


def start(folder):
    port = free_port()
    return port, [Server(["php", "-n", "-d", "display_errors=0", "-d", f"session.save_path={folder}", "-S", f"127.0.0.1:{port}",
                          "-t", site(folder / "site"), CONFIG / "router.php"], port, folder)]


TOPICS = {
    "page": [get("/")],
    "file": [get("/alphabet.txt")],
    "file-head": [head("/alphabet.txt")],
    "file-range": [get("/alphabet.txt", "Range: bytes=0-9")],
    "hello": [get("/hello")],
    "hello-head": [head("/hello")],
    "hello-http10": [get("/hello", version="HTTP/1.0")],
    "hello-keep-alive": [get("/hello", "Connection: keep-alive")],
    "session": [get("/session")],
    "cookie": [get("/cookie")],
    "302": [get("/redirect")],
    "201": [request("POST", "/created", "Content-Type: application/json", body=b"{}")],
    "204": [get("/no-content")],
    "304": [get("/not-modified", 'If-None-Match: "v1"')],
    "401": [get("/unauthorized")],
    "403": [get("/forbidden")],
    "404": [get("/missing.txt")],
    "500": [get("/fatal")],
    "503": [get("/busy")],
    "post-to-file": [request("POST", "/alphabet.txt", body=b"x")],
    "delete-file": [request("DELETE", "/alphabet.txt")],
    "method": [Send(request("BREW", "/")), ToEnd(1)],
    "request-line": [Send(b"GET / with blanks HTTP/1.1\r\nHost: example.com\r\n\r\n"), ToEnd(1)],
    "no-host": [get("/hello", host=None)],
}
