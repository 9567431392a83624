"""When tiers burn, and what another objective would have meant."""

from datetime import timedelta
from decimal import Decimal

import pytest

from observability import percent
from observability.review.proposals import alternatives, tiers
from tests.review.shop import NOW, ORDERS, WEEKS, at, ledger, reviewed, rows

BURST = {at("2026-03-10T12:00") + timedelta(minutes=5 * n): 40 for n in range(6)}
"""Half an hour in which 40 % of the orders fail."""


def test_a_burst_burns_the_fast_tier_as_long_as_both_windows_are_over() -> None:
    """The fast tier is over from the first bad row until its short window is clean."""
    found = reviewed(ledger(rows(WEEKS.start, NOW, BURST)))
    fast, _ = found.strips[ORDERS.name]
    ((start, end),) = fast.episodes
    assert start == at("2026-03-10T11:55").timestamp()
    assert end == at("2026-03-10T12:25").timestamp()


def test_without_bad_events_nothing_burns() -> None:
    """A clean period has no episode in any tier."""
    found = reviewed(ledger(rows(WEEKS.start, NOW)))
    assert [strip.episodes for strip in found.strips[ORDERS.name]] == [(), ()]


def test_the_first_hours_look_back_before_the_period() -> None:
    """A burst just before the period still burns the day's window at its start."""
    before = WEEKS.start - timedelta(hours=2)
    bad = {before + timedelta(minutes=5 * n): 100 for n in range(12)}
    bad[WEEKS.start + timedelta(minutes=5)] = 10
    found = reviewed(ledger(rows(WEEKS.start - timedelta(days=3), NOW, bad)))
    slow = found.strips[ORDERS.name][1]
    assert slow.episodes
    assert slow.episodes[0][0] == WEEKS.start.timestamp()


@pytest.mark.parametrize(
    ("objective", "expected"),
    [
        ("99.9", ["99", "99.9", "99.99"]),
        ("99.95", ["99.5", "99.95", "99.995"]),
        ("85", ["85", "98.5"]),
    ],
)
def test_the_alternatives_are_one_nine_less_and_one_more(
    objective: str, expected: list[str]
) -> None:
    """A budget ten times as large and a tenth of it, as far as they are promises."""
    assert list(alternatives(percent(objective))) == [percent(value) for value in expected]


def test_what_if_says_whether_it_would_have_been_met_and_how_often_it_would_call() -> None:
    """The burst spends a third of today's budget; one nine more would have been missed."""
    found = reviewed(ledger(rows(WEEKS.start, NOW, BURST)))
    less, today, more = found.what_if[ORDERS.name]
    assert (less.met, today.met, more.met) == (True, True, False)
    assert (less.pages, today.pages, more.pages) == (1, 1, 1)
    assert today.budget == Decimal("806.400")


def test_sums_are_of_both_windows() -> None:
    """A tier's sums hold the valid and bad events of its long and its short window."""
    found = tiers(ORDERS, rows(WEEKS.start, NOW, BURST), WEEKS)["fast"]
    assert found[0].long == (1200, 40)
    assert found[0].short == (100, 40)
    assert found[5].long == (1200, 240)
