"""Lanes: spans are where their times are, and differ without colour."""

from xml.etree.ElementTree import Element, fromstring

from observability.drawing.palette import Colour
from observability.drawing.picture import Heading, Lane, Picture, Shape, Span, Track
from observability.drawing.svg import standalone, svg

HOUR = 3_600


def lane(
    *spans: tuple[float, float | None],
    shape: Shape = Shape.BAR,
    name: str = "oven",
    casts: bool = False,
) -> Lane:
    """Return a lane of spans in hours."""
    return Lane(
        name=name,
        spans=tuple(
            Span(start=start * HOUR, end=None if end is None else end * HOUR)
            for start, end in spans
        ),
        colour=Colour.BAD,
        shape=shape,
        casts=casts,
    )


def drawn(*tracks: Track) -> Element:
    """Draw tracks over ten hours, of 100 pixels each."""
    return svg(picture(*tracks))


def picture(*tracks: Track) -> Picture:
    """Return a picture of ten hours, of 100 pixels each."""
    return Picture(
        title="t", words="w", start=0, end=10 * HOUR, tracks=tracks, width=1_114, left=100
    )


def boxes(root: Element, kind: str) -> list[tuple[float, float]]:
    """Return from where to where the rectangles of a class reach."""
    return [
        (float(r.get("x") or ""), float(r.get("x") or "") + float(r.get("width") or ""))
        for r in root.iter("rect")
        if r.get("class") == kind
    ]


def test_a_span_is_where_its_times_are() -> None:
    """From the hour of its start to that of its end."""
    assert boxes(drawn(lane((2, 4))), "bar bad") == [(300, 500)]


def test_a_short_span_is_seen() -> None:
    """It is 4 pixels wide, in the middle of its time, and never outside of the lane."""
    assert boxes(drawn(lane((3, 3), (0, 0), (10, 10))), "bar bad") == [
        (398, 402),
        (100, 104),
        (1_096, 1_100),
    ]


def test_a_span_that_goes_on_reaches_the_end_and_points_on() -> None:
    """An arrow says that it is not over."""
    root = drawn(lane((9, None)))
    assert boxes(root, "bar bad") == [(1_000, 1_100)]
    assert len([e for e in root.iter("path") if e.get("class") == "bar bad"]) == 1
    assert not list(drawn(lane((9, 10))).iter("path"))


def test_a_lane_that_casts_is_seen_across_what_is_below() -> None:
    """A bar as a band, a frame as an open one, a moment as a line; each through the lanes below."""
    below = lane((0, 1))
    root = drawn(lane((2, 4), casts=True), Heading(words="Alerts"), below)
    assert boxes(root, "band bad") == [(300, 500)]
    root = drawn(lane((2, 4), shape=Shape.FRAME, casts=True), below)
    assert boxes(root, "band frame bad") == [(300, 500)]
    root = drawn(lane((2, 2), shape=Shape.CROSS, casts=True), below)
    (line,) = [e for e in root.iter("line") if e.get("class") == "moment cross"]
    # The lane that casts is 16 pixels high, the one below 20.
    assert [line.get(name) for name in ("x1", "x2", "y1", "y2")] == ["300", "300", "16", "36"]


def test_shapes_differ_without_colour() -> None:
    """In greyscale, too, they are told apart."""
    seen = {
        tuple(
            (e.tag, (e.get("class") or "").split(" ")[0], (e.get("d") or "").count("L"))
            for group in drawn(lane((2, 4), shape=shape)).iter("g")
            for e in group.iter()
            if e.tag in {"rect", "path"}
        )
        for shape in Shape
    }
    assert len(seen) == len(Shape)


def test_a_long_name_does_not_leave_its_place() -> None:
    """It is cut, and whole where one points at the lane."""
    root = drawn(lane((1, 2), name="x" * 100))
    (text,) = [t.text for t in root.iter("text") if "x" in (t.text or "")]
    assert text == "x" * 15 + "…"
    assert [g.findtext("title") for g in root.iter("g")] == ["x" * 100]


def test_a_key_says_what_colours_mean() -> None:
    """A square of the colour, and the words."""
    root = drawn(Heading(words="Alerts", key=((Colour.BAD, "pages"),)))
    assert "pages" in [t.text for t in root.iter("text")]
    assert len(boxes(root, "bar bad")) == 1


def test_a_file_of_its_own_brings_its_colours() -> None:
    """A viewer of SVG shows it as the page does."""
    text = standalone(picture(lane((1, 2))))
    assert fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314  our own
    assert "--bad: #" in text
    assert ".bar," in text
