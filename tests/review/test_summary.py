"""The first screen and what is owed: which figure stands in which column."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from observability import Action, Severity
from observability.evaluation.firings import AlertCounts, fired
from observability.evaluation.quality import Alert, Quality
from observability.evaluation.rows import Count
from observability.evaluation.states import AT_RISK, MET, MISSED, NO_DATA, PARTIAL
from observability.review.document import Points
from observability.review.earlier import EarlierSLO
from observability.review.figures import Figures
from observability.review.proposals import WhatIf
from observability.review.sections.outlook import alerts, debt, targets
from observability.review.sections.summary import ranked, scoreboard
from tests.review.reading import cells, texts, words
from tests.review.shop import (
    NOW,
    WEEKS,
    figures_of,
    incident,
    inputs,
    ledger,
    review_of,
    rows,
)


def tickets_only(figures: Figures) -> Figures:
    """Return them of an SLO whose alerts wake nobody."""
    policy = figures.slo.policy
    tiers = tuple(replace(tier, severity=Severity.WARNING) for tier in policy.tiers)
    return replace(figures, slo=replace(figures.slo, policy=replace(policy, tiers=tiers)))


def test_the_most_worrying_comes_first() -> None:
    """By state, then what pages, then what spent most, then by name."""
    order = (
        figures_of("spent-most", MISSED, bad=150),
        figures_of("spent", MISSED, bad=120),
        tickets_only(figures_of("wakes-nobody", MISSED, bad=300)),
        figures_of("nearly-spent", AT_RISK, bad=90),
        figures_of("a", MET, bad=10),
        figures_of("b", MET, bad=10),
        figures_of("calm", MET),
        figures_of("silent", NO_DATA, valid=0, budget=0),
    )
    assert ranked(review_of(*order[::-1])) == order
    first, *_ = cells(scoreboard(review_of(*order[::-1])))
    assert first["SLO"] == "spent-most"


def test_each_column_of_the_scoreboard_shows_its_figure() -> None:
    """2 of 1,000 were bad in four weeks and 4 may be: 2 are left, at that traffic 80.64 min."""
    figures = replace(
        figures_of("till", MET, valid=1_000, bad=2, budget=4),
        week=Count(400, 1, 2_016, 10_080),
        changed=True,
    )
    assert cells(scoreboard(review_of(figures))) == [
        {
            "SLO": "till",
            "state": MET,
            "objective": "99.9 % (changed)",
            "attained": "99.8000 %",
            "last 7 days": "99.7500 %",
            "bad": "2",
            "valid": "1,000",
            "budget": "4",
            "spent": "50 %",
            "left": "2",
            "left as outage": "1.3 h",
            "coverage": "100 %",
            "owner": "shop",
        }
    ]


def test_what_has_no_bad_event_has_figures_and_what_has_no_event_has_none() -> None:
    """Nothing bad is 0; of nothing at all there is nothing to say."""
    good = figures_of("till", MET, valid=1_000, budget=1)
    none = replace(figures_of("door", NO_DATA, budget=0), count=Count(0, 0, 0, 0))
    [till, door] = cells(scoreboard(review_of(good, none)))
    assert (till["bad"], till["budget"], till["left"], till["objective"]) == (
        "0",
        "1",
        "1",
        "99.9 %",
    )
    unsaid = ("attained", "bad", "valid", "budget", "spent", "left", "left as outage", "coverage")
    assert {door[column] for column in unsaid} == {"–"}


def test_each_state_is_counted() -> None:
    """Two are met, one is missed: the most worrying first."""
    found = scoreboard(
        review_of(figures_of("a", MET), figures_of("b", MISSED), figures_of("c", MET))
    ).blocks[0]
    assert [(number, state) for number, state in found.tiles] == [("1", MISSED), ("2", MET)]  # type: ignore[union-attr]


def test_numbers_stand_where_numbers_are_read() -> None:
    """In all columns but those of names, states and the like."""
    assert texts(scoreboard(review_of(figures_of("till", MET)))) == {"SLO", "state", "owner"}
    assert texts(targets(review_of())) == {"SLO", "objective", "would be"}
    assert texts(alerts(review_of())) == {"alert", "about", "severity"}


def test_each_column_of_the_alerts_shows_its_figure() -> None:
    """Sent 4 times, 3 rightly; 1 of 2 incidents noticed, after 2 min; over 5 min after its end."""
    quality = Quality(
        alert=Alert("Burns", "till", "front", "critical"),
        firings=4,
        precision=Fraction(3, 4),
        recall=Fraction(1, 2),
        detection=timedelta(minutes=2),
        reset=timedelta(minutes=5),
    )
    about_a_target = replace(quality, alert=Alert("Down", None, "front", None))
    unknown = replace(quality, alert=Alert("Rules", None, None, None))
    found = cells(alerts(review_of(quality=(quality, about_a_target, unknown))))
    assert found[0] == {
        "alert": "Burns",
        "about": "till",
        "severity": "critical",
        "fired": "4",
        "precision": "75 %",
        "recall": "50 %",
        "detection": "2 min",
        "reset": "5 min",
    }
    assert [(row["about"], row["severity"]) for row in found[1:]] == [("front", "–"), ("–", "–")]


@pytest.mark.parametrize(
    ("severities", "sent"),
    [
        ((), "0 pages and 0 tickets"),
        (("critical",), "1 page and 0 tickets"),
        (("critical", "critical", "warning"), "2 pages and 1 ticket"),
    ],
)
def test_pages_and_tickets_are_counted(severities: tuple[str, ...], sent: str) -> None:
    """Each alert is of another SLO."""
    firings = tuple(
        fired(
            {"alertname": "Burns", "slo": str(n), "severity": severity}, firing_at=n, resolved_at=9
        )
        for n, severity in enumerate(severities)
    )
    found = review_of(quality=(), ledger=ledger(rows(WEEKS.start, NOW), firings=firings))
    assert sent in words(alerts(found))[0]


def test_without_incidents_precision_is_said_to_be_missing() -> None:
    """And only without."""
    given = inputs(incidents=(incident("noon", "2026-03-10T12:00", "2026-03-10T13:00"),))
    assert len(words(alerts(review_of()), "missing")) == 1
    assert words(alerts(review_of(inputs=given)), "missing") == []


def test_questions_that_found_no_room_above_are_told_below() -> None:
    """Six are open, and five are on the first screen."""
    figures = (
        figures_of("a", MISSED, bad=150),
        figures_of("b", AT_RISK),
        figures_of("c", PARTIAL, bad=101, review_by="2026-03-01", approved_by="nobody yet"),
    )
    rest = debt(review_of(*figures, matrix=())).blocks
    assert [len(block.items) for block in rest if isinstance(block, Points)] == [1]
    assert not [b for b in debt(review_of(figures[0])).blocks if isinstance(b, Points)]


def test_who_proposes_an_objective_without_approval_is_named() -> None:
    """And nobody is where all are approved."""
    [proposed] = words(debt(review_of(figures_of("till", MET, approved_by="nobody yet"))))
    assert "till" in proposed
    assert words(debt(review_of(figures_of("till", MET)))) == []


def test_each_column_of_the_proposals_shows_its_figure() -> None:
    """Of two objectives the one that holds is marked."""
    figures = figures_of("till", MET)
    answers = tuple(
        WhatIf(
            objective=objective,
            budget=Decimal(budget),
            state=state,
            sent=AlertCounts(pages=pages, tickets=tickets),
        )
        for objective, budget, state, pages, tickets in (
            (figures.objective, "80.6", MET, 1, 2),
            (Decimal("0.99"), "806.4", MISSED, 3, 4),
        )
    )
    assert cells(
        targets(review_of(figures, figures_of("door", MET), what_if={"till": answers}))
    ) == [
        {
            "SLO": "till",
            "objective": "99.9 % (today)",
            "budget": "80",
            "would be": MET,
            "pages": "1",
            "tickets": "2",
        },
        {
            "SLO": "till",
            "objective": "99 %",
            "budget": "806",
            "would be": MISSED,
            "pages": "3",
            "tickets": "4",
        },
    ]


def test_promises_are_owed_on_the_day_after_they_were_to_be_reviewed() -> None:
    """The period ends on 29 March."""
    found = review_of(
        figures_of("till", MET, review_by="2026-03-28"),
        figures_of("door", MET, review_by="2026-03-29"),
    )
    [row] = cells(debt(found))
    assert (row["SLO"], row["review by"]) == ("till", "2026-03-28")


def test_an_action_is_done_overdue_or_open() -> None:
    """Done on a day, due yesterday, or due today."""
    late = Action(what="late", owner="shop", due="2026-03-28")
    actions = (late, replace(late, due="2026-03-29"), replace(late, done_on="2026-03-20"))
    found = cells(debt(review_of(figures_of("till", MET), inputs=inputs(actions=actions))))
    assert [row["state"] for row in found] == ["overdue", "open", "done 2026-03-20"]


def test_earlier_reviews_are_shown_of_what_has_any_figure() -> None:
    """A column for each, and a row for each SLO that was counted in one of them or is now."""

    def attained(good: int, of_all: int) -> EarlierSLO:
        return EarlierSLO(
            state="MET",
            objective=Decimal("0.999"),
            count=Count(of_all, of_all - good, 1, 5),
            budget=Decimal(1),
            coverage=Fraction(1),
        )

    found = review_of(
        figures_of("a", MET, valid=4, bad=1),
        figures_of("b", NO_DATA, valid=0, budget=0),
        figures_of("c", NO_DATA, valid=0, budget=0),
        figures_of("d", NO_DATA, valid=0, budget=0),
        trends={
            "b": (("2026-01", attained(1, 2)), ("2026-02", attained(3, 5))),
            "d": (("2026-02", attained(0, 0)),),
        },
    )
    assert [list(row.values()) for row in cells(scoreboard(found), at=1)] == [
        ["a", "99.9 %", "–", "–", "75.0000 %"],
        ["b", "99.9 %", "50.0000 %", "60.0000 %", "–"],
    ]
    assert texts(scoreboard(found), at=1) == {"SLO"}
    assert len(scoreboard(review_of(figures_of("a", MET))).blocks) == 2
