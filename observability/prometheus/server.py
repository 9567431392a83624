"""Run a real Prometheus over a folder of blocks, for tests and replay.

It scrapes nothing, and answers on 127.0.0.1 only.
"""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from observability.errors import ServerError
from observability.formats import yaml_text
from observability.prometheus.binaries import bundled, is_program, located

_POLL_SECONDS = 0.05
_STOP_SECONDS = 10
_ATTEMPTS = 3
_LOG_LINES = 20
_TAKEN = "address already in use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A Prometheus that runs and is ready to be asked.

    Attributes:
        url: where it answers, such as `http://127.0.0.1:40123`.
        pid: its process.
        log: the file that it logs to; it is gone once the server has stopped.

    """

    url: str
    pid: int
    log: Path


def find(
    explicit: Path | None = None,
    *,
    root: Path = Path(),
    environment: Mapping[str, str] = os.environ,
) -> Path:
    """Return the server to use.

    That is the explicit path, else `$PROMETHEUS_SERVER`, else the one in `.tools/prometheus2` below
    the root, else the one in `$PATH`.

    Raises:
        ServerError: there is none.

    """
    path = located("prometheus", explicit, root=root, environment=environment)
    if path is None:
        raise ServerError(
            "Prometheus is missing: neither $PROMETHEUS_SERVER nor $PATH names one, and there is "
            f"none at {root / '.tools/prometheus2/prometheus'}; install it"
        )
    if not is_program(path):
        raise ServerError(
            f"{path} is not a program: expected prometheus there; install it, or correct "
            "$PROMETHEUS_SERVER"
        )
    return path


def installed(*, root: Path = Path()) -> tuple[Path, ...]:
    """Return the server of each release that is in `.tools/`, oldest release first."""
    return bundled("prometheus", root=root)


@contextmanager
def running(  # noqa: PLR0913 - all but two have a default that serves
    program: Path,
    storage: Path,
    *,
    rules: Sequence[Path] = (),
    evaluation_seconds: int = 60,
    flags: Sequence[str] = (),
    timeout: float = 60,
) -> Iterator[Server]:
    """Run a Prometheus over a folder of blocks until the context ends, then stop it.

    Args:
        program: the `prometheus` to run, as `find` returns it.
        storage: the TSDB folder. The server writes into it: give it a copy of what is shared.
        rules: rule files. They are evaluated from now on, over the clock's time: what a recording
            holds is read by queries that name its time.
        evaluation_seconds: how often rules are evaluated, in seconds.
        flags: more flags of Prometheus.
        timeout: seconds that it may take to become ready.

    Raises:
        ServerError: it cannot be run, ended, or did not become ready in time; the end of its log is
            in the message.

    """
    with tempfile.TemporaryDirectory(prefix="prometheus-") as folder:
        config, log = Path(folder, "prometheus.json"), Path(folder, "prometheus.log")
        config.write_text(_config(rules, evaluation_seconds))
        command = [
            str(program),
            f"--config.file={config}",
            f"--storage.tsdb.path={storage}",
            # Recordings are old: the default of 15 days would delete them at the start.
            "--storage.tsdb.retention.time=100y",
            "--log.level=warn",
            *flags,
        ]
        process, url = _started(command, log, timeout)
        try:
            yield Server(url=url, pid=process.pid, log=log)
        finally:
            _stop(process)


def _config(rules: Sequence[Path], evaluation_seconds: int) -> str:
    return yaml_text(
        {
            "global": {"evaluation_interval": f"{evaluation_seconds}s"},
            "rule_files": [str(rule.resolve()) for rule in rules],
        }
    )


def _started(
    command: Sequence[str], log: Path, timeout: float
) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server on a free port until it is ready, and return it with its URL."""
    attempt = 1
    while True:
        address = f"127.0.0.1:{_free_port()}"
        process = _launched([*command, f"--web.listen-address={address}"], log)
        try:
            _wait_until_ready(process, f"http://{address}", log, timeout)
        except BaseException as error:
            _stop(process)
            # Another process may have taken the port between our finding it and using it.
            if attempt < _ATTEMPTS and isinstance(error, ServerError) and _TAKEN in str(error):
                attempt += 1
                continue
            raise
        return process, f"http://{address}"


def _launched(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    try:
        with log.open("wb") as output:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
    except OSError as error:
        raise ServerError(
            f"{command[0]} cannot be run: {error.strerror}; install Prometheus anew"
        ) from error


def _wait_until_ready(
    process: subprocess.Popen[bytes], url: str, log: Path, timeout: float
) -> None:
    deadline = time.monotonic() + timeout
    # A proxy of the environment has no business between us and our own process.
    with httpx.Client(trust_env=False, timeout=5) as http:
        while True:
            if process.poll() is not None:
                raise ServerError(
                    f"Prometheus ended with {process.returncode} at its start:\n{_end_of(log)}"
                )
            with suppress(httpx.HTTPError):
                ready = http.get(f"{url}/-/ready").is_success
                # Alive still: a stranger who took the port first must not pass for our server.
                if ready and process.poll() is None:
                    return
            if time.monotonic() > deadline:
                raise ServerError(
                    f"Prometheus was not ready after {timeout:g} s at {url}:\n{_end_of(log)}"
                )
            time.sleep(_POLL_SECONDS)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _end_of(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()
    return "\n".join(lines[-_LOG_LINES:]) or "(its log is empty)"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
