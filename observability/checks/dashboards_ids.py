"""Two panels of one id, or two queries of a panel of one name.

Grafana shows one of the two in the place of both, and links to a panel lead to the wrong one.
"""

from collections import Counter
from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json, panels


def _faults(dashboard: Json) -> Iterator[Fault]:
    ids = Counter(panel.get("id") for panel in [*dashboard["panels"], *panels(dashboard)])
    top = Counter(panel.get("id") for panel in dashboard["panels"])
    for number, count in ids.items():
        # A panel outside a collapsed row is counted twice: as itself, and among all panels.
        expected = 2 if top[number] and number in {p.get("id") for p in panels(dashboard)} else 1
        if number is None or count > expected:
            yield f"panel {number}", "its id is missing, or another's too"
    for panel in panels(dashboard):
        names = [target.get("refId") for target in panel.get("targets", [])]
        if len(set(names)) < len(names) or not all(names):
            yield panel["title"], f"refIds {names} are not unique"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/ids",
        _faults,
        consequence="Grafana shows one of the two twice, or neither",
        cure="number panels and queries once each",
    )
