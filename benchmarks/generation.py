"""(b) The time that generating the rules of 1, 30 and 1,000 SLOs takes, and Sloth's for the same.

Whole processes, one after the other in turns, so that whatever else the machine does strikes all.
All read or make the same SLOs and write the rules of one environment:

- ours: a PrometheusRule with both groups of each SLO, the rules on targets and on our own rules,
  and a kustomization, from definitions in Python; each expression is parsed and pretty-printed;
- Sloth: a plain rule file from a `prometheus/v1` specification, its faster form;
- Sloth, PrometheusRule: the same as a PrometheusRule from a PrometheusServiceLevel.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import sloth
from benchmarks.invented import PROD, catalogue
from benchmarks.table import table
from observability.expressions.scope import scope

SIZES = (1, 30, 1_000)
RUNS = 7
GOALS = {30: 3.0, 1_000: 5.0}
"""At most so many times Sloth's time, at so many SLOs."""
OURS, PLAIN, SERVICE_LEVEL = "ours", "Sloth", "Sloth, PrometheusRule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What one process took, in seconds: by the clock, and of processors."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The medians of some runs at one number of SLOs, by program, and how much each wrote."""

    slos: int
    took: Mapping[str, Took]
    written: Mapping[str, int]

    def ratio(self, program: str) -> float:
        """Return our time as a multiple of a program's."""
        return self.took[OURS].wall / self.took[program].wall


def timed(command: Sequence[str]) -> Took:
    """Run a command and return what it took."""
    started, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, capture_output=True)
    wall, after = time.perf_counter() - started, os.times()
    return Took(
        wall=wall,
        cpu=(after.children_user - before.children_user)
        + (after.children_system - before.children_system),
    )


def middle(runs: Sequence[Took]) -> Took:
    """Return the median of both times."""
    return Took(wall=median(run.wall for run in runs), cpu=median(run.cpu for run in runs))


def measured(count: int, runs: int = RUNS) -> Measured:
    """Measure at one number of SLOs."""
    many = catalogue(count)
    where = scope(PROD, many.targets[0])
    with tempfile.TemporaryDirectory(prefix="generation-") as temporary:
        folder = Path(temporary)
        ours, plain, service_level = (folder / name for name in ("ours", "plain", "service-level"))
        sloth.write(sloth.plain(many.slos, where), folder / "plain.yaml")
        sloth.write(sloth.service_level(many.slos, where), folder / "service-level.yaml")
        commands = {
            OURS: [sys.executable, "-m", "benchmarks.generate_rules", str(count), str(ours)],
            PLAIN: sloth.command(folder / "plain.yaml", plain),
            SERVICE_LEVEL: sloth.command(folder / "service-level.yaml", service_level),
        }
        found: dict[str, list[Took]] = {program: [] for program in commands}
        for _ in range(runs):
            shutil.rmtree(ours, ignore_errors=True)
            for program, command in commands.items():
                found[program].append(timed(command))
        return Measured(
            slos=count,
            took={program: middle(times) for program, times in found.items()},
            written={
                OURS: sum(path.stat().st_size for path in ours.rglob("*.yaml")),
                PLAIN: plain.stat().st_size,
                SERVICE_LEVEL: service_level.stat().st_size,
            },
        )


def _row(found: Measured) -> list[str]:
    goal = GOALS.get(found.slos)
    programs = (OURS, PLAIN, SERVICE_LEVEL)
    return [
        f"{found.slos:,}",
        *(f"{found.took[program].wall:.2f} s" for program in programs),
        *(f"{found.ratio(program):.2f}" for program in (PLAIN, SERVICE_LEVEL)),
        "none" if goal is None else f"{goal:g}: {'yes' if found.ratio(PLAIN) <= goal else 'NO'}",
        *(f"{found.took[program].cpu:.2f} s" for program in programs),
        *(f"{found.written[program] / 1000:,.0f} kB" for program in programs),
    ]


def report(found: Sequence[Measured]) -> str:
    """Return the figures as Markdown."""
    head = [
        "SLOs",
        *("ours", "Sloth", "Sloth, PrometheusRule"),
        *("ours ÷ Sloth", "ours ÷ Sloth, PrometheusRule", "at most"),
        *("processors: ours", "Sloth", "Sloth, PrometheusRule"),
        *("written: ours", "Sloth", "Sloth, PrometheusRule"),
    ]
    return table(head, map(_row, found))


def run() -> str:
    """Measure all sizes."""
    return report([measured(size) for size in SIZES])
