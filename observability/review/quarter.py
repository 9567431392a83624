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
as a whole, tell incidents, and overlap nothing that is counted already: no event counts twice.
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
from observability.model.windows import ROLLUP
from observability.review.earlier import Earlier, Known
from observability.review.incidents import taken
from observability.review.period import Period, period


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassToll:
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
    earlier: tuple[Earlier, ...]
    left_out: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[datetime, datetime], ...]
    classes: tuple[ClassToll, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of an SLO in the reviewed period; rows of a minute within incidents only."""

    slo: SLO
    known: Known
    minutes: Rows


def quarter(
    reviewed: Period, inputs: ReviewInputs, told: Sequence[Told], earlier: Sequence[Earlier]
) -> Quarter:
    """Return the quarter that a period ends in, and what classes of incidents took of it."""
    last = reviewed.reached - timedelta(microseconds=1)
    whole = period(f"{last.year}-Q{(last.month + 2) // 3}", reviewed.reached)
    now = replace(reviewed, start=max(reviewed.start, whole.start))
    before, left_out = _chosen(whole, now, earlier)
    return Quarter(
        period=whole,
        reviewed=now,
        earlier=before,
        left_out=left_out,
        unknown=tuple(_unknown(whole, now, before)),
        classes=tuple(toll for one in told for toll in _tolls(one, inputs, whole, now, before)),
    )


def _tells(one: Earlier) -> bool:
    return all(slo.tolls is not None for slo in one.slos.values())


def _chosen(
    whole: Period, now: Period, earlier: Sequence[Earlier]
) -> tuple[tuple[Earlier, ...], tuple[tuple[str, str], ...]]:
    """Return the earlier reviews to count, and those left out; the longest are taken first."""
    found: list[Earlier] = []
    left_out = []
    for one in sorted(earlier, key=lambda one: (one.start - one.end, one.start, one.name)):
        if one.end <= whole.start or one.start >= whole.reached:
            continue
        if now.start <= one.start and one.end <= now.reached:
            continue  # Where the ledger no longer holds its rows, it is borrowed.
        if not _tells(one):
            left_out.append((one.name, "it tells no incidents"))
        elif one.start < whole.start:
            left_out.append((one.name, "it begins before the quarter"))
        elif one.end > now.start or any(
            one.start < other.end and one.end > other.start for other in found
        ):
            left_out.append((one.name, "it overlaps a review that is counted"))
        else:
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start)), tuple(sorted(left_out))


def _unknown(
    whole: Period, now: Period, before: Sequence[Earlier]
) -> Iterator[tuple[datetime, datetime]]:
    until = whole.start
    for start, end in [*((one.start, one.end) for one in before), (now.start, now.reached)]:
        if start > until:
            yield until, start
        until = max(until, end)


def _tolls(
    told: Told, inputs: ReviewInputs, whole: Period, now: Period, before: Sequence[Earlier]
) -> Iterator[ClassToll]:
    slo = told.slo.name
    parts = stretches(
        told.slo, inputs.past_objectives, now.start.timestamp(), now.reached.timestamp()
    )
    count, budget = budgeted(told.known.rows, parts)
    rows, bad = count.rows, Counter[str]()
    for incident, events in taken(slo, told.known.of_ledger(told.minutes), inputs.incidents, now):
        bad[incident.cause] += events
    within = (one for one in told.known.borrowed if one.start >= whole.start)
    for review in (*before, *within):
        then = review.slos.get(slo)
        if then is not None and then.tolls is not None:
            rows += then.count.rows
            budget += then.budget
            for toll in then.tolls:
                bad[toll.cause] += toll.bad
    known = rows * ROLLUP
    if not budget or not known:
        return
    scaled = budget * Decimal(whole.length // ROLLUP) / rows
    for cause in sorted(bad):
        yield ClassToll(
            slo=slo,
            cause=cause,
            bad=bad[cause],
            known_budget=budget,
            budget=scaled,
            known=known,
        )
