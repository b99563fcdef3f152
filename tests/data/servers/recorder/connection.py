"""One recorded connection: what is sent and what comes back, octet by octet."""

import select
import socket
import time

LIMIT = 5.0  # seconds that one response may take


class ServerClosed(Exception):
    """The server closed the connection where the script still expected something of it."""


class Connection:
    """Sends scripted requests over a raw socket and keeps both streams."""

    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=LIMIT)
        self._unread = b""
        self.sent = b""
        self.received = b""

    def send(self, octets):
        self.sent += octets
        self._socket.sendall(octets)

    def half_close(self):
        self._socket.shutdown(socket.SHUT_WR)

    def close(self):
        """Reads what the server still says, if it says it at once, and closes."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
            self.read_to_end(1.0)
        except OSError:
            pass
        self._socket.close()

    def read_to_end(self, seconds):
        """Reads until the server closes, or for that long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not select.select([self._socket], [], [], max(0.0, end - time.monotonic()))[0]:
                return
            if not self._fill():
                return

    def read_response(self, method):
        """Reads one response and the interim ones before it, and returns its status."""
        while True:
            head = self._until(b"\r\n\r\n")
            status = int(head.split(b" ", 2)[1])
            if status >= 200 or status == 101:
                break
        if status != 101:
            self._read_body(method, status, head)
        return status

    def read_interim(self):
        head = self._until(b"\r\n\r\n")
        return int(head.split(b" ", 2)[1])

    def _read_body(self, method, status, head):
        fields = {}
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            fields[name.strip().lower()] = value.strip()
        if method == "HEAD" or status in (204, 304) or (method == "CONNECT" and status < 300):
            return
        if fields.get(b"transfer-encoding", b"").lower() == b"chunked":
            while True:
                size = int(self._until(b"\r\n").split(b";")[0], 16)
                if size == 0:
                    break
                self._take(size + 2)
            while self._until(b"\r\n") != b"\r\n":
                pass
        elif b"content-length" in fields:
            self._take(int(fields[b"content-length"]))
        else:
            while self._fill():
                pass
            self._unread = b""

    def _until(self, mark):
        while mark not in self._unread:
            if not self._fill():
                raise ServerClosed(f"before {mark!r}, after {self.received[-300:]!r}")
        at = self._unread.index(mark) + len(mark)
        out, self._unread = self._unread[:at], self._unread[at:]
        return out

    def _take(self, size):
        while len(self._unread) < size:
            if not self._fill():
                raise ServerClosed(f"within content, after {self.received[-300:]!r}")
        self._unread = self._unread[size:]

    def _fill(self):
        try:
            octets = self._socket.recv(65536)
        except ConnectionResetError:
            octets = b""
        self._unread += octets
        self.received += octets
        return bool(octets)
