"""The two releases of Prometheus, and a little data."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from observability.prometheus import promtool, server
from observability.prometheus.promtool import Promtool
from tests import programs

NOON = 1_768_219_200
"""2026-01-12 12:00 UTC, the time of the first sample."""


@pytest.fixture(scope="session")
def prometheus(release: str) -> Path:
    """Return the server of the release."""
    return programs.prometheus(release)


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
