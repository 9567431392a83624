"""What another objective would have meant."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from observability import Basis, percent
from observability.evaluation.burns import Recorded, watched
from observability.evaluation.rows import NO_ROWS
from observability.evaluation.states import MET, MISSED, rules
from observability.review.assembly import Review
from observability.review.ledger import Ledger
from observability.review.proposals import alternatives, what_if
from tests.review.shop import (
    CATALOGUE,
    NOW,
    ORDERS,
    WEEKS,
    at,
    figures_of,
    ledger,
    reviewed,
    rows,
)
from tests.shop import PROD

NOON = at("2026-03-10T12:00")
HALF_AN_HOUR = range(1, 31)


@pytest.mark.parametrize(
    ("objective", "expected"),
    [
        ("99.9", ["99", "99.9", "99.99"]),
        ("99.95", ["99.5", "99.95", "99.995"]),
        ("90", ["90", "99"]),
        ("85", ["85", "98.5"]),
    ],
)
def test_the_alternatives_are_one_nine_less_and_one_more(
    objective: str, expected: list[str]
) -> None:
    """A budget ten times as large and a tenth of it, as far as they are promises."""
    assert list(alternatives(percent(objective))) == [percent(value) for value in expected]


def failing(bad: int, *minutes: int) -> Ledger:
    """Return four weeks of 20 orders a minute; in some minutes after noon, so many are bad."""
    of_minutes = {NOON + timedelta(minutes=minute): bad for minute in minutes}
    of_five = Counter[datetime]()
    for time in of_minutes:
        of_five[time + timedelta(minutes=-time.minute % 5)] += bad
    day = timedelta(hours=12)
    return ledger(
        rows(WEEKS.start, NOW, of_five, valid=100),
        rows(NOON - day, NOON + day, of_minutes, seconds=60, valid=20),
    )


def sent(found: Review) -> list[tuple[int, int]]:
    """Return the pages and tickets of one nine less, today, and one nine more."""
    return [(one.sent.pages, one.sent.tickets) for one in found.what_if[ORDERS.name]]


def test_a_burst_is_one_page_and_one_ticket_as_far_as_it_is_over_the_thresholds() -> None:
    """Half an hour in which 8 of 20 orders fail: 240 bad events.

    Of an hour's 1,200 they are 20 %, over 13.44 % of one nine less, too; of a day's 28,800 they are
    0.83 %, over 2.8 x 0.1 % and not over 2.8 x 1 %. Of four weeks' 806,400 they are within 806.4.
    """
    found = reviewed(failing(8, *HALF_AN_HOUR))
    assert sent(found) == [(1, 0), (1, 1), (1, 1)]
    less, today, more = found.what_if[ORDERS.name]
    assert (less.state, today.state, more.state) == (MET, MET, MISSED)
    assert (less.budget, today.budget) == (Decimal(8_064), Decimal("806.4"))


def test_where_nothing_is_bad_nobody_would_have_been_called() -> None:
    """And every objective is met: one nine more, too."""
    found = reviewed(failing(0, 1))
    assert sent(found) == [(0, 0)] * 3
    assert [answer.state for answer in found.what_if[ORDERS.name]] == [MET] * 3


def test_without_events_no_objective_means_anything() -> None:
    """Nothing is said of what nobody asked for."""
    found = reviewed(failing(8, *HALF_AN_HOUR))
    tiers = watched(ORDERS, Recorded(minutes=NO_ROWS, rollup=NO_ROWS), 0, 1)
    empty = figures_of(ORDERS.name, MET, valid=0)
    table = rules(found.catalogue.error_budget_policy.at_risk_share)
    assert what_if(empty, table, PROD, tiers) == ()


def test_a_minute_is_judged_by_rows_of_a_minute() -> None:
    """One minute of 20 bad orders of 20: 20 of the hour's 1,200 are 1.67 %, over 1.344 %."""
    assert sent(reviewed(failing(20, 1)))[1] == (1, 0)
    assert sent(reviewed(failing(16, 1)))[1] == (0, 0)


def test_where_nobody_is_paged_pages_are_tickets() -> None:
    """As the alerts of an environment that does not page."""
    quiet = replace(PROD, pages=False)
    catalogue = replace(CATALOGUE, environments=(quiet,), primary=quiet)
    found = reviewed(failing(8, *HALF_AN_HOUR), catalogue=catalogue, environment=quiet)
    assert sent(found)[1] == (0, 1)


def test_two_bursts_are_two_pages_and_one_ticket_that_is_kept_open() -> None:
    """The slow tier's short window is two hours, and it is kept open for two more."""
    later = (minute + 180 for minute in HALF_AN_HOUR)
    assert sent(reviewed(failing(8, *HALF_AN_HOUR, *later)))[1] == (2, 1)


def test_alerts_that_fire_when_the_period_begins_are_of_it() -> None:
    """A burst just before the period: its ticket is still open at the start."""
    before = WEEKS.start - timedelta(hours=1)
    bad = {before + timedelta(minutes=5 * n): 100 for n in range(6)}
    found = reviewed(ledger(rows(WEEKS.start - timedelta(days=3), NOW, bad)))
    (slow,) = (burn for burn in found.burns[ORDERS.name] if burn.tier.name == "slow")
    (episode,) = slow.episodes
    assert episode.pending_at < WEEKS.start.timestamp() < (episode.resolved_at or 0)


def test_by_events_another_objective_has_another_budget() -> None:
    """20 of 20 orders fail for a minute; 806.4 may in four weeks, of which a page wants 2 %.

    Those are 16.1 today, 161 of one nine less and 1.6 of one nine more.
    """
    by_events = replace(ORDERS, policy=replace(ORDERS.policy, basis=Basis.EVENTS))
    catalogue = replace(CATALOGUE, slos=(by_events,))
    assert sent(reviewed(failing(20, 1), catalogue=catalogue)) == [(0, 0), (1, 0), (1, 1)]
