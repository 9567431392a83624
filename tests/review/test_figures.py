"""States, budgets and days of an SLO."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import inf

import pytest

from observability import PastObjective, RatioSLI, Status, percent
from observability.evaluation.rows import NO_ROWS, NOTHING, Count, Rows
from observability.evaluation.states import MET, NOT_RECORDED, PARTIAL, rules
from observability.model.windows import ROLLUP
from observability.review.earlier import KnownEvents
from observability.review.figures import Figures, attained, figures_of
from observability.review.period import Period, period
from tests.review.shop import NOW, ORDERS, WEEKS, at, rows
from tests.shop import FAILED_ORDERS
from tests.shop import ORDERS as SHOP_ORDERS

TABLE = rules(percent(75))
ROWS = 8064
"""Rows of 28 days."""


def judged(found: Rows, *past: PastObjective, over: Period = WEEKS) -> Figures:
    """Return the figures of the shop's SLO, in four weeks if nothing else is said."""
    return figures_of(ORDERS, KnownEvents(rows=found), found, over, past=past, table=TABLE)


def test_events_and_budget_are_exact() -> None:
    """Events are whole numbers, and the budget has no rounding in it."""
    found = judged(rows(WEEKS.start, NOW, {at("2026-03-10T12:00"): 7}))
    assert (found.count, found.budget) == (Count(806_400, 7, ROWS, 5 * ROWS), Decimal("806.400"))
    assert found.attained == Fraction(806_393, 806_400)
    assert found.coverage == 1


def test_a_row_belongs_to_the_period_in_which_it_ends() -> None:
    """Of start < time <= end: neighbouring periods never share an event."""
    edges = {WEEKS.start: 3, WEEKS.start + timedelta(minutes=5): 4, WEEKS.end: 5}
    around = rows(WEEKS.start - timedelta(days=1), WEEKS.end + timedelta(days=1), edges)
    assert judged(around).count.bad == 9


def test_old_times_are_judged_by_what_was_promised_then() -> None:
    """A past objective counts until its day, the present one from then on."""
    past = PastObjective(
        slo=ORDERS.name, objective=percent(99), until="2026-03-15", reason="too loose"
    )
    found = judged(rows(WEEKS.start, NOW), past)
    assert found.budget == Decimal(403_200) * percent(1) + Decimal(403_200) * percent(0.1)
    assert (found.changed, found.objective) == (True, percent(99.9))


def test_an_objective_that_ended_before_the_period_does_not_matter() -> None:
    """An old objective has no say in a period after its end."""
    past = PastObjective(slo=ORDERS.name, objective=percent(99), until="2026-01-01", reason="old")
    assert judged(rows(WEEKS.start, NOW), past) == judged(rows(WEEKS.start, NOW))


def test_a_shorter_history_is_partial_and_nothing_is_extrapolated() -> None:
    """With a quarter of the period's rows the events are those that were counted."""
    found = judged(rows(NOW - timedelta(days=7), NOW))
    assert (found.state, found.coverage) == (PARTIAL, Fraction(1, 4))
    assert (found.count.valid, found.budget) == (201_600, Decimal("201.600"))


def test_the_window_s_budget_is_of_the_window_s_rows() -> None:
    """The last of twelve weeks are judged by 28 days: the 900 bad events before are not theirs."""
    quarter = period("84d", NOW)
    bad = {quarter.start + timedelta(days=3): 900, at("2026-03-10T12:00"): 100}
    found = judged(rows(quarter.start, NOW, bad), over=quarter)
    assert found.spent == Fraction(1_000, 3 * 806_400) * 1000
    assert (found.window.count, found.window.allowed) == (
        Count(806_400, 100, ROWS, 5 * ROWS),
        Decimal("806.400"),
    )
    assert found.window.spent == Fraction(100) / Fraction("806.4")


def test_a_window_is_known_from_rows_before_the_period() -> None:
    """A week's review judges its window by the four weeks that end with it."""
    week = period("7d", NOW)
    found = judged(rows(WEEKS.start, NOW, {at("2026-03-10T12:00"): 100}), over=week)
    assert (found.count.bad, found.window.count.bad) == (0, 100)


@pytest.mark.parametrize(("missing", "known"), [(80, True), (81, False)])
def test_a_window_without_its_rows_is_unknown(missing: int, known: bool) -> None:  # noqa: FBT001
    """Of 8,064 rows a hundredth may be missing: 80 of them. With fewer no share is told."""
    found = judged(rows(WEEKS.start + missing * ROLLUP, NOW, {at("2026-03-10T12:00"): 100}))
    assert (found.window.spent is not None) is known
    assert found.window.is_known is known


def test_days_add_up_and_the_trail_ends_where_the_budget_does() -> None:
    """The days' events are the period's, and the last point is what is left of the budget."""
    found = judged(rows(WEEKS.start, NOW, {at("2026-03-10T12:00"): 1_000}))
    assert sum(day.count.bad for day in found.days) == found.count.bad
    assert len(found.days) == 28
    assert found.trail[0][1] == 1
    assert found.trail[-1][1] == pytest.approx(float(1 - found.spent))  # type: ignore[operator]


def test_where_there_are_no_rows_nothing_is_left_or_spent() -> None:
    """The first three weeks are unknown, not 100 % left; the last one begins with its first row."""
    found = judged(rows(NOW - timedelta(days=7), NOW))
    assert found.trail[0][0] > (NOW - timedelta(days=7)).timestamp()
    assert len(found.trail) == 60
    assert [day.count.rows for day in found.days].count(0) == 21


