"""When a tier fires, on rows whose sums are counted by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from observability import SLO, Basis, BurnRatePolicy, BurnRateTier, Severity, days, hours, percent
from observability.evaluation.budget import known_at
from observability.evaluation.rows import Events, Rows
from observability.evaluation.tiers import firing_times, results, sums, threshold
from observability.model.windows import MINUTE, ROLLUP
from tests.shop import ORDERS_ACCEPTED

FAST = BurnRateTier(
    name="fast", severity=Severity.CRITICAL, budget_share=percent(2), long_window=hours(1)
)
SLOW = BurnRateTier(
    name="slow", severity=Severity.WARNING, budget_share=percent(10), long_window=days(1)
)
STANDARD = BurnRatePolicy(name="standard", tiers=(FAST, SLOW), min_bad_events=5, source="invented")
BY_RATE = replace(ORDERS_ACCEPTED, policy=STANDARD)
"""99.9 % over 28 days: the fast tier's threshold is 13.44 x 0.001."""
BY_EVENTS = replace(ORDERS_ACCEPTED, policy=replace(STANDARD, basis=Basis.EVENTS, min_bad_events=3))


def minutes_over(
    slo: SLO, events: list[Events], *, tier: BurnRateTier = FAST, objective: Decimal | None = None
) -> list[int]:
    """Return the minutes at which a tier's expression has a result."""
    times = [60.0 * minute for minute in range(len(events))]
    found = results(
        slo,
        tier,
        sums(slo, tier, Rows.each(MINUTE, events), times),
        budget=lambda _: Fraction(100),
        objective=objective,
    )
    return [int(time) // 60 for time, _ in found]


def hour(*last: Events) -> list[Events]:
    """Return an hour of ten good events a minute, and some minutes after it."""
    return [(10, 0)] * 60 + list(last)


def test_a_threshold_is_factor_times_budget() -> None:
    """2 % of 28 days within an hour: 0.02 x 672 x 0.001, and ten times it of ten times the budget.

    It is exact: 13.44 x 0.001 has no float that is equal to it.
    """
    assert threshold(BY_RATE, FAST) == Fraction(1344, 100_000)
    assert threshold(BY_RATE, FAST, percent(99)) == Fraction(1344, 10_000)


@pytest.mark.parametrize(("bad", "fires"), [(3, False), (4, True)])
def test_by_rate_the_floor_stands_on_the_long_window(*, bad: int, fires: bool) -> None:
    """Of an hour of 70 events, the last is bad: it is enough if four others were."""
    events: list[Events] = [(1, 0)] * 10 + [(bad, bad)] + [(1, 0)] * 48 + [(1, 1)]
    assert (len(events) - 1 in minutes_over(BY_RATE, events)) is fires


def test_few_bad_events_of_few_are_no_page() -> None:
    """Four bad events an hour of 120 are 33 times the budget for ever, and never five."""
    events: list[Events] = [(2, 1 if minute % 15 == 0 else 0) for minute in range(600)]
    assert minutes_over(BY_RATE, events) == []


def test_three_events_an_hour_that_all_fail_reach_the_floor_in_six_hours() -> None:
    """The hour never holds five; six hours do with the fifth, 80 minutes after the first.

    The floor hides no total outage for longer than five events take.
    """
    steady = replace(FAST, name="steady", budget_share=percent(5), long_window=hours(6))
    events: list[Events] = [(1, 1) if minute % 20 == 0 else (0, 0) for minute in range(100)]
    assert minutes_over(BY_RATE, events) == []
    assert minutes_over(BY_RATE, events, tier=steady)[0] == 80


def test_by_rate_both_windows_are_over() -> None:
    """Of 10 a minute, 9 bad events are over 1.344 % of 600 and of 50; 8 are not over it of 600.

    60 minutes hold 600 events, of which 8.064 may be bad.
    """
    assert minutes_over(BY_RATE, hour((10, 8))) == []
    assert minutes_over(BY_RATE, hour((10, 9))) == [60]
    # Five minutes later the short window is clean, whatever the long one holds.
    assert minutes_over(BY_RATE, hour((10, 9), *[(10, 0)] * 9)) == [60, 61, 62, 63, 64]


def test_exactly_the_threshold_is_not_over_it() -> None:
    """1,344 of 100,000 are exactly 13.44 x 0.001; one more is over it."""
    assert minutes_over(BY_RATE, [(100_000, 1_344)]) == []
    assert minutes_over(BY_RATE, [(100_000, 1_345)]) == [0]


def test_exactly_the_threshold_of_either_window_is_not_over_it() -> None:
    """The other window is far over it: of 20,000 events, 268.8 may be bad; of 100,000, 1,344."""
    clean: list[Events] = [(1_600, 0)] * 50
    # 50 minutes of 1,600 and one of 20,000 are 100,000 events; the short window holds the last one.
    assert minutes_over(BY_RATE, [*clean, (20_000, 1_344)]) == []
    assert minutes_over(BY_RATE, [*clean, (20_000, 1_345)]) == [50]
    # The last five minutes hold 100,000 events of which 1,344 are bad; the hour before was worse.
    worse: list[Events] = [(1_600, 800)] * 10
    assert minutes_over(BY_RATE, [*worse, *[(1, 0)] * 4, (99_996, 1_344)])[-1] == 13
    assert minutes_over(BY_RATE, [*worse, *[(1, 0)] * 4, (99_996, 1_345)])[-1] == 14


def test_another_objective_is_judged_by_its_own_budget() -> None:
    """With ten times the budget the same 9 bad events are under the threshold, 81 are over it."""
    assert minutes_over(BY_RATE, hour((10, 9)), objective=percent(99)) == []
    assert minutes_over(BY_RATE, hour((100, 93)), objective=percent(99)) == [60]


def test_by_events_the_floor_stands_on_the_long_window() -> None:
    """2 of a budget of 100 would be the share, and 3 the floor: two in the hour are silent."""
    assert minutes_over(BY_EVENTS, hour((10, 1), *[(10, 0)] * 10, (10, 1))) == []
    found = minutes_over(BY_EVENTS, hour((10, 2), *[(10, 0)] * 10, (10, 1)))
    assert found == [71]


def test_by_events_the_budget_s_share_is_enough() -> None:
    """2 % of a budget of 200 are 4 bad events: it must reach them, not exceed them."""
    rows = Rows.each(MINUTE, hour((10, 3), (10, 1)))
    found = results(
        BY_EVENTS,
        FAST,
        sums(BY_EVENTS, FAST, rows, [3600.0, 3660.0]),
        budget=lambda _: Fraction(200),
    )
    assert list(found) == [(3660.0, Fraction(4))]


def test_by_events_the_short_window_must_hold_one() -> None:
    """The short window lets the alert end: five minutes after the last bad event it is over."""
    found = minutes_over(BY_EVENTS, hour((10, 5), *[(10, 0)] * 10))
    assert found == [60, 61, 62, 63, 64]


def test_what_is_shown_is_the_long_window_s() -> None:
    """The alert's value is the error ratio of the hour: 9 of 600."""
    rows = Rows.each(MINUTE, hour((10, 9)))
    found = results(
        BY_RATE, FAST, sums(BY_RATE, FAST, rows, [3600.0]), budget=lambda _: Fraction(0)
    )
    assert list(found) == [(3600.0, Fraction(9, 600))]


def test_what_is_shown_holds_what_the_short_window_has_left() -> None:
    """Eleven minutes earlier there were bad events, too: 18 of 600, or 6 events."""
    rows = Rows.each(MINUTE, hour((10, 9), *[(10, 0)] * 10, (10, 9)))
    held = sums(BY_RATE, FAST, rows, [4260.0])
    found = results(BY_RATE, FAST, held, budget=lambda _: Fraction(0))
    assert list(found) == [(4260.0, Fraction(18, 600))]
    rows = Rows.each(MINUTE, hour((10, 5), *[(10, 0)] * 10, (10, 1)))
    held = sums(BY_EVENTS, FAST, rows, [4260.0])
    found = results(BY_EVENTS, FAST, held, budget=lambda _: Fraction(100))
    assert list(found) == [(4260.0, Fraction(6))]


def test_a_ticket_is_kept_open_for_its_short_window_and_a_page_for_an_hour() -> None:
    """The slow tier's short window is two hours: it ends two hours after its last result."""
    (ticket,) = firing_times(SLOW, [300.0, 600.0], every=ROLLUP, end=86_400)
    assert (ticket.firing_at, ticket.resolved_at) == (300, 900 + 7200)
    (page,) = firing_times(FAST, [300.0, 360.0], every=MINUTE, end=86_400)
    assert (page.firing_at, page.resolved_at) == (300, 420 + 3600)


def test_the_budget_of_a_short_history_is_scaled_to_the_window() -> None:
    """A day of 28,800 events: 0.1 % of 28 times as many are 806.4 bad events."""
    rows = Rows.each(ROLLUP, [(100, 0)] * 288)
    assert known_at(BY_EVENTS, rows, 287 * 300) == Fraction(8064, 10)
    assert known_at(BY_EVENTS, rows, 287 * 300, percent(99)) == 8064
    assert known_at(BY_EVENTS, Rows.each(ROLLUP, []), 300) == 0


def test_the_budget_is_that_of_the_window_and_not_of_what_came_before() -> None:
    """Events of 28 days ago have left it."""
    rows = Rows.each(ROLLUP, [(1_000_000, 0), *[(100, 0)] * 8064])
    assert known_at(BY_EVENTS, rows, 8064 * 300) == Fraction(8064, 10)
