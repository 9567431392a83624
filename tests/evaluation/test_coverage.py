"""How much of a time has rows, and where they are missing."""

from collections.abc import Iterable
from fractions import Fraction

import pytest

from observability import days
from observability.evaluation.coverage import coverage, gaps
from observability.evaluation.rows import Row, Rows


def missing(times: Iterable[int]) -> list[tuple[float, float]]:
    """Return the gaps of an hour with rows at these times, in seconds."""
    rows = Rows.of(Row(float(time), 1, 0) for time in times)
    return [(gap.start.timestamp(), gap.end.timestamp()) for gap in gaps(rows, 0, 3_600)]


ALL = range(300, 3_601, 300)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (ALL, []),
        ([0, *ALL, 3_900], []),
        ([time for time in ALL if time not in {900, 1_200}], [(600, 1_200)]),
        ([time for time in ALL if time > 600], [(0, 600)]),
        ([time for time in ALL if time <= 3_000], [(3_000, 3_600)]),
        ([time for time in ALL if time != 3_600], [(3_300, 3_600)]),
        ([], [(0, 3_600)]),
        ([300, 750, *range(900, 3_601, 300)], []),
        ([300, 751, *range(900, 3_601, 300)], [(300, 451)]),
    ],
)
def test_a_gap_is_where_rows_are_missing(
    times: list[int], expected: list[tuple[float, float]]
) -> None:
    """A row that comes half a step late is none; the time of a row is that which ends with it."""
    assert missing(times) == expected


@pytest.mark.parametrize(
    ("minutes", "share"), [(0, 0), (720, Fraction(1, 2)), (1_440, 1), (1_445, 1)]
)
def test_1440_minutes_cover_a_day(minutes: int, share: Fraction | int) -> None:
    """Those of one more row, of another edge, are no more than all of it."""
    assert coverage(minutes, days(1)) == share
