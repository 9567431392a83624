"""(d) The processor time that generating 7 and 50 dashboards takes, start included.

Whole processes, one after the other in turns, so that whatever else the machine does strikes all:

- `observability generate dashboards`: all of GitStratum's, as `make dashboards` writes them;
- 7 dashboards: the same pages, without the command line;
- 50 dashboards: those pages made seven times and once more, each under a uid of its own;
- none: what it takes to start, load grafanalib and read the definitions.

The growth is linear if a dashboard of 50 costs no more than one of 7, the start left out.
"""

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generation import Took, middle, timed
from benchmarks.table import table

FEW, MANY = 7, 50
RUNS = 7
GOAL_SECONDS = 2.0
"""At most so much processor time for all of GitStratum's dashboards, start included."""
GOAL_GROWTH = 1.25
"""At most so many times the time a dashboard: 1 is linear, the rest is what a machine varies."""
COMMAND, SEVEN, FIFTY, START = (
    "observability generate dashboards",
    f"{FEW} dashboards",
    f"{MANY} dashboards",
    "none",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The medians of some runs, by process, and how much each wrote."""

    took: Mapping[str, Took]
    written: Mapping[str, int]

    @property
    def ratio(self) -> float:
        """The processor time of 50 dashboards as a multiple of that of 7, start included."""
        return self.took[FIFTY].cpu / self.took[SEVEN].cpu

    @property
    def growth(self) -> float:
        """What one dashboard of 50 takes, as a multiple of what one of 7 does."""
        return self.each(FIFTY, MANY) / self.each(SEVEN, FEW)

    def each(self, process: str, count: int) -> float:
        """Return the processor time a dashboard, without the start, in seconds."""
        return (self.took[process].cpu - self.took[START].cpu) / count


def measured(runs: int = RUNS) -> Measured:
    """Measure all processes in turns."""
    with tempfile.TemporaryDirectory(prefix="dashboards-") as temporary:
        folders = {name: Path(temporary, name) for name in (COMMAND, SEVEN, FIFTY, START)}
        ours = [sys.executable, "-m", "benchmarks.generate_dashboards"]
        whole = [sys.executable, "-m", "observability", "generate", "dashboards", "--output"]
        commands = {
            COMMAND: [*whole, str(folders[COMMAND])],
            SEVEN: [*ours, str(FEW), str(folders[SEVEN])],
            FIFTY: [*ours, str(MANY), str(folders[FIFTY])],
            START: [*ours, "0", str(folders[START])],
        }
        found: dict[str, list[Took]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                shutil.rmtree(folders[name], ignore_errors=True)
                found[name].append(timed(command))
        return Measured(
            took={name: middle(times) for name, times in found.items()},
            written={
                name: sum(path.stat().st_size for path in folder.rglob("*.json"))
                for name, folder in folders.items()
            },
        )


def _met(*, goal: bool) -> str:
    return "yes" if goal else "NO"


def _each(found: Measured, name: str) -> str:
    count = {SEVEN: FEW, FIFTY: MANY}.get(name)
    return "" if count is None else f"{found.each(name, count) * 1000:.1f} ms"


def report(found: Measured) -> str:
    """Return the figures as Markdown."""
    rows: Sequence[Sequence[str]] = [
        [
            name,
            f"{took.cpu:.2f} s",
            f"{took.wall:.2f} s",
            _each(found, name),
            f"{found.written[name] / 1000:,.0f} kB",
        ]
        for name, took in found.took.items()
    ]
    head = ["process", "processors", "by the clock", "a dashboard, without the start", "written"]
    seconds = found.took[COMMAND].cpu
    whole = (
        f"All of GitStratum's: {seconds:.2f} s; at most {GOAL_SECONDS:g} s: "
        f"{_met(goal=seconds <= GOAL_SECONDS)}."
    )
    growth = (
        f"{MANY} ÷ {FEW} dashboards ({MANY / FEW:.2f}): {found.ratio:.2f} with the start; a "
        f"dashboard of {MANY} ÷ one of {FEW}: {found.growth:.2f}; "
        f"at most {GOAL_GROWTH:g}: {_met(goal=found.growth <= GOAL_GROWTH)}."
    )
    return "\n".join((table(head, rows), "", whole, growth))


def run() -> str:
    """Measure."""
    return report(measured())
