"""A panel outside of the grid, or over another one.

Grafana moves such panels where it likes, and differently each time.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json
from observability.model.panel import COLUMNS


def _faults(dashboard: Json) -> Iterator[Fault]:
    for group in (
        dashboard["panels"],
        *(row.get("panels", []) for row in dashboard["panels"] if row["type"] == "row"),
    ):
        title_at: dict[tuple[int, int], str] = {}
        for panel in group:
            place = panel["gridPos"]
            if place["x"] < 0 or place["w"] < 1 or place["x"] + place["w"] > COLUMNS:
                yield panel["title"], f"it leaves the grid of {COLUMNS} columns"
            for x in range(place["x"], place["x"] + place["w"]):
                for y in range(place["y"], place["y"] + place["h"]):
                    other = title_at.setdefault((x, y), panel["title"])
                    if other is not panel["title"]:
                        yield panel["title"], f"it overlaps {other!r}"
                        break
                else:
                    continue
                break


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/grid",
        _faults,
        consequence="Grafana moves panels about",
        cure="give the panels of a row widths that add up to the grid",
    )
