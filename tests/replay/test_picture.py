"""The picture of a replay: whole, in place, told in words, and deaf to hostile names."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lxml import html  # type: ignore[import-untyped]

from observability.drawing.markup import printable
from observability.evaluation.firings import Firing, fired
from observability.recordings.timeline import Fault
from observability.replay.engine import Replay
from observability.replay.evaluation import Span
from observability.replay.picture import page, svg
from tests.browser import too_wide
from tests.hostile import MARKUP

START = 1_768_176_000
"""2026-01-12 00:00 UTC."""
HOUR = 3_600
SPAN = Span(start=START, end=START + 10 * HOUR)
SVG = "{http://www.w3.org/2000/svg}"


def firing(
    start: int, end: int | None, *, severity: str = "critical", words: str = "oven-warmth"
) -> Firing:
    """Return an alert that fired and was over some hours after the start."""
    labels = {"alertname": words, "severity": severity, "slo": words, "burn_tier": "fast"}
    return fired(
        labels,
        pending_at=START + start * HOUR,
        firing_at=START + start * HOUR,
        resolved_at=None if end is None else START + end * HOUR,
    )


def fault(start: int, end: int, kind: str = "fire", target: str = "oven") -> Fault:
    """Return what happened some hours after the start."""
    return Fault(
        kind=kind, target=target, start=START + start * HOUR, end=START + end * HOUR, value=None
    )


def replayed(*firings: Firing) -> Replay:
    """Return a replay of ten hours with these alerts."""
    return Replay(span=SPAN, firings=firings, storage=Path())


def drawn(found: Replay, *incidents: Fault, title: str = "Replay of oven") -> ET.Element:
    """Return the picture, parsed by another than what wrote it."""
    return ET.fromstring(svg(found, incidents, title))  # noqa: S314  our own


def bars(picture: ET.Element, kind: str) -> list[tuple[float, float]]:
    """Return from where to where bars of a colour reach, those of the key aside."""
    return [
        (float(bar.get("x", "")), float(bar.get("x", "")) + float(bar.get("width", "")))
        for bar in picture.findall(f".//{SVG}g/{SVG}rect[@class='bar {kind}']")
    ]


def texts(picture: ET.Element) -> list[str]:
    """Return all words that are seen."""
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def test_a_row_for_each_severity_and_tier() -> None:
    """Alerts of one rule share a row; a page and a ticket of one SLO do not."""
    found = replayed(firing(1, 2), firing(1, 3, severity="warning"), firing(4, 5))
    rows = [text for text in texts(drawn(found)) if text.startswith("oven-warmth · ")]
    assert rows == ["oven-warmth · critical · fast", "oven-warmth · warning · fast"]


def test_bars_are_where_alerts_fired() -> None:
    """A bar reaches from the hour at which an alert fired to that at which it was over."""
    picture = drawn(replayed(firing(0, 5), firing(5, 10)))
    first, second = bars(picture, "bad")
    assert first[1] == second[0]
    assert first[1] - first[0] == second[1] - second[0] > 0


def test_bars_stand_under_what_set_them_off() -> None:
    """An incident and an alert of one time have the same left and right."""
    picture = drawn(replayed(firing(2, 4)), fault(2, 4))
    assert bars(picture, "bad") == bars(picture, "link")


def test_colour_tells_severity() -> None:
    """Pages, tickets and others have a colour each."""
    kinds = ("critical", "warning", "info")
    picture = drawn(replayed(*(firing(1, 2, severity=kind) for kind in kinds)))
    assert [len(bars(picture, kind)) for kind in ("bad", "risk", "soft")] == [1, 1, 1]


def test_an_alert_that_still_fires_points_on() -> None:
    """It reaches the end, where an arrow says that it goes on; one that is over has none."""
    picture = drawn(replayed(firing(1, None), firing(1, 10, severity="warning")))
    assert bars(picture, "bad") == bars(picture, "risk")
    assert [arrow.get("class") for arrow in picture.iter(f"{SVG}path")] == ["bar bad"]


def test_what_took_no_time_is_seen() -> None:
    """A collection of garbage has no length, and a bar nevertheless."""
    ((left, right),) = bars(drawn(replayed(), fault(3, 3, "gc")), "link")
    assert right - left == 4


def test_what_lies_outside_is_left_out() -> None:
    """A timeline may be longer than the recording."""
    picture = drawn(replayed(), fault(11, 12, "later"), fault(-2, -1, "earlier"), fault(-1, 1))
    assert "fire" in texts(picture)
    assert not {"later", "earlier"} & set(texts(picture))


def test_words_tell_what_is_seen() -> None:
    """Who does not see the picture hears which alerts fired, how often, and what happened."""
    picture = drawn(replayed(firing(1, 2), firing(4, None)), fault(3, 3, "gc"))
    title, words = (picture.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert words is not None
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == f"{title.text}: {words.text}"
    assert title.text == "Replay of oven"
    assert words.text == (
        "From 2026-01-12 00:00 to 2026-01-12 10:00 UTC, 2 alerts fired. "
        "oven-warmth (oven-warmth · critical · fast): 2 times, first at 2026-01-12 01:00, "
        "7 h in all. Meanwhile: gc of oven, 2026-01-12 03:00 UTC."
    )


def test_silence_is_said() -> None:
    """A replay without alerts is a picture that says so."""
    assert "No alert fired." in texts(drawn(replayed()))


def test_rows_do_not_overlap() -> None:
    """Each row has a height of its own, and the picture holds them all."""
    picture = drawn(replayed(*(firing(1, 2, words=f"oven-{n:02}") for n in range(40))), fault(1, 2))
    tops = sorted(float(bar.get("y", "")) for bar in picture.iterfind(f".//{SVG}g/{SVG}rect"))
    assert all(lower - upper >= 34 for upper, lower in pairwise(tops))
    assert tops[-1] < float(picture.get("height", ""))


@pytest.mark.parametrize("words", MARKUP)
def test_hostile_words_are_shown(words: str) -> None:
    """Names of alerts, labels, faults and files are text in the SVG, whatever they hold."""
    picture = drawn(replayed(firing(1, 2, words=words)), fault(1, 2, words, words), title=words)
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "text", "line", "g"),
    }
    assert picture.findtext(f"{SVG}title") == printable(words)
    assert not any(name.startswith("on") for element in picture.iter() for name in element.attrib)


@pytest.mark.parametrize("words", MARKUP)
def test_hostile_words_are_shown_on_the_page(words: str) -> None:
    """The same in HTML, whose parser forgives more."""
    text = page(replayed(firing(1, 2, words=words)), [fault(1, 2, words, words)], words)
    tree = html.document_fromstring(text)
    assert not tree.xpath("//script | //img | //a | //@*[starts-with(name(), 'on')]")
    assert tree.findtext(".//head/title") == printable(words)
    assert tree.xpath("string(//main/div[2]/table/tbody/tr/td[3])") == printable(words)


def test_the_page_has_tables_of_the_picture() -> None:
    """Each alert and each incident is a row, too."""
    text = page(replayed(firing(1, 2), firing(4, None)), [fault(3, 3, "gc")], "Replay of oven")
    alerts, incidents = html.document_fromstring(text).findall(".//table")
    assert [row.findtext("th") for row in alerts.findall("tbody/tr")] == [
        "2026-01-12 01:00",
        "2026-01-12 04:00",
    ]
    assert [cell.text for cell in incidents.findall("tbody/tr/*")] == [
        *("2026-01-12 03:00", "2026-01-12 03:00", "0 s", "gc", "oven"),
    ]


def test_nothing_is_fetched() -> None:
    """Page and picture hold all that they need."""
    text = page(replayed(firing(1, 2)), [fault(1, 2)], "t") + svg(replayed(firing(1, 2)), [], "t")
    links = re.findall(r"(?:href|src)=\"([^\"]*)\"|url\(([^)]*)\)|(@import)", text)
    assert links == [("data:,", "", "")]
    assert "<script" not in text


def test_two_drawings_are_one() -> None:
    """The same replay gives the same bytes."""
    found, incidents = replayed(firing(1, 2), firing(3, None)), [fault(1, 2)]
    assert svg(found, incidents, "t") == svg(found, incidents, "t")
    assert page(found, incidents, "t") == page(found, incidents, "t")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390])
def test_the_page_is_no_wider_than_a_phone(width: int, tmp_path: Path) -> None:
    """The picture and wide tables scroll in their own place."""
    source = tmp_path / "replay.html"
    text = page(replayed(firing(1, 2, words="x" * 200)), [fault(1, 2)], "Replay of oven")
    source.write_text(text, encoding="utf-8")
    assert too_wide(source, width, tmp_path) == 0
