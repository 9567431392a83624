"""The quarter's budget by class of incidents: what is known of it, and how it is counted."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from observability.evaluation.rows import Rows
from observability.model.review import Incident
from observability.review.assembly import Review
from observability.review.data import as_data
from observability.review.earlier import EarlierReview, read_earlier
from observability.review.ledger import Ledger
from observability.review.markdown import markdown
from observability.review.page import page
from observability.review.period import Period, period
from observability.review.quarter import ClassImpact, quarter
from observability.review.sections.whole import whole
from tests.review.shop import ORDERS, at, incident, inputs, ledger, reviewed, rows

LATER = at("2026-05-01T00:00")
QUARTER, JANUARY, FEBRUARY, MARCH = (
    period(name, LATER) for name in ("2026-Q1", "2026-01", "2026-02", "2026-03")
)
IN_A_DAY = 288 * 100
"""Orders of a day; one in a thousand of them is the budget."""


def tenth(month: int, cause: str = "deploy") -> Incident:
    """Return an incident on the tenth of a month."""
    day = f"2026-{month:02}-10"
    return incident(f"of {day}", f"{day}T12:00", f"{day}T12:10", cause=cause)


FAULTS = (tenth(1), tenth(2), tenth(3, "capacity"))
BAD = {one.start + timedelta(minutes=5): 10 * one.start.month for one in FAULTS}


def counted(start: Period, end: Period) -> Ledger:
    """Return the ledger of some months, in whose incidents 10, 20 and 30 orders failed."""
    minutes = [
        rows(one.start, one.end + timedelta(minutes=2), BAD, seconds=60)
        for one in FAULTS
        if start.start < one.start < end.end
    ]
    found = (row for each in minutes for row in each.within(0, float("inf")))
    return ledger(rows(start.start, end.end, BAD), Rows.of(found))


def written(
    folder: Path, *periods: Period, incidents: Iterable[Incident] = FAULTS
) -> tuple[EarlierReview, ...]:
    """Write the reviews of some periods, and read them back."""
    for one in periods:
        found = reviewed(counted(one, one), inputs(incidents=tuple(incidents)), over=one)
        file = folder / one.name / "review.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(as_data(found)))
    return read_earlier([folder])


def march(earlier: Iterable[EarlierReview] = ()) -> Review:
    """Review March."""
    return reviewed(
        counted(MARCH, MARCH), inputs(incidents=FAULTS), over=MARCH, earlier=tuple(earlier)
    )


def bad(found: Review) -> dict[str, int]:
    """Return the bad events of the quarter by class."""
    return {one.cause: one.bad for one in found.quarter.classes}


@pytest.mark.parametrize(
    ("reviewed_period", "name"),
    [("2026-03", "2026-Q1"), ("2025-12", "2025-Q4"), ("2026-04", "2026-Q2")],
)
def test_the_quarter_is_that_of_the_period_s_end(reviewed_period: str, name: str) -> None:
    """A month that ends at a quarter's midnight belongs to the quarter before it."""
    over = period(reviewed_period, LATER)
    found = reviewed(ledger(rows(over.start, over.end)), over=over)
    assert found.quarter.period.name == name


def test_classes_add_up_over_the_quarter_s_reviews(tmp_path: Path) -> None:
    """January and February are told by their review.json, March by the ledger."""
    found = march(written(tmp_path, JANUARY, FEBRUARY))
    assert bad(found) == {"capacity": 30, "deploy": 10 + 20}
    assert found.quarter.unknown == ()


def test_a_share_is_of_the_whole_quarter_s_budget(tmp_path: Path) -> None:
    """90 days of 28,800 orders allow 2,592 bad ones."""
    found = march(written(tmp_path, JANUARY, FEBRUARY))
    shares = {one.cause: one.share for one in found.quarter.classes}
    assert shares["deploy"] == Fraction(30, 2592)


def test_the_budget_of_what_is_not_known_is_that_of_the_same_traffic() -> None:
    """Of March alone the budget is 892.8, of the quarter 90 ÷ 31 times that."""
    (only,) = march().quarter.classes
    assert only == ClassImpact(
        slo=ORDERS.name,
        cause="capacity",
        bad=30,
        known_budget=only.known_budget,
        budget=only.budget,
        known=timedelta(days=31),
    )
    assert float(only.known_budget) == pytest.approx(31 * IN_A_DAY / 1000)
    assert float(only.budget) == pytest.approx(90 * IN_A_DAY / 1000)


