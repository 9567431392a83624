"""Programs that run beside the tests, and end with them."""

import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

from tests.programs import PATIENCE

Value = TypeVar("Value")

_STOP_SECONDS = 3
_POLL_SECONDS = 0.1


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def eventually(what: str, attempt: Callable[[], Value | None]) -> Value:
    """Return the first value that an attempt gives; an AssertionError in it means "not yet"."""
    end = time.monotonic() + PATIENCE
    why: object = "no attempt gave a value"
    while time.monotonic() < end:
        try:
            value = attempt()
        except (AssertionError, OSError) as error:
            value, why = None, error
        if value is not None:
            return value
        time.sleep(_POLL_SECONDS)
    raise AssertionError(f"{what}: not within {PATIENCE:g} s; last: {why}")


class Processes:
    """Programs that were started here; leaving the context stops them, the last one first."""

    def __init__(self, folder: Path) -> None:
        """Keep their logs in `folder`."""
        self._folder = folder
        self._running: list[tuple[subprocess.Popen[bytes], IO[bytes]]] = []

    def start(self, name: str, program: Path, *arguments: str) -> None:
        """Start a program; what it prints goes to the log of this name."""
        log = self._path(name).open("wb")
        command = [str(program), *arguments]
        process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        self._running.append((process, log))

    def log(self, name: str) -> str:
        """Return what a program has printed so far."""
        return self._path(name).read_text(errors="replace")

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.log"

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop all."""
        for process, _ in reversed(self._running):
            process.terminate()
        for process, log in reversed(self._running):
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            log.close()
