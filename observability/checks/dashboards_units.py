"""A number without a unit, or with one that its values are not in.

Ratios are 0 to 1, which is `percentunit`; `percent` would show 0.5 % for a half. Units are those
that our panels can have, each of which is one of Grafana's.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.grafana import UNITS
from observability.dashboards.reading import DRAWN, Json, panels


def _faults(dashboard: Json) -> Iterator[Fault]:
    for panel in panels(dashboard):
        if panel["type"] not in DRAWN:
            continue
        config = panel["fieldConfig"]
        units = [config["defaults"].get("unit")]
        for override in config.get("overrides", []):
            units += [p["value"] for p in override["properties"] if p["id"] == "unit"]
        for unit in units:
            if unit is None:
                yield panel["title"], "it has no unit"
            elif unit not in UNITS.values() and unit != "percent":
                yield panel["title"], f"{unit!r} is no unit that our panels can have"
            elif unit == "percent":
                yield panel["title"], "'percent' is for 0 to 100; ours are 0 to 1: percentunit"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/units",
        _faults,
        consequence="the reader takes the number for another one",
        cure="give the quantity its unit",
    )
