"""Which incidents took the budget away, and what an exclusion would give back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from observability.model.review import Exclusion, Incident
from observability.review.figures import Figures, attained
from observability.review.ledger import NOTHING, Count, Rows
from observability.review.period import Period
from observability.review.source import SETTLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What an incident took of one SLO's budget.

    `of_budget` is the share of the period's budget, `of_window` that of the SLO's whole window, by
    which the error-budget policy judges; None without a budget.
    """

    incident: Incident
    slo: str
    bad: int
    of_budget: Fraction | None
    of_window: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The bad events of one SLO by incident; the rest is unattributed."""

    slo: str
    tolls: tuple[Toll, ...]
    unattributed: int
    unattributed_of_budget: Fraction | None


def within(start: datetime, end: datetime, period: Period) -> bool:
    """Whether a time and a period overlap."""
    return start < period.reached and end > period.start


def _clipped(start: datetime, end: datetime, period: Period) -> tuple[float, float]:
    return (
        max(start, period.start).timestamp(),
        min(end + SETTLE, period.reached).timestamp(),
    )


def attribution(
    figures: Figures, minutes: Rows, incidents: Sequence[Incident], period: Period
) -> Attribution:
    """Return who took the bad events; of two incidents at once, the one that began first."""
    mine = sorted(
        (
            incident
            for incident in incidents
            if figures.slo.name in incident.slos and within(incident.start, incident.end, period)
        ),
        key=lambda incident: (incident.start, incident.name),
    )
    whole = figures.window_budget(period)
    tolls = []
    taken_until = period.start.timestamp()
    for incident in mine:
        start, end = _clipped(incident.start, incident.end, period)
        bad = minutes.between(max(start, taken_until), end).bad if end > taken_until else 0
        taken_until = max(taken_until, end)
        tolls.append(
            Toll(
                incident=incident,
                slo=figures.slo.name,
                bad=bad,
                of_budget=_share(bad, figures.budget),
                of_window=None if whole is None else _share(bad, whole),
            )
        )
    rest = figures.count.bad - sum(toll.bad for toll in tolls)
    return Attribution(
        slo=figures.slo.name,
        tolls=tuple(tolls),
        unattributed=rest,
        unattributed_of_budget=_share(rest, figures.budget),
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
    """Whether the objective is met without it; None where no event is left."""


def excluded(
    figures: Figures, minutes: Rows, exclusions: Sequence[Exclusion], period: Period
) -> Excluded | None:
    """Return an SLO's exclusions in a period; None if it has none. An event goes once only."""
    mine = sorted(
        (
            exclusion
            for exclusion in exclusions
            if figures.slo.name in exclusion.slos and within(exclusion.start, exclusion.end, period)
        ),
        key=lambda exclusion: (exclusion.start, exclusion.name),
    )
    if not mine:
        return None
    gone, until, each = NOTHING, period.start.timestamp(), []
    for exclusion in mine:
        start, end = _clipped(exclusion.start, exclusion.end, period)
        count = minutes.between(max(start, until), end) if end > until else NOTHING
        until = max(until, end)
        gone += count
        each.append((exclusion, count))
    left = attained(figures.count - gone)
    return Excluded(
        slo=figures.slo.name,
        exclusions=tuple(each),
        with_all=figures.attained,
        without=left,
        met_without=None if left is None else left >= Fraction(figures.objective),
    )


def by_cause(attributions: Sequence[Attribution]) -> Mapping[tuple[str, str], Fraction]:
    """Return the share of each SLO's window budget that each class of incidents took."""
    sums: dict[tuple[str, str], Fraction] = {}
    for one in attributions:
        for toll in one.tolls:
            if toll.of_window is not None:
                key = (toll.slo, toll.incident.cause)
                sums[key] = sums.get(key, Fraction(0)) + toll.of_window
    return dict(sorted(sums.items()))
