"""Plots: every value is where it belongs, and missing data is not drawn over."""

import math
import re
from xml.etree.ElementTree import Element

import pytest

from observability.drawing.palette import Colour
from observability.drawing.picture import Picture, Plot, Series, Style
from observability.drawing.plots import bounds
from observability.drawing.svg import svg

LEFT, RIGHT, TOP, HEIGHT = 100, 500, 10, 100
"""A picture is 514 pixels wide, and its plot 400; it begins 10 pixels from the top."""


def series(
    *values: float | None, style: Style = Style.LINE, name: str = "oven", dashed: bool = False
) -> Series:
    """Return samples 60 seconds apart, from 0; None is missing data."""
    samples = tuple((60.0 * n, value) for n, value in enumerate(values) if value is not None)
    return Series(name=name, samples=samples, colour=Colour.INK, style=style, dashed=dashed)


def drawn(*shown: Series, low: float = 0, high: float = 10) -> Element:
    """Draw series over 240 seconds, so that a minute is 100 pixels and 1 is 10."""
    plot = Plot(
        height=HEIGHT,
        low=low,
        high=high,
        axis=((0, "0"), (10, "10"), (9.5, "9.5")),
        series=shown,
        write="{:.1f}".format,
        step=60,
        limits=((5, Colour.BAD), (50, Colour.RISK)),
    )
    return svg(
        Picture(title="t", words="w", start=0, end=240, tracks=(plot,), width=514, left=LEFT)
    )


def shapes(picture: Element, kind: str) -> list[Element]:
    """Return the shapes of a class."""
    return [e for e in picture.iter() if (e.get("class") or "").split(" ")[0] == kind]


def corners(shape: Element) -> list[tuple[float, float]]:
    """Return the points of a path."""
    return [
        (float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", shape.get("d") or "")
    ]


def box(shape: Element) -> tuple[float, ...]:
    """Return where a rectangle is: x, y, width, height."""
    return tuple(float(shape.get(name) or "") for name in ("x", "y", "width", "height"))


def test_a_line_goes_through_its_samples() -> None:
    """0 is at the bottom, 10 at the top, a minute is 100 pixels."""
    (line,) = shapes(drawn(series(0, 10, 5)), "line")
    assert corners(line) == [(100, 110), (200, 10), (300, 60)]


def test_no_line_is_drawn_over_missing_data() -> None:
    """A missing sample, or one that is no number, parts the line."""
    for gap in (None, math.nan, math.inf):
        lines = shapes(drawn(series(1, 1, gap, 1, 1)), "line")
        assert [corners(line)[0][0] for line in lines] == [100, 400]


def test_steps_hold_a_value_until_the_next() -> None:
    """A corner at the next sample's time, on the level before."""
    (line,) = shapes(drawn(series(1, 2, 2, style=Style.STEPS)), "steps")
    assert corners(line) == [(100, 100), (200, 100), (200, 90), (300, 90)]


def test_bars_stand_on_those_before_them() -> None:
    """The second series begins where the first ends; a bar fills 80 % of its step."""
    first, second = series(2, 0, style=Style.BARS), series(3, 1, style=Style.BARS)
    bars = [box(bar) for bar in shapes(drawn(first, second), "bars")]
    assert bars == [(60, 90, 80, 20), (60, 60, 80, 30), (160, 100, 80, 10)]


def test_areas_fill_down_to_those_before_them() -> None:
    """The second area's floor is the first one's line."""
    first, second = series(2, 2, style=Style.AREA), series(3, 1, style=Style.AREA)
    lower, upper = shapes(drawn(first, second), "fill")
    assert corners(lower) == [(100, 90), (200, 90), (200, 110), (100, 110)]
    assert corners(upper) == [(100, 60), (200, 80), (200, 90), (100, 90)]


@pytest.mark.parametrize("style", [Style.AREA, Style.BARS])
def test_bounds_of_stacked_series_hold_their_sum(style: Style) -> None:
    """And 0, on which they stand."""
    assert bounds([series(2, 4, style=style), series(3, 1, style=style)]) == (0, 5)
    assert bounds([series(2, 4), series(3, 1)]) == (1, 4)
    assert bounds([]) == (0, 1)


def test_a_mark_says_its_value() -> None:
    """Who points at a bar or a ring reads what, when and how much."""
    for kind, value in (("bars", "2.0"), ("rings", "2.5"), ("diamonds", "2.5")):
        (shape,) = shapes(drawn(series(float(value), style=Style(kind))), kind)
        assert shape.findtext("title") == f"oven, 1970-01-01 00:00: {value}"


def test_what_lies_beyond_is_at_the_edge_and_said_to_be() -> None:
    """A value below the scale is drawn at its end, with a word that it is cut off."""
    picture = drawn(series(5, -20))
    assert corners(shapes(picture, "line")[0])[-1] == (200, 110)
    assert "cut off" in [text.text for text in picture.iter("text")]
    assert "cut off" not in [text.text for text in drawn(series(5)).iter("text")]


def test_without_samples_words_stand_there() -> None:
    """An empty plot says so."""
    assert "no data" in [text.text for text in drawn().iter("text")]


def test_labels_do_not_overlap() -> None:
    """One that has no room beside those before it is left out; its line stays."""
    words = [text.text for text in drawn(series(1)).iter("text")]
    assert "10" in words
    assert "9.5" not in words


def test_limits_within_the_scale_are_drawn() -> None:
    """A limit above the scale is not."""
    assert [(line.get("class"), line.get("y1")) for line in shapes(drawn(series(1)), "limit")] == [
        ("limit bad", "60")
    ]


def test_a_dashed_series_says_so() -> None:
    """References are told apart from data."""
    (line,) = shapes(drawn(series(1, 2, dashed=True)), "line")
    assert line.get("class") == "line ink dashed"
