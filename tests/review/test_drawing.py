"""The page and the Markdown: complete, accessible, self-contained, and deaf to hostile words."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from lxml import html  # type: ignore[import-untyped]

from observability import Action
from observability.review.assembly import Review
from observability.review.markdown import markdown
from observability.review.page import page
from observability.review.sections.marks import Mark, MarkKind, lanes
from observability.review.sections.whole import whole
from tests.browser import opened, too_wide
from tests.hostile import MARKUP
from tests.review.shop import (
    CATALOGUE,
    NOW,
    ORDERS,
    WEEKS,
    at,
    exclusion,
    incident,
    inputs,
    ledger,
    reviewed,
    rows,
)

FAULT = at("2026-03-10T12:05")


def burnt(words: str = "noon") -> Review:
    """Review four weeks with an incident, an exclusion and an action of these words."""
    minutes = rows(at("2026-03-10T12:00"), at("2026-03-10T12:20"), {FAULT: 50}, seconds=60)
    given = inputs(
        incidents=(
            incident(
                words,
                "2026-03-10T12:00",
                "2026-03-10T12:10",
                cause=words,
                summary=words,
                postmortem=words,
            ),
        ),
        exclusions=(exclusion(words, "2026-03-10T12:00", "2026-03-10T12:10"),),
        actions=(Action(what=words, owner=words, due="2026-03-01"),),
    )
    catalogue = replace(
        CATALOGUE, slos=(replace(ORDERS, description=words, rationale=words, owner=words),)
    )
    found = ledger(rows(WEEKS.start, NOW, {FAULT: 900}), minutes, warnings=(words,))
    return reviewed(found, given, catalogue=catalogue)


def parsed(text: str) -> Element:
    """Return the page as a browser would read it."""
    root: Element = html.document_fromstring(text)
    return root


@pytest.fixture(scope="module")
def drawn() -> Element:
    """Draw a review."""
    return parsed(page(whole(burnt())))


def test_the_sections_come_in_the_meeting_s_order(drawn: Element) -> None:
    """What is to be decided comes first, then how things stand, then what it rests on."""
    assert [element.text for element in drawn.iter("h2")] == [
        "To decide",
        "Scoreboard",
        "Data health",
        "Each SLO",
        "Budget by incident",
        "Classes of incidents in 2026-Q1",
        "Exclusions",
        "Alert quality",
        "Error-budget policy",
        "Target proposals",
        "Review debt and actions",
    ]


def test_at_most_five_decisions_are_on_the_first_screen(drawn: Element) -> None:
    """The first section is a list of five lines at most."""
    first = next(drawn.iter("section"))
    assert 1 <= len(list(first.iter("li"))) <= 5


def test_every_chart_has_a_text_alternative_and_a_table(drawn: Element) -> None:
    """Who does not see the picture reads what it shows, and finds its numbers."""
    figures = list(drawn.iter("figure"))
    assert len(figures) == 4
    for figure in figures:
        (picture,) = figure.iter("svg")
        assert picture.get("role") == "img"
        assert len(picture.get("aria-label") or "") > 20
        assert next(picture.iter("desc")).text
        assert len(list(next(figure.iter("table")).iter("tr"))) > 1


def test_every_table_has_a_caption_and_scoped_headings(drawn: Element) -> None:
    """A screen reader can say which row and column a number is of."""
    for each in drawn.iter("table"):
        assert "".join(next(each.iter("caption")).itertext())
        assert all(heading.get("scope") in {"row", "col"} for heading in each.iter("th"))


def test_links_lead_to_sections_that_exist(drawn: Element) -> None:
    """No link of the page leads nowhere."""
    anchors = {element.get("id") for element in drawn.iter() if element.get("id")}
    inner = [a.get("href") or "" for a in drawn.iter("a") if (a.get("href") or "").startswith("#")]
    assert inner
    assert {link.removeprefix("#") for link in inner} <= anchors


def test_the_page_fetches_nothing_and_runs_nothing(drawn: Element) -> None:
    """One file: no script, no picture, style or font from elsewhere."""
    assert not [e.tag for e in drawn.iter() if e.tag in {"script", "img", "iframe"}]
    assert [e.get("href") for e in drawn.iter("link")] == ["data:,"]
    assert not [e.tag for e in drawn.iter() if e.get("src") or e.get("style")]
    style = next(drawn.iter("style")).text or ""
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("words", MARKUP)
def test_hostile_words_are_shown_and_never_obeyed(words: str, drawn: Element) -> None:
    """Names and labels make no element, no attribute and no link that they should not."""
    tame = parsed(page(whole(burnt())))
    wild = parsed(page(whole(burnt(words))))
    known = {(e.tag, *sorted(e.keys())) for e in tame.iter()}
    assert {(e.tag, *sorted(e.keys())) for e in wild.iter()} <= known
    assert not [a.get("href") for a in wild.iter("a") if (a.get("href") or "").startswith("java")]
    assert len(list(wild.iter("section"))) == len(list(drawn.iter("section")))


@pytest.mark.parametrize("words", MARKUP)
def test_hostile_words_do_not_break_markdown(words: str) -> None:
    """Every row of a table has as many cells as its head, and no raw HTML is left."""
    text = markdown(whole(burnt(words)))
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    head = 0
    for line in text.splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not (cells and head) or cells == head, line
        head = cells


def test_missing_input_is_said_to_be_missing() -> None:
    """Without incidents, toil and actions the document says so instead of inferring."""
    text = markdown(whole(reviewed(ledger(rows(WEEKS.start, NOW)))))
    for words in (
        "No incidents were supplied",
        "No exclusions were approved",
        "none were supplied",
        "No actions were supplied",
    ):
        assert words in text


def test_markdown_and_page_tell_the_same(drawn: Element) -> None:
    """Every caption and number of the page's tables is in the Markdown, too."""
    text = markdown(whole(burnt())).replace("\\", "")
    for each in drawn.iter("table"):
        assert "".join(next(each.iter("caption")).itertext()) in text
        for cell in each.iter("td"):
            assert " ".join("".join(cell.itertext()).split()).replace(" ", "_") in text.replace(
                " ", "_"
            )


