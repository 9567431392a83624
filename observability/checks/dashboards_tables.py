"""A table that does not fit the screen.

Grafana gives a column without a width 150 pixels: eleven of them are wider than the screen, and the
last ones, which nobody scrolls to, are those that qualify the first.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json, panels

_MOST_COLUMNS = 7
_COLUMN, _FRAME = 58, 40
"""Pixels: a column of the grid in a window of 1,440, and a panel's edges and scroll bar."""


def _faults(dashboard: Json) -> Iterator[Fault]:
    for panel in panels(dashboard):
        if panel["type"] != "table":
            continue
        [titles] = (
            step["options"]["renameByName"].values()
            for step in panel["transformations"]
            if step["id"] == "organize"
        )
        widths = {
            override["matcher"]["options"]: item["value"]
            for override in panel["fieldConfig"]["overrides"]
            for item in override["properties"]
            if item["id"] == "custom.width"
        }
        room = panel["gridPos"]["w"] * _COLUMN - _FRAME
        if len(titles) > _MOST_COLUMNS:
            yield panel["title"], f"{len(titles)} columns are more than {_MOST_COLUMNS}"
        for title in titles:
            if not widths.get(title):
                yield panel["title"], f"column {title!r} has no width"
        if sum(widths.values()) > room:
            yield panel["title"], f"its columns are {sum(widths.values())} pixels wide, not {room}"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/tables",
        _faults,
        consequence="at 1,440 pixels columns are cut, or are out of sight",
        cure="show fewer columns, and give each a width",
    )
