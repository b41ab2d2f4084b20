"""A real web server of the test's own, whose answers the test writes."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; the answers below write to it."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        try:
            self.server.answers.get(self.path, plain(404))(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.broken_off.set()

    def begin(self, status: int, **headers: Any) -> None:
        self.send_response(status)
        for name, value in {"Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Answers by path; remembers what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.broken_off = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def asked_for(self, path: str) -> list[dict[str, str]]:
        """The headers of the requests for `path`."""
        return [headers for asked, headers in self.asked if asked == path]


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def plain(status: int, body: bytes | str = b"", **headers: Any) -> Answer:
    """An answer as it should be."""
    raw = body.encode() if isinstance(body, str) else body

    def answer(request: Request) -> None:
        request.begin(status, Content_Length=len(raw), **headers)
        request.wfile.write(raw)

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    return plain(status, Location=location)


def with_etag(body: str, etag: str, last_modified: str = "Thu, 08 Jul 2021 10:00:00 GMT") -> Answer:
    """An answer that is 304 for who has it already."""

    def answer(request: Request) -> None:
        has_it = request.headers["If-None-Match"] == etag and request.headers["If-Modified-Since"] == last_modified
        headers = {"ETag": etag, "Last_Modified": last_modified}
        (plain(304, **headers) if has_it else plain(200, body, **headers))(request)

    return answer


def endless(piece: bytes = b"x" * 2**16, pause: float = 0) -> Answer:
    """An answer without an end, piece by piece."""

    def answer(request: Request) -> None:
        request.begin(200)
        while True:
            request.wfile.write(piece)
            request.wfile.flush()
            time.sleep(pause)

    return answer


def dripping_head(pause: float) -> Answer:
    """Headers without an end, byte by byte."""

    def answer(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(pause)

    return answer


def hanging(seconds: float) -> Answer:
    return lambda request: time.sleep(seconds)


def bomb(size: int) -> Answer:
    """`size` bytes of nothing, packed."""
    return plain(200, gzip.compress(bytes(size)), Content_Encoding="gzip")


def broken_off() -> Answer:
    """An answer that says it is longer than it is."""

    def answer(request: Request) -> None:
        request.begin(200, Content_Length=1000)
        request.wfile.write(b"only this")

    return answer
