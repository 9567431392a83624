"""What each class of incidents took of a quarter's error budget.

SRE workbook, appendix B, third rule: a class of outages that consumes more than a fifth of the
error budget over a quarter wants an action of the highest priority on the next quarter's plan. As
it is read here:

- the quarter is the calendar quarter (UTC) that the end of the reviewed period lies in;
- the budget is that of the whole quarter: the bad events that the objective allows for its valid
  events. The parts that are not known, gone or yet to come, are taken to have the traffic of those
  that are, as it is done for the budget of an SLO's window;
- bad events are those of the known parts, and none is assumed for the others. So the share can
  only grow while more of the quarter becomes known, at the same traffic.

Known are the reviewed period, as far as it lies in the quarter, and earlier reviews that lie in it
as a whole, hold incidents, and overlap nothing that is counted already: no event counts twice.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from observability.evaluation.budget import budgeted, stretches
from observability.evaluation.rows import Rows
from observability.model.review import ReviewInputs
from observability.model.slo import SLO
from observability.model.windows import MINUTE
from observability.review.earlier import EarlierReview, KnownEvents
from observability.review.incidents import events_in
from observability.review.period import Period, period


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassImpact:
    """What the incidents of a class took of an SLO's budget of a quarter.

    Attributes:
        slo: the SLO's name.
        cause: the class.
        bad: their bad events in the known parts.
        known_budget: the budget of the known parts, in bad events.
        budget: that of the whole quarter, at the traffic of the known parts.
        known: how much of the quarter is known of this SLO.

    """

    slo: str
    cause: str
    bad: int
    known_budget: Decimal
    budget: Decimal
    known: timedelta

    @property
    def share(self) -> Fraction:
        """The share of the quarter's budget."""
        return Fraction(self.bad) / Fraction(self.budget)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A quarter, as far as it is known.

    Attributes:
        period: the quarter; `reached` is where the reviewed period ends.
        reviewed: the part of it that was reviewed now.
        earlier: the earlier reviews that were counted, in the order of time.
        left_out: names of earlier reviews that touch it and were not, and why not.
        unknown: times until `reached` that no review tells of.
        classes: by SLO and class.

    """

    period: Period
    reviewed: Period
    earlier: tuple[EarlierReview, ...]
    left_out: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[datetime, datetime], ...]
    classes: tuple[ClassImpact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedSLO:
    """What is known of an SLO in the reviewed period; rows of a minute within incidents only."""

    slo: SLO
    known: KnownEvents
    minutes: Rows


def quarter(
    reviewed: Period,
    inputs: ReviewInputs,
    slos: Sequence[ReviewedSLO],
    earlier: Sequence[EarlierReview],
) -> Quarter:
    """Return the quarter that a period ends in, and what classes of incidents took of it."""
    last = reviewed.last_day
    whole = period(f"{last.year}-Q{(last.month + 2) // 3}", reviewed.reached)
    now = replace(reviewed, start=max(reviewed.start, whole.start))
    before, left_out = _chosen(whole, now, earlier)
    return Quarter(
        period=whole,
        reviewed=now,
        earlier=before,
        left_out=left_out,
        unknown=tuple(_unknown(whole, now, before)),
        classes=tuple(
            impact
            for reviewed_slo in slos
            for impact in _class_impacts(reviewed_slo, inputs, whole, now, before)
        ),
    )


def _tells(review: EarlierReview) -> bool:
    return all(slo.impacts is not None for slo in review.slos.values())


def _chosen(
    whole: Period, now: Period, earlier: Sequence[EarlierReview]
) -> tuple[tuple[EarlierReview, ...], tuple[tuple[str, str], ...]]:
    """Return the earlier reviews to count, and those left out; the longest are taken first."""
    counted: list[EarlierReview] = []
    left_out = []
    for review in sorted(
        earlier, key=lambda review: (review.start - review.end, review.start, review.name)
    ):
        if review.end <= whole.start or review.start >= whole.reached:
            continue
        if now.start <= review.start and review.end <= now.reached:
            continue  # It is counted in place of rows that the ledger no longer holds.
        if not _tells(review):
            left_out.append((review.name, "it holds no incidents"))
        elif review.start < whole.start:
            left_out.append((review.name, "it begins before the quarter"))
        elif review.end > now.start or any(
            review.start < other.end and review.end > other.start for other in counted
        ):
            left_out.append((review.name, "it overlaps a review that is counted"))
        else:
            counted.append(review)
    return tuple(sorted(counted, key=lambda review: review.start)), tuple(sorted(left_out))


def _unknown(
    whole: Period, now: Period, before: Sequence[EarlierReview]
) -> Iterator[tuple[datetime, datetime]]:
    until = whole.start
    for start, end in [
        *((review.start, review.end) for review in before),
        (now.start, now.reached),
    ]:
        if start > until:
            yield until, start
        until = max(until, end)


def _class_impacts(
    reviewed: ReviewedSLO,
    inputs: ReviewInputs,
    whole: Period,
    now: Period,
    before: Sequence[EarlierReview],
) -> Iterator[ClassImpact]:
    slo = reviewed.slo.name
    parts = stretches(
        reviewed.slo, inputs.past_objectives, now.start.timestamp(), now.reached.timestamp()
    )
    count, budget = budgeted(reviewed.known.rows, parts)
    minutes, bad = count.minutes, Counter[str]()
    for incident, events in events_in(
        slo, reviewed.known.without_earlier(reviewed.minutes), inputs.incidents, now
    ):
        bad[incident.cause] += events.bad
    within = (
        review for review in reviewed.known.from_earlier_reviews if review.start >= whole.start
    )
    for review in (*before, *within):
        then = review.slos.get(slo)
        if then is not None and then.impacts is not None:
            minutes += then.count.minutes
            budget += then.budget
            for impact in then.impacts:
                bad[impact.cause] += impact.bad
    known = minutes * MINUTE
    if not budget:
        return
    scaled = budget * Decimal(whole.length // MINUTE) / minutes
    for cause in sorted(bad):
        yield ClassImpact(
            slo=slo,
            cause=cause,
            bad=bad[cause],
            known_budget=budget,
            budget=scaled,
            known=known,
        )
