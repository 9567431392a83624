"""What the harness reads in the text of emitted rule files; it takes none of their expressions."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.live.slis import JOBS, SLIS

_INTERVALS = {"1m": 60, "5m": 300}
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_VALID_ROW = re.compile(r"record: slo:valid:increase\dm\n    expr: (.+?)\n    labels:", re.DOTALL)
_SELECTOR = re.compile(r"([\w:]+)\{[^}]*\}(?:\[\w+\])?(?: offset (\w+))?")


def minute_file(rules: Path, slo: str) -> Path:
    """Return the file of an SLO's rows of a minute."""
    return rules / f"{slo}.rules.yaml"


def roll_up_file(rules: Path, slo: str) -> Path:
    """Return the file of an SLO's rows of five minutes."""
    return rules / f"{slo}.period.rules.yaml"


def together(rules: Path) -> Iterator[list[Path]]:
    """Yield the files under test: those of an SLO together, the others one by one."""
    for sli in SLIS:
        yield [minute_file(rules, sli.slo), roll_up_file(rules, sli.slo)]
    yield from ([rules / f"{component}.targets.rules.yaml"] for component in JOBS)
    yield [rules / "health.rules.yaml"]


def group(text: str) -> tuple[str, int]:
    """Return the name of a file's only group, and the seconds between its evaluations."""
    ((name, interval),) = re.findall(r"^- name: (\S+)\n  interval: (\S+)$", text, re.MULTILINE)
    return name, _INTERVALS[interval]


def records(text: str) -> frozenset[str]:
    """Return the names of the series that a file records."""
    return frozenset(re.findall(r"record: (\S+)", text))


def delay(text: str, name: str = "") -> float:
    """Return how many seconds late a file's valid rows read series: their smallest offset.

    Args:
        text: the file.
        name: how the names of these series begin.

    """
    (expression,) = _VALID_ROW.findall(text)
    read = [(of, offset) for of, offset in _SELECTOR.findall(expression) if of.startswith(name)]
    return min((_seconds(offset) for _, offset in read), default=0.0)


def _seconds(duration: str) -> float:
    return sum(float(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+)(ms|[smhd])", duration))
