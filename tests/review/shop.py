"""A shop with one SLO, an invented ledger and what people say of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from observability import (
    SLO,
    BurnRateTier,
    Catalogue,
    Environment,
    Exclusion,
    Incident,
    ReviewInputs,
    Severity,
    days,
    percent,
    utc,
)
from observability.evaluation.budget import TimeBudget
from observability.evaluation.firings import Firing
from observability.evaluation.rows import Count, Row, Rows
from observability.evaluation.states import State
from observability.review.assembly import Review, review
from observability.review.earlier import EarlierReview
from observability.review.figures import Figures
from observability.review.ledger import Ledger
from observability.review.period import Period, period
from tests.shop import ORDERS_ACCEPTED, PROD, SHOP

NOW = datetime(2026, 3, 29, tzinfo=UTC)
"""A Sunday, four whole weeks after the first of March."""
WEEKS = period("28d", NOW)
ORDERS_A_ROW = 100

SLOW = BurnRateTier(
    name="slow", severity=Severity.WARNING, budget_share=percent(10), long_window=days(1)
)
TIERS = replace(ORDERS_ACCEPTED.policy, tiers=(*ORDERS_ACCEPTED.policy.tiers, SLOW))

ORDERS = replace(ORDERS_ACCEPTED, policy=TIERS)
CATALOGUE = replace(SHOP, slos=(ORDERS,))

Bad = dict[datetime, int]
"""How many orders fail in the row that ends then."""


def rows(
    start: datetime,
    end: datetime,
    bad: Bad | None = None,
    *,
    seconds: int = 300,
    valid: int = ORDERS_A_ROW,
) -> Rows:
    """Return a row for each five minutes of start < time <= end, all good but those given."""
    failed = {time.timestamp(): number for time, number in (bad or {}).items()}
    first, last = int(start.timestamp()), int(end.timestamp())
    return Rows.of(
        Row(time, valid, failed.pop(time, 0))
        for time in map(float, range(first + seconds, last + 1, seconds))
    )


def ledger(
    found: Rows,
    minutes: Rows | None = None,
    firings: Iterable[Firing] | None = (),
    **more: object,
) -> Ledger:
    """Return a ledger of the one SLO."""
    name = ORDERS.name
    return Ledger(
        rows={name: found},
        minutes={} if minutes is None else {name: minutes},
        firings=None if firings is None else tuple(firings),
        rejected_rows={},
        source="an invented ledger",
        queries=2,
        **more,  # type: ignore[arg-type]
    )


def incident(name: str, start: str, end: str, **more: str) -> Incident:
    """Return an incident that hurt the SLO."""
    given = {"cause": "deploy", "summary": "Invented."} | more
    return Incident(name=name, start=utc(start), end=utc(end), slos=(ORDERS.name,), **given)


def exclusion(name: str, start: str, end: str) -> Exclusion:
    """Return an exclusion for the SLO."""
    return Exclusion(
        name=name,
        start=utc(start),
        end=utc(end),
        slos=(ORDERS.name,),
        reason="a load test",
        approved_by="the shop keeper",
    )


def inputs(**given: object) -> ReviewInputs:
    """Return human inputs."""
    return ReviewInputs(**given)  # type: ignore[arg-type]


def reviewed(
    found: Ledger,
    given: ReviewInputs | None = None,
    *,
    over: Period = WEEKS,
    catalogue: Catalogue = CATALOGUE,
    environment: Environment = PROD,
    earlier: Iterable[EarlierReview] = (),
) -> Review:
    """Return a review of the shop."""
    return review(
        catalogue,
        environment,
        over,
        inputs() if given is None else given,
        found,
        earlier=tuple(earlier),
        written=NOW,
    )


@cache
def calm() -> Review:
    """Return a review of four weeks in which nothing was bad and nobody says anything."""
    return reviewed(ledger(rows(WEEKS.start, NOW)))


def review_of(*figures: Figures, **more: object) -> Review:
    """Return a review of these figures, in which nothing else is said but what is given."""
    given = {"figures": figures, "matrix": ()} | more
    return replace(calm(), **given)  # type: ignore[arg-type]


def figures_of(
    name: str,
    state: State,
    *,
    valid: int = 100_000,
    bad: int = 0,
    budget: int = 100,
    window: TimeBudget | None = None,
    **slo: str,
) -> Figures:
    """Return the figures of an SLO of that name, in that state; its window's, too, if given."""
    (figures,) = calm().figures
    return replace(
        figures,
        slo=replace(ORDERS, name=name, **slo),  # type: ignore[arg-type]
        state=state,
        count=Count(valid, bad, 8_064, 40_320),
        budget=Decimal(budget),
        window=window or figures.window,
    )


def at(text: str) -> datetime:
    """Return a time in UTC."""
    return utc(text)


def with_objective(value: Decimal) -> SLO:
    """Return the SLO with another objective."""
    return replace(ORDERS, objective=value)
