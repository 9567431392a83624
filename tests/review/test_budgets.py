"""Where the budgets went: which figure stands in which column of the review's tables."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from observability import Incident, Level, ToilAndSatisfaction
from observability.evaluation.rows import Count
from observability.evaluation.states import MET, PARTIAL
from observability.review.consequences import Consequence, Row, Rule
from observability.review.document import Link
from observability.review.incidents import Attribution, Excluded, IncidentImpact
from observability.review.quarter import ClassImpact
from observability.review.sections.budgets import exclusions, incidents, policy
from observability.review.sections.classes import classes
from tests.review.reading import cells, tables, texts, words
from tests.review.shop import (
    at,
    calm,
    exclusion,
    figures_of,
    incident,
    inputs,
    review_of,
)

NOON = incident("noon", "2026-03-10T12:00", "2026-03-10T12:30", cause="deploy")
SHORT = "2026-03-10 12:00 – 12:30"
NIGHT = replace(
    incident("night", "2026-03-10T23:00", "2026-03-11T01:00", cause="capacity"),
    postmortem="https://example.org/night",
)


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
        review_of(
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
        review_of(
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
    [said] = words(
        incidents(review_of(attributions=(unknown, attribution("door", rest=1)))), "warning"
    )
    assert said.startswith("till: ")
    assert "2026-01, 2026-02" in said


def test_each_column_of_the_exclusions_shows_its_figure() -> None:
    """300 valid and 20 bad events would go: 90 % would be 95 %."""
    load_test = exclusion("load test", "2026-03-10T12:00", "2026-03-10T12:30")
    found = exclusions(
        review_of(
            exclusions=tuple(
                Excluded(
                    slo="till",
                    exclusions=((load_test, Count(300, 20, 6, 30)),),
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
    assert tables(exclusions(review_of())) == []


def test_the_policy_tells_what_follows_and_to_what_it_was_not_applied() -> None:
    """Each reason once, with the SLOs that it is of."""
    found = policy(
        review_of(
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
    assert len(words(policy(review_of(figures_of("lamp", MET))))) == 2


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
    found = policy(replace(review_of(), matrix=(advised, missed, *lacking)))
    assert [list(row.values()) for row in cells(found)] == [
        ["till", "yes", "low", "high", "2026-03-20, poll", "go on"],
        ["desk", "no", "low", "high", "2026-03-20, poll", "go on"],
    ]
    said = words(found, "missing")
    assert [text.rpartition(": ")[2] for text in said] == ["door", "lamp"]
    assert tables(policy(replace(review_of(), matrix=lacking))) == []
    assert words(policy(replace(review_of(), matrix=(advised,))), "missing") == []


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
    found = classes(review_of(quarter=quarter))
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
    found = classes(review_of(quarter=quarter))
    assert len(words(found, "missing")) == said
    assert len(words(found)) == 2


@pytest.mark.parametrize(
    ("reached", "running"), [("2026-03-29T00:00", True), ("2026-04-01T00:00", False)]
)
def test_a_quarter_that_goes_on_is_told_to_do_so(reached: str, *, running: bool) -> None:
    """It ends on the first of April."""
    whole = replace(calm().quarter.period, reached=at(reached))
    [known, _] = words(classes(review_of(quarter=replace(calm().quarter, period=whole))))
    assert ("reached until" in known) is running
