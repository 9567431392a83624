"""The error-budget policy, the decision matrix, and the decisions of the first screen."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from observability import Action, Level, ReviewInputs, ToilAndSatisfaction
from observability.evaluation.budget import TimeBudget
from observability.evaluation.rows import Count
from observability.evaluation.states import MET, MISSED, NO_DATA, PARTIAL
from observability.review.assembly import Review
from observability.review.consequences import Rule, consequences, matrix, not_applied
from observability.review.decisions import decisions
from observability.review.document import Table
from observability.review.incidents import Attribution, IncidentImpact
from observability.review.markdown import markdown
from observability.review.period import Period, period
from observability.review.quarter import ClassImpact
from observability.review.sections.summary import scoreboard
from observability.review.sections.whole import whole
from tests.review.shop import (
    CATALOGUE,
    NOW,
    ORDERS,
    WEEKS,
    Bad,
    at,
    figures_of,
    incident,
    inputs,
    ledger,
    reviewed,
    rows,
)

FAULT = at("2026-03-10T12:05")
QUARTER = period("2026-Q1", at("2026-05-01T00:00"))
NOON = incident("noon", "2026-03-10T12:00", "2026-03-10T12:10")


def after(bad: int, given: ReviewInputs | None = None) -> Review:
    """Review four weeks with a budget of 8,064 in which so many orders failed at once."""
    minutes = rows(
        at("2026-03-10T12:00"), at("2026-03-10T12:20"), {FAULT: bad}, seconds=60, valid=20_000
    )
    return reviewed(ledger(rows(WEEKS.start, NOW, {FAULT: bad}, valid=1000), minutes), given)


def text(found: Review) -> str:
    """Return the review as Markdown, without its escapes."""
    return markdown(whole(found)).replace("\\", "")


def cell(found: Review, column: str) -> str:
    """Return what the scoreboard says of the one SLO."""
    (scores,) = (b for b in scoreboard(found).blocks if isinstance(b, Table))
    (row,) = scores.rows
    return str(row[scores.columns.index(column)])


def rules(found: Review) -> list[str]:
    """Return the rules of the policy that something follows from."""
    return [str(one.rule) for one in found.consequences]


@pytest.mark.parametrize(("bad", "frozen"), [(8_064, False), (8_065, True)])
def test_a_spent_budget_freezes(bad: int, frozen: bool) -> None:  # noqa: FBT001
    """One bad event more than the budget, and the policy's freeze follows."""
    assert (Rule.FREEZE in rules(after(bad))) is frozen


@pytest.mark.parametrize(("bad", "wanted"), [(1_612, False), (1_613, True)])
def test_a_fifth_of_the_budget_wants_a_postmortem(bad: int, wanted: bool) -> None:  # noqa: FBT001
    """An incident of more than 20 % of a window's budget is answered by a postmortem."""
    found = after(bad, inputs(incidents=(NOON,)))
    assert (Rule.INCIDENT in rules(found)) is wanted
    assert all("none is linked" in postmortem.what for postmortem in found.consequences)


def test_a_postmortem_that_exists_is_no_decision() -> None:
    """With a link the consequence is drawn already."""
    linked = replace(NOON, postmortem="https://example.org/postmortem")
    found = after(2_000, inputs(incidents=(linked,)))
    (postmortem,) = found.consequences
    assert not postmortem.open
    assert "https://example.org/postmortem" in postmortem.what
    assert not any("postmortem" in one.what for one in decisions(found))


def test_incidents_of_a_class_add_up() -> None:
    """Four incidents below the limit, of one class, take a fifth of the quarter together."""
    hours = range(12, 16)
    bad = {at(f"2026-03-10T{hour}:05"): 1_400 for hour in hours}
    minutes = rows(at("2026-03-10T12:00"), at("2026-03-10T16:00"), bad, seconds=60, valid=20_000)
    given = [
        incident(f"at {hour}", f"2026-03-10T{hour}:00", f"2026-03-10T{hour}:10") for hour in hours
    ]
    found = reviewed(
        ledger(rows(WEEKS.start, NOW, bad, valid=1000), minutes), inputs(incidents=tuple(given))
    )
    assert rules(found) == [Rule.CLASS]
    assert found.consequences[0].open


@pytest.mark.parametrize(("share", "follows"), [(Fraction(1, 5), 0), (Fraction(201, 1000), 2)])
def test_a_rule_wants_more_than_its_share(share: Fraction, follows: int) -> None:
    """Just a fifth of a budget is allowed to an incident, and to a class of them."""
    impact = IncidentImpact(incident=NOON, slo="till", bad=1, of_budget=share, of_window=share)
    attribution = Attribution(
        slo="till", impacts=(impact,), unattributed=0, unattributed_of_budget=None
    )
    of_class = ClassImpact(
        slo="till",
        cause="deploy",
        bad=share.numerator,
        known_budget=Decimal(1),
        budget=Decimal(share.denominator),
        known=timedelta(days=1),
    )
    quarter = replace(after(0).quarter, classes=(of_class,))
    found = consequences(
        CATALOGUE.error_budget_policy, [figures_of("till", MET)], [attribution], quarter
    )
    assert len(found) == follows


