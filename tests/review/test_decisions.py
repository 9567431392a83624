"""What the meeting is asked: of each question, whom it is about and whom it is not."""

import re
from dataclasses import replace

import pytest

from observability import Action, Level, ToilAndSatisfaction
from observability.evaluation.states import (
    AT_RISK,
    LOW_TRAFFIC,
    MET,
    MISSED,
    NO_DATA,
    PARTIAL,
)
from observability.review.assembly import Review
from observability.review.consequences import Consequence, Row, Rule
from observability.review.decisions import decisions, listed
from observability.review.incidents import Excluded
from tests.review.shop import figures_of, inputs, review_of

_NAME = re.compile(r"\b(?:till|door|lamp|desk)\b")

ANSWER = ToilAndSatisfaction(
    slo="any", toil=Level.LOW, satisfaction=Level.HIGH, asked_on="2026-03-20", source="a survey"
)


def follows(rule: Rule, slo: str, *, needs_answer: bool = True) -> Consequence:
    """Return a consequence of the error-budget policy."""
    return Consequence(
        rule=rule, slo=slo, why=f"{slo} fire took 30 % of it", what="Any.", open=needs_answer
    )


def asked(found: Review) -> list[tuple[str, list[str]]]:
    """Return the section of each question, and whom it names."""
    return [(ask.section, _NAME.findall(ask.what)) for ask in decisions(found)]


def test_where_nothing_is_open_nothing_is_asked() -> None:
    """One SLO that is met, approved and not yet due."""
    assert asked(review_of(figures_of("till", MET))) == []


def test_the_policy_asks_for_a_freeze_a_postmortem_and_a_class_first() -> None:
    """Each rule names its own; an incident that has its postmortem is answered."""
    found = review_of(
        figures_of("till", MET),
        consequences=(
            follows(Rule.FREEZE, "till"),
            follows(Rule.INCIDENT, "door"),
            follows(Rule.INCIDENT, "lamp", needs_answer=False),
            follows(Rule.CLASS, "desk"),
        ),
    )
    assert asked(found) == [("policy", ["till"]), ("incidents", ["door"]), ("classes", ["desk"])]


def test_a_rule_that_nothing_follows_from_asks_nothing() -> None:
    """Where only a class stands out, nobody is asked to freeze or to write."""
    found = review_of(figures_of("till", MET), consequences=(follows(Rule.CLASS, "desk"),))
    assert asked(found) == [("classes", ["desk"])]


def test_what_missed_and_is_not_frozen_is_asked_for() -> None:
    """An incident's rule freezes nothing; what is frozen is asked for already."""
    found = review_of(
        figures_of("till", MISSED),
        figures_of("door", MISSED),
        figures_of("lamp", MET),
        consequences=(follows(Rule.FREEZE, "door"), follows(Rule.INCIDENT, "till")),
    )
    assert ("slos", ["till"]) in asked(found)


def test_exclusions_are_asked_for_that_turn_a_verdict() -> None:
    """Not those of what is met with them too, nor of what is missed without them too."""

    def excluded(slo: str, *, met_without: bool) -> Excluded:
        return Excluded(
            slo=slo, exclusions=(), with_all=None, without=None, met_without=met_without
        )

    found = review_of(
        figures_of("till", MISSED),
        figures_of("door", MISSED),
        figures_of("lamp", MET),
        exclusions=(
            excluded("till", met_without=True),
            excluded("door", met_without=False),
            excluded("lamp", met_without=True),
        ),
    )
    assert asked(found) == [("slos", ["till", "door"]), ("exclusions", ["till"])]


def test_what_is_at_risk_is_to_be_protected() -> None:
    """And nothing that is met."""
    assert asked(review_of(figures_of("till", AT_RISK), figures_of("door", MET))) == [
        ("slos", ["till"])
    ]


def test_of_what_is_partial_that_is_named_of_which_too_much_was_bad() -> None:
    """101 bad events of 100 that may be; not 100, and not what has a verdict."""
    found = review_of(
        figures_of("till", PARTIAL, bad=101),
        figures_of("door", PARTIAL, bad=100),
        figures_of("lamp", MET, bad=101),
    )
    assert asked(found) == [("health", ["till"]), ("health", ["till", "door"])]
    assert asked(review_of(figures_of("door", PARTIAL, bad=100))) == [("health", ["door"])]


def test_an_action_is_overdue_on_the_day_after_it_was_due() -> None:
    """The period ends on 29 March: what was due on the 28th is late, that of the 29th is not."""
    late, due = (
        Action(what=what, owner="shop", due=day)
        for what, day in (("mend the till", "2026-03-28"), ("paint the door", "2026-03-29"))
    )
    found = review_of(figures_of("lamp", MET), inputs=inputs(actions=(late, due)))
    assert asked(found) == [("debt", ["till"])]


def test_a_promise_is_due_on_the_day_after_it_was_to_be_reviewed() -> None:
    """Reviewed by the 28th it is late on 29 March; by the 29th it is not."""
    found = review_of(
        figures_of("till", MET, review_by="2026-03-28"),
        figures_of("door", MET, review_by="2026-03-29"),
    )
    assert asked(found) == [("debt", ["till"])]


def test_objectives_that_nobody_approved_are_counted() -> None:
    """One of two."""
    found = review_of(figures_of("till", MET, approved_by="nobody yet"), figures_of("door", MET))
    (decision,) = decisions(found)
    assert "1 of 2 SLOs" in decision.what


def test_toil_is_asked_for_where_there_is_a_verdict_and_no_answer() -> None:
    """Without a verdict the matrix could not advise, whatever the answer."""
    found = replace(
        review_of(figures_of("desk", MET)),
        matrix=(
            Row(slo="till", met=True, answer=None, advice=None, missing=""),
            Row(slo="door", met=None, answer=None, advice=None, missing=""),
            Row(slo="lamp", met=False, answer=ANSWER, advice="", missing=""),
        ),
    )
    assert asked(found) == [("policy", ["till"])]


def test_what_could_not_be_judged_is_asked_for() -> None:
    """Too few rows, too few events, or none at all."""
    found = review_of(
        figures_of("till", PARTIAL),
        figures_of("door", LOW_TRAFFIC),
        figures_of("lamp", NO_DATA),
        figures_of("desk", MET),
    )
    assert asked(found) == [("health", ["till", "door", "lamp"])]


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ("a a b", "a, b"),
        ("a b c d", "a, b, c, d"),
        ("a b c d e f", "a, b, c, d and 2 more"),
    ],
)
def test_four_are_named_and_the_others_counted(names: str, sentence: str) -> None:
    """Each once."""
    assert listed(names.split()) == sentence
