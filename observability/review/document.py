"""What a review says, in order, before it is drawn: the page and the Markdown show the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from observability.drawing.picture import Picture
from observability.evaluation.states import State


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    url: str


Cell = str | Link | State


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `numeric` names the columns that are aligned by their digits."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture, and the same as a table."""

    picture: Picture
    table: Table


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; `kind` is "" or `missing` (a human input that nobody gave) or `warning`."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list of sentences, each with the anchor of the section that tells more, or ""."""

    items: tuple[tuple[str, str], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A few numbers that are seen at first sight."""

    tiles: tuple[tuple[str, State], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsection:
    """A part of a section with a title of its own."""

    title: str
    state: State | None
    blocks: "tuple[Block, ...]"


Block = Paragraph | Points | Table | Chart | Tiles | Subsection


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section; `anchor` is its name in links."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    numeric: Sequence[str] = (),
) -> Table:
    """Return a table."""
    return Table(
        caption=caption,
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        numeric=frozenset(numeric),
    )
