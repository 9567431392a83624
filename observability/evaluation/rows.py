"""An SLO's rows: valid and bad events of each minute, or of each five, and sums over windows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from observability.model.windows import MINUTE, ROLLUP

_EDGE = 0.0005
"""Half a millisecond. A rule's window is written 1 ms short, so that the row at its far end is not
in it on any release of Prometheus; a computed edge may be off by less."""

Events = tuple[int, int]
"""Valid and bad events of one step, whenever that is."""


@dataclass(frozen=True, slots=True)
class Count:
    """Valid and bad events of a time, from how many rows they were summed, and of how many minutes.

    Rows are added up as they are, and one alone may be out of bounds; a ratio never is.
    """

    valid: int
    bad: int
    rows: int
    minutes: int

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.valid + other.valid,
            self.bad + other.bad,
            self.rows + other.rows,
            self.minutes + other.minutes,
        )

    def __sub__(self, other: "Count") -> "Count":
        return Count(
            self.valid - other.valid,
            self.bad - other.bad,
            self.rows - other.rows,
            self.minutes - other.minutes,
        )


NOTHING = Count(0, 0, 0, 0)
MINUTES_OF_ROLLUP = ROLLUP // MINUTE
"""The minutes of a row of five of which nothing else is recorded: rules of old did not."""


@dataclass(frozen=True, slots=True)
class Row:
    """The events of one row, recorded at `time` for the minutes that end then."""

    time: float
    valid: int
    bad: int
    minutes: int = MINUTES_OF_ROLLUP


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in the order of time, with the sums up to each: a window costs two look-ups.

    Times are seconds, of Unix time where the rows were recorded by a Prometheus.
    """

    times: tuple[float, ...]
    valid: tuple[int, ...]
    bad: tuple[int, ...]
    minutes: tuple[int, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Rows":
        """Return the rows, of each time one."""
        ordered = sorted({row.time: row for row in rows}.values(), key=lambda row: row.time)
        return cls(
            tuple(row.time for row in ordered),
            (0, *accumulate(row.valid for row in ordered)),
            (0, *accumulate(row.bad for row in ordered)),
            (0, *accumulate(row.minutes for row in ordered)),
        )

    @classmethod
    def each(cls, step: timedelta, events: Sequence[Events | None]) -> "Rows":
        """Return a row for each step from time 0 on; None is a step without a row."""
        seconds = step.total_seconds()
        there = [(at * seconds, pair) for at, pair in enumerate(events) if pair is not None]
        return cls(
            tuple(time for time, _ in there),
            (0, *accumulate(valid for _, (valid, _) in there)),
            (0, *accumulate(bad for _, (_, bad) in there)),
            (0, *accumulate(step // MINUTE for _ in there)),
        )

    def between(self, start: float, end: float) -> Count:
        """Return the count of start < time <= end."""
        first, last = bisect_right(self.times, start), bisect_right(self.times, end)
        return Count(
            self.valid[last] - self.valid[first],
            self.bad[last] - self.bad[first],
            last - first,
            self.minutes[last] - self.minutes[first],
        )

    def window(self, window: timedelta, end: float) -> Count:
        """Return the count of a window that ends at a time, as a rule sums it."""
        return self.between(end - window.total_seconds() + _EDGE, end)

    def newest(self, time: float) -> float | None:
        """Return the time of the last row until a time; None if there is none."""
        last = bisect_right(self.times, time)
        return self.times[last - 1] if last else None

    def within(self, start: float, end: float) -> Iterator[Row]:
        """Yield the rows of start < time <= end."""
        for index in range(bisect_right(self.times, start), bisect_right(self.times, end)):
            yield Row(
                self.times[index],
                self.valid[index + 1] - self.valid[index],
                self.bad[index + 1] - self.bad[index],
                self.minutes[index + 1] - self.minutes[index],
            )


NO_ROWS = Rows.of(())