def test_marks_differ_in_shape_and_have_their_names_beside_them() -> None:
    """Each kind has a lane of its own with a shape of its own, which is seen across the chart."""
    noon, later = at("2026-03-10T12:00"), at("2026-03-10T12:10")
    marked = lanes([Mark(kind=kind, label="x", start=noon, end=later) for kind in MarkKind])
    assert [lane.name for lane in marked] == [f"{kind}s" for kind in MarkKind]
    assert len({lane.shape for lane in marked}) == len(MarkKind)
    assert all(lane.casts for lane in marked)
    assert [(s.start, s.end, s.words) for s in marked[0].spans] == [
        (noon.timestamp(), later.timestamp(), "incident: x")
    ]


def test_a_chart_without_marks_has_no_room_for_them() -> None:
    """Nothing is drawn of what did not happen."""
    labels = [text.text for text in parsed(page(whole(clean()))).iter("text")]
    assert not {f"{kind}s" for kind in MarkKind} & set(labels)


def clean() -> Review:
    """Review four weeks with a bad day and nothing to mark."""
    return reviewed(ledger(rows(WEEKS.start, NOW, {FAULT: 900})))


def test_a_day_below_the_objective_differs_in_shape(drawn: Element) -> None:
    """Days on which the promise was kept are rings, the others diamonds."""
    levels = [
        (each.tag, (each.get("class") or "").split(" ")[0])
        for each in drawn.iter()
        if (each.get("class") or "").startswith(("rings", "diamonds"))
    ]
    assert set(levels) == {("circle", "rings"), ("path", "diamonds")}
    assert len(levels) == 28


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_the_page_is_no_wider_than_its_window(tmp_path: Path, width: int) -> None:
    """Wide tables scroll in their own place: nobody scrolls the page sideways on a phone."""
    source = tmp_path / "review.html"
    source.write_text(page(whole(burnt())), encoding="utf-8")
    assert too_wide(source, width, tmp_path) == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("output", "file"), [("--screenshot", "page.png"), ("--print-to-pdf", "page.pdf")]
)
def test_a_browser_draws_and_prints_it(tmp_path: Path, output: str, file: str) -> None:
    """A real browser opens the page without a network, and makes a picture and a PDF of it."""
    source, target = tmp_path / "review.html", tmp_path / file
    source.write_text(page(whole(burnt())), encoding="utf-8")
    opened(tmp_path, f"{output}={target}", source.as_uri())
    assert target.read_bytes().startswith((b"\x89PNG", b"%PDF"))
    assert target.stat().st_size > 10_000
