"""Budgets of stretches and windows, on rows whose sums are counted by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from observability import percent
from observability.evaluation.budget import Stretch, TimeBudget, known_at, stretches
from observability.evaluation.rows import Count, Rows
from observability.model.review import PastObjective
from observability.model.windows import ROLLUP
from tests.shop import ORDERS_ACCEPTED

START, END = 1_767_225_600.0, 1_767_312_000.0
"""2026-01-01 and 2026-01-02."""


def past(day: int, slo: str = "orders-accepted") -> PastObjective:
    """Return that 99 % were promised until the beginning of a day of January 2026."""
    until = f"2026-01-{day:02}"
    return PastObjective(slo=slo, objective=percent(99), until=until, reason="invented")


@pytest.mark.parametrize("day", [1, 2])
def test_what_ends_where_a_time_begins_or_lasts_to_its_end_is_one_stretch(day: int) -> None:
    """No stretch is empty: one that held until the start is not of the time."""
    objective = percent(99.9) if day == 1 else percent(99)
    expected = (Stretch(start=START, end=END, objective=objective),)
    assert stretches(ORDERS_ACCEPTED, [past(day)], START, END) == expected


def test_another_slo_s_past_is_not_this_one_s() -> None:
    """What was promised of another SLO says nothing of this one."""
    expected = (Stretch(start=START, end=END, objective=percent(99.9)),)
    assert stretches(ORDERS_ACCEPTED, [past(2, "another")], START, END) == expected


@pytest.mark.parametrize(
    ("coverage", "allowed", "share"),
    [("0.99", 8, Fraction(1, 4)), ("0.9899", 8, None), ("1", 0, None)],
)
def test_a_share_of_a_window_s_budget_wants_the_window_s_rows_and_a_budget(
    coverage: str, allowed: int, share: Fraction | None
) -> None:
    """Two bad events of eight are a quarter, if 99 % of the rows are there."""
    budget = TimeBudget(
        count=Count(1_000, 2, 100, 500), allowed=Decimal(allowed), coverage=Fraction(coverage)
    )
    assert budget.spent == share


@pytest.mark.parametrize(("later", "budget"), [(0, 18_064), (599, 18_064), (600, 8_064)])
def test_a_budget_is_as_of_the_newest_row_for_ten_minutes(later: int, budget: int) -> None:
    """28 days of 100 events a row, and a million more in the first: it counts until the rows end.

    0.1 % of 1,806,400 are 1,806.4. Ten minutes after the last row the window has moved on: 8,062
    rows of 100 are left, scaled to 8,064 rows, 806.4.
    """
    rows = Rows.each(ROLLUP, [(1_000_100, 0), *[(100, 0)] * 8_063])
    assert known_at(ORDERS_ACCEPTED, rows, 8_063 * 300 + later) == Fraction(budget, 10)
