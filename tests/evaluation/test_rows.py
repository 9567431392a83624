"""Sums over rows."""

from datetime import timedelta

import pytest

from observability.evaluation.coverage import coverage, gaps
from observability.evaluation.rows import Count, Row, Rows
from observability.model.windows import MINUTE, ROLLUP

NOON = 1_700_000_000.123
"""A Prometheus evaluates a group at some millisecond of the minute."""


def test_a_window_holds_the_rows_of_its_length() -> None:
    """Of rows of a minute, five minutes hold five: neither the one at its far end nor a sixth."""
    rows = Rows.of(Row(NOON - 60 * back, 10, back, 1) for back in range(8))
    assert rows.window(timedelta(minutes=5), NOON) == Count(50, 0 + 1 + 2 + 3 + 4, 5, 5)


def test_a_time_holds_the_row_at_its_end_and_not_that_at_its_start() -> None:
    """Of start < time <= end: times that follow each other share no row."""
    rows = Rows.each(MINUTE, [(1, 0), (2, 1), (4, 2), (8, 3)])
    assert rows.between(60, 180) == Count(12, 5, 2, 2)
    assert rows.between(0, 60) + rows.between(60, 180) == rows.between(0, 180)


def test_a_step_without_a_row_is_no_row_of_nothing() -> None:
    """A missing row is missing, and the rows after it keep their times."""
    rows = Rows.each(ROLLUP, [(1, 0), None, (4, 2)])
    assert list(rows.times) == [0, 600]
    assert rows.between(-1, 600) == Count(5, 2, 2, 10)
    assert list(rows.within(0, 600)) == [Row(600, 4, 2)]


def test_two_rows_of_one_time_are_one() -> None:
    """A row that is read twice, at the edge of two questions, counts once."""
    assert Rows.of([Row(60, 5, 1, 1), Row(0, 3, 0, 1), Row(60, 5, 1, 1)]) == Rows.each(
        MINUTE, [(3, 0), (5, 1)]
    )


@pytest.mark.parametrize(("minutes", "share"), [(1440, 1), (720, 0.5), (0, 0), (1500, 1)])
def test_coverage_is_the_minutes_of_which_there_are_rows(minutes: int, share: float) -> None:
    """A day has 1,440; what an evaluation counted twice is no more than all of it."""
    assert float(coverage(minutes, timedelta(days=1))) == share


def test_a_gap_is_from_the_last_row_to_the_next_but_one_step() -> None:
    """Rows at 0, 5 and 30 minutes: nothing is known from 5 to 25."""
    rows = Rows.of(Row(60.0 * minute, 1, 0) for minute in (0, 5, 30))
    (gap,) = gaps(rows, -300, 1800)
    assert (gap.start.timestamp(), gap.end.timestamp()) == (300, 1500)


def test_counts_are_added_and_taken_away() -> None:
    """Valid, bad, rows and their minutes, each of its own."""
    assert Count(10, 3, 5, 23) + Count(4, 1, 2, 9) == Count(14, 4, 7, 32)
    assert Count(10, 3, 5, 23) - Count(4, 1, 2, 9) == Count(6, 2, 3, 14)


def test_before_the_first_row_there_is_no_newest() -> None:
    """At the first it is the first."""
    rows = Rows.each(MINUTE, [None, (1, 0), (1, 0)])
    assert [rows.newest(time) for time in (59.0, 60.0, 119.0, 500.0)] == [None, 60, 60, 120]
