#!/usr/bin/env python3
"""Records connections of real servers on loopback, octet by octet: <server>/<topic>.req and .res.

    python3 tests/data/servers/record.py [SERVER[/TOPIC]...]

Without arguments: all servers. It needs Debian's packages named in README.md, and nothing else. Every server runs with a
temporary folder and configuration on a free port, and is stopped at the end.
"""

import contextlib
import importlib
import os
import pathlib
import sys
import tempfile

from recorder.connection import Connection, ServerClosed
from recorder.script import play

SERVERS = ["apache", "caddy", "gunicorn", "haproxy", "lighttpd", "nginx", "node", "php", "python", "python-http11", "squid", "varnish"]
HERE = pathlib.Path(__file__).resolve().parent


def record(server, topic, port, steps):
    """Plays one topic and writes its two streams; returns the statuses."""
    connection = Connection(port)
    try:
        statuses = play(connection, steps)
    except ServerClosed as e:
        raise SystemExit(f"{server}/{topic}: the server closed the connection {e}")
    except TimeoutError:
        raise SystemExit(f"{server}/{topic}: no response; so far {connection.received[-300:]!r}")
    connection.close()
    folder = HERE / server
    folder.mkdir(exist_ok=True)
    (folder / f"{topic}.req").write_bytes(connection.sent)
    (folder / f"{topic}.res").write_bytes(connection.received)
    return statuses


def record_server(name, only):
    module = importlib.import_module("recorder." + name.replace("-", "_"))
    with tempfile.TemporaryDirectory(prefix="record-") as folder, contextlib.ExitStack() as running:
        os.chmod(folder, 0o755)
        port, servers = module.start(pathlib.Path(folder))
        for server in servers:
            running.enter_context(server)
        for topic, steps in module.TOPICS.items():
            if only and topic not in only:
                continue
            print(f"{name}/{topic}:", *record(name, topic, port, steps), flush=True)


def main():
    wanted = {}
    for argument in sys.argv[1:]:
        server, _, topic = argument.partition("/")
        if server not in SERVERS:
            raise SystemExit(f"there is no server {server}; these are: {' '.join(SERVERS)}")
        wanted.setdefault(server, set()).update({topic} - {""})
    for server in wanted or SERVERS:
        record_server(server, wanted.get(server))


if __name__ == "__main__":
    main()
