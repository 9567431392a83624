"""The true number of events in a recording, counted from its raw samples.

This is the oracle that the PromQL ledger is held against. It is written for being right and
obvious, reads nothing but samples, and shares nothing with the expressions that it judges.

How an event is counted. A counter's samples are taken in the order of time, and each is compared
with the one before:

- a value that grew shows as many events as it grew by;
- a value that fell shows a restart, so as many events as the new value says, for the counter began
  again at 0;
- the first sample of a series shows a birth. If the target had been scraped before, the counter was
  born since, at 0, and the sample shows as many events as its value. That is so for the first
  failure, for a label value never seen before, and for the new `node_id` of a restarted process. If
  the target had not been scraped before, nobody knows what of the value is older than the
  recording: the sample shows no event, and the series counts by its growth alone.

A target is what its labels `namespace`, `job` and `instance` name. It was scraped when its `up` was
1, or, where the recording lacks `up`, when a series of it has a sample. Events carry the time of
the sample that shows them, and a window is left-open, start < time <= end, so that neighbouring
windows never share an event and none falls between them.

What it cannot know: events after the last scrape of a process that then died, and a restart after
which the counter is already higher than it was before.
"""

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from observability.errors import RecordingError
from observability.recordings.series import Predicate, Sample, Series

_TARGET = ("namespace", "job", "instance")
_SCRAPE_RECORDS = "scrape_"
"""What Prometheus writes also when the scrape failed: no proof that the target answered."""


class Increment(NamedTuple):
    """Events which one sample of one counter shows.

    A named tuple for the reason that `Sample` is one: a week has hundreds of thousands.
    """

    series: Series
    """The counter."""
    timestamp: float
    """When the sample was scraped, in seconds of Unix time; the events came shortly before."""
    events: int
    """How many events, at least 1."""


def increments(samples: Iterable[Sample], where: Predicate) -> tuple[Increment, ...]:
    """Return what the samples show of the counters for which `where` is true.

    Args:
        samples: a whole recording, since whether a target was scraped is read from its other
            series: filter with `where`, not before.
        where: which counters; a series of another type makes nonsense.

    Raises:
        RecordingError: a series is not in the order of time, or does not count whole events.

    """
    last: dict[Series, tuple[float, float]] = {}
    births: list[Increment] = []
    grown: list[Increment] = []
    first_scrapes: dict[tuple[str, ...], float] = {}
    seen: dict[Series, bool] = {}
    for series, value, timestamp in samples:
        counted = seen.get(series)
        if counted is None:
            counted = seen[series] = where(series)
            if series.name != "up" and not series.name.startswith(_SCRAPE_RECORDS):
                _note_scrape(first_scrapes, series, timestamp)
        if series.name == "up" and value == 1:
            _note_scrape(first_scrapes, series, timestamp)
        # NaN is what a dump makes of a stale marker: the end of a series, not a value.
        if not counted or math.isnan(value):
            continue
        if series not in last:
            births.append(Increment(series, timestamp, _whole(series, timestamp, value)))
        else:
            before, value_before = last[series]
            if timestamp <= before:
                raise RecordingError(
                    f"{series} has a sample at {timestamp:.3f} after the one at {before:.3f}: "
                    "expected each series in the order of time; write the recording anew, sorted"
                )
            if value != value_before:
                growth = value - value_before if value > value_before else value
                grown.append(Increment(series, timestamp, _whole(series, timestamp, growth)))
        last[series] = (timestamp, value)
    # Not before now is it known when each target was first scraped: `up` may come last.
    born = (birth for birth in births if birth.timestamp > first_scrapes[_target(birth.series)])
    return tuple(increment for increment in (*born, *grown) if increment.events)


def total(
    of_counters: Iterable[Increment],
    *,
    where: Predicate | None = None,
    start: float = -math.inf,
    end: float = math.inf,
) -> int:
    """Return the number of events in start < time <= end.

    Args:
        of_counters: what `increments` returned.
        where: count only these of the counters.
        start: the window's open start, in seconds of Unix time; without it the recording's.
        end: the window's end, in seconds of Unix time; without it the recording's.

    """
    return sum(
        events
        for series, timestamp, events in of_counters
        if start < timestamp <= end and (where is None or where(series))
    )


def totals(
    of_counters: Iterable[Increment],
    *,
    by: tuple[str, ...],
    start: float = -math.inf,
    end: float = math.inf,
) -> dict[tuple[str, ...], int]:
    """Return the number of events in start < time <= end by the values of some labels.

    `__name__` stands for the counter's name, and a label that a counter lacks for "". Combinations
    without an event do not occur; the keys are sorted.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    for series, timestamp, events in of_counters:
        if start < timestamp <= end:
            counts[
                tuple(series.name if label == "__name__" else series.label(label) for label in by)
            ] += events
    return dict(sorted(counts.items()))


def _target(series: Series) -> tuple[str, ...]:
    return tuple(series.label(label) for label in _TARGET)


def _note_scrape(
    first_scrapes: dict[tuple[str, ...], float], series: Series, timestamp: float
) -> None:
    target = _target(series)
    first_scrapes[target] = min(timestamp, first_scrapes.get(target, math.inf))


def _whole(series: Series, timestamp: float, growth: float) -> int:
    if growth < 0 or growth != int(growth):
        raise RecordingError(
            f"{series} shows {growth:g} events at {timestamp:.3f}: "
            "expected a whole number, 0 or more; is it a counter of events?"
        )
    return int(growth)
