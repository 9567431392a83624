"""The rows that a review counts: pairs of valid and bad events, summed over any window."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate

from observability.model.windows import ROLLUP_SECONDS


@dataclass(frozen=True, slots=True)
class Count:
    """Valid and bad events of a window, and from how many rows they were summed."""

    valid: int
    bad: int
    rows: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.valid + other.valid, self.bad + other.bad, self.rows + other.rows)

    def __sub__(self, other: "Count") -> "Count":
        return Count(self.valid - other.valid, self.bad - other.bad, self.rows - other.rows)


NOTHING = Count(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """The events of one row, recorded at `time` for the minutes that end then."""

    time: float
    valid: int
    bad: int


@dataclass(frozen=True, slots=True)
class Rows:
    """An SLO's rows in the order of time, with the sums up to each: a window costs two look-ups."""

    times: tuple[float, ...]
    valid: tuple[int, ...]
    bad: tuple[int, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Rows":
        """Return the rows, of each time one."""
        ordered = sorted({row.time: row for row in rows}.values(), key=lambda row: row.time)
        return cls(
            tuple(row.time for row in ordered),
            (0, *accumulate(row.valid for row in ordered)),
            (0, *accumulate(row.bad for row in ordered)),
        )

    def between(self, start: float, end: float) -> Count:
        """Return the count of start < time <= end, in seconds of Unix time."""
        first, last = bisect_right(self.times, start), bisect_right(self.times, end)
        return Count(
            self.valid[last] - self.valid[first], self.bad[last] - self.bad[first], last - first
        )

    def within(self, start: float, end: float) -> Iterator[Row]:
        """Yield the rows of start < time <= end."""
        for index in range(bisect_right(self.times, start), bisect_right(self.times, end)):
            yield Row(
                self.times[index],
                self.valid[index + 1] - self.valid[index],
                self.bad[index + 1] - self.bad[index],
            )


NO_ROWS = Rows.of(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time without rows of an SLO."""

    start: datetime
    end: datetime


def gaps(rows: Rows, start: float, end: float) -> tuple[Gap, ...]:
    """Return where rows of five minutes are missing, in the order of time."""
    found = []
    before = start
    for time in (*(row.time for row in rows.within(start, end)), end + ROLLUP_SECONDS):
        # One and a half: a group is evaluated when its turn comes, not on the second.
        if time - before > 1.5 * ROLLUP_SECONDS:
            found.append(
                Gap(
                    start=datetime.fromtimestamp(before, UTC),
                    end=datetime.fromtimestamp(min(time - ROLLUP_SECONDS, end), UTC),
                )
            )
        before = time
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """An alert that fired; `resolved` is None while it still does."""

    alert: str
    slo: str | None
    severity: str
    tier: str
    firing: float
    resolved: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blemishes:
    """Rows that no ledger should hold, by kind; each is left out of the sums."""

    unpaired: int = 0
    """A valid row without its bad row, or the other way round."""
    not_whole: int = 0
    """NaN, infinite, negative or fractional."""
    beyond: int = 0
    """More bad than valid events."""
    doubled: int = 0
    """A second series for the same SLO, as when two replicas are asked at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributors:
    """An SLO's bad events by label, as the raw series tell them.

    Attributes:
        total: how many bad events they tell; fewer than the ledger's where series are gone.
        events: how many of them by label name and value.
        failure: why Prometheus could not be asked, or "".

    """

    total: int = 0
    events: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """Targets of a component that restarted after `start`, until `end` (sharp to five minutes).

    They may be many, one after the other; `targets` is how many did within twenty minutes at most.
    """

    component: str
    start: datetime
    end: datetime
    targets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What was read of the ledger.

    Attributes:
        rows: of five minutes, by SLO, from before the period on: burn rates look back.
        minutes: of one minute, by SLO, within the windows of incidents and exclusions only.
        firings: the alerts that fired; None where nobody could tell.
        blemishes: rows that were left out, by SLO.
        source: where it was read, for people.
        queries: how many questions it took.
        warnings: what Prometheus warned of.
        contributors: by SLO that was asked for; others are not told.
        restarts: in the order of time; None where nobody could tell.

    """

    rows: Mapping[str, Rows]
    minutes: Mapping[str, Rows]
    firings: tuple[Firing, ...] | None
    blemishes: Mapping[str, Blemishes]
    source: str
    queries: int
    warnings: tuple[str, ...] = ()
    contributors: Mapping[str, Contributors] = field(default_factory=dict)
    restarts: tuple[Restart, ...] | None = None
