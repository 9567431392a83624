"""Each SLO of the review: its days, and who spent its budget."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from observability.evaluation.rows import Count
from observability.evaluation.states import AT_RISK, MET, NO_DATA
from observability.model.windows import ROLLUP
from observability.review.assembly import Review
from observability.review.document import Chart, Paragraph, Section, Subsection, Table
from observability.review.figures import Day
from observability.review.ledger import Contributors
from observability.review.sections.contributors import contributors
from observability.review.sections.slos import slos
from tests.review.reading import cells, texts, words
from tests.review.shop import (
    NOW,
    ORDERS,
    WEEKS,
    at,
    figures_of,
    ledger,
    review_of,
    reviewed,
    rows,
)


def of_contributors(told: Contributors | None, bad: int) -> Section:
    """Return who spent a budget, of whom the ledger has so many bad events."""
    counted = ledger(rows(WEEKS.start, NOW, {at("2026-03-10T12:00"): bad}))
    given = {} if told is None else {ORDERS.name: told}
    found = review_of(ledger=replace(counted, contributors=given))
    return Section(
        title="", anchor="", blocks=tuple(contributors(found, figures_of(ORDERS.name, MET)))
    )


def test_the_five_worst_are_named_and_the_others_added_up() -> None:
    """By label; of two with as many the first by name; without a value it has a dash."""
    by_pod = {"f": 1, "e": 2, "d": 3, "c": 4, "b": 5, "": 6, "a": 5}
    found = of_contributors(Contributors(total=26, events={"pod": by_pod, "job": {"x": 13}}), 26)
    assert [list(row.values()) for row in cells(found)] == [
        ["pod", "–", "6", "23 %"],
        ["pod", "a", "5", "19 %"],
        ["pod", "b", "5", "19 %"],
        ["pod", "c", "4", "15 %"],
        ["pod", "d", "3", "12 %"],
        ["pod", "2 others", "3", "12 %"],
        ["job", "x", "13", "50 %"],
    ]
    assert texts(found) == {"by", "contributor"}
    assert not [block for block in found.blocks if isinstance(block, Paragraph)]


def test_what_was_not_asked_is_not_told() -> None:
    """And why it cannot be told where it was."""
    assert of_contributors(None, 5).blocks == ()
    for unknown in (Contributors(failure="too many"), Contributors(total=0)):
        [said] = of_contributors(unknown, 5).blocks
        assert isinstance(said, Paragraph)
        assert said.kind == "warning"


@pytest.mark.parametrize(("total", "kind"), [(4, "warning"), (6, "")])
def test_another_number_than_the_ledger_s_is_said(total: int, kind: str) -> None:
    """Fewer are a warning, since series are gone; more are not."""
    [said, table] = of_contributors(
        Contributors(total=total, events={"pod": {"a": total}}), 5
    ).blocks
    assert isinstance(said, Paragraph)
    assert isinstance(table, Table)
    assert said.kind == kind
    assert ("missing or damaged" in said.text) is (kind == "warning")


def test_each_slo_with_bad_events_has_a_part_of_its_own() -> None:
    """One of which all were good is named, one without events is not."""
    found = slos(
        review_of(
            figures_of("till", AT_RISK, bad=90),
            figures_of("door", MET),
            figures_of("lamp", NO_DATA, valid=0, budget=0),
        )
    )
    [till, clean] = found.blocks
    assert isinstance(till, Subsection)
    assert (till.title, till.state) == ("till", AT_RISK)
    assert isinstance(clean, Paragraph)
    assert "door (100,000 valid)" in clean.text
    assert "lamp" not in clean.text
    only_bad = slos(review_of(figures_of("till", AT_RISK, bad=90)))
    assert len(only_bad.blocks) == 1
    assert len(words(slos(review_of(figures_of("lamp", NO_DATA, valid=0))), "warning")) == 1


def test_each_column_of_the_days_shows_its_figure() -> None:
    """From 3 to 28 March there are 288,000 orders a day: 7,488 may be bad.

    On the 5th a quarter of them is spent, and half on the 6th; before the 3rd nothing is known.
    """
    noon = at("2026-03-05T12:00")
    bad = {noon: 1_000, noon + ROLLUP: 872}
    bad |= {noon + timedelta(days=1, minutes=5 * n): 936 for n in range(4)}
    found = reviewed(ledger(rows(at("2026-03-03T00:00"), NOW, bad, valid=1_000)))
    days = days_of(found)
    by_day = {str(row[0]): row[1:6] for row in days.rows}
    assert len(by_day) == 28
    assert by_day["2026-03-02"] == ("–", "–", "–", "99.9 %", "–")
    assert by_day["2026-03-03"] == ("288,000", "0", "100.0000 %", "99.9 %", "100 %")
    assert by_day["2026-03-05"] == ("288,000", "1,872", "99.3500 %", "99.9 %", "75 %")
    assert by_day["2026-03-06"] == ("288,000", "3,744", "98.7000 %", "99.9 %", "25 %")
    assert by_day["2026-03-28"] == ("288,000", "0", "100.0000 %", "99.9 %", "25 %")
    names = ("day", "valid", "bad", "attained", "objective", "budget left", "marked")
    assert days.columns == names
    assert {*days.columns} - days.numeric == {"day", "marked"}


@pytest.mark.parametrize(("budget", "left"), [(10, "10 %"), (0, "–")])
def test_what_is_left_of_a_day_is_of_all_bad_events_until_then(budget: int, left: str) -> None:
    """4 and 5 of 10; of no budget nothing is left. A day with a single row is known."""
    days = tuple(
        Day(day=date(2026, 3, number), count=Count(100, bad, 1, 5), objective=ORDERS.objective)
        for number, bad in ((1, 4), (2, 5))
    )
    figures = replace(figures_of("till", MET, bad=9, budget=budget), days=days)
    *_, last = days_of(review_of(figures)).rows
    assert last[1:3] == ("100", "5")
    assert last[5] == left


def days_of(review: Review) -> Table:
    """Return the days of a review's one SLO."""
    [till] = (block for block in slos(review).blocks if isinstance(block, Subsection))
    [days, *_] = (block.table for block in till.blocks if isinstance(block, Chart))
    return days
