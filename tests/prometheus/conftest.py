"""The two releases of Prometheus that `make tools` puts into `.tools/`, and a little data."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from observability.prometheus import promtool, server
from observability.prometheus.binaries import PROJECT, RELEASES
from observability.prometheus.promtool import Promtool

NOON = 1_768_219_200
"""2026-01-12 12:00 UTC, the time of the first sample."""


@pytest.fixture(scope="session", params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    """Name the folder of one release."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def tool(release: str) -> Promtool:
    """Find the promtool of the release; without it the tests fail and say what to do."""
    return promtool.find(PROJECT / ".tools" / release / "promtool")


@pytest.fixture(scope="session")
def prometheus(release: str) -> Path:
    """Find the server of the release."""
    return server.find(PROJECT / ".tools" / release / "prometheus")


@pytest.fixture(scope="session")
def storage(tool: Promtool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import an hour of minutes: a counter that rises by 2 on two instances, and a gauge."""
    folder = tmp_path_factory.mktemp("storage")
    lines = [
        f'pushes_total{{instance="{instance}"}} {2 * minute} {NOON + 60 * minute}'
        for instance in ("a", "b")
        for minute in range(61)
    ]
    lines += [f"queue {minute % 3} {NOON + 60 * minute}" for minute in range(61)]
    text = folder / "pushes.om"
    text.write_text("\n".join([*lines, "# EOF", ""]))
    promtool.create_blocks(tool, text, folder / "data")
    return folder / "data"


@pytest.fixture(scope="session")
def url(prometheus: Path, storage: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the release over the imported counter, with one rule of each kind."""
    rules = tmp_path_factory.mktemp("rules") / "rules.yaml"
    rules.write_text(
        """\
groups:
  - name: pushes
    interval: 30s
    rules:
      - record: job:pushes:sum
        expr: sum(pushes_total)
      - alert: NoPushes
        expr: absent(pushes_total)
        labels:
          severity: warning
        annotations:
          summary: Nobody pushes.
"""
    )
    with server.running(prometheus, storage, rules=[rules]) as running:
        yield running.url
