"""Shapes of SVG. A class says what a shape is for, and its colour: the style sheet draws it."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from observability.drawing.markup import Node, tag

Point = tuple[float, float]


def pixels(number: float) -> str:
    """Return a length to a tenth of a pixel."""
    return f"{number:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> Element:
    """Return words at a place."""
    return tag("text", words, x=pixels(x), y=pixels(y), text_anchor=anchor, class_=kind)


def rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> Element:
    """Return a straight line."""
    return tag("line", x1=pixels(x1), y1=pixels(y1), x2=pixels(x2), y2=pixels(y2), class_=kind)


def rect(x: float, y: float, width: float, height: float, kind: str, *inner: Node) -> Element:
    """Return a rectangle."""
    return tag(
        "rect",
        *inner,
        x=pixels(x),
        y=pixels(y),
        width=pixels(width),
        height=pixels(height),
        class_=kind,
    )


def path(points: Iterable[Point], kind: str, *inner: Node, closed: bool = False) -> Element:
    """Return a line through points."""
    d = "M" + "L".join(f"{pixels(x)} {pixels(y)}" for x, y in points) + "Z" * closed
    return tag("path", *inner, d=d, class_=kind)


def circle(x: float, y: float, radius: float, kind: str, *inner: Node) -> Element:
    """Return a circle."""
    return tag("circle", *inner, cx=pixels(x), cy=pixels(y), r=pixels(radius), class_=kind)
