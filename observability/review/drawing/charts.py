"""Pictures as SVG: no script, colours from the page, so that they follow light, dark and print.

Why our own: the charts are four, and a library brings either no dark mode and no text
alternatives, or megabytes (docs/decisions/0030).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import assert_never
from xml.etree.ElementTree import Element

from observability.markup import tag
from observability.review.document import Bars, Chart, Levels, Line, Shown, Spans
from observability.review.drawing.marks import marked

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 94, 8, 10, 22
_LABELS = 8
"""So many days have their names below a chart."""
_APART = 14
"""Two lines of text that are nearer would overlap."""
_LOWEST = -1.0
"""Budgets that are overspent by more are cut off here; the table has the number."""


def drawn(chart: Chart) -> Element:
    """Return the picture of a chart, with its words as a text alternative."""
    match chart.shows:
        case Line() as line:
            body, height = _line(line)
        case Bars() as bars:
            body, height = _bars(bars)
        case Levels() as levels:
            body, height = _levels(levels)
        case Spans() as spans:
            body, height = _spans(spans)
        case _ as unknown:
            assert_never(unknown)
    if chart.marks:
        plot = height - _TOP - _BOTTOM
        rows, lines, taken = marked(chart.marks, _across(chart.shows), _LEFT, plot)
        inner = tag("g", *lines, *body, transform=f"translate(0 {taken})")
        body, height = [*rows, inner], height + taken
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


def _across(shows: Shown) -> Callable[[datetime], float]:
    """Return where on a chart's axis a time is; times off its ends are at the ends."""
    match shows:
        case Bars() | Levels():
            first = datetime.fromisoformat(shows.days[0]).replace(tzinfo=UTC)
            start, end = first.timestamp(), first.timestamp() + 86_400 * len(shows.days)
        case Line():
            start, end = shows.points[0][0], shows.points[-1][0]
        case Spans():
            start, end = shows.start, shows.end
    return lambda time: _x(min(max(time.timestamp(), start), end), start, end)


def _midnights(start: float, end: float) -> list[tuple[float, str]]:
    first = datetime.fromtimestamp(start, UTC)
    day = datetime(first.year, first.month, first.day, tzinfo=UTC)
    days = []
    while day.timestamp() <= end:
        if day.timestamp() >= start:
            days.append((day.timestamp(), f"{day:%d %b}"))
        day += timedelta(days=1)
    every = -(-len(days) // _LABELS) or 1
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
    return [*body, *_day_axis(bars.days, step, height)], height


def _day_axis(days: Sequence[str], step: float, height: float) -> list[Element]:
    every = -(-len(days) // _LABELS) or 1
    return [
        _text(
            _LEFT + (index + 0.5) * step,
            height - 6,
            f"{datetime.fromisoformat(days[index]):%d %b}",
            "middle",
        )
        for index in range(0, len(days), every)
    ]


def _levels(levels: Levels) -> tuple[list[Element], int]:
    height = 130
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(levels.days))
    told = [share for share in levels.shares if share is not None]
    low = min(*told, *levels.wanted)
    # The scale ends at 100 %, and leaves the lowest value some room.
    low -= (1 - low) * 0.1

    def y(share: float) -> float:
        return _TOP + (height - _TOP - _BOTTOM) * (1 - share) / (1 - low)

    last = levels.wanted[-1]
    body = [
        _rule(_LEFT, y(1), _WIDTH - _RIGHT, y(1), "grid"),
        _rule(_LEFT, y(low), _WIDTH - _RIGHT, y(low), "zero"),
        *([_text(_LEFT - 6, y(1) + 4, "100 %", "end")] if y(last) - y(1) > _APART else []),
        _text(_LEFT - 6, y(last) + 4, f"{last * 100:.4f}".rstrip("0").rstrip(".") + " %", "end"),
    ]
    for index, (share, wanted) in enumerate(zip(levels.shares, levels.wanted, strict=True)):
        left = _LEFT + index * step
        body.append(_rule(left, y(wanted), left + step, y(wanted), "wanted"))
        if share is not None:
            kept = "kept" if share >= wanted else "missed"
            title = tag("title", f"{levels.days[index]}: {share * 100:.4f} %")
            middle, at = left + step / 2, y(share)
            body.append(tag("g", title, _dot(kept, middle, at), class_=f"level {kept}"))
    return [*body, *_day_axis(levels.days, step, height)], height


def _dot(kept: str, x: float, y: float) -> Element:
    """Return a ring where the promise was kept, a filled diamond where not."""
    if kept == "kept":
        return tag("circle", cx=_n(x), cy=_n(y), r="3.5")
    return tag("path", d=f"M{_n(x)} {_n(y - 5)}l5 5l-5 5l-5 -5Z")


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
