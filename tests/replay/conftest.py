"""Replays of the project's recordings, made once and kept in `.tools/cache`."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from observability.prometheus import promtool, server
from observability.prometheus.binaries import PROJECT, RELEASES
from observability.prometheus.client import PrometheusClient
from observability.replay.engine import Replay, replay
from observability.replay.evaluation import Tools
from observability.replay.rules import Rule, read_rules, rule_files
from observability.replay.serving import serving

CACHE = PROJECT / ".tools" / "cache"


@functools.cache
def tools(release: str) -> Tools:
    """Find the programs of a release; without them the tests fail and say what to do."""
    folder = PROJECT / ".tools" / release
    return Tools(
        promtool=promtool.find(folder / "promtool"),
        prometheus=server.find(folder / "prometheus"),
    )


@functools.cache
def our_rules() -> tuple[Rule, ...]:
    """Read the rules that the project emits for prod."""
    files = rule_files(PROJECT / "alerts" / "promtool")
    return read_rules(files, promtool=tools(RELEASES[-1]).promtool)


def recording(name: str) -> Path:
    """Return a recording of the project."""
    return PROJECT / "recordings" / name / f"{name}.om.gz"


@functools.cache
def replayed(name: str, release: str = RELEASES[-1]) -> Replay:
    """Replay our rules on a recording, once for all tests."""
    return replay(recording(name), our_rules(), CACHE, tools=tools(release))


@contextmanager
def asking(storage: Path, release: str) -> Iterator[PrometheusClient]:
    """Run a server on a copy of the blocks."""
    with (
        serving(storage, tools=tools(release)) as running,
        PrometheusClient(running.url, http=lambda: httpx.Client(trust_env=False)) as client,
    ):
        yield client


@pytest.fixture(scope="session", params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """Name the folder of one release of Prometheus."""
    name: str = request.param
    return name
