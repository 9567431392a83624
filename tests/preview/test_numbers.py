"""Numbers in Grafana's units."""

import math

import pytest

from observability.preview.numbers import ticks, written


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.9995, "percentunit", "99.95%"),
        (-33.88, "percentunit", "-3388%"),
        (2_419_200, "s", "4 weeks"),
        (90, "s", "1.5 min"),
        (0.0083, "s", "8.3 ms"),
        (0.000139, "s", "139 µs"),
        (0, "s", "0 s"),
        (63_888_318_464, "bytes", "59.5 GiB"),
        (4880, "ops", "4.88K ops/s"),
        (2048, "Bps", "2 KiB/s"),
        (41_000_000, "short", "41 Mil"),
        (3, "short", "3"),
        (math.nan, "short", "no number"),
    ],
)
def test_a_number_is_written(value: float, unit: str, text: str) -> None:
    """Short, in the unit's own steps."""
    assert written(value, unit) == text


@pytest.mark.parametrize(("low", "high"), [(0, 1), (3, 3), (-1, 1), (0.002, 0.0061), (0, 9e10)])
def test_ticks_enclose_the_values(low: float, high: float) -> None:
    """A few round numbers, the first at or below, the last at or above."""
    found = ticks(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 7
