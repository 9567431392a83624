"""Where the budgets went: which figure stands in which column of the review's tables."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from observability import Incident, Level, ToilAndSatisfaction
from observability.evaluation.rows import Count
from observability.evaluation.states import AT_RISK, MET, NO_DATA, PARTIAL
from observability.model.windows import ROLLUP
from observability.review.assembly import Review
from observability.review.consequences import Consequence, Row, Rule
from observability.review.document import Chart, Link, Paragraph, Section, Subsection, Table
from observability.review.figures import Day, Figures
from observability.review.incidents import Attribution, Excluded, IncidentImpact
from observability.review.ledger import Contributors
from observability.review.quarter import ClassImpact
from observability.review.sections.budgets import exclusions, incidents, policy
from observability.review.sections.classes import classes
from observability.review.sections.contributors import contributors
from observability.review.sections.slos import slos
from tests.review.reading import cells, tables, texts, words
from tests.review.shop import (
    NOW,
    ORDERS,
    WEEKS,
    at,
    calm,
    exclusion,
    figures_of,
    incident,
    inputs,
    ledger,
    reviewed,
    rows,
)

NOON = incident("noon", "2026-03-10T12:00", "2026-03-10T12:30", cause="deploy")
SHORT = "2026-03-10 12:00 – 12:30"
NIGHT = replace(
    incident("night", "2026-03-10T23:00", "2026-03-11T01:00", cause="capacity"),
    postmortem="https://example.org/night",
)


def of(*figures: Figures, **more: object) -> Review:
    """Return a review of these figures, with nothing else to say."""
    return replace(calm(), figures=figures, matrix=(), **more)  # type: ignore[arg-type]


def impact(
    what: Incident, bad: int, of_budget: Fraction, of_window: Fraction | None
) -> IncidentImpact:
    """Return what an incident took of the till's budget."""
    return IncidentImpact(
        incident=what,
        slo="till",
        bad=bad,
        of_budget=of_budget,
        of_window=of_window,
    )


def attribution(slo: str, *impacts: IncidentImpact, rest: int = 0) -> Attribution:
    """Return an SLO's bad events by incident, of a budget of 100."""
    return Attribution(
        slo=slo, impacts=impacts, unattributed=rest, unattributed_of_budget=Fraction(rest, 100)
    )


def test_each_column_of_the_incidents_shows_its_figure() -> None:
    """More than a fifth of a window's budget is over the policy's limit, and a fifth is not."""
    found = incidents(
        of(
            inputs=inputs(incidents=(NOON,)),
            attributions=(
                attribution(
                    "till",
                    impact(NOON, 30, Fraction(3, 10), Fraction(21, 100)),
                    impact(NIGHT, 1_000, Fraction(1, 10), Fraction(1, 5)),
                    impact(NOON, 5, Fraction(1, 20), None),
                    rest=60,
                ),
            ),
        )
    )
    assert [list(row.values()) for row in cells(found)] == [
        [
            "till",
            "noon",
            "2026-03-10 12:00 – 12:30",
            "deploy",
            "30",
            "30 %",
            "21 % (over 20 %)",
            "none",
        ],
        [
            "till",
            "night",
            "2026-03-10 23:00 – 2026-03-11 01:00",
            "capacity",
            "1,000",
            "10 %",
            "20 %",
            Link("postmortem", "https://example.org/night"),
        ],
        ["till", "noon", SHORT, "deploy", "5", "5.0 %", "–", "none"],
        ["till", "unattributed", "–", "–", "60", "60 %", "–", "–"],
    ]
    assert texts(found) == {"SLO", "incident", "time (UTC)", "class", "postmortem"}
    assert words(found, "missing") == []


def test_what_nothing_was_bad_of_is_not_listed() -> None:
    """An SLO with an incident and no other bad event has its line, as one without an incident."""
    found = incidents(
        of(
            attributions=(
                attribution("door"),
                attribution("lamp", rest=5),
                attribution("till", impact(NOON, 0, Fraction(0), None)),
            )
        )
    )
    assert [row["SLO"] for row in cells(found)] == ["lamp", "till", "till"]
    assert len(words(found, "missing")) == 1


def test_what_no_review_tells_of_incidents_is_said() -> None:
    """Of the SLO of which it is unknown, and of no other."""
    unknown = replace(attribution("till", rest=1), unknown_periods=("2026-01", "2026-02"))
    [said] = words(incidents(of(attributions=(unknown, attribution("door", rest=1)))), "warning")
    assert said.startswith("till: ")
    assert "2026-01, 2026-02" in said


def test_each_column_of_the_exclusions_shows_its_figure() -> None:
    """300 valid and 20 bad events would go: 90 % would be 95 %."""
    load_test = exclusion("load test", "2026-03-10T12:00", "2026-03-10T12:30")
    found = exclusions(
        of(
            exclusions=tuple(
                Excluded(
                    slo="till",
                    exclusions=((load_test, Count(300, 20, 6)),),
                    with_all=Fraction(9, 10),
                    without=Fraction(19, 20),
                    met_without=met,
                )
                for met in (True, False, None)
            )
        )
    )
    first, second, third = (list(row.values()) for row in cells(found))
    assert first == [
        "till",
        "load test",
        "2026-03-10 12:00 – 2026-03-10 12:30",
        "a load test",
        "the shop keeper",
        "300",
        "20",
        "90.0000 %",
        "95.0000 %",
        "met",
    ]
    assert (second[-1], third[-1]) == ("missed", "no verdict")
    assert texts(found) == {"SLO", "exclusion", "time (UTC)", "reason", "approved by", "then"}
    assert tables(exclusions(of())) == []


