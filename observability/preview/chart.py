"""A chart as static SVG: lines, areas or bars over time, with limits and axes."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from observability.preview.numbers import ticks, written

Samples = Sequence[tuple[float, float]]
Axis = Callable[[float], float]

LEFT, RIGHT, TOP, BOTTOM = 76, 8, 8, 20
COLOURS = 10
"""How many colours the page has for series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A series: its name, samples, and the CSS colour that it is drawn in."""

    name: str
    samples: Samples
    colour: str
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a chart shows. `style` is line, steps, area or bars; times in seconds of Unix time."""

    title: str
    lines: tuple[Line, ...]
    style: str
    unit: str
    start: float
    end: float
    step: float
    width: int
    height: int
    minimum: float | None = None
    maximum: float | None = None
    limits: tuple[tuple[float, str], ...] = field(default=())


def _finite(samples: Samples) -> list[tuple[float, float]]:
    return [(time, value) for time, value in samples if math.isfinite(value)]


def _stacked(lines: Sequence[Line]) -> list[tuple[Line, dict[float, float]]]:
    """Return each line with where it begins: on top of those before it."""
    below: dict[float, float] = {}
    found = []
    for line in lines:
        found.append((line, dict(below)))
        for time, value in _finite(line.samples):
            below[time] = below.get(time, 0) + value
    return found


def _bounds(chart: Chart) -> tuple[float, float]:
    values = [value for line in chart.lines for _, value in _finite(line.samples)]
    if chart.style in ("area", "bars"):
        totals: dict[float, float] = {}
        for line in chart.lines:
            for time, value in _finite(line.samples):
                totals[time] = totals.get(time, 0) + value
        values = [0.0, *totals.values()]
    low = min(values, default=0) if chart.minimum is None else chart.minimum
    high = max(values, default=1) if chart.maximum is None else chart.maximum
    return low, high


def _segments(samples: Samples, step: float) -> list[list[tuple[float, float]]]:
    """Return the samples in runs without a gap, so that no line is drawn over missing data."""
    found: list[list[tuple[float, float]]] = []
    before = -math.inf
    for time, value in _finite(samples):
        if time - before > step * 1.5:
            found.append([])
        found[-1].append((time, value))
        before = time
    return found


def svg(chart: Chart) -> str:
    """Return the chart as SVG, which takes its colours from the page."""
    low, high = _bounds(chart)
    marks = ticks(low, high)
    low, high = marks[0], marks[-1]
    inner_width, inner_height = chart.width - LEFT - RIGHT, chart.height - TOP - BOTTOM

    def x(time: float) -> float:
        return LEFT + (time - chart.start) / (chart.end - chart.start) * inner_width

    def y(value: float) -> float:
        share = (value - low) / (high - low)
        return TOP + (1 - min(1.02, max(-0.02, share))) * inner_height

    parts = [
        (
            f'<svg viewBox="0 0 {chart.width} {chart.height}" role="img" '
            f'aria-label="{escape(chart.title)}: {len(chart.lines)} series">'
        )
    ]
    parts += [
        f'<line class="grid" x1="{LEFT}" x2="{chart.width - RIGHT}" '
        f'y1="{y(mark):.1f}" y2="{y(mark):.1f}"/>'
        f'<text class="axis" x="{LEFT - 6}" y="{y(mark) + 4:.1f}" text-anchor="end">'
        f"{escape(written(mark, chart.unit))}</text>"
        for mark in marks
    ]
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        time = chart.start + share * (chart.end - chart.start)
        clock = datetime.fromtimestamp(time, UTC).strftime("%d %b %H:%M")
        parts.append(
            f'<text class="axis" x="{x(time):.1f}" y="{chart.height - 5}" '
            f'text-anchor="{anchor}">{clock}</text>'
        )
    for value, colour in chart.limits:
        if low <= value <= high:
            parts.append(
                f'<line class="limit" stroke="{colour}" x1="{LEFT}" '
                f'x2="{chart.width - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>'
            )
    for line, below in _stacked(chart.lines):
        parts += _drawn(chart, line, below, x, y)
    parts.append("</svg>")
    return "".join(parts)


def _drawn(chart: Chart, line: Line, below: dict[float, float], x: Axis, y: Axis) -> list[str]:
    name = f"<title>{escape(line.name)}</title>"
    if chart.style == "bars":
        width = max(1.0, (x(chart.start + chart.step) - x(chart.start)) * 0.8)
        return [
            f'<rect x="{x(time) - width / 2:.1f}" y="{y(base + value):.1f}" '
            f'width="{width:.1f}" height="{y(base) - y(base + value):.1f}" '
            f'fill="{line.colour}">{name}</rect>'
            for time, value in _finite(line.samples)
            if value > 0
            for base in (below.get(time, 0),)
        ]
    found = []
    for run in _segments(line.samples, chart.step):
        tops = [(t, v + below.get(t, 0)) if chart.style == "area" else (t, v) for t, v in run]
        points = [f"{x(t):.1f},{y(v):.1f}" for t, v in tops]
        if chart.style == "steps":
            points = _stairs(tops, x, y)
        if len(points) == 1:
            points = [points[0], f"{x(run[0][0]) + 1.5:.1f},{y(tops[0][1]):.1f}"]
        if chart.style == "area":
            base = [f"{x(t):.1f},{y(below.get(t, 0)):.1f}" for t, _ in reversed(run)]
            found.append(
                f'<polygon points="{" ".join(points + base)}" fill="{line.colour}" '
                'fill-opacity="0.35"/>'
            )
        dash = ' class="reference"' if line.dashed else ' class="series"'
        found.append(
            f'<polyline{dash} points="{" ".join(points)}" stroke="{line.colour}">{name}</polyline>'
        )
    return found


def _stairs(run: Samples, x: Axis, y: Axis) -> list[str]:
    points = []
    before = None
    for time, value in run:
        if before is not None and before != value:
            points.append(f"{x(time):.1f},{y(before):.1f}")
        points.append(f"{x(time):.1f},{y(value):.1f}")
        before = value
    return points
