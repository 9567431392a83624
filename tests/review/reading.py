"""What a section of a review says, to be held against what was counted."""

from observability.review.document import Cell, Paragraph, Section, Table


def tables(section: Section) -> list[Table]:
    """Return a section's tables."""
    return [block for block in section.blocks if isinstance(block, Table)]


def cells(section: Section, at: int = 0) -> list[dict[str, Cell]]:
    """Return the rows of a section's table, by column."""
    found = tables(section)[at]
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def words(section: Section, kind: str = "") -> list[str]:
    """Return a section's paragraphs of a kind."""
    return [b.text for b in section.blocks if isinstance(b, Paragraph) and b.kind == kind]


def texts(section: Section, at: int = 0) -> set[str]:
    """Return the columns of a section's table that are read as words, not as numbers."""
    found = tables(section)[at]
    return {*found.columns} - found.numeric
