"""A variable that is used and does not exist, exists and is not used, or gets stale.

An unknown variable stays in the query as text, and nothing matches it. A variable that is not
refreshed with the time range offers values from when the page was opened.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json, panels, strings, variables

_WITH_TIME_RANGE = 2
"""Grafana's `refresh` of a variable whose values follow the time range."""
_EXPORTED = {"current", "definition", "query", "regex"}
"""What an export has of a variable: without it, each Grafana guesses."""


def _faults(dashboard: Json) -> Iterator[Fault]:
    listed = dashboard["templating"]["list"]
    names = {variable["name"] for variable in listed}
    used: set[str] = set()
    for where, part in [
        *((p["title"], {k: v for k, v in p.items() if k != "panels"}) for p in panels(dashboard)),
        *((v["name"], v.get("query", "")) for v in listed),
        *((a["name"], a) for a in dashboard["annotations"]["list"]),
    ]:
        for name in sorted({name for text in strings(part) for name in variables(text)}):
            used.add(name)
            if name not in names and not name.startswith("__") and not name.isdigit():
                yield (
                    where,
                    f"${name} is no variable of the dashboard; there are: "
                    + ", ".join(sorted(names)),
                )
    for variable in listed:
        if variable["name"] not in used:
            yield variable["name"], "the variable is used nowhere"
        if variable["type"] == "query" and variable.get("refresh") != _WITH_TIME_RANGE:
            yield variable["name"], "refresh is not 2: new values appear only after a reload"
        missing = sorted(_EXPORTED - variable.keys())
        if variable["type"] == "query" and missing:
            yield variable["name"], f"Grafana's own exports have {', '.join(missing)}, too"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/variables",
        _faults,
        consequence="the panel is empty, or the reader chooses what has no effect",
        cure="name a variable of the page, remove the unused one, set refresh to 2",
    )
