"""The review as Markdown, to paste into an issue; a chart is its words and its table."""

import re
from collections.abc import Iterator
from typing import assert_never

from observability.drawing.markup import printable
from observability.evaluation.states import State
from observability.review.document import (
    Block,
    Cell,
    Chart,
    Document,
    Link,
    Paragraph,
    Points,
    Subsection,
    Table,
    Tiles,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def markdown(document: Document) -> str:
    """Return the document as Markdown."""
    lines = [f"# {escaped(document.title)}", ""]
    lines += [f"- {escaped(name)}: {escaped(value)}" for name, value in document.facts]
    for section in document.sections:
        lines += ["", f"## {escaped(section.title)}"]
        for block in section.blocks:
            lines += ["", *_lines(block)]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return text in which nothing is markup, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(printable(text).split()))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text, kind):
            yield ("> " if kind else "") + escaped(text)
        case Points():
            for number, (text, _) in enumerate(block.items, start=1):
                yield f"{number}. {escaped(text)}" if block.ordered else f"- {escaped(text)}"
        case Tiles():
            yield ", ".join(f"{number} {escaped(state.word)}" for number, state in block.tiles)
        case Table():
            yield from _table(block)
        case Chart():
            yield from _chart(block)
        case Subsection():
            state = "" if block.state is None else f" ({escaped(block.state.word)})"
            yield f"### {escaped(block.title)}{state}"
            last = [each.table for each in block.blocks if isinstance(each, Chart)]
            for each in block.blocks:
                yield ""
                if isinstance(each, Chart):
                    # Charts that share a table are told one after the other, then the table.
                    last.remove(each.table)
                    yield from _chart(each, with_table=each.table not in last)
                else:
                    yield from _lines(each)
        case _ as unknown:
            assert_never(unknown)


def _chart(chart: Chart, *, with_table: bool = True) -> Iterator[str]:
    yield f"**{escaped(chart.picture.title)}.** {escaped(chart.picture.words)}"
    if with_table:
        yield ""
        yield from _table(chart.table)


def _cell(cell: Cell) -> str:
    match cell:
        case Link(text, url):
            safe = url.startswith(("https://", "http://")) and not set(url) & set(" ()<>|\\\n")
            return f"[{escaped(text)}]({url})" if safe else escaped(url)
        case State():
            return escaped(cell.word)
        case _:
            return escaped(cell)


def _table(table: Table) -> Iterator[str]:
    yield escaped(table.caption)
    yield ""
    yield "| " + " | ".join(escaped(column) for column in table.columns) + " |"
    yield "|" + "|".join("--:" if name in table.numeric else "---" for name in table.columns) + "|"
    for row in table.rows:
        yield "| " + " | ".join(_cell(cell) for cell in row) + " |"