def test_a_gap_in_the_rows_is_a_gap_in_the_trail() -> None:
    """Two days without rows: no point of the trail is within them."""
    gap = (at("2026-03-10T00:00"), at("2026-03-12T00:00"))
    there = [*rows(WEEKS.start, gap[0]).within(0, inf), *rows(gap[1], NOW).within(0, inf)]
    trail = judged(Rows.of(there)).trail
    within = [time for time, _ in trail if gap[0].timestamp() < time <= gap[1].timestamp()]
    assert within == []


@pytest.mark.parametrize("days", [28, 84, 400])
def test_when_the_budget_was_spent_is_told_by_rows_of_five_minutes(days: int) -> None:
    """However coarse the chart of the period: the row of 12:05 holds the event too many."""
    bad = {at("2026-03-10T12:00"): 806, at("2026-03-10T12:05"): 1, at("2026-03-11T12:00"): 5}
    found = judged(rows(WEEKS.start, NOW, bad), over=period(f"{days}d", NOW))
    assert found.spent_at == at("2026-03-10T12:05").timestamp()


def test_a_budget_that_is_only_just_spent_is_not_overspent() -> None:
    """806 of 806.4 bad events leave a part of one."""
    assert judged(rows(WEEKS.start, NOW, {at("2026-03-10T12:00"): 806})).spent_at is None
    just = rows(WEEKS.start, NOW, {at("2026-03-10T12:00"): 8_064}, valid=1_000)
    assert judged(just).spent_at is None


def test_all_good_is_attained_as_whole() -> None:
    """8 of 8; of none it is unknown."""
    assert attained(Count(8, 0, 1, 5)) == 1
    assert attained(Count(0, 0, 1, 5)) is None


@pytest.mark.parametrize(("bad", "share"), [(9, 0), (-1, 1)])
def test_no_share_is_below_none_or_above_all(bad: int, share: int) -> None:
    """Of 8 events, 9 are bad or one less than none, while late ones are counted."""
    assert attained(replace(NOTHING, valid=8, bad=bad)) == share


def test_a_day_has_the_objective_that_held_at_its_end() -> None:
    """One that ended with 14 March is of the first fourteen days."""
    past = PastObjective(slo=ORDERS.name, objective=percent(99), until="2026-03-15", reason="old")
    days = judged(rows(WEEKS.start, NOW), past).days
    assert (days[0].day, days[-1].day) == (date(2026, 3, 1), date(2026, 3, 28))
    assert [day.objective for day in days] == [percent(99)] * 14 + [percent(99.9)] * 14


def test_a_time_under_one_objective_has_it_although_it_is_another_today() -> None:
    """January's was that of January, and it did not change within it."""
    january = period("2026-01", NOW)
    past = PastObjective(slo=ORDERS.name, objective=percent(99), until="2026-03-01", reason="old")
    found = judged(rows(january.start, NOW), past, over=january)
    assert (found.objective, found.changed) == (percent(99), False)


def test_a_period_that_just_begins_has_the_objective_of_today() -> None:
    """And nothing else."""
    found = judged(Rows.of(()), over=replace(WEEKS, reached=WEEKS.start))
    assert (found.objective, found.count, found.days) == (percent(99.9), NOTHING, ())


def test_the_trail_has_a_point_for_each_240th_of_the_period() -> None:
    """Of four weeks that is 2 h 48 min: the first is of the last row before, at 2 h 45 min."""
    found = judged(rows(WEEKS.start, NOW))
    assert found.trail_step == 28 * 86_400 / 240
    assert len(found.trail) == 240
    assert found.trail[0][0] == (WEEKS.start + timedelta(hours=2, minutes=45)).timestamp()


def test_a_point_of_the_trail_is_of_a_row_of_its_own_step() -> None:
    """Two days without rows that begin with a step: the last point before them is drawn once."""
    begin = WEEKS.start + timedelta(hours=14)
    end = begin + timedelta(days=2)
    there = [*rows(WEEKS.start, begin).within(0, inf), *rows(end, NOW).within(0, inf)]
    times = [time for time, _ in judged(Rows.of(there)).trail]
    assert begin.timestamp() in times
    assert len(set(times)) == len(times)


def test_what_upstream_will_record_is_judged_where_it_is_counted() -> None:
    """A metric that is defined and not yet recorded may be there already; else it is not."""
    defined = replace(FAILED_ORDERS, status=Status.DEFINED, awaits="the shop must count failures")
    slo = replace(ORDERS, sli=RatioSLI(valid=SHOP_ORDERS.all, bad=defined.all))
    states = [
        figures_of(slo, KnownEvents(rows=found), found, WEEKS, table=TABLE).state
        for found in (rows(WEEKS.start, NOW), NO_ROWS)
    ]
    assert states == [MET, NOT_RECORDED]


def test_without_events_there_is_no_budget_and_nothing_is_divided() -> None:
    """No traffic is neither 100 % nor an error."""
    found = judged(Rows.of(()))
    assert (found.attained, found.spent, found.window.spent) == (None, None, None)


def test_what_rests_on_a_planned_metric_is_not_judged() -> None:
    """Good events alone, whose bad ones nobody counts yet, are never 100 % good."""
    planned = replace(FAILED_ORDERS, status=Status.PLANNED, awaits="the shop must count failures")
    sli = RatioSLI(good=SHOP_ORDERS.all, bad=planned.all)
    found = figures_of(
        replace(ORDERS, sli=sli),
        KnownEvents(rows=rows(WEEKS.start, NOW)),
        rows(WEEKS.start, NOW),
        WEEKS,
        table=TABLE,
    )
    assert (found.state, found.count.valid) == (NOT_RECORDED, 0)
