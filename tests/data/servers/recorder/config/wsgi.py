# A WSGI application without a framework.
import time


def app(environ, start_response):
    path = environ["PATH_INFO"]
    text = [("Content-Type", "text/plain; charset=utf-8")]
    if path == "/":
        start_response("200 OK", text + [("Content-Length", "10")])
        return [b"It works.\n"]
    if path == "/stream":
        start_response("200 OK", text)
        return iter([b"first\n", b"second\n"])
    if path == "/created":
        environ["wsgi.input"].read()
        start_response("201 Created", text + [("Location", "/items/1"), ("Content-Length", "2")])
        return [b"1\n"]
    if path == "/no-content":
        start_response("204 No Content", [])
        return []
    if path == "/not-modified":
        start_response("304 Not Modified", [("ETag", '"v1"')])
        return []
    if path == "/moved":
        start_response("301 Moved Permanently", text + [("Location", "/"), ("Content-Length", "0")])
        return []
    if path == "/slow":
        time.sleep(3)
    if path == "/crash":
        raise RuntimeError("broken")
    start_response("404 Not Found", text + [("Content-Length", "10")])
    return [b"Not there\n"]
