"""An SLO whose traffic is said never to stop, and is so little that it stops by chance.

`never_idle` makes ten minutes without an event a page. Of N events a day that come at random,
ten minutes hold N / 144 and are empty with e^(-N / 144) (Poisson): of 1,000 a day once a week, of
1,566 once a year. Nights of less traffic need more.
"""

from collections.abc import Iterator
from datetime import timedelta
from math import exp

from observability.alerts.outage import SILENT
from observability.checks.problem import Level, Problem
from observability.checks.subject import Subject

_DAY = timedelta(days=1) // SILENT
"""How many times ten minutes a day has."""
_ONCE_A_YEAR = 1 / 365


def check(subject: Subject) -> Iterator[Problem]:
    """Return the SLOs that would page more than once a year although nothing is wrong."""
    for slo in subject.catalogue.slos:
        if not slo.never_idle or slo.events_per_day is None:
            continue
        false_pages = _DAY * exp(-slo.events_per_day / _DAY)
        if false_pages > _ONCE_A_YEAR:
            yield Problem(
                check="slos/idle",
                file=slo.origin,
                name=slo.name,
                what=f"{slo.events_per_day} valid events a day are few for never_idle",
                consequence=(
                    "ten minutes without an event page, and by chance there are some "
                    f"{false_pages * 365:.0f} times a year"
                ),
                cure="leave never_idle out, or have a probe make more events",
                level=Level.WARNING,
            )
