"""What a row must hold, from the scrapes that were stored: plain Python, no PromQL. Pure.

The row of an evaluation at E holds the events of the samples in (E - d - 60 s, E - d], where d is
how late raw series are read. Here `end` is E - d.

- A counter's growth from sample to sample counts, over up to ten minutes without one.
- A counter that fell by a tenth or more was reset, and counts from 0. If it fell by less, it is
  not monotonic by a little, and the difference counts.
- A series that is new, or was reset, counts from 0 if its target was up in the ten minutes before
  the row, or is new to Prometheus while its job is not: some target of it was up in those ten
  minutes, and a minute before the row. Otherwise its first minute is its baseline.
- Series of one target that differ only by labels which are not the metric's own are one.

A row that is missing counts nothing, so 0 is expected where there can be no row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from tests.live.exposition import Labels
from tests.live.pods import Span
from tests.live.slis import DECLARED, SLI, Boolean, Coverage, Ratio, TimeSlice

MINUTE = 60.0
LOOKBACK = 600.0
"""How far back a sample or an `up` is looked for, in seconds before the row."""
SETTLED = 60.0
"""A Prometheus that has scraped a job for less than this may not have met all of its targets."""
RESET = 0.9
"""A counter that is not above this share of what it was has been reset."""
LEADER_SEEN = 105.0
"""A minute is bad for sure if nobody led for so long: a dead leader's last sample is seen for a
minute, all is asked twice 30 s apart, and a scrape may be 15 s away."""
ELECTION = 5.0
"""An ordinary change of leader leaves nobody in charge for less than this."""
Sample = tuple[float, float]
"""A time and a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrape:
    """An answer that a Prometheus stored.

    Attributes:
        time: the timestamp that Prometheus gave it.
        instance: the target.
        samples: each sample's name, own labels and value.

    """

    time: float
    instance: str
    samples: tuple[tuple[str, Labels, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a Prometheus stored of a job.

    Attributes:
        interval: seconds between two scrapes.
        scrapes: the answers, in the order of time.
        ups: each target's `up`, in the order of time.
        leaderless: when nobody led, or more than one.

    """

    interval: float
    scrapes: tuple[Scrape, ...]
    ups: Mapping[str, tuple[Sample, ...]]
    leaderless: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a row may have."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Tell whether a row may have this value; NaN it may never have."""
        return self.low - 1e-6 <= value <= self.high + 1e-6

    def __str__(self) -> str:
        """Return it as the table shows it."""
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"

    def __add__(self, other: "Range") -> "Range":
        """Return the range of the sum."""
        return Range(self.low + other.low, self.high + other.high)


NOTHING = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row may hold."""

    valid: Range
    bad: Range


def expected(sli: SLI, job: Job, end: float) -> Row:
    """Return what the row must hold whose newest sample is of the time `end` or before."""
    match sli:
        case Ratio(valid=total):
            valid = sum(growth(job, total, end).values())
            bad = (
                sum(growth(job, sli.bad, end).values())
                if sli.bad
                else valid - sum(growth(job, sli.good, end).values())
            )
            return Row(Range(valid, valid), Range(bad, bad))
        case TimeSlice():
            return _time_slice(sli, job, end)
        case Boolean():
            return Row(Range(1, 1), _leaderless(job.leaderless, end))
        case Coverage():
            return _coverage(job, end)
        case unknown:
            assert_never(unknown)


Series = tuple[str, Labels]
"""A target and the labels that are the metric's own."""


def growth(job: Job, counter: str, end: float) -> dict[Series, float]:
    """Return how many events each series of a counter counts in a row."""
    begin = end - MINUTE
    return {
        series: _growth(samples, begin, end, believed=_believed(job, series[0], begin))
        for series, samples in _series(job, counter).items()
        if any(begin < time <= end for time, _ in samples)
    }


def _series(job: Job, name: str) -> dict[Series, list[Sample]]:
    series: dict[Series, list[Sample]] = {}
    for scrape in job.scrapes:
        for sample, labels, value in scrape.samples:
            if sample == name:
                series.setdefault((scrape.instance, labels), []).append((scrape.time, value))
    return series


def _growth(samples: list[Sample], begin: float, end: float, *, believed: bool) -> float:
    older = [value for time, value in samples if begin - LOOKBACK < time <= begin]
    before = older[-1] if older else None
    events = 0.0
    for value in (value for time, value in samples if begin < time <= end):
        if before is None and not believed:
            return 0
        if before is None or value <= RESET * before:
            events += value if believed else 0
        else:
            events += value - before
        before = value
    return events


def _believed(job: Job, instance: str, begin: float) -> bool:
    """Tell whether what a new or reset series shows was counted since this target was last seen."""
    own = job.ups.get(instance, ())
    was_up = any(value for time, value in own if begin - LOOKBACK < time <= begin)
    is_new = not any(time <= begin - LOOKBACK for time, _ in own)
    return was_up or (
        is_new
        and any(
            value
            for ups in job.ups.values()
            for time, value in ups
            if begin - LOOKBACK < time <= begin - SETTLED
        )
    )


def _recent(job: Job) -> float:
    """Return how many seconds old a job's newest samples may be."""
    return max(MINUTE, 2 * job.interval)


def _time_slice(sli: TimeSlice, job: Job, end: float) -> Row:
    """Idle minutes are 0 of 0; a busy one whose quantiles nobody measures is no row."""
    busy = {series for series, n in growth(job, f"{sli.summary}_count", end).items() if n > 0}
    since = end - _recent(job)
    quantiles = [
        max((time, value) for time, value in samples if since < time <= end)[1]
        for (instance, labels), samples in _series(job, sli.summary).items()
        if (instance, tuple(label for label in labels if label[0] != "quantile")) in busy
        and any(since < time <= end for time, _ in samples)
    ]
    if not quantiles:
        return Row(NOTHING, NOTHING)
    bad = float(max(quantiles) > sli.limit)
    return Row(Range(1, 1), Range(bad, bad))


def _leaderless(spans: tuple[Span, ...], end: float) -> Range:
    """Minutes at the edges of a loss may count or not; an ordinary change never counts."""
    begin = end - LEADER_SEEN
    overlap = sum(max(0.0, min(b, end) - max(a, begin)) for a, b in spans)
    return Range(float(overlap >= LEADER_SEEN), float(overlap > ELECTION))


def _coverage(job: Job, end: float) -> Row:
    """A target is as its newest scrape was, and is off the list when that is a minute old."""
    newest = [
        [value for time, value in ups if end - _recent(job) < time <= end][-1:]
        for ups in job.ups.values()
    ]
    listed = sum(map(len, newest))
    up = sum(map(sum, newest))
    valid = max(DECLARED, listed)
    return Row(Range(valid, valid), Range(valid - up, valid - up))
