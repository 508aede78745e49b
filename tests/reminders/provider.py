"""A provider of text messages on loopback, to which apprise's own json:// posts; it misbehaves when it is told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Provider:
    """`answer` is the status; `hangs` keeps every caller waiting until the test is over."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, Any]]] = []
        self.answer = 200
        self.hangs = False
        self.over = threading.Event()
        self.url = ""

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers["Content-Length"])
        self.came.append((handler.path, json.loads(handler.rfile.read(length))))
        if self.hangs:
            self.over.wait(60)
        handler.send_response(self.answer)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@contextmanager
def provider_on_loopback() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            provider.take(self)

        def log_message(self, *_args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    provider.url = f"json://127.0.0.1:{server.server_port}/{{phone}}"
    try:
        yield provider
    finally:
        provider.over.set()
        server.shutdown()
        serving.join()
        server.server_close()
