"""One palette: names of colours, which the style sheet gives for light, dark and print."""

from enum import StrEnum
from pathlib import Path

_SERIES = 10


class Colour(StrEnum):
    """A colour with a meaning."""

    INK = "ink"
    SOFT = "soft"
    LINK = "link"
    GOOD = "good"
    RISK = "risk"
    BAD = "bad"


def series(index: int) -> str:
    """Return the colour of a series that has no meaning but to differ from its neighbours."""
    return f"series{index % _SERIES}"


def of_severity(severity: str | None) -> Colour:
    """Return the colour of an alert."""
    return {"critical": Colour.BAD, "warning": Colour.RISK}.get(severity or "", Colour.SOFT)


def style(*names: str) -> str:
    """Return the style sheets of this room by name, the palette first."""
    folder = Path(__file__).parent
    return "".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in names)
