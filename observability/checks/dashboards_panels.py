"""A panel that does not say what it shows.

It has a title, a question and its source as a description, is of a kind that we show, and says in
words why there may be no data: "No data" alone looks like a fault. The words are in the
description: Grafana writes `noValue` into each empty cell of a table, and shrinks it to fit a stat.
"""

from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import DRAWN, Json, panels

_LONGEST = {"stat": 12, "table": 3}
"""Letters of noValue: it stands in every empty cell, and a stat shrinks what is longer."""
_EMPTY = "If it is empty:"
_KINDS = DRAWN | {"row", "text"}


def _missing_words(panel: Json) -> Iterator[Fault]:
    title, description = panel["title"], panel.get("description") or ""
    absent = panel["fieldConfig"]["defaults"].get("noValue") or ""
    longest = _LONGEST.get(panel["type"], len(absent))
    if not absent:
        yield title, 'without data it says "No data", and not why: give noValue'
    if len(absent) > longest:
        yield title, f"noValue {absent[:30]!r} is longer than {longest} letters"
    if _EMPTY not in description:
        yield title, f"its description does not say why there may be no data: {_EMPTY} ..."


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
        if not panel.get("pluginVersion"):
            yield title, "it names no pluginVersion, so that Grafana migrates it from its oldest"
        if panel["type"] in DRAWN:
            yield from _missing_words(panel)
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
