# The handler that many small services are: http.server with HTTP/1.1 switched on.
import http.server
import json
import os


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 2

    def answer(self, status, content=b"", content_type="text/plain; charset=utf-8", fields=()):
        self.send_response(status)
        for name, value in fields:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(content)

    def do_GET(self):
        if self.path == "/":
            self.answer(200, b"It works.\n")
        elif self.path == "/chunked":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(b"6\r\nfirst\n\r\n7\r\nsecond\n\r\n0\r\n\r\n")
        elif self.path == "/until-close":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"The end is where it stops.\n")
        elif self.path == "/moved":
            self.answer(301, fields=[("Location", "/")])
        elif self.path == "/members":
            self.answer(401, b"Sign in first.\n", fields=[("WWW-Authenticate", 'Basic realm="example", charset="UTF-8"')])
        elif self.path == "/busy":
            self.send_error(503, "Busy")
        else:
            self.send_error(404)

    do_HEAD = do_GET

    def do_POST(self):
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(201, json.dumps({"size": len(content)}).encode(), "application/json", [("Location", "/items/1")])

    def do_PUT(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(204)

    def do_DELETE(self):
        self.answer(405, b"Not this one.\n", fields=[("Allow", "GET, HEAD, POST, PUT")])


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