def test_the_policy_tells_what_follows_and_to_what_it_was_not_applied() -> None:
    """Each reason once, with the SLOs that it is of."""
    found = policy(
        of(
            figures_of("till", PARTIAL),
            figures_of("door", PARTIAL),
            figures_of("lamp", MET),
            consequences=(
                Consequence(rule=Rule.FREEZE, slo="desk", why="spent", what="freeze", open=True),
            ),
        )
    )
    assert cells(found) == [{"SLO": "desk", "because": "spent", "then": "freeze"}]
    [not_applied] = words(found, "missing")
    assert "till, door" in not_applied
    assert "lamp" not in not_applied
    assert len(words(found)) == 1
    assert len(words(policy(of(figures_of("lamp", MET))))) == 2


def test_the_matrix_tells_its_advice_or_what_it_lacks() -> None:
    """One is advised; of two that are not, each is named by what is missing."""
    answer = ToilAndSatisfaction(
        slo="till",
        toil=Level.LOW,
        satisfaction=Level.HIGH,
        asked_on="2026-03-20",
        source="poll",
    )
    advised = Row(slo="till", met=True, answer=answer, advice="go on", missing="")
    lacking = (
        Row(slo="door", met=None, answer=answer, advice=None, missing="a verdict"),
        Row(slo="lamp", met=True, answer=None, advice=None, missing="toil"),
    )
    missed = replace(advised, slo="desk", met=False)
    found = policy(replace(of(), matrix=(advised, missed, *lacking)))
    assert [list(row.values()) for row in cells(found)] == [
        ["till", "yes", "low", "high", "2026-03-20, poll", "go on"],
        ["desk", "no", "low", "high", "2026-03-20, poll", "go on"],
    ]
    said = words(found, "missing")
    assert [text.rpartition(": ")[2] for text in said] == ["door", "lamp"]
    assert tables(policy(replace(of(), matrix=lacking))) == []
    assert words(policy(replace(of(), matrix=(advised,))), "missing") == []


def test_each_column_of_the_classes_shows_its_figure() -> None:
    """More than a fifth of the quarter's budget is over the policy's limit, and a fifth is not."""
    over = ClassImpact(
        slo="till",
        cause="deploy",
        bad=21,
        known_budget=Decimal("50.5"),
        budget=Decimal(100),
        known=timedelta(days=45),
    )
    quarter = replace(calm().quarter, classes=(over, replace(over, bad=20)))
    found = classes(of(quarter=quarter))
    assert [list(row.values()) for row in cells(found)] == [
        ["till", "deploy", "21", "50", "45 days", "100", "21 % (over 20 %)"],
        ["till", "deploy", "20", "50", "45 days", "100", "20 %"],
    ]
    assert texts(found) == {"SLO", "class"}


@pytest.mark.parametrize(
    ("unknown", "left_out", "said"),
    [
        ((), (), 0),
        (((at("2026-01-01T00:00"), at("2026-02-01T00:00")),), (), 1),
        ((), (("half", "it overlaps"),), 1),
    ],
)
def test_what_is_not_known_of_the_quarter_is_said(
    unknown: object, left_out: object, said: int
) -> None:
    """Times without a review, and reviews that are not counted."""
    quarter = replace(calm().quarter, unknown=unknown, left_out=left_out)  # type: ignore[arg-type]
    found = classes(of(quarter=quarter))
    assert len(words(found, "missing")) == said
    assert len(words(found)) == 2


@pytest.mark.parametrize(
    ("reached", "running"), [("2026-03-29T00:00", True), ("2026-04-01T00:00", False)]
)
def test_a_quarter_that_goes_on_is_told_to_do_so(reached: str, *, running: bool) -> None:
    """It ends on the first of April."""
    whole = replace(calm().quarter.period, reached=at(reached))
    [known, _] = words(classes(of(quarter=replace(calm().quarter, period=whole))))
    assert ("reached until" in known) is running


def of_contributors(told: Contributors | None, bad: int) -> Section:
    """Return who spent a budget, of whom the ledger has so many bad events."""
    counted = ledger(rows(WEEKS.start, NOW, {at("2026-03-10T12:00"): bad}))
    given = {} if told is None else {ORDERS.name: told}
    found = of(ledger=replace(counted, contributors=given))
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
        of(
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
    only_bad = slos(of(figures_of("till", AT_RISK, bad=90)))
    assert len(only_bad.blocks) == 1
    assert len(words(slos(of(figures_of("lamp", NO_DATA, valid=0))), "warning")) == 1


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
        Day(day=date(2026, 3, number), count=Count(100, bad, 1), objective=ORDERS.objective)
        for number, bad in ((1, 4), (2, 5))
    )
    figures = replace(figures_of("till", MET, bad=9, budget=budget), days=days)
    *_, last = days_of(of(figures)).rows
    assert last[1:3] == ("100", "5")
    assert last[5] == left


def days_of(review: Review) -> Table:
    """Return the days of a review's one SLO."""
    [till] = (block for block in slos(review).blocks if isinstance(block, Subsection))
    [days, *_] = (block.table for block in till.blocks if isinstance(block, Chart))
    return days