@pytest.mark.parametrize("bad", [0, 7])
def test_an_slo_without_a_verdict_is_said_to_have_no_rule(bad: int) -> None:
    """Whether some of its events were bad or none; one without any event has nothing to judge."""
    figures = [
        figures_of("till", PARTIAL, bad=bad),
        figures_of("door", NO_DATA, valid=0),
        figures_of("lamp", MET),
    ]
    assert [name for name, _ in not_applied(figures)] == ["till"]


@pytest.mark.parametrize("bad", [0, 7])
def test_an_slo_whose_window_is_not_known_is_said_to_have_no_rule(bad: int) -> None:
    """A met one of which only half of the window is covered; not one without any event."""
    half = TimeBudget(
        count=Count(1000, 0, 4_032, 20_160), allowed=Decimal(1), coverage=Fraction(1, 2)
    )
    figures = [
        figures_of("till", MET, bad=bad, window=half),
        figures_of("door", NO_DATA, valid=0, window=half),
        figures_of("lamp", MET),
    ]
    assert [name for name, _ in not_applied(figures)] == ["till"]


def test_a_promise_that_wakes_nobody_freezes_nothing() -> None:
    """An SLO with tickets only can be missed, and releases go on."""
    slow = replace(ORDERS.policy, tiers=ORDERS.policy.tiers[1:])
    catalogue = replace(CATALOGUE, slos=(replace(ORDERS, policy=slow),))
    found = reviewed(
        ledger(rows(WEEKS.start, NOW, {FAULT: 9_000}, valid=1000)), catalogue=catalogue
    )
    assert found.figures[0].window_state is MISSED
    assert found.consequences == ()


def test_a_short_history_is_judged_by_the_whole_window_s_budget() -> None:
    """A day's worth of budget spent in a day is no fifth of four weeks'."""
    found = reviewed(
        ledger(
            rows(at("2026-03-28T00:00"), NOW, {at("2026-03-28T12:00"): 60}),
            rows(
                at("2026-03-28T11:50"),
                at("2026-03-28T12:10"),
                {at("2026-03-28T12:00"): 60},
                seconds=60,
            ),
        ),
        inputs(incidents=(incident("day", "2026-03-28T11:58", "2026-03-28T12:02"),)),
    )
    assert found.consequences == ()


@pytest.mark.parametrize(
    ("bad", "toil", "satisfaction", "advice"),
    [
        (0, Level.LOW, Level.HIGH, "release faster with fewer checks, or look after it less"),
        (0, Level.LOW, Level.LOW, "tighten the objective"),
        (0, Level.HIGH, Level.HIGH, "make alerts less sensitive if they cried wolf"),
        (0, Level.HIGH, Level.LOW, "tighten the objective"),
        (9_000, Level.LOW, Level.HIGH, "loosen the objective"),
        (9_000, Level.LOW, Level.LOW, "make alerts more sensitive"),
        (9_000, Level.HIGH, Level.HIGH, "loosen the objective"),
        (9_000, Level.HIGH, Level.LOW, "take toil off people and mend the product"),
    ],
)
def test_the_matrix_advises(bad: int, toil: Level, satisfaction: Level, advice: str) -> None:
    """Verdict, toil and satisfaction choose the row of the workbook's table 2-5: all eight."""
    answer = ToilAndSatisfaction(
        slo=ORDERS.name,
        toil=toil,
        satisfaction=satisfaction,
        asked_on="2026-03-20",
        source="a survey",
    )
    (row,) = after(bad, inputs(toil_and_satisfaction=(answer,))).matrix
    assert row.advice is not None
    assert row.advice.startswith(advice)


def test_the_matrix_never_guesses() -> None:
    """Without toil and satisfaction there is no advice, and the review says what is missing."""
    (row,) = after(0).matrix
    assert row.advice is None
    assert row.missing == "toil and satisfaction (none were supplied)"


def test_the_matrix_advises_nothing_without_a_verdict() -> None:
    """Whatever people answered of toil and satisfaction."""
    answer = ToilAndSatisfaction(
        slo="till",
        toil=Level.LOW,
        satisfaction=Level.HIGH,
        asked_on="2026-03-20",
        source="a survey",
    )
    (row,) = matrix(inputs(toil_and_satisfaction=(answer,)), [figures_of("till", PARTIAL)])
    assert row.advice is None
    assert row.missing == "a verdict (the state is PARTIAL)"


def test_an_overdue_action_is_to_be_decided() -> None:
    """An action whose day has passed is asked for."""
    late = Action(what="mend the till", owner="shop", due="2026-03-01")
    done = replace(late, what="paint the door", done_on="2026-03-02")
    asked = [one.what for one in decisions(after(0, inputs(actions=(late, done))))]
    assert any("mend the till" in what for what in asked)
    assert not any("paint the door" in what for what in asked)


def test_the_most_urgent_decision_is_the_first() -> None:
    """A freeze is asked before debts are."""
    assert decisions(after(9_000))[0].what.startswith("Apply the error-budget policy")


