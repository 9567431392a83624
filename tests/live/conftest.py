"""Play the scenario once: all live tests look at the same run."""

from pathlib import Path

import pytest

from tests.live.report import reasons, table
from tests.live.run import run
from tests.live.scenario import WORLDS
from tests.live.verdicts import Cell
from tests.programs import ROOT

TABLE = ROOT / ".tools" / "live.md"
"""Where the table of the last run is."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rules`, the folder of the rule files that the live tests load, and `--world`."""
    parser.addoption(
        "--rules",
        type=Path,
        default=ROOT / "alerts" / "promtool",
        help="rule files of the live tests",
    )
    parser.addoption(
        "--world",
        action="append",
        choices=[world.name for world in WORLDS],
        help="play only this world of the live tests; may be given again",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the live tests out, unless they are asked for: they take a quarter of an hour."""
    if "live" not in config.getoption("markexpr"):
        out = [item for item in items if item.get_closest_marker("live")]
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


@pytest.fixture(name="cells", scope="session")
def _cells(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Cell, ...]:
    """Play the scenario, write its table down and show it."""
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    assert capture is not None

    def say(text: str) -> None:
        with capture.global_and_fixture_disabled():
            print(text, flush=True)  # noqa: T201  who waits for a quarter of an hour sees it at once

    option = request.config.getoption
    worlds = [world for world in WORLDS if world.name in (option("--world") or [world.name])]
    cells = run(worlds, option("--rules").resolve(), tmp_path_factory.mktemp("live"), say)
    TABLE.write_text(table(cells))
    say(f"\n{table(cells)}\n{reasons(cells)}\nThe table is in {TABLE.relative_to(ROOT)}.")
    return cells
