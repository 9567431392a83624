"""Replays of the project's recordings, made once and kept in `.tools/cache`."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from observability.prometheus.client import PrometheusClient, local_http
from observability.replay.engine import Replay, replay
from observability.replay.rules import Rule, read_rules, rule_files
from observability.replay.serving import serving
from tests.programs import CACHE, OLDEST, PATIENCE, ROOT, tools
from tests.project import MONITORED


@functools.cache
def our_rules() -> tuple[Rule, ...]:
    """Read the rules that the project emits for prod."""
    files = rule_files(ROOT / "alerts" / "promtool")
    return read_rules(files, promtool=tools().promtool)


def recording(name: str) -> Path:
    """Return a recording of the project."""
    return ROOT / "recordings" / name / f"{name}.om.gz"


@functools.cache
def replayed(name: str, release: str = OLDEST) -> Replay:
    """Replay our rules on a recording, once for all tests."""
    return replay(recording(name), our_rules(), CACHE, tools=tools(release), relabelling=MONITORED)


@contextmanager
def asking(storage: Path, release: str) -> Iterator[PrometheusClient]:
    """Run a server on a copy of the blocks."""
    with (
        serving(storage, tools=tools(release)) as running,
        PrometheusClient(running.url, http=lambda: local_http(PATIENCE)) as client,
    ):
        yield client