def in_quarter(bad: Bad, *, over: Period = QUARTER, since: str = "2026-01-01T00:00") -> Review:
    """Review a quarter, or a part of it, with 1,000 orders in each five minutes."""
    return reviewed(ledger(rows(at(since), over.reached, bad, valid=1000)), over=over)


def test_a_quarter_s_bad_events_are_not_held_against_four_weeks() -> None:
    """Ten thousand bad events in January are 39 % of the quarter's budget, and none of March's."""
    found = in_quarter({at("2026-01-10T12:00"): 10_000})
    assert found.figures[0].spent == Fraction(10_000, 25_920)
    assert rules(found) == []


def test_the_window_that_ends_with_the_period_freezes() -> None:
    """As many in March are more than its four weeks' 8,064, and the sentence says so."""
    found = in_quarter({at("2026-03-20T12:00"): 10_000})
    (freeze,) = found.consequences
    assert (freeze.rule, freeze.open) == (Rule.FREEZE, True)
    assert freeze.why == "124 % of the budget of the last 28 days is spent"


def test_without_a_verdict_no_rule_is_applied() -> None:
    """A third of a quarter is known, with all its window: PARTIAL, so nothing follows from it."""
    incidents = (incident("all", "2026-03-20T11:50", "2026-03-20T12:10"),)
    bad = {at("2026-03-20T12:00"): 10_000}
    found = reviewed(
        ledger(
            rows(at("2026-03-01T00:00"), QUARTER.end, bad, valid=1000),
            rows(at("2026-03-20T11:00"), at("2026-03-20T13:00"), bad, seconds=60, valid=20_000),
        ),
        inputs(incidents=incidents),
        over=QUARTER,
    )
    assert found.figures[0].state is PARTIAL
    assert found.figures[0].window_state is MISSED
    assert found.consequences == ()
    assert "Not applied to orders-accepted: there is no verdict (PARTIAL)." in text(found)
    assert not [one for one in decisions(found) if one.what.startswith("Apply the error-budget")]


def test_a_window_that_is_not_covered_is_said_and_freezes_nothing() -> None:
    """A week with a verdict, of 28 days of which only it is known: 25 % of the budget's rows."""
    week = period("7d", NOW)
    bad = {at("2026-03-25T12:00") + row * timedelta(minutes=5): 1_000 for row in range(20)}
    found = in_quarter(bad, over=week, since="2026-03-22T00:00")
    assert found.figures[0].state is MISSED
    assert found.consequences == ()
    assert "Not applied to orders-accepted: rows cover 25 % of the last 28 days" in text(found)


def test_an_incident_is_held_against_a_window_that_holds_it() -> None:
    """In January 2,000 of four weeks' 8,064 bad events are a fifth, whatever came in March."""
    incidents = (incident("january", "2026-01-10T11:50", "2026-01-10T12:10"),)
    bad = {at("2026-01-10T12:00"): 2_000}
    found = reviewed(
        ledger(
            rows(at("2026-01-01T00:00"), QUARTER.end, bad, valid=1000),
            rows(at("2026-01-10T11:00"), at("2026-01-10T13:00"), bad, seconds=60, valid=20_000),
        ),
        inputs(incidents=incidents),
        over=QUARTER,
    )
    ((impact,),) = (one.impacts for one in found.attributions)
    assert impact.of_window == Fraction(2_000, 8_064)
    assert rules(found) == [Rule.INCIDENT]


@pytest.mark.parametrize("days", [7, 28, 90])
def test_what_is_left_as_outage_is_of_the_time_that_was_counted(days: int) -> None:
    """Seven days at 200 orders a minute: 2,016 may be bad, 6,016 were: 20 minutes too many.

    In whatever period they are reviewed: what was not counted is no outage that may still come.
    """
    bad = {at("2026-03-25T12:00"): 6_016}
    found = in_quarter(bad, over=period(f"{days}d", NOW), since="2026-03-22T00:00")
    assert cell(found, "left as outage") == "-20.0 min"


def test_the_last_seven_days_are_seven() -> None:
    """Of 2,016,000 orders in them 2,016 are bad: 99.9 %. Those of eight days ago are not theirs."""
    bad = {at("2026-03-20T12:00"): 50_000, at("2026-03-23T12:00"): 2_016}
    found = reviewed(ledger(rows(WEEKS.start, NOW, bad, valid=1000)))
    assert cell(found, "last 7 days") == "99.9000 %"


@pytest.mark.parametrize(("bad", "named"), [(2_016, False), (2_017, True)])
def test_what_is_partial_is_named_if_more_was_bad_than_is_allowed(bad: int, *, named: bool) -> None:
    """A quarter of the weeks is known: its 2,016,000 orders allow 2,016 bad ones."""
    found = reviewed(
        ledger(rows(at("2026-03-22T00:00"), NOW, {at("2026-03-25T12:00"): bad}, valid=1000))
    )
    assert found.figures[0].state is PARTIAL
    asked = [one.what for one in decisions(found)]
    assert any("more was bad than the objective allows" in what for what in asked) is named
