"""Numbers in Grafana's units, and times."""

import math

import pytest

from observability.drawing.numbers import written
from observability.drawing.times import lasting, moment


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


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (119, "119 s"), (120, "2 min"), (-7_200, "-2 h"), (172_800, "2 d")],
)
def test_a_length_of_time_is_written(seconds: float, text: str) -> None:
    """In the largest unit of which there are two."""
    assert lasting(seconds) == text


def test_a_time_is_written() -> None:
    """In UTC, to the minute."""
    assert moment(1_768_176_059) == "2026-01-12 00:00"
