"""A picture as SVG: no script, colours from the page, so that it follows light, dark and print.

Why our own: docs/decisions/0030.
"""

from collections.abc import Iterator
from typing import assert_never
from xml.etree.ElementTree import Element, tostring

from observability.drawing.lanes import draw_lane, draw_shadows
from observability.drawing.markup import tag
from observability.drawing.palette import style
from observability.drawing.picture import Heading, Lane, Picture, Plot, Track
from observability.drawing.plots import draw_plot
from observability.drawing.scale import Scale, times
from observability.drawing.shapes import rect, rule, text

_ABOVE_PLOTS, _RIGHT, _BOTTOM = 10, 14, 22
_LABEL = 70
"""Pixels that a label of the axis of time takes."""
_KEY = 130
"""Pixels that an entry of a key takes."""


def svg(picture: Picture) -> Element:
    """Return the picture, with its words as a text alternative."""
    right = picture.width - _RIGHT
    x = Scale(picture.start, picture.end, picture.left, right)
    rows, bottom = _rows(picture.tracks)
    return tag(
        "svg",
        tag("title", picture.title),
        tag("desc", picture.words),
        *_background(picture, rows, x, bottom),
        *(element for track, top in rows for element in _drawn(track, x, top)),
        view_box=f"0 0 {picture.width} {bottom + _BOTTOM}",
        role="img",
        aria_label=f"{picture.title}: {picture.words}",
    )


def standalone(picture: Picture) -> str:
    """Return the picture as a file of its own, which brings its colours."""
    root = svg(picture)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    _, _, width, height = root.get("viewBox", "").split()
    root.attrib |= {"width": width, "height": height}
    root.insert(2, tag("style", style("palette", "picture")))
    return tostring(root, encoding="unicode") + "\n"


def _height(track: Track) -> int:
    match track:
        case Heading():
            return 34 if track.large else 28
        case Lane():
            return 34 if track.note else 16 if track.casts else 20
        case Plot():
            return track.height
        case _ as unknown:
            assert_never(unknown)


def _rows(tracks: tuple[Track, ...]) -> tuple[list[tuple[Track, int]], int]:
    """Return each track with where it begins, and where the last one ends."""
    rows, top = [], 0
    for track in tracks:
        top += _ABOVE_PLOTS if isinstance(track, Plot) else 0
        rows.append((track, top))
        top += _height(track)
    return rows, top


def _background(
    picture: Picture, rows: list[tuple[Track, int]], x: Scale, bottom: int
) -> Iterator[Element]:
    """Yield what lies behind the tracks: ground, the lines of the axis of time, and shadows."""
    lanes = [(track, top) for track, top in rows if isinstance(track, Lane)]
    shown = [(track, top) for track, top in rows if not isinstance(track, Heading)]
    below = [top for track, top in shown if not (isinstance(track, Lane) and track.casts)]
    for lane, top in lanes:
        if not lane.casts:
            yield rect(x.first, top + 3, x.last - x.first, _height(lane) - 6, "ground")
    first = min((top for _, top in shown), default=bottom)
    for time, label in times(picture.start, picture.end, int((x.last - x.first) / _LABEL)):
        at = x(time)
        yield rule(at, first, at, bottom, "grid")
        # At the right edge there is no room for the half of a label.
        near = at > x.last - _LABEL / 4
        yield text(x.last + _RIGHT if near else at, bottom + 16, label, "end" if near else "middle")
    for lane, _ in lanes:
        if lane.casts:
            yield from draw_shadows(lane, x, min(below, default=bottom), bottom)


def _drawn(track: Track, x: Scale, top: int) -> Iterator[Element]:
    match track:
        case Heading():
            yield text(12, top + 20, track.words, kind="large" if track.large else "heading")
            for place, (colour, words) in enumerate(track.key):
                left = x.last - _KEY * (len(track.key) - place)
                yield rect(left, top + 10, 12, 12, f"bar {colour}")
                yield text(left + 18, top + 20, words)
        case Lane():
            yield draw_lane(track, x, top, _height(track))
        case Plot():
            yield from draw_plot(track, x, top)
        case _ as unknown:
            assert_never(unknown)
