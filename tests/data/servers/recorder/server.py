"""Starts servers on loopback with a folder of their own, and stops them."""

import os
import pathlib
import socket
import subprocess
import time

CONFIG = pathlib.Path(__file__).parent / "config"
MODIFIED = 1767268800  # 2026-01-01T12:00:00Z: the date of all files that are served


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def write(path, text):
    """Writes a file with the fixed date, so that validators stay the same from recording to recording."""
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(path, (MODIFIED, MODIFIED))


def site(folder):
    """The files that every server serves."""
    write(folder / "index.html", "<!DOCTYPE html>\n<html lang=\"en\"><title>Example</title><p>It works.\n")
    write(folder / "alphabet.txt", "abcdefghijklmnopqrstuvwxyz" * 4)
    write(folder / "data.json", '{"name": "example", "values": [1, 2, 3]}\n')
    write(folder / "long.txt", "The quick brown fox jumps over the lazy dog.\n" * 40)
    write(folder / "empty.txt", "")
    write(folder / "private/secret.txt", "private\n")
    write(folder / "dir/index.html", "<!DOCTYPE html>\n<html lang=\"en\"><title>Folder</title><p>A folder.\n")
    write(folder / "list/one.txt", "one\n")
    write(folder / "list/two.txt", "two\n")
    for path in [folder / "dir", folder / "list", folder / "private", folder]:
        os.utime(path, (MODIFIED, MODIFIED))
    return folder


def configuration(name, target, **values):
    """Copies config/NAME to `target`, with @KEY@ replaced."""
    text = (CONFIG / name).read_text()
    for key, value in values.items():
        text = text.replace(f"@{key.upper()}@", str(value))
    write(target, text)
    return target


class Server:
    """A process that listens on `port` until the end of the `with` block."""

    def __init__(self, command, port, folder, environment=None):
        self._command = [str(c) for c in command]
        self._port = port
        self._folder = folder
        self._environment = {**os.environ, **(environment or {})}
        self._process = None

    def __enter__(self):
        log = open(self._folder / f"log-{self._port}", "wb")
        self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                         cwd=self._folder, env=self._environment)
        end = time.monotonic() + 15
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        self.__exit__()
        raise SystemExit(f"{self._command[0]} did not start:\n" + (self._folder / f"log-{self._port}").read_text())

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
