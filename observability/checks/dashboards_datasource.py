"""A query that does not go to the data source that the reader chose.

There is one variable for it, `datasource`, and every panel, query, variable and annotation asks
through it: with a fixed uid the dashboard is empty in every Grafana but one.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import DRAWN, Json, panels, targets


def _faults(dashboard: Json) -> Iterator[Fault]:
    chosen = [v for v in dashboard["templating"]["list"] if v["type"] == "datasource"]
    if [v["name"] for v in chosen] != ["datasource"]:
        yield "", "there must be exactly one data source variable, named datasource"
    asking = [(p["title"], p) for p in panels(dashboard) if p["type"] in DRAWN]
    asking += [(p["title"], t) for p, t in targets(dashboard)]
    asking += [(v["name"], v) for v in dashboard["templating"]["list"] if v["type"] == "query"]
    asking += [(a["name"], a) for a in dashboard["annotations"]["list"]]
    for where, item in asking:
        if (item.get("datasource") or {}).get("uid") != "${datasource}":
            yield where, "it does not ask the chosen data source: uid is not ${datasource}"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/datasource",
        _faults,
        consequence="the panel is empty, or shows another Prometheus",
        cure="ask through the variable: uid ${datasource}",
    )
