"""Plots: series between two values, over time."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from observability.drawing.markup import tag
from observability.drawing.picture import Plot, Series, Style
from observability.drawing.scale import Scale
from observability.drawing.shapes import Point, circle, path, rect, rule, text
from observability.drawing.times import moment

_DAY = 86_400
_APART = 14
"""Labels that are nearer would overlap."""
_LINES = (Style.LINE, Style.STEPS, Style.AREA)
_STACKED = (Style.AREA, Style.BARS)
Sample = tuple[float, float]
"""A time and a value."""
Base = dict[float, float]
"""The value on which a stacked series stands, by time."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A plot, and where its times and values are."""

    plot: Plot
    x: Scale
    y: Scale

    def point(self, sample: Sample) -> Point:
        return self.x(sample[0]), self.y(sample[1])


def draw_plot(plot: Plot, x: Scale, top: float) -> Iterator[Element]:
    """Yield the elements of a plot: its axis, its limits, and its series."""
    frame = _Frame(plot, x, Scale(plot.low, plot.high, top + plot.height, top))
    yield from _axis(frame)
    base: Base = {}
    for series in plot.series:
        samples = [(t, value) for t, value in series.samples if math.isfinite(value)]
        if series.style in _STACKED:
            samples = [(t, base.get(t, 0) + value) for t, value in samples]
        draw = _line if series.style in _LINES else _marks
        yield from draw(frame, series, samples, base)
        if series.style in _STACKED:
            base |= samples
    values = [value for series in plot.series for _, value in series.samples]
    bottom = frame.y.first
    if not values:
        yield text(x.first, (top + bottom) / 2, plot.nothing)
    elif min(values) < plot.low:
        yield text(x.last, bottom - 5, "cut off", "end")


def bounds(series: Sequence[Series]) -> tuple[float, float]:
    """Return the lowest and the highest value that are drawn; 0 is one where series stand on it."""
    totals: dict[float, float] = {}
    values = []
    for each in series:
        for time, value in each.samples:
            if math.isfinite(value):
                values.append(value)
                if each.style in _STACKED:
                    totals[time] = totals.get(time, 0) + value
    values += [0.0, *totals.values()] if totals else []
    return min(values, default=0.0), max(values, default=1.0)


def _axis(frame: _Frame) -> Iterator[Element]:
    plot, x, y = frame.plot, frame.x, frame.y
    labelled: list[float] = []
    for value, words in plot.axis:
        at = y(value)
        yield rule(x.first, at, x.last, at, "zero" if value == 0 else "grid")
        if words and all(abs(at - other) >= _APART for other in labelled):
            labelled.append(at)
            yield text(x.first - 6, at + 4, words, "end")
    yield rule(x.first, y.first, x.last, y.first, "zero")
    for value, colour in plot.limits:
        if plot.low <= value <= plot.high:
            yield rule(x.first, y(value), x.last, y(value), f"limit {colour}")
    if plot.name:
        yield text(x.first - 6, (y.first + y.last) / 2 + 4, plot.name, "end")


def _kind(series: Series) -> str:
    return f"{series.style} {series.colour}" + " dashed" * series.dashed


def _line(
    frame: _Frame, series: Series, samples: Sequence[Sample], base: Base
) -> Iterator[Element]:
    """Yield the lines of a series, and what they fill."""
    for run in _runs(samples, frame.plot.step):
        points = [frame.point(sample) for sample in run]
        if series.style is Style.AREA:
            floor = [frame.point((time, base.get(time, 0))) for time, _ in reversed(run)]
            yield path([*points, *floor], f"fill {series.colour}", closed=True)
        if series.style is Style.STEPS:
            points = _stairs(points)
        if len(points) == 1:
            points.append((points[0][0] + 1.5, points[0][1]))
        yield path(points, _kind(series), tag("title", series.name))


def _marks(
    frame: _Frame, series: Series, samples: Sequence[Sample], base: Base
) -> Iterator[Element]:
    """Yield a mark for each sample, which says its value on hover."""
    x, plot = frame.x, frame.plot
    kind = _kind(series)
    width = max(1.0, (x.last - x.first) / (x.high - x.low) * plot.step * 0.8)
    for time, value in samples:
        below = base.get(time, 0)
        at, level = frame.point((time, value))
        title = tag(
            "title", f"{series.name}, {_when(time, plot.step)}: {plot.write(value - below)}"
        )
        match series.style:
            case Style.BARS if value > below:
                size = max(1.0, frame.y(below) - level)
                yield rect(at - width / 2, level, width, size, kind, title)
            case Style.RINGS:
                yield circle(at, level, 3.5, kind, title)
            case Style.DIAMONDS:
                corners = ((at, level - 5), (at + 5, level), (at, level + 5), (at - 5, level))
                yield path(corners, kind, title, closed=True)


def _when(time: float, step: float) -> str:
    """Return the time of a sample: its day, if samples are a day apart."""
    return moment(time).partition(" ")[0] if step >= _DAY else moment(time)


def _runs(samples: Sequence[Sample], step: float) -> list[list[Sample]]:
    """Return the samples in runs without a gap, so that no line is drawn over missing data."""
    runs: list[list[Sample]] = []
    before = -math.inf
    for time, value in samples:
        if time - before > step * 1.5 or not runs:
            runs.append([])
        runs[-1].append((time, value))
        before = time
    return runs


def _stairs(points: Sequence[Point]) -> list[Point]:
    """Return points with a corner before each that is on another level."""
    corners = [
        point
        for (_, level), (x, y) in pairwise(points)
        for point in (((x, level),) if level != y else ()) + ((x, y),)
    ]
    return [*points[:1], *corners]
