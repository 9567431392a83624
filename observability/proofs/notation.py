"""promtool's notation for the samples of a series."""

from enum import Enum
from functools import lru_cache
from itertools import pairwise


class Gap(Enum):
    """Where there is no sample."""

    NOTHING = "_"
    """Nothing was scraped: Prometheus was away."""
    STALE = "stale"
    """A scrape failed or the series ended: Prometheus knows that it is gone."""


Sample = int | float | Gap


def _text(sample: Sample) -> str:
    return (
        str(sample.value)
        if isinstance(sample, Gap)
        else f"{sample:g}"
        if isinstance(sample, float)
        else str(sample)
    )


def _step(before: Sample, after: Sample) -> int | None:
    """Return how much a sample grew, where both are whole numbers."""
    if isinstance(before, int) and isinstance(after, int):
        return after - before
    return 0 if before == after else None


@lru_cache
def notation(samples: tuple[Sample, ...]) -> str:
    """Return samples as promtool reads them, runs shortened: `0+5x60 _x3 stale`.

    Kept, since what others record is the same long row of ones in many series of many cases.
    """
    # Most samples are the one before, and a day has many. NaN is never equal.
    steps = [
        0 if after is before and after == before else _step(before, after)
        for before, after in pairwise(samples)
    ]
    words, start = [], 0
    while start < len(samples):
        end = start
        while end < len(steps) and steps[end] is not None and steps[end] == steps[start]:
            end += 1
        words.append(_run(samples[start], steps[start] if end > start else None, end - start))
        start = end + 1
    return " ".join(words)


def _run(first: Sample, step: int | None, more: int) -> str:
    if step is None or more == 0:
        return _text(first)
    if isinstance(first, Gap):
        if first is Gap.NOTHING:
            return f"_x{more + 1}"
        return " ".join([first.value] * (more + 1))
    if step == 0:
        return f"{_text(first)}x{more}"
    return f"{_text(first)}{step:+d}x{more}"
