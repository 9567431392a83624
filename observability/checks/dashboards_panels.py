"""A panel that does not say what it shows.

It has a title, a question and its source as a description, is of a kind that we show, and says in
words why there may be no data: "No data" alone looks like a fault.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import DRAWN, Json, panels

_KINDS = DRAWN | {"row", "text"}


def _faults(dashboard: Json) -> Iterator[Fault]:
    for panel in panels(dashboard):
        title = panel.get("title") or ""
        if not title:
            yield f"panel {panel.get('id')}", "it has no title"
        if panel["type"] not in _KINDS:
            yield title, f"{panel['type']!r} is no kind of panel that we show"
        description = panel.get("description") or ""
        if "?" not in description:
            yield title, "its description asks no question"
        if "Source: " not in description:
            yield title, "its description names no source"
        if panel["type"] in DRAWN:
            if not panel["fieldConfig"]["defaults"].get("noValue"):
                yield title, 'without data it says "No data", and not why: give noValue'
            if not panel.get("targets"):
                yield title, "it asks nothing"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/panels",
        _faults,
        consequence="the reader does not know what is seen, or takes silence for a fault",
        cure="complete the panel in the catalogue",
    )
