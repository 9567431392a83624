"""The third-party programs that tests run, and how a test says which of them it needs.

`make test` has Prometheus 2 alone, the oldest release that we support, and proves every fact on it.
What needs a program that is slow to build or to install carries its marker (`pyproject.toml` lists
them) and is left to `make test-rest`.
"""

from pathlib import Path

import pytest

from observability.prometheus import promtool as promtools
from observability.prometheus import server
from observability.prometheus.binaries import RELEASES
from observability.prometheus.promtool import Promtool
from observability.replay.evaluation import Tools

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".tools" / "cache"
"""Where imports and replays are kept from one run of the tests to the next."""

PATIENCE = 300.0
"""Seconds after which something hangs, however busy the machine is. Nothing waits for its end."""

OLDEST, NEWEST = RELEASES
EACH_RELEASE = (OLDEST, pytest.param(NEWEST, marks=pytest.mark.prometheus3))
"""What a test or a fixture of both releases is parametrised with."""


def program(name: str) -> Path:
    """Return a program of `.tools/`; without it the test fails, and says how to get it."""
    path = ROOT / ".tools" / name
    if not path.exists():
        pytest.fail(f"{path} is missing: run `make .tools/{name}`", pytrace=False)
    return path


def promtool(release: str = OLDEST) -> Promtool:
    """Return the promtool of a release."""
    return promtools.find(program(f"{release}/promtool"))


def prometheus(release: str = OLDEST) -> Path:
    """Return the server of a release."""
    return server.find(program(f"{release}/prometheus"))


def tools(release: str = OLDEST) -> Tools:
    """Return both."""
    return Tools(promtool=promtool(release), prometheus=prometheus(release))


def named_by_environment(release: str = OLDEST) -> dict[str, str]:
    """Return the variables that have our commands use the programs of a release."""
    both = tools(release)
    return {"PROMTOOL": str(both.promtool.path), "PROMETHEUS_SERVER": str(both.prometheus)}
