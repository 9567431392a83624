"""What a picture shows, as data: tracks one below the other, over one axis of time.

Times are seconds of Unix time. A colour is a name of the palette: one of `Colour`, or of `series`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from observability.drawing.palette import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time at which something was so; without an end it goes on. `words` are shown on hover."""

    start: float
    end: float | None
    words: str = ""


class Shape(StrEnum):
    """How a lane draws its spans, so that kinds differ without colour; the last two are moments."""

    BAR = "bar"
    FRAME = "frame"
    TRIANGLE = "triangle"
    CROSS = "cross"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row of spans. One that `casts` shows them across the tracks below, too."""

    name: str
    spans: tuple[Span, ...]
    colour: str
    note: str = ""
    shape: Shape = Shape.BAR
    casts: bool = False


class Style(StrEnum):
    """How a series is drawn. Areas and bars stand on those before them."""

    LINE = "line"
    STEPS = "steps"
    AREA = "area"
    BARS = "bars"
    RINGS = "rings"
    DIAMONDS = "diamonds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Samples, as time and value."""

    name: str
    samples: tuple[tuple[float, float], ...]
    colour: str
    style: Style = Style.LINE
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Series between two values; what lies beyond is drawn at the edge.

    Attributes:
        height: of the plot, in pixels.
        low: the value at the bottom.
        high: the value at the top.
        axis: the values that have a line, each with its label; a label without room is left out.
        series: what is drawn.
        write: how a value is written on hover.
        step: the distance of samples in seconds; no line joins samples that are further apart.
        limits: values that have a line of a colour.
        name: stands beside the plot.
        nothing: stands in place of series without samples.

    """

    height: int
    low: float
    high: float
    axis: tuple[tuple[float, str], ...]
    series: tuple[Series, ...]
    write: Callable[[float], str]
    step: float = math.inf
    limits: tuple[tuple[float, str], ...] = ()
    name: str = ""
    nothing: str = "no data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line of words above tracks, and what colours mean; `large` is the title of a picture."""

    words: str
    key: tuple[tuple[Colour, str], ...] = ()
    large: bool = False


Track = Heading | Lane | Plot


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture. `words` tell what it shows to those who do not see it; `left` is for labels."""

    title: str
    words: str
    start: float
    end: float
    tracks: tuple[Track, ...]
    width: int = 720
    left: int = 94
