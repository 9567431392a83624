"""The review as one page: pictures inside, no script, nothing fetched; prints well."""

from pathlib import Path
from typing import assert_never
from xml.etree.ElementTree import Element

from observability.markup import Node, serialised, tag
from observability.review.document import (
    Block,
    Cell,
    Chart,
    Document,
    Link,
    Paragraph,
    Part,
    Points,
    Section,
    Table,
    Tiles,
)
from observability.review.drawing.charts import drawn
from observability.review.figures import State

_STYLE = Path(__file__).with_name("page.css")


def page(document: Document) -> str:
    """Return the page."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", document.title),
        tag("style", _STYLE.read_text(encoding="utf-8")),
    )
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
    body = tag(
        "body",
        tag("header", tag("h1", document.title), facts),
        tag("main", _section(first), contents, *map(_section, others)),
    )
    return "<!doctype html>\n" + serialised(tag("html", head, body, lang="en")) + "\n"


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
        case Part():
            state: tuple[Node, ...] = () if block.state is None else (" ", _badge(block.state))
            inner = (element for each in block.blocks for element in _block(each))
            return [tag("article", tag("h3", block.title, *state), *inner)]
        case _ as unknown:
            assert_never(unknown)


def _badge(state: State) -> Element:
    return tag("span", str(state).replace("_", " "), class_=f"state {state.lower()}")


def _cell(cell: Cell) -> Node:
    match cell:
        case State():
            return _badge(cell)
        case Link(text, url):
            # Anything but the web, such as javascript:, is shown and leads nowhere.
            return tag("a", text, href=url) if url.startswith(("https://", "http://")) else url
        case _:
            return cell


def _table(table: Table) -> Element:
    kinds = ["number" if column in table.numeric else "words" for column in table.columns]
    head = tag(
        "tr",
        *(
            tag("th", column, scope="col", class_=kind)
            for column, kind in zip(table.columns, kinds, strict=True)
        ),
    )
    rows = (
        tag(
            "tr",
            tag("th", _cell(row[0]), scope="row"),
            *(
                tag("td", _cell(cell), class_=kind)
                for cell, kind in zip(row[1:], kinds[1:], strict=True)
            ),
        )
        for row in table.rows
    )
    # The span stays in sight while a wide table is scrolled.
    caption = tag("caption", tag("span", table.caption))
    body = tag("table", caption, tag("thead", head), tag("tbody", *rows))
    return tag("div", body, class_="scroll", tabindex="0", role="region", aria_label=table.caption)


def _chart(chart: Chart) -> Element:
    return tag(
        "figure",
        tag("figcaption", tag("strong", f"{chart.title}. "), chart.alternative),
        drawn(chart),
        tag("details", tag("summary", "The same as a table"), _table(chart.table)),
    )
