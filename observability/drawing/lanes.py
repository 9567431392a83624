"""Lanes: a row of spans with its name, and what it casts on the tracks below.

Kinds are told apart by row, name and shape, so that colour is not needed.
"""

from collections.abc import Iterator
from typing import assert_never
from xml.etree.ElementTree import Element

from observability.drawing.markup import tag
from observability.drawing.picture import Lane, Shape, Span
from observability.drawing.scale import Scale
from observability.drawing.shapes import path, rect, rule, text

_NARROWEST = 4.0
"""Pixels of a span that was short, so that it is seen; it is in the middle of its time."""
_HALF = 4
_LETTER = 6.0
"""Pixels of a letter, about."""


def draw_lane(lane: Lane, x: Scale, top: float, height: float) -> Element:
    """Return a lane: its name on the left, and its spans."""
    middle = top + height / 2
    labels = ((lane.name, "name"), (lane.note, "")) if lane.note else ((lane.name, ""),)
    first = middle + 4 - 6.5 * (len(labels) - 1)
    return tag(
        "g",
        tag("title", f"{lane.name} {lane.note}".strip()),
        *(
            text(x.first - 6, first + 13 * line, _short(words, x.first), "end", kind)
            for line, (words, kind) in enumerate(labels)
        ),
        *(
            shape
            for span in lane.spans
            for shape in _draw_span(lane, span, x, middle, min(16, height - 6))
        ),
        class_="lane",
    )


def draw_shadows(lane: Lane, x: Scale, top: float, bottom: float) -> Iterator[Element]:
    """Yield what a lane's spans cast on the tracks from `top` to `bottom`."""
    for span in lane.spans:
        start, end = _ends(span, x)
        if lane.shape in (Shape.BAR, Shape.FRAME):
            kind = "band" if lane.shape is Shape.BAR else "band frame"
            yield rect(start, top, max(1.5, end - start), bottom - top, f"{kind} {lane.colour}")
        else:
            yield rule(start, top, start, bottom, f"moment {lane.shape}")


def _short(words: str, room: float) -> str:
    most = int(room / _LETTER)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _ends(span: Span, x: Scale) -> tuple[float, float]:
    return x(span.start), x(x.high if span.end is None else span.end)


def _draw_span(lane: Lane, span: Span, x: Scale, middle: float, height: float) -> Iterator[Element]:
    start, end = _ends(span, x)
    kind = f"{lane.shape} {lane.colour}"
    title = [tag("title", span.words)] if span.words else []
    left, right, top, bottom = start - _HALF, start + _HALF, middle - _HALF, middle + _HALF
    match lane.shape:
        case Shape.BAR | Shape.FRAME:
            width = max(_NARROWEST, end - start)
            left = min(max(x.first, (start + end - width) / 2), x.last - width)
            yield rect(left, middle - height / 2, width, height, kind, *title)
            if span.end is None:
                tip = ((x.last, middle - 8), (x.last + 12, middle), (x.last, middle + 8))
                yield path(tip, kind, closed=True)
        case Shape.TRIANGLE:
            corners = ((left, top), (right, top), (start, bottom))
            yield path(corners, kind, *title, closed=True)
        case Shape.CROSS:
            ends = ((left, top), (right, bottom), (start, middle), (right, top), (left, bottom))
            yield path(ends, kind, *title)
        case _ as unknown:
            assert_never(unknown)
