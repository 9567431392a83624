"""Start a pair of Prometheus servers, an Alertmanager, and who is called."""

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests import programs

REPLICA = "prometheus_replica"
"""The external label by which the Operator tells the servers of a pair apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Who is called, and what was said each time."""

    url: str
    notifications: list[dict[str, Any]] = field(default_factory=list)


def until(condition: Callable[[], bool]) -> None:
    """Return once a condition holds; fail when nothing can be hoped for any more."""
    end = time.monotonic() + programs.PATIENCE
    while not condition():
        assert time.monotonic() < end, "it does not come true"
        time.sleep(0.5)


def answer(url: str, **parameters: str) -> Any:  # noqa: ANN401  it is JSON
    """Return what a server answers; None while it does not."""
    try:
        got = httpx.get(url, params=parameters)
        return got.json() if got.is_success else None
    except (httpx.TransportError, json.JSONDecodeError):
        return None


@contextmanager
def called() -> Iterator[Called]:
    """Listen for notifications."""
    heard: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Called(url=f"http://127.0.0.1:{server.server_port}", notifications=heard)
        server.shutdown()


@contextmanager
def _running(command: Sequence[str], log: Path, ready: str) -> Iterator[None]:
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            until(lambda: process.poll() is not None or _is_ready(ready))
            assert process.poll() is None, log.read_text(errors="replace")
            yield
        finally:
            process.terminate()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


def _port() -> int:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return int(server.server_port)


def _written(path: Path, configuration: object) -> Path:
    path.write_text(json.dumps(configuration))  # JSON is YAML.
    return path


@contextmanager
def alertmanager(folder: Path, configuration: object) -> Iterator[str]:
    """Run an Alertmanager, and yield its address."""
    folder.mkdir()
    url = f"127.0.0.1:{_port()}"
    command = [
        str(programs.program("alertmanager")),
        f"--config.file={_written(folder / 'alertmanager.json', configuration)}",
        f"--storage.path={folder / 'data'}",
        f"--web.listen-address={url}",
        "--cluster.listen-address=",
    ]
    with _running(command, folder / "log", f"http://{url}/-/ready"):
        yield f"http://{url}"


@contextmanager
def pair(
    folder: Path, rules: Path, alertmanager: str, prepare: Callable[[Path], None]
) -> Iterator[tuple[str, ...]]:
    """Run two Prometheus servers that differ in one external label, and yield their addresses.

    Alerts leave without that label, as the Operator configures it.
    """
    with ExitStack() as stack:
        urls = []
        for replica in ("prometheus-k8s-0", "prometheus-k8s-1"):
            home = folder / replica
            home.mkdir(parents=True)
            prepare(home / "data")
            configuration = {
                "global": {
                    "evaluation_interval": "1m",
                    "external_labels": {"prometheus": "monitoring/k8s", REPLICA: replica},
                },
                "rule_files": [str(rules)],
                "alerting": {
                    "alert_relabel_configs": [{"regex": REPLICA, "action": "labeldrop"}],
                    "alertmanagers": [
                        {"static_configs": [{"targets": [alertmanager.removeprefix("http://")]}]}
                    ],
                },
            }
            url = f"127.0.0.1:{_port()}"
            command = [
                str(programs.prometheus(programs.NEWEST)),
                f"--config.file={_written(home / 'prometheus.json', configuration)}",
                f"--storage.tsdb.path={home / 'data'}",
                f"--web.listen-address={url}",
            ]
            stack.enter_context(_running(command, home / "log", f"http://{url}/-/ready"))
            urls.append(f"http://{url}")
        yield tuple(urls)
