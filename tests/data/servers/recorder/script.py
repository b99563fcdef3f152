"""The steps of which a topic is made. A topic is one connection; its steps are bytes or the classes below."""

import base64


class Send(bytes):
    """Octets that are sent without waiting for a response."""


class Read(int):
    """Reads that many responses to GET."""


class Interim:
    """Reads one interim response."""


class Wait(float):
    """Waits that many seconds before the next step."""


class ToEnd(float):
    """Reads until the server closes, or for that many seconds."""


class Raw(bytes):
    """Octets as they are, then one response to them."""


def request(method, target="/", *fields, body=None, version="HTTP/1.1", host="example.com"):
    """A request as octets. `fields` are whole lines; Content-Length comes by itself with `body`."""
    lines = [f"{method} {target} {version}"]
    if host is not None:
        lines.append(f"Host: {host}")
    lines += fields
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join(lines) + "\r\n\r\n"
    return Raw(head.encode("latin-1") + (body or b""))


def get(target="/", *fields, **more):
    return request("GET", target, *fields, **more)


def head(target="/", *fields, **more):
    return request("HEAD", target, *fields, **more)


def chunked(method, target, chunks, *fields, trailers=()):
    """A request with content in chunks."""
    out = request(method, target, *fields, *(f"Trailer: {t.split(':')[0]}" for t in trailers), "Transfer-Encoding: chunked")
    for chunk in chunks:
        out += b"%x\r\n%s\r\n" % (len(chunk), chunk)
    out += b"0\r\n" + b"".join(f"{t}\r\n".encode() for t in trailers) + b"\r\n"
    return Raw(out)


def basic(user="reader", password="fake-password"):
    """The Authorization line of a user that exists nowhere else."""
    return "Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def pipelined(*requests):
    """Several requests in one write, then their responses in turn."""
    return [Send(b"".join(requests)), *(Method(r.split(b" ", 1)[0].decode()) for r in requests)]


class Method(str):
    """Reads one response to a request of that method."""


def websocket(target):
    """The handshake of RFC 6455; the key is the one of its example."""
    return get(target, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")


def play(connection, steps):
    """Runs the steps of one topic and returns the statuses that came back."""
    statuses = []
    for step in steps:
        if isinstance(step, Send):
            connection.send(step)
        elif isinstance(step, Method):
            statuses.append(connection.read_response(step))
        elif isinstance(step, Read):
            statuses += [connection.read_response("GET") for _ in range(step)]
        elif isinstance(step, Interim):
            statuses.append(connection.read_interim())
        elif isinstance(step, ToEnd):
            connection.read_to_end(float(step))
        elif isinstance(step, Wait):
            connection.read_to_end(float(step))
        elif callable(step):
            connection.send(step(connection))
            statuses.append(connection.read_response("GET"))
        else:
            connection.send(step)
            statuses.append(connection.read_response(step.split(b" ", 1)[0].decode("latin-1")))
    return statuses
