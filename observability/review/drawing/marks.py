"""Marks above a chart, a row for each kind, and their lines down into it.

Kinds are told apart by row, label and shape, so that colour is not needed: an incident is a filled
bar, an exclusion an open one, a deploy a triangle, a restart a cross.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import assert_never
from xml.etree.ElementTree import Element

from observability.markup import tag
from observability.review.document import Mark, MarkKind

_EACH, _HALF, _TOP = 16, 4, 10


def marked(
    marks: Sequence[Mark], x: Callable[[datetime], float], left: int, plot: int
) -> tuple[list[Element], list[Element], int]:
    """Return the rows of marks, their lines within the plot, and the height of the rows.

    Args:
        marks: what to mark.
        x: where a time is.
        left: where the plot begins.
        plot: its height.

    """
    rows: list[Element] = []
    lines: list[Element] = []
    height = 0
    for kind in MarkKind:
        mine = [mark for mark in marks if mark.kind is kind]
        if not mine:
            continue
        middle = height + _EACH / 2
        height += _EACH
        rows.append(
            tag("text", f"{kind}s", x=str(left - 6), y=f"{middle + 4:g}", text_anchor="end")
        )
        for mark in mine:
            start, end = x(mark.start), x(mark.end)
            title = tag("title", f"{kind}: {mark.label}")
            rows.append(tag("g", title, _shape(kind, start, end, middle), class_=f"mark {kind}"))
            lines.append(_line(kind, start, end, plot))
    return rows, lines, height


def _shape(kind: MarkKind, start: float, end: float, middle: float) -> Element:
    match kind:
        case MarkKind.INCIDENT | MarkKind.EXCLUSION:
            width = max(2.0 * _HALF, end - start)
            return _rect(min(start, (start + end - width) / 2), middle - _HALF, width, 2 * _HALF)
        case MarkKind.DEPLOY:
            top, tip = middle - _HALF, middle + _HALF
            d = f"M{start - _HALF:.1f} {top:g}H{start + _HALF:.1f}L{start:.1f} {tip:g}Z"
            return tag("path", d=d)
        case MarkKind.RESTART:
            a, b = middle - _HALF, middle + _HALF
            left, right = start - _HALF, start + _HALF
            return tag(
                "path",
                d=f"M{left:.1f} {a:g}L{right:.1f} {b:g}M{right:.1f} {a:g}L{left:.1f} {b:g}",
            )
        case _ as unknown:
            assert_never(unknown)


def _line(kind: MarkKind, start: float, end: float, plot: int) -> Element:
    if kind in (MarkKind.INCIDENT, MarkKind.EXCLUSION):
        band = _rect(start, _TOP, max(1.5, end - start), plot)
        band.set("class", f"band {kind}")
        return band
    x = f"{start:.1f}"
    return tag("line", x1=x, x2=x, y1=str(_TOP), y2=str(_TOP + plot), class_=f"moment {kind}")


def _rect(x: float, y: float, width: float, height: float) -> Element:
    return tag("rect", x=f"{x:.1f}", y=f"{y:g}", width=f"{width:.1f}", height=f"{height:g}")
