"""By how many events an SLO's bad ones may be wrong, on rows that can be counted by hand."""

from fractions import Fraction

import pytest

from observability.evaluation.excess import excess, excess_of
from observability.evaluation.rows import Count, Events, Rows
from observability.model.windows import ROLLUP


@pytest.mark.parametrize(
    ("valid", "bad", "expected"), [(10, 0, 0), (10, 10, 0), (10, 13, 3), (10, -4, 4), (-2, 1, 3)]
)
def test_bad_events_are_between_none_and_all(valid: int, bad: int, expected: int) -> None:
    """What is beyond is in excess."""
    assert excess_of(Count(valid, bad, 1, 5)) == expected


def test_each_row_is_in_the_hours_of_twelve() -> None:
    """One row of 24 bad events too many, in hours without others: twelve hours have 24 too many."""
    rows: list[Events | None] = [*[(0, 0)] * 12, (6, 30), *[(0, 0)] * 24]
    assert excess(Rows.each(ROLLUP, rows), 0, 37 * 300) == 24


def test_an_event_whose_counters_rise_in_two_rows_is_in_one_hour_of_twelve() -> None:
    """50 were valid before they were bad: only the hour that begins between has 50 too many."""
    rows: list[Events | None] = [*[(0, 0)] * 12, (50, 0), (0, 50), *[(0, 0)] * 24]
    assert excess(Rows.each(ROLLUP, rows), 0, 38 * 300) == Fraction(50, 12)


def test_only_hours_that_end_in_the_time_count() -> None:
    """Three rows after the one with 24 too many, of which the first is not in the time."""
    rows: list[Events | None] = [*[(0, 0)] * 12, (6, 30), (0, 0), (0, 0), (0, 0)]
    assert excess(Rows.each(ROLLUP, rows), 13 * 300, 15 * 300) == Fraction(2 * 24, 12)
