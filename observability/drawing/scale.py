"""Where values and times are on a picture, and the round ones that its axes name."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

_DAY = 86_400
_DISTANCES = tuple(
    unit * count
    for unit, counts in (
        (60, (1, 2, 5, 10, 15, 30)),
        (3_600, (1, 2, 3, 6, 12)),
        (_DAY, (1, 2, 7, 14, 28, 56)),
    )
    for count in counts
)
"""Distances between two marks of the axis of time, in seconds."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight map from `low` … `high` to pixels; what lies beyond is put at the edge."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        """Return where a value is."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return self.first + (self.last - self.first) * min(1.0, max(0.0, share))


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round numbers from at or below `low` to at or above `high`, about `count` of them."""
    if high <= low:
        high = low + (abs(low) or 1)
    rough = (high - low) / count
    power: float = 10 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough)
    first = math.floor(low / step)
    last = math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def times(start: float, end: float, most: int) -> list[tuple[float, str]]:
    """Return at most about `most` round times of UTC, each with its label: a day or a clock."""
    distance = next((each for each in _DISTANCES if (end - start) / each <= most), _DISTANCES[-1])
    first = math.ceil(start / distance) * distance
    return [
        (time, f"{datetime.fromtimestamp(time, UTC):{'%H:%M' if time % _DAY else '%d %b'}}")
        for time in range(first, math.floor(end) + 1, distance)
    ]
