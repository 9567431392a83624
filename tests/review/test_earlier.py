"""Earlier reviews: trends, and quarters that outlive retention."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from observability.errors import ReviewError
from observability.evaluation.rows import NO_ROWS, NOTHING, Count, Row, Rows
from observability.evaluation.states import MET, PARTIAL
from observability.review.data import as_data
from observability.review.earlier import (
    EarlierReview,
    EarlierSLO,
    KnownEvents,
    known_events,
    read_earlier,
    trend,
)
from observability.review.markdown import markdown
from observability.review.period import period
from observability.review.sections.whole import whole
from tests.review.shop import ORDERS, at, ledger, reviewed, rows

MONTHS = [period(name, at("2026-05-01T00:00")) for name in ("2026-01", "2026-02", "2026-03")]
QUARTER = period("2026-Q1", at("2026-05-01T00:00"))
BAD = {at("2026-01-10T12:00"): 7, at("2026-02-10T12:00"): 11, at("2026-03-10T12:00"): 13}


def kept(folder: Path) -> tuple[EarlierReview, ...]:
    """Write the reviews of January and February into a folder, and read them back."""
    for month in MONTHS[:2]:
        whole = ledger(rows(month.start - timedelta(days=3), month.end, BAD))
        file = folder / month.name / "review.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(as_data(reviewed(whole, over=month))))
    return read_earlier([folder])


def test_a_quarter_is_whole_although_the_ledger_holds_its_last_month_only(tmp_path: Path) -> None:
    """What retention took away is told by the reviews of January and February, to the event."""
    march = ledger(rows(at("2026-03-01T00:00"), QUARTER.end, BAD))
    (found,) = reviewed(march, over=QUARTER, earlier=kept(tmp_path)).figures
    assert found.state is MET
    assert found.coverage == 1
    assert (found.count.valid, found.count.bad) == (90 * 288 * 100, 31)
    assert found.from_earlier_reviews == ("2026-01", "2026-02")


def test_without_them_the_quarter_is_partial(tmp_path: Path) -> None:
    """Nothing is guessed of what nobody kept."""
    kept(tmp_path)
    march = ledger(rows(at("2026-03-01T00:00"), QUARTER.end, BAD))
    assert reviewed(march, over=QUARTER).figures[0].state is PARTIAL


def test_the_ledger_is_preferred_where_it_knows_as_much(tmp_path: Path) -> None:
    """A time that the ledger still holds is counted once, from the ledger."""
    earlier = kept(tmp_path)
    whole = ledger(rows(QUARTER.start, QUARTER.end, BAD))
    (found,) = reviewed(whole, over=QUARTER, earlier=earlier).figures
    assert (found.from_earlier_reviews, found.count.bad) == ((), 31)


def test_a_part_that_the_ledger_still_holds_is_not_counted_twice(tmp_path: Path) -> None:
    """Half of February is in the ledger and all of it in its review: it is counted once."""
    half = ledger(rows(at("2026-02-15T00:00"), QUARTER.end, BAD))
    (found,) = reviewed(half, over=QUARTER, earlier=kept(tmp_path)).figures
    assert (found.count.valid, found.count.bad) == (90 * 288 * 100, 31)


def test_trends_tell_what_earlier_reviews_said(tmp_path: Path) -> None:
    """March is shown beside January and February."""
    march = ledger(rows(MONTHS[2].start, MONTHS[2].end, BAD))
    told = reviewed(march, over=MONTHS[2], earlier=kept(tmp_path)).trends[ORDERS.name]
    assert [(name, slo.count.bad) for name, slo in told] == [("2026-01", 7), ("2026-02", 11)]


def test_trends_are_of_the_last_three_reviews(tmp_path: Path) -> None:
    """Of four earlier reviews the oldest is not shown; the newest stands last."""
    names = ("2025-10", "2025-11", "2025-12", "2026-01")
    bad = {period(name, at("2026-05-01T00:00")).start + timedelta(days=3): 5 for name in names}
    for name in names:
        month = period(name, at("2026-05-01T00:00"))
        file = tmp_path / name / "review.json"
        file.parent.mkdir()
        found = reviewed(ledger(rows(month.start, month.end, bad)), over=month)
        file.write_text(json.dumps(as_data(found)))
    february = ledger(rows(MONTHS[1].start, MONTHS[1].end, BAD))
    told = reviewed(february, over=MONTHS[1], earlier=read_earlier([tmp_path])).trends[ORDERS.name]
    assert [name for name, _ in told] == ["2025-11", "2025-12", "2026-01"]


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2026-01-01", "2026-02-01", True),
        ("2026-01-15", "2026-02-15", True),
        ("2026-01-15", "2026-03-01", False),
        ("2026-01-15", "2026-03-10", False),
        ("2026-02-01", "2026-02-15", False),
        ("2026-02-10", "2026-02-15", False),
    ],
)
def test_a_trend_is_of_what_began_and_ended_earlier(start: str, end: str, *, shown: bool) -> None:
    """Beside February stands what began before it and ended before its end."""
    review = EarlierReview(
        name="2026",
        environment="prod",
        start=at(f"{start}T00:00"),
        end=at(f"{end}T00:00"),
        slos={ORDERS.name: said(valid=8)},
    )
    assert bool(trend(ORDERS.name, [review], MONTHS[1])) is shown
    assert trend("payments", [review], MONTHS[1]) == ()


@pytest.mark.parametrize(
    ("reviews", "counted"),
    [
        (["01-10", "10-20"], ["01-10", "10-20"]),
        (["05-10", "01-20"], ["01-20"]),
        (["01-20", "05-25"], ["01-20"]),
        (["01-20", "01-10"], ["01-10"]),
        (["01-05", "05-10", "07-12"], ["01-05", "05-10"]),
        (["20-29"], []),
        (["00-05"], []),
    ],
)
def test_earlier_reviews_are_counted_that_lie_apart_within_the_period(
    reviews: list[str], counted: list[str]
) -> None:
    """Of those that overlap the one that begins first, or ends first; all of 1 to 28 February.

    One that knows nothing of the SLO changes nothing.
    """
    over = replace(MONTHS[1], reached=at("2026-02-28T00:00"))
    given = [february(*map(int, days.split("-"))) for days in reviews]
    unknown = replace(february(1, 28), slos={})
    known = known_events(ORDERS.name, NO_ROWS, [unknown, *given], over)
    assert [review.name for review in known.from_earlier_reviews] == counted
    assert known.count.bad == 7 * len(counted)
    assert known.budget == len(counted)


def february(start: int, end: int) -> EarlierReview:
    """Return an earlier review of some days of February, 1 being its first midnight."""
    first = at("2026-02-01T00:00") - timedelta(days=1)
    return EarlierReview(
        name=f"{start:02}-{end:02}",
        environment="prod",
        start=first + timedelta(days=start),
        end=first + timedelta(days=end),
        slos={ORDERS.name: said(valid=100, bad=7, count_rows=2)},
    )


def test_a_row_at_the_start_of_an_earlier_review_is_of_the_time_before_it() -> None:
    """A row is of the five minutes that end then: that at its start stays, that at its end goes."""
    review = february(10, 11)
    ends = Rows.of(Row(time.timestamp(), 10, 1) for time in (review.start, review.end))
    known = known_events(ORDERS.name, ends, [review], MONTHS[1])
    assert known.rows.times == (review.start.timestamp(),)


def test_without_earlier_reviews_nothing_is_added() -> None:
    """No event and no budget."""
    known = known_events(ORDERS.name, NO_ROWS, [], MONTHS[1])
    assert (known.count, known.budget) == (NOTHING, Decimal(0))
    assert KnownEvents(rows=NO_ROWS).budget == 0


def said(valid: int, bad: int = 0, count_rows: int = 1) -> EarlierSLO:
    """Return what an earlier review said of an SLO."""
    return EarlierSLO(
        state="MET",
        objective=ORDERS.objective,
        count=Count(valid, bad, count_rows, 5 * count_rows),
        budget=Decimal(1),
        coverage=Fraction(1),
    )


def test_attained_is_the_share_of_good_events() -> None:
    """6 of 8; of none it is unknown."""
    assert said(valid=8, bad=2).attained == Fraction(3, 4)
    assert said(valid=0).attained is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"period": {}}', '{"environment": "prod", "period": 3, "slos": []}', "\x00"],
)
def test_a_file_that_no_review_wrote_is_named(tmp_path: Path, text: str) -> None:
    """A broken earlier review is refused with its path and the cure."""
    file = tmp_path / "review.json"
    file.write_text(text)
    with pytest.raises(ReviewError, match=r"review\.json: .*; leave it out of --earlier"):
        read_earlier([file])


def test_review_json_has_the_contract_s_keys() -> None:
    """Scripts find the period and each SLO's figures under the names that they know."""
    data = as_data(reviewed(ledger(rows(MONTHS[0].start, MONTHS[0].end, BAD)), over=MONTHS[0]))
    assert data["period"] == {
        "name": "2026-01",
        "start": 1767225600,
        "end": 1769904000,
        "reached": 1769904000,
    }
    slos = data["slos"]
    assert isinstance(slos, list)
    (slo,) = slos
    wanted = {"name", "state", "objective", "valid", "bad", "attained", "budget_events"}
    assert wanted | {"budget_spent", "coverage"} <= set(slo)
    assert (slo["valid"], slo["bad"], slo["state"]) == (31 * 288 * 100, 7, "MET")


def test_the_document_shows_earlier_reviews_beside_this_one(tmp_path: Path) -> None:
    """A column for each, the oldest first; rolling periods are told apart by their end."""
    for number, day in enumerate(("2026-02-15T00:00", "2026-02-22T00:00")):
        over = period("7d", at(day))
        found = reviewed(ledger(rows(over.start, over.end, BAD)), over=over)
        (tmp_path / f"{number}.json").write_text(json.dumps(as_data(found)))
    march = ledger(rows(MONTHS[2].start, MONTHS[2].end, BAD))
    earlier = read_earlier([tmp_path / "0.json", tmp_path / "1.json"])
    text = markdown(whole(reviewed(march, over=MONTHS[2], earlier=earlier)))
    assert "| SLO | objective | 7d until 2026-02-15 | 7d until 2026-02-22 | now |" in text
    assert "| orders-accepted | 99.9 % | 99.9945 % | 100.0000 % | 99.9985 % |" in text
