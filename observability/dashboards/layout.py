"""Where panels stand on the grid: from left to right, as high as the highest of their line."""

from collections.abc import Sequence
from dataclasses import dataclass

from observability.dashboards.page import PagePanel
from observability.model.panel import COLUMNS

HEADING = 1
"""The height of a row's heading, in units of the grid."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the grid, in its units."""

    x: int
    y: int
    w: int
    h: int


def lines(panels: Sequence[PagePanel]) -> list[list[PagePanel]]:
    """Return the panels by line: as many as fit beside each other."""
    lines: list[list[PagePanel]] = []
    used = COLUMNS
    for panel in panels:
        if used + panel.width > COLUMNS:
            lines.append([])
            used = 0
        lines[-1].append(panel)
        used += panel.width
    return lines


def placed(panels: Sequence[PagePanel], top: int) -> tuple[list[Place], int]:
    """Return the place of each panel from `top` downwards, and where the next row begins."""
    places = []
    for line in lines(panels):
        height = max(panel.height for panel in line)
        x = 0
        for panel in line:
            places.append(Place(x, top, panel.width, height))
            x += panel.width
        top += height
    return places, top
