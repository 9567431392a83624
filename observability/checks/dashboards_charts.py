"""A chart that Grafana draws otherwise than it is meant.

A legend as a table shows two rows and hides the other series. Bars that are not stacked stand in
front of each other. The axis of a ratio that is 0 all the time reaches to 10,000 %, unless it is
told how far.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json, panels


def _faults(dashboard: Json) -> Iterator[Fault]:
    for panel in panels(dashboard):
        if panel["type"] != "timeseries":
            continue
        title, legend = panel["title"], panel["options"]["legend"]
        defaults = panel["fieldConfig"]["defaults"]
        custom = defaults["custom"]
        stacked = custom["stacking"]["mode"] == "normal"
        highest = defaults.get("max", custom.get("axisSoftMax"))
        if legend["displayMode"] != "list" or not legend["showLegend"]:
            yield title, "its legend is no list, and hides all series but two"
        if custom["drawStyle"] == "bars" and not stacked:
            yield title, "its bars are not stacked, so that they hide each other"
        if custom["fillOpacity"] and custom["drawStyle"] != "bars" and not stacked:
            yield title, "its lines are filled, and cover each other"
        if defaults.get("unit") == "percentunit" and (highest is None or highest > 1):
            yield title, "the axis of a ratio may reach 10,000 %: give max or axisSoftMax, up to 1"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/charts",
        _faults,
        consequence="the reader sees another height, or some of the series only",
        cure="draw legends as lists and bars as stacks, fill neither lines, and limit ratios",
    )
