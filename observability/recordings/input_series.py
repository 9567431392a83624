"""Turn series of a recording into the `input_series` of a promtool unit test."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from observability.errors import RecordingError
from observability.recordings.openmetrics import format_value
from observability.recordings.series import Sample, Series

_SHORTEST_STEP = 0.001
_EXACT = 2**53
"""Up to here promtool's repeated addition of whole numbers is exact."""
_CLIMB = 3
"""Fewer values than this are no shorter as `a+bxn`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSeries:
    """One entry of `input_series`.

    Attributes:
        series: the series as promtool reads it, such as `up{job="x"}`.
        values: its values, one at each step, in promtool's notation: `1x3 _ 5+2x9`.

    """

    series: str
    values: str


def input_series(
    samples: Iterable[Sample], *, start: float, end: float, step: float
) -> tuple[InputSeries, ...]:
    """Return the entries of the series that have a sample in the window, sorted by series.

    promtool puts the first value at its time 0 and the others `step` apart. The value at each step
    is the last sample at or before it, but later than the step before; where there is none, the
    value is missing. A NaN counts as missing, since in a recording it stands for the end of a
    series.

    Args:
        samples: the selected series, relabelled, in any order; the whole recording may be given.
        start: the time of the first step, in seconds of Unix time.
        end: no step is later than this.
        step: seconds between two steps: the `interval` of the test. The recording's own scrape
            interval loses least.

    Raises:
        RecordingError: the window ends before it starts, the step is below 1 ms, or no sample lies
            in the window.

    """
    if step < _SHORTEST_STEP or end < start:
        raise RecordingError(
            f"no steps of {step:g} s from {start:.3f} to {end:.3f}: "
            "expected a step of 1 ms or more, and an end after the start"
        )
    # In whole milliseconds, as Prometheus counts: floats would put some samples after their step.
    origin, width = round(start * 1000), round(step * 1000)
    last_step = (round(end * 1000) - origin) // width
    chosen: dict[Series, dict[int, tuple[float, float]]] = {}
    for series, value, timestamp in samples:
        index = -((origin - round(timestamp * 1000)) // width)
        if 0 <= index <= last_step and not math.isnan(value):
            steps = chosen.setdefault(series, {})
            if index not in steps or steps[index][0] < timestamp:
                steps[index] = (timestamp, value)
    if not chosen:
        raise RecordingError(
            f"no sample from {start:.3f} to {end:.3f}: expected a window within the recording"
        )
    entries = (
        InputSeries(
            series=str(series),
            values=notation([steps[i][1] if i in steps else None for i in range(last_step + 1)]),
        )
        for series, steps in chosen.items()
    )
    return tuple(sorted(entries, key=lambda entry: entry.series))


def notation(values: Sequence[float | None]) -> str:
    """Return values in promtool's notation, in which `[1, 1, 1, None, 2, 4, 6]` is `1x2 _ 2+2x2`.

    Missing values at the end are left out: promtool takes the series to end there.
    """
    trimmed = list(values)
    while trimmed and trimmed[-1] is None:
        trimmed.pop()
    return " ".join(_runs(trimmed))


def _runs(values: Sequence[float | None]) -> Iterator[str]:
    position = 0
    while position < len(values):
        first = values[position]
        length = _equal(values, position)
        if first is None:
            yield "_" if length == 1 else f"_x{length}"
        elif length > 1 and math.isfinite(first):
            # n is the number of repetitions after the first value.
            yield f"{format_value(first)}x{length - 1}"
        elif (length := _climbing(values, position)) >= _CLIMB:
            step = _rise(first, values[position + 1])
            sign = "+" if step > 0 else "-"
            yield f"{format_value(first)}{sign}{format_value(abs(step))}x{length - 1}"
        else:
            length = 1
            yield format_value(first)
        position += length


def _equal(values: Sequence[float | None], position: int) -> int:
    """Return how many values from the position on are the same."""
    end = position + 1
    while end < len(values) and values[end] == values[position]:
        end += 1
    return end - position


def _climbing(values: Sequence[float | None], position: int) -> int:
    """Return how many whole numbers from the position on rise, or fall, by the same step."""
    step = 0.0
    end = position + 1
    while end < len(values):
        rise = _rise(values[end - 1], values[end])
        if rise == 0 or (step and rise != step):
            break
        step = rise
        end += 1
    return end - position


def _rise(before: float | None, after: float | None) -> float:
    """Return by how much one whole number is above another, or 0 if one is missing or broken."""
    if before is None or after is None or not max(abs(before), abs(after)) < _EXACT:
        return 0
    return after - before if before == int(before) and after == int(after) else 0
