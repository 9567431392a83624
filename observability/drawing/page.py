"""A page: one file, nothing fetched, no script; its head, its style, and tables."""

from collections.abc import Collection, Sequence
from xml.etree.ElementTree import Element

from observability.drawing.markup import Node, serialised, tag
from observability.drawing.palette import style


def html_page(title: str, *body: Node, css: str = "") -> str:
    """Return a page. `css` is added to the style that all pages share."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        # An icon of nothing: a browser asks for one otherwise.
        tag("link", rel="icon", href="data:,"),
        tag("title", title),
        tag("style", style("palette", "picture", "page") + css),
    )
    return "<!doctype html>\n" + serialised(tag("html", head, tag("body", *body), lang="en")) + "\n"


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Node]],
    *,
    numeric: Collection[str] = (),
) -> Element:
    """Return a table, which scrolls in its own place; the first cell is its row's heading.

    Args:
        caption: what the table shows.
        columns: their headings.
        rows: their cells.
        numeric: the columns that are aligned by their digits.

    """
    kinds = ["number" if column in numeric else "" for column in columns]
    head = (
        tag("th", column, scope="col", class_=kind)
        for column, kind in zip(columns, kinds, strict=True)
    )
    body = (
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(tag("td", cell, class_=k) for cell, k in zip(row[1:], kinds[1:], strict=True)),
        )
        for row in rows
    )
    return tag(
        "div",
        tag(
            "table",
            # The span stays in sight while a wide table is scrolled.
            tag("caption", tag("span", caption)),
            tag("thead", tag("tr", *head)),
            tag("tbody", *body),
        ),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=caption,
    )
