"""A real reverse proxy that meddles: it requires a sign-in, is slow, cuts off, answers itself."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import httpx

from tests.programs import PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the proxy sends.

    `length` is what it announces, if that is not the body's; `drip` is how many seconds lie between
    two bytes.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    drip: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the proxy was asked: the number of the request, its path, its headers.

    `forward` asks the server behind the proxy.
    """

    number: int
    path: str
    headers: Mapping[str, str]
    forward: Callable[[], Answer]


Meddle = Callable[[Asked], Answer]


@contextmanager
def proxy(upstream: str, meddle: Meddle) -> Iterator[str]:
    """Run a proxy before a server for as long as the context lasts; yield its URL."""
    numbers = count(1)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(
                number=next(numbers),
                path=self.path,
                headers=dict(self.headers),
                forward=lambda: _forwarded(f"{upstream}{self.path}", self, body),
            )
            answer = meddle(asked)
            self.send_response(answer.status)
            length = len(answer.body) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if not answer.drip:
                self.wfile.write(answer.body)
                return
            for byte in answer.body:
                self.wfile.write(bytes([byte]))
                time.sleep(answer.drip)

        do_GET = do_POST = answer  # noqa: N815 - the names that http.server asks for

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    class Server(ThreadingHTTPServer):
        # Whoever is slow on purpose is not waited for.
        daemon_threads, block_on_close = True, False

        def handle_error(self, *_: object) -> None:
            """Stay quiet when the other side hangs up, which it should."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _forwarded(url: str, request: BaseHTTPRequestHandler, body: bytes) -> Answer:
    kind = request.headers.get("Content-Type", "")
    with httpx.Client(trust_env=False, timeout=PATIENCE) as http:
        given = http.request(
            request.command, url, content=body, headers={"Content-Type": kind} if kind else {}
        )
    return Answer(status=given.status_code, body=given.content)


def wants(credentials: str) -> Meddle:
    """Let pass who sends this `Authorization`, and nobody else."""

    def meddle(asked: Asked) -> Answer:
        if asked.headers.get("Authorization") == credentials:
            return asked.forward()
        return Answer(status=401, body=b"who are you?", headers={"WWW-Authenticate": "Bearer"})

    return meddle


def after(requests: int, meddle: Meddle) -> Meddle:
    """Pass on so many requests, and meddle from then on."""
    return lambda asked: asked.forward() if asked.number <= requests else meddle(asked)


def asleep(asked: Asked) -> Answer:
    """Answer when nobody waits any more."""
    time.sleep(PATIENCE)
    return asked.forward()


def cut_off(asked: Asked) -> Answer:
    """Send half of what was announced."""
    answer = asked.forward()
    return Answer(body=answer.body[: len(answer.body) // 2], length=len(answer.body))


def bad_gateway(_: Asked) -> Answer:
    """Answer as a proxy does when nobody is behind it."""
    return Answer(
        status=502,
        body=b"<html><head><title>502 Bad Gateway</title></head></html>",
        headers={"Content-Type": "text/html"},
    )


def warning(*texts: str) -> Meddle:
    """Pass on what is asked, with warnings, as Thanos does when a store does not answer."""

    def meddle(asked: Asked) -> Answer:
        answer = json.loads(asked.forward().body)
        return Answer(body=json.dumps(answer | {"warnings": texts}).encode())

    return meddle
