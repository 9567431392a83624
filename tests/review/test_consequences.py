"""The error-budget policy, the decision matrix, and the decisions of the first screen."""

from dataclasses import replace

import pytest

from observability import Action, Level, ReviewInputs, Standing
from observability.review.assembly import Review
from observability.review.consequences import Rule
from observability.review.decisions import decisions
from tests.review.shop import (
    CATALOGUE,
    NOW,
    ORDERS,
    WEEKS,
    at,
    incident,
    inputs,
    ledger,
    reviewed,
    rows,
)

FAULT = at("2026-03-10T12:05")
NOON = incident("noon", "2026-03-10T12:00", "2026-03-10T12:10")


def after(bad: int, given: ReviewInputs | None = None) -> Review:
    """Review four weeks with a budget of 8,064 in which so many orders failed at once."""
    minutes = rows(
        at("2026-03-10T12:00"), at("2026-03-10T12:20"), {FAULT: bad}, seconds=60, valid=20_000
    )
    return reviewed(ledger(rows(WEEKS.start, NOW, {FAULT: bad}, valid=1000), minutes), given)


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


def test_a_postmortem_that_exists_is_no_decision() -> None:
    """With a link the consequence is drawn already."""
    linked = replace(NOON, postmortem="https://example.org/postmortem")
    found = after(2_000, inputs(incidents=(linked,)))
    assert [one.open for one in found.consequences if one.rule is Rule.INCIDENT] == [False]
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


def test_a_promise_that_wakes_nobody_freezes_nothing() -> None:
    """An SLO with tickets only can be missed, and releases go on."""
    slow = replace(ORDERS.policy, tiers=ORDERS.policy.tiers[1:])
    catalogue = replace(CATALOGUE, slos=(replace(ORDERS, policy=slow),))
    found = reviewed(
        ledger(rows(WEEKS.start, NOW, {FAULT: 9_000}, valid=10_000)), catalogue=catalogue
    )
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
        (0, Level.LOW, Level.HIGH, "release faster"),
        (0, Level.LOW, Level.LOW, "tighten"),
        (9_000, Level.LOW, Level.HIGH, "loosen"),
        (9_000, Level.HIGH, Level.LOW, "take toil off people"),
    ],
)
def test_the_matrix_advises(bad: int, toil: Level, satisfaction: Level, advice: str) -> None:
    """Verdict, toil and satisfaction choose the row of the workbook's table."""
    standing = Standing(
        slo=ORDERS.name,
        toil=toil,
        satisfaction=satisfaction,
        asked_on="2026-03-20",
        source="a survey",
    )
    (row,) = after(bad, inputs(standings=(standing,))).matrix
    assert row.advice is not None
    assert advice in row.advice


def test_the_matrix_never_guesses() -> None:
    """Without toil and satisfaction there is no advice, and the review says what is missing."""
    (row,) = after(0).matrix
    assert row.advice is None
    assert row.missing == "toil and satisfaction (nobody supplied them)"


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
