"""Which incidents took the budget away, and what an exclusion would give back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

from observability.evaluation.budget import TimeBudget, window_budget
from observability.evaluation.rows import NOTHING, Count, Rows
from observability.model.review import Exclusion, Incident, ReviewInputs
from observability.review.earlier import KnownEvents
from observability.review.figures import Figures, attained
from observability.review.period import Period
from observability.review.source import SETTLE

_Time = TypeVar("_Time", Incident, Exclusion)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentImpact:
    """What an incident took of one SLO's budget.

    `of_budget` is the share of the period's budget, None without one. `of_window` is that of a
    whole window of the SLO that holds the incident, by which the error-budget policy judges: the
    one that ends where the period was reached, or that began with the incident. None where rows do
    not cover it.
    """

    incident: Incident
    slo: str
    bad: int
    of_budget: Fraction | None
    of_window: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The bad events of one SLO by incident; the rest is unattributed.

    `unknown_periods` names earlier reviews that are counted for a part of the period and hold no
    incidents: what incidents took there is unattributed, too.
    """

    slo: str
    impacts: tuple[IncidentImpact, ...]
    unattributed: int
    unattributed_of_budget: Fraction | None
    unknown_periods: tuple[str, ...] = ()


def within(start: datetime, end: datetime, period: Period) -> bool:
    """Whether a time and a period overlap."""
    return start < period.reached and end > period.start


def events_in(
    slo: str, minutes: Rows, times: Sequence[_Time], period: Period
) -> tuple[tuple[_Time, Count], ...]:
    """Return an SLO's incidents or exclusions in a period, each with its events.

    Of two at once, the one that began first has them: no event counts twice.
    """
    counted, until = [], period.start.timestamp()
    for time in sorted(
        (time for time in times if slo in time.slos and within(time.start, time.end, period)),
        key=lambda time: (time.start, time.name),
    ):
        end = max(until, min(time.end + SETTLE, period.reached).timestamp())
        counted.append((time, minutes.between(max(until, time.start.timestamp()), end)))
        until = end
    return tuple(counted)


def attribution(  # noqa: PLR0913, PLR0917  all that is known of an SLO's bad events
    figures: Figures,
    events: KnownEvents,
    rows: Rows,
    minutes: Rows,
    inputs: ReviewInputs,
    period: Period,
) -> Attribution:
    """Return who took the bad events.

    Rows of a minute tell, and where an earlier review is counted, what it said.
    """
    slo = figures.slo.name
    before, unknown_periods = Counter[str](), []
    for review in events.from_earlier_reviews:
        impacts_then = review.slos[slo].impacts
        if impacts_then is None:
            unknown_periods.append(review.name)
        for impact in impacts_then or ():
            before[impact.incident] += impact.bad

    def window(incident: Incident) -> TimeBudget:
        end = min(period.reached, incident.start + figures.slo.window)
        return window_budget(figures.slo, inputs.past_objectives, rows, end.timestamp())

    impacts = tuple(
        IncidentImpact(
            incident=incident,
            slo=slo,
            bad=(bad := now.bad + before[incident.name]),
            of_budget=_share(bad, figures.budget),
            of_window=window(incident).share(bad),
        )
        for incident, now in events_in(
            slo, events.without_earlier(minutes), inputs.incidents, period
        )
    )
    rest = figures.count.bad - sum(impact.bad for impact in impacts)
    return Attribution(
        slo=slo,
        impacts=impacts,
        unattributed=rest,
        unattributed_of_budget=_share(rest, figures.budget),
        unknown_periods=tuple(unknown_periods),
    )


def _share(bad: int, budget: object) -> Fraction | None:
    return Fraction(bad) / Fraction(str(budget)) if budget else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """What one SLO's exclusions would take out, and what would be left."""

    slo: str
    exclusions: tuple[tuple[Exclusion, Count], ...]
    with_all: Fraction | None
    """Attained, everything counted."""
    without: Fraction | None
    """Attained, without what is excluded."""
    met_without: bool | None
    """Whether the objective is met without it; None without a verdict, or an event that is left."""


def excluded(
    figures: Figures, minutes: Rows, exclusions: Sequence[Exclusion], period: Period
) -> Excluded | None:
    """Return an SLO's exclusions in a period; None if it has none. An event goes once only."""
    each = events_in(figures.slo.name, minutes, exclusions, period)
    if not each:
        return None
    gone = sum((count for _, count in each), NOTHING)
    left = attained(figures.count - gone)
    return Excluded(
        slo=figures.slo.name,
        exclusions=each,
        with_all=figures.attained,
        without=left,
        met_without=None
        if left is None or figures.state.met is None
        else left >= Fraction(figures.objective),
    )
