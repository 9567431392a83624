"""Pages: readable in light, dark and print, for everybody, and nothing in them is obeyed."""

import re

import pytest
from lxml import html  # type: ignore[import-untyped]

from observability.drawing.markup import printable, tag
from observability.drawing.page import html_page, table
from observability.drawing.palette import Colour, series, style
from tests.hostile import MARKUP

GROUNDS = re.findall(r":root \{(.*?)\}", style("palette"), re.DOTALL)[:3]


def colours(ground: str) -> dict[str, str]:
    """Return the colours of light, with those that this ground changes."""
    pairs = re.findall(r"--(\w+): (#[0-9a-f]+)", f"{GROUNDS[0]} {ground}")
    return dict(pairs)


@pytest.mark.parametrize("ground", GROUNDS, ids=["light", "dark", "print"])
def test_colours_are_readable_on_their_ground(ground: str) -> None:
    """Text has a contrast of 4.5 to 1, a line of a chart 3 to 1 (WCAG AA)."""
    palette = colours(ground)
    for name in map(str, Colour):
        assert contrast(palette[name], palette["paper"]) >= 4.5, name
    for name in ("ink", "soft", "link"):
        assert contrast(palette[name], palette["lane"]) >= 4.5, name
    for name in map(series, range(10)):
        assert contrast(palette[name], palette["paper"]) >= 3, name


def test_every_colour_has_one_of_dark() -> None:
    """Nothing stays as it is in light."""
    light, dark, _ = (set(re.findall(r"(--\w+): #", ground)) for ground in GROUNDS)
    assert light == dark >= set(re.findall(r"var\((--(?!colour)\w+)\)", style("palette", "page")))


def test_every_colour_has_a_class() -> None:
    """What is given a colour by name gets it."""
    names = {*map(str, Colour), *map(series, range(10))}
    assert set(re.findall(r"\.(\w+) \{ --colour: var\(--\1\)", style("palette"))) == names


def contrast(one: str, other: str) -> float:
    """Return how much two colours differ (WCAG 2, relative luminance)."""
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour like #abc or #aabbcc."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("words", MARKUP)
def test_hostile_words_are_shown(words: str) -> None:
    """In a title, a cell, a caption and an attribute they are text, and nothing is lost."""
    text = html_page(words, table(words, ("a", words), [(words, tag("b", words, title=words))]))
    root = html.document_fromstring(text)
    assert not root.xpath("//script | //img | //@*[starts-with(name(), 'on')]")
    assert root.findtext(".//head/title") == printable(words)
    assert [cell.text_content() for cell in root.xpath("//tbody/tr/*")] == [printable(words)] * 2


def test_a_table_can_be_read_aloud_and_scrolled() -> None:
    """A caption, headings with their scope, and a place that the keyboard reaches."""
    text = html_page("t", table("Ovens", ("name", "heat"), [("a", "200")], numeric=["heat"]))
    root = html.document_fromstring(text).find(".//div")
    assert (root.get("role"), root.get("tabindex"), root.get("aria-label")) == (
        "region",
        "0",
        "Ovens",
    )
    assert [(cell.tag, cell.get("scope"), cell.get("class")) for cell in root.iter("th", "td")] == [
        ("th", "col", None),
        ("th", "col", "number"),
        ("th", "row", None),
        ("td", None, "number"),
    ]