def test_what_no_review_tells_of_is_not_known(tmp_path: Path) -> None:
    """Without January's review it says so, and assumes no bad event there."""
    found = march(written(tmp_path, FEBRUARY))
    assert found.quarter.unknown == ((QUARTER.start, FEBRUARY.start),)
    assert bad(found) == {"capacity": 30, "deploy": 20}
    assert "Not known: 2026-01-01 00:00 – 2026-02-01 00:00" in markdown(whole(found))


def test_reviews_that_overlap_are_counted_once(tmp_path: Path) -> None:
    """Of January and its second half the longer is taken, and the other named."""
    half = replace(JANUARY, name="half", start=at("2026-01-09T00:00"))
    found = march(written(tmp_path, half, JANUARY, FEBRUARY))
    assert bad(found) == {"capacity": 30, "deploy": 30}
    assert found.quarter.left_out == (("half", "it overlaps a review that is counted"),)


def test_a_review_that_reaches_into_the_reviewed_period_is_left_out(tmp_path: Path) -> None:
    """Its incidents cannot be cut in two, so none of it is counted."""
    long = replace(FEBRUARY, name="long", end=at("2026-03-02T00:00"), reached=at("2026-03-02"))
    assert bad(march(written(tmp_path, long))) == {"capacity": 30}


def test_a_review_from_before_the_quarter_is_left_out(tmp_path: Path) -> None:
    """What began in December cannot be cut at New Year."""
    over = replace(JANUARY, name="turn", start=at("2025-12-20T00:00"))
    found = march(written(tmp_path, over))
    assert found.quarter.left_out == (("turn", "it begins before the quarter"),)


def earlier_review(start: str, end: str, name: str = "earlier") -> EarlierReview:
    """Return an earlier review of no SLO."""
    begin, over = at(f"{start}T00:00"), at(f"{end}T00:00")
    return EarlierReview(name=name, environment="prod", start=begin, end=over, slos={})


@pytest.mark.parametrize(
    ("start", "end", "fate"),
    [
        ("2025-12-01", "2026-01-01", "not of the quarter"),
        ("2025-12-20", "2026-01-05", "left out"),
        ("2026-01-01", "2026-02-01", "counted"),
        ("2026-02-01", "2026-02-10", "counted"),
        ("2026-02-01", "2026-02-11", "left out"),
        ("2026-02-10", "2026-03-01", "reviewed now"),
        ("2026-02-15", "2026-02-20", "reviewed now"),
        ("2026-02-20", "2026-03-05", "left out"),
        ("2026-03-01", "2026-03-10", "yet to come"),
    ],
)
def test_an_earlier_review_is_counted_as_a_whole_or_not(start: str, end: str, fate: str) -> None:
    """Reviewed now is 10 February to 1 March: only what ends before that and is of the quarter.

    What the review of now knows itself, and what is of other times, is not spoken of.
    """
    now = replace(FEBRUARY, start=at("2026-02-10T00:00"))
    found = quarter(now, inputs(), [], [earlier_review(start, end)])
    fates = {"counted": len(found.earlier), "left out": len(found.left_out)}
    assert fates == {"counted": 0, "left out": 0} | ({fate: 1} if fate in fates else {})


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [("2026-01-01", "2026-01-10", True), ("2026-01-01", "2026-01-11", False)],
)
def test_of_reviews_that_overlap_the_longest_is_counted(
    start: str, end: str, *, counted: bool
) -> None:
    """Though the shorter one begins earlier; both where they only touch."""
    short, long = earlier_review(start, end), earlier_review("2026-01-10", "2026-02-05", "long")
    found = quarter(MARCH, inputs(), [], [short, long])
    assert found.earlier == ((short, long) if counted else (long,))


def test_a_review_that_does_not_know_the_slo_is_no_part_of_its_quarter() -> None:
    """January's review was written before there was the SLO: March's 31 days are known."""
    (only,) = march([earlier_review("2026-01-01", "2026-02-01")]).quarter.classes
    assert (only.bad, only.known) == (30, timedelta(days=31))


