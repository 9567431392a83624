"""Pictures as SVG: no script, colours from the page, so that they follow light, dark and print.

Why our own: the charts are three, and a library brings either no dark mode and no text
alternatives, or megabytes (docs/decisions/0030).
"""

from datetime import UTC, datetime, timedelta
from typing import assert_never
from xml.etree.ElementTree import Element

from observability.markup import tag
from observability.review.document import Band, Bars, Chart, Line, Spans

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 72, 8, 10, 22
_LOWEST = -1.0
"""Budgets that are overspent by more are cut off here; the table has the number."""


def drawn(chart: Chart) -> Element:
    """Return the picture of a chart, with its words as a text alternative."""
    match chart.shows:
        case Line() as line:
            body, height = _line(line)
        case Bars() as bars:
            body, height = _bars(bars)
        case Spans() as spans:
            body, height = _spans(spans)
        case _ as unknown:
            assert_never(unknown)
    return tag(
        "svg",
        tag("title", chart.title),
        tag("desc", chart.alternative),
        *body,
        view_box=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_label=f"{chart.title}: {chart.alternative}",
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _text(x: float, y: float, words: str, anchor: str = "start") -> Element:
    return tag("text", words, x=_n(x), y=_n(y), text_anchor=anchor)


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> Element:
    return tag("line", x1=_n(x1), y1=_n(y1), x2=_n(x2), y2=_n(y2), class_=kind)


def _x(time: float, start: float, end: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (time - start) / (end - start)


def _midnights(start: float, end: float) -> list[tuple[float, str]]:
    first = datetime.fromtimestamp(start, UTC)
    day = datetime(first.year, first.month, first.day, tzinfo=UTC)
    days = []
    while day.timestamp() <= end:
        if day.timestamp() >= start:
            days.append((day.timestamp(), f"{day:%d %b}"))
        day += timedelta(days=1)
    every = max(1, len(days) // 10)
    return days[::every] or [(start, f"{first:%H:%M}")]


def _time_axis(start: float, end: float, height: float) -> list[Element]:
    marks = []
    for time, label in _midnights(start, end):
        x = _x(time, start, end)
        marks += [
            _rule(x, _TOP, x, height - _BOTTOM, "grid"),
            _text(x, height - 6, label, "end" if x > _WIDTH - 40 else "middle"),
        ]
    return marks


def _line(line: Line) -> tuple[list[Element], int]:
    height = 190
    if len(line.points) < 2:  # noqa: PLR2004
        return [_text(_LEFT, height / 2, "no budget in this period")], height
    start, end = line.points[0][0], line.points[-1][0]
    low = max(_LOWEST, min(0.0, *(left for _, left in line.points)))

    def y(left: float) -> float:
        return _TOP + (height - _TOP - _BOTTOM) * (1 - max(low, left)) / (1 - low)

    body = _time_axis(start, end, height)
    body += [_band(band, start, end, height) for band in line.bands]
    for left in (1.0, 0.5, 0.0, -0.5, -1.0):
        if left >= low:
            body += [
                _rule(_LEFT, y(left), _WIDTH - _RIGHT, y(left), "zero" if left == 0 else "grid"),
                _text(_LEFT - 6, y(left) + 4, f"{left * 100:.0f} %", "end"),
            ]
    path = " ".join(
        f"{'M' if index == 0 else 'L'}{_n(_x(time, start, end))} {_n(y(left))}"
        for index, (time, left) in enumerate(line.points)
    )
    body.append(tag("path", d=path, class_="trail"))
    if line.points[-1][1] < low:
        body.append(_text(_WIDTH - _RIGHT, y(low) - 5, "cut off: see the table", "end"))
    return body, height


def _band(band: Band, start: float, end: float, height: float) -> Element:
    left = _x(max(band.start.timestamp(), start), start, end)
    right = _x(min(band.end.timestamp(), end), start, end)
    return tag(
        "rect",
        tag("title", f"{band.kind}: {band.label}"),
        x=_n(left),
        y=_n(_TOP),
        width=_n(max(2.0, right - left)),
        height=_n(height - _TOP - _BOTTOM),
        class_=f"band {band.kind}",
    )


def _bars(bars: Bars) -> tuple[list[Element], int]:
    each = 70
    body: list[Element] = []
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(bars.days))
    for row, (name, values) in enumerate(bars.rows):
        base = _TOP + each * (row + 1) - 8
        most = max(values, default=0)
        body += [
            _rule(_LEFT, base, _WIDTH - _RIGHT, base, "zero"),
            _text(_LEFT - 6, base - 24, name, "end"),
            _text(_LEFT - 6, base - 40, f"{most:,}", "end"),
        ]
        for index, value in enumerate(values):
            if value:
                size = max(1.0, (each - 18) * value / most)
                body.append(
                    tag(
                        "rect",
                        tag("title", f"{bars.days[index]}: {value:,} {name}"),
                        x=_n(_LEFT + index * step + step * 0.1),
                        y=_n(base - size),
                        width=_n(step * 0.8),
                        height=_n(size),
                        class_=f"bar {name}",
                    )
                )
    height = _TOP + each * len(bars.rows) + _BOTTOM - 8
    every = max(1, len(bars.days) // 10)
    for index, day in enumerate(bars.days):
        if index % every == 0:
            body.append(_text(_LEFT + (index + 0.5) * step, height - 6, day[5:], "middle"))
    return body, height


def _spans(spans: Spans) -> tuple[list[Element], int]:
    each = 20
    height = _TOP + each * len(spans.rows) + _BOTTOM
    body = _time_axis(spans.start, spans.end, height)
    for row, (label, kind, times) in enumerate(spans.rows):
        top = _TOP + each * row
        body += [
            _text(_LEFT - 6, top + 14, label, "end"),
            tag(
                "rect",
                x=str(_LEFT),
                y=_n(top + 3),
                width=str(_WIDTH - _LEFT - _RIGHT),
                height=_n(each - 6),
                class_="lane",
            ),
        ]
        for start, end in times:
            left = _x(max(start, spans.start), spans.start, spans.end)
            right = _x(end, spans.start, spans.end)
            body.append(
                tag(
                    "rect",
                    x=_n(left),
                    y=_n(top + 3),
                    width=_n(max(2.0, right - left)),
                    height=_n(each - 6),
                    class_=f"span {kind}",
                )
            )
    return body, height
