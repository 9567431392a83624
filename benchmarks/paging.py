"""What a continuous fault sets off, by the arithmetic of `observability.evaluation`."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.faults import BEFORE, LASTS, MINUTES
from benchmarks.invented import PROD
from observability import SLO
from observability.evaluation.burns import Recorded, burns, watched
from observability.evaluation.firings import Firing, notifications
from observability.evaluation.rows import Events, Rows
from observability.model.burn_rate import Severity
from observability.model.windows import MINUTE, ROLLUP
from observability.proofs.rows import rolled_up
from observability.review.proposals import firings

START, END = BEFORE.total_seconds(), (BEFORE + LASTS).total_seconds()
"""When the fault begins and ends, in seconds after the first row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """What a fault set off: how many pages, and of these the first and the last in minutes.

    Attributes:
        pages: how often somebody was woken up.
        first: minutes from the start of the fault to the first page.
        reset: minutes from the end of the fault to that of the last page; 0 if that ended before.

    """

    pages: int
    first: float
    reset: float


def paging(fired: Iterable[Firing], started: float = 0) -> Paging | None:
    """Return what a fault set off; None if it did not page.

    Args:
        fired: alerts of tiers, of one SLO.
        started: when the first row was, in the seconds of `fired`.

    """
    pages = [page for page in notifications(fired) if page.severity == Severity.CRITICAL]
    if not pages:
        return None
    ends = [page.resolved_at for page in pages if page.resolved_at is not None]
    if len(ends) < len(pages):
        raise ValueError("a page fires still: the rows after the fault are too few")
    return Paging(
        pages=len(pages),
        first=(pages[0].firing_at - started - START) / 60,
        reset=max(0, max(ends) - started - END) / 60,
    )


def simulated(slo: SLO, events: list[Events]) -> tuple[Firing, ...]:
    """Return which alerts of an SLO fire, and when, in seconds after the first row."""
    minutes = Rows.each(MINUTE, events)
    rollup = Rows.each(ROLLUP, rolled_up(events))
    seen = watched(slo, Recorded(minutes=minutes, rollup=rollup), 0, MINUTES * 60)
    return tuple(firings(slo, PROD, burns(seen)))