def test_what_the_ledger_forgot_of_the_quarter_before_is_not_of_this_one(tmp_path: Path) -> None:
    """Of a review from December to January, December's incident is of its own quarter."""
    december = period("2025-12", LATER)
    fault = incident("December", "2025-12-10T12:00", "2025-12-10T12:10")
    bad_then = {at("2025-12-10T12:05"): 40}
    minutes = rows(fault.start, fault.end, bad_then, seconds=60)
    then = reviewed(
        ledger(rows(december.start, december.end, bad_then), minutes),
        inputs(incidents=(fault,)),
        over=december,
    )
    (tmp_path / "review.json").write_text(json.dumps(as_data(then)))
    found = reviewed(
        counted(JANUARY, JANUARY),
        inputs(incidents=(fault, *FAULTS)),
        over=replace(JANUARY, start=december.start),
        earlier=read_earlier([tmp_path]),
    )
    assert found.figures[0].count.bad == 40 + 10
    assert bad(found) == {"deploy": 10}


def test_where_nothing_was_to_be_counted_no_class_took_anything() -> None:
    """Without a valid event there is no budget that could be taken."""
    idle = ledger(rows(MARCH.start, MARCH.end, valid=0))
    assert reviewed(idle, inputs(incidents=FAULTS), over=MARCH).quarter.classes == ()


def test_the_reviewed_period_is_cut_at_the_quarter_s_start() -> None:
    """Of a period from February to April, April is of its quarter."""
    over = replace(MARCH, name="long", end=at("2026-04-10T00:00"), reached=at("2026-04-10T00:00"))
    april = incident("April", "2026-04-05T12:00", "2026-04-05T12:10")
    fault = {at("2026-04-05T12:05"): 7}
    minutes = rows(april.start, april.end, fault, seconds=60)
    found = reviewed(
        ledger(rows(over.start, over.end, BAD | fault), minutes),
        inputs(incidents=(*FAULTS, april)),
        over=over,
    )
    (only,) = found.quarter.classes
    assert (only.bad, only.known) == (7, timedelta(days=9))


def test_an_older_review_json_without_incidents_is_not_known(tmp_path: Path) -> None:
    """It is read as before, named, and nothing is guessed of its incidents."""
    written(tmp_path, JANUARY)
    file = tmp_path / JANUARY.name / "review.json"
    old = {key: value for key, value in json.loads(file.read_text()).items() if key != "incidents"}
    file.write_text(json.dumps(old))
    found = march(read_earlier([tmp_path]))
    assert bad(found) == {"capacity": 30}
    assert found.quarter.left_out == (("2026-01", "it holds no incidents"),)
    assert found.quarter.unknown == ((QUARTER.start, MARCH.start),)
    assert [name for name, _ in found.trends[ORDERS.name]] == ["2026-01"]


def test_a_quarter_s_review_takes_incidents_that_the_ledger_forgot(tmp_path: Path) -> None:
    """January's bad events are its incident's in the quarter's review as well, each once."""
    found = reviewed(
        counted(MARCH, MARCH),
        inputs(incidents=FAULTS),
        over=QUARTER,
        earlier=written(tmp_path, JANUARY, FEBRUARY),
    )
    (attributed,) = found.attributions
    assert [impact.bad for impact in attributed.impacts] == [10, 20, 30]
    assert attributed.unattributed == 0
    assert bad(found) == {"capacity": 30, "deploy": 30}
    assert {one.known for one in found.quarter.classes} == {timedelta(days=90)}


def test_what_is_all_borrowed_can_be_drawn(tmp_path: Path) -> None:
    """An SLO of whose rows the ledger holds none any more still has its page."""
    earlier = written(tmp_path, JANUARY, FEBRUARY, MARCH)
    found = reviewed(ledger(Rows.of(())), inputs(incidents=FAULTS), over=QUARTER, earlier=earlier)
    assert found.figures[0].count.bad == 60
    assert "No day of orders-accepted is in the ledger." in page(whole(found))


def test_the_document_shows_the_arithmetic(tmp_path: Path) -> None:
    """Bad events, the budget of the known days and of the quarter, and the share."""
    text = markdown(whole(march(written(tmp_path, FEBRUARY))))
    assert "| orders-accepted | deploy | 20 | 1,699 | 59 days | 2,592 | 0.8 % |" in text


def test_review_json_holds_the_quarter(tmp_path: Path) -> None:
    """Scripts find what is known, what is not, and each class with its numbers."""
    data = as_data(march(written(tmp_path, FEBRUARY)))["quarter"]
    assert isinstance(data, dict)
    assert [one["name"] for one in data["known"]] == ["2026-02", "2026-03"]
    assert data["unknown"] == [{"start": 1767225600, "end": 1769904000}]
    assert [(one["cause"], one["bad"]) for one in data["classes"]] == [
        ("capacity", 30),
        ("deploy", 20),
    ]
