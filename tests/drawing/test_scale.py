"""Scales and the marks of axes."""

import pytest

from observability.drawing.scale import Scale, ticks, times

MIDNIGHT = 1_768_176_000
"""2026-01-12 00:00 UTC."""
HOUR = 3_600


@pytest.mark.parametrize(("value", "place"), [(0, 100), (5, 60), (10, 20), (-1, 100), (11, 20)])
def test_a_scale_is_straight_and_ends(value: float, place: float) -> None:
    """A value is at its share of the way; what lies beyond is put at the edge."""
    assert Scale(0, 10, 100, 20)(value) == place


@pytest.mark.parametrize(("low", "high"), [(0, 1), (3, 3), (-1, 1), (0.002, 0.0061), (0, 9e10)])
def test_ticks_enclose_the_values(low: float, high: float) -> None:
    """A few round numbers, the first at or below, the last at or above."""
    marks = ticks(low, high)
    assert marks[0] <= low
    assert marks[-1] >= high
    assert 2 <= len(marks) <= 7


@pytest.mark.parametrize(
    ("start", "hours", "first"),
    [
        (MIDNIGHT, 1, ["12 Jan", "00:05", "00:10"]),
        (MIDNIGHT, 10, ["12 Jan", "01:00", "02:00"]),
        (MIDNIGHT + 600, 10, ["01:00", "02:00", "03:00"]),
        (MIDNIGHT, 8 * 24, ["12 Jan", "13 Jan", "14 Jan"]),
        (MIDNIGHT, 30 * 24, ["15 Jan", "22 Jan", "29 Jan"]),
    ],
)
def test_times_are_round(start: int, hours: int, first: list[str]) -> None:
    """Marks are whole minutes, hours or days of UTC, within the time that is shown."""
    marks = times(start, start + hours * HOUR, 12)
    assert [label for _, label in marks][:3] == first
    assert len(marks) <= 13
    assert start <= marks[0][0] <= marks[-1][0] <= start + hours * HOUR
