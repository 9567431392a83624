"""The review as one page: pictures inside, no script, nothing fetched; prints well."""

from pathlib import Path
from typing import assert_never
from xml.etree.ElementTree import Element

from observability.drawing.markup import Node, tag
from observability.drawing.page import html_page, table
from observability.drawing.svg import svg
from observability.evaluation.states import State
from observability.review.document import (
    Block,
    Cell,
    Chart,
    Document,
    Link,
    Paragraph,
    Points,
    Section,
    Subsection,
    Table,
    Tiles,
)

_STYLE = Path(__file__).with_name("page.css")


def page(document: Document) -> str:
    """Return the page."""
    facts = tag(
        "dl",
        *(
            tag("div", tag("dt", name), tag("dd", value), class_="fact")
            for name, value in document.facts
        ),
        class_="facts",
    )
    first, *others = document.sections
    contents = tag(
        "nav",
        *(tag("a", section.title, href=f"#{section.anchor}") for section in document.sections[1:]),
        aria_label="Sections",
    )
    return html_page(
        document.title,
        tag("header", tag("h1", document.title), facts),
        tag("main", _section(first), contents, *map(_section, others)),
        css=_STYLE.read_text(encoding="utf-8"),
    )


def _section(section: Section) -> Element:
    return tag(
        "section",
        tag("h2", section.title, id=f"{section.anchor}-title"),
        *(element for block in section.blocks for element in _block(block)),
        id=section.anchor,
        aria_labelledby=f"{section.anchor}-title",
    )


def _block(block: Block) -> list[Element]:
    match block:
        case Paragraph():
            return [tag("p", block.text, class_=block.kind or "plain")]
        case Points():
            items = (
                tag("li", text, *((" ", tag("a", "more", href=f"#{anchor}")) if anchor else ()))
                for text, anchor in block.items
            )
            return [tag("ol" if block.ordered else "ul", *items)]
        case Tiles():
            tiles = (
                tag("li", tag("strong", number), " ", _badge(state))
                for number, state in block.tiles
            )
            return [tag("ul", *tiles, class_="tiles")]
        case Table():
            return [_table(block)]
        case Chart():
            return [_chart(block)]
        case Subsection():
            state: tuple[Node, ...] = () if block.state is None else (" ", _badge(block.state))
            inner = (element for each in block.blocks for element in _block(each))
            return [tag("article", tag("h3", block.title, *state), *inner)]
        case _ as unknown:
            assert_never(unknown)


def _badge(state: State) -> Element:
    return tag("span", state.word, class_=f"state {state.tone}")


def _cell(cell: Cell) -> Node:
    match cell:
        case State():
            return _badge(cell)
        case Link(text, url):
            # Anything but the web, such as javascript:, is shown and leads nowhere.
            return tag("a", text, href=url) if url.startswith(("https://", "http://")) else url
        case _:
            return cell


def _table(shown: Table) -> Element:
    rows = [[_cell(cell) for cell in row] for row in shown.rows]
    return table(shown.caption, shown.columns, rows, numeric=shown.numeric)


def _chart(chart: Chart) -> Element:
    picture = chart.picture
    return tag(
        "figure",
        tag("figcaption", tag("strong", f"{picture.title}. "), picture.words),
        svg(picture),
        tag("details", tag("summary", "The same as a table"), _table(chart.table)),
    )
