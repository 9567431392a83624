"""A retired SLO of whose promise nothing is left in its window.

`retired=` ends its alerts and figures; its rows go on, so that reviews of the time before can count
them. Once its window lies behind the day, no review asks for it any more.
"""

from collections.abc import Iterator
from datetime import date

from observability.checks.problem import Level, Problem
from observability.checks.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Return the SLOs that were retired longer ago than their windows are."""
    for slo in subject.catalogue.slos:
        if slo.retired and date.fromisoformat(slo.retired) + slo.window < subject.today:
            yield Problem(
                check="slos/retired",
                file=slo.origin,
                name=slo.name,
                what=f"it was retired on {slo.retired}, more than its window ago",
                consequence="Prometheus counts on for nobody",
                cure="remove it, and its runbook; first review the quarter, if it is in it",
                level=Level.WARNING,
            )
