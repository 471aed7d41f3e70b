"""A web server of the tests' own that does whatever each test asks of it, well or badly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any

Deed = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """What a server answers: per path a body, a (status, headers, body), or a deed of its own."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.over = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers), monotonic()))
                site.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        said = self.says.get(handler.path, (404, {}, b""))
        try:
            if callable(said):
                said(handler)
                return
            status, headers, body = said if isinstance(said, tuple) else (200, {}, said)
            tag = headers.get("ETag")
            if tag and handler.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body.encode() if isinstance(body, str) else body)
        except OSError:
            pass  # the other side has had enough

    def paths(self) -> list[str]:
        """What was asked for, in order, robots.txt apart."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        site.server.shutdown()
        site.server.server_close()
