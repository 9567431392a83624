"""Who took the budget, and what exclusions would give back."""

from dataclasses import replace
from fractions import Fraction

import pytest

from observability.evaluation.rows import NO_ROWS, Rows
from observability.evaluation.states import MISSED, NO_DATA, PARTIAL, State
from observability.review.assembly import Review
from observability.review.earlier import EarlierReview, EarlierSLO, KnownEvents
from observability.review.incidents import attribution, events_in, excluded, within
from tests.review.shop import (
    NOW,
    ORDERS,
    WEEKS,
    at,
    exclusion,
    figures_of,
    incident,
    inputs,
    ledger,
    reviewed,
    rows,
)

FAULT = at("2026-03-10T12:05")


def with_fault(**given: object) -> Review:
    """Review four weeks in which 400 orders failed at five past twelve, and 10 a day later."""
    later = at("2026-03-11T12:05")
    bad = {FAULT: 400, later: 10}
    minutes = rows(at("2026-03-10T12:00"), at("2026-03-10T12:20"), {FAULT: 400}, seconds=60)
    return reviewed(ledger(rows(WEEKS.start, NOW, bad, valid=1000), minutes), inputs(**given))


def test_an_incident_has_the_bad_events_of_its_minutes() -> None:
    """What no incident explains stays unattributed, and both together are all bad events."""
    given = incident("noon", "2026-03-10T12:00", "2026-03-10T12:10")
    (found,) = with_fault(incidents=(given,)).attributions
    assert [(impact.incident.name, impact.bad) for impact in found.impacts] == [("noon", 400)]
    assert found.unattributed == 10


def test_of_two_incidents_at_once_the_first_has_the_events() -> None:
    """No bad event is counted for two incidents."""
    early = incident("early", "2026-03-10T12:00", "2026-03-10T12:10")
    late = incident("late", "2026-03-10T12:04", "2026-03-10T12:15")
    (found,) = with_fault(incidents=(late, early)).attributions
    assert [(impact.incident.name, impact.bad) for impact in found.impacts] == [
        ("early", 400),
        ("late", 0),
    ]


def test_events_that_a_scrape_shows_after_the_end_are_the_incident_s() -> None:
    """A fault until 12:03 is in the row of 12:05 at the latest."""
    given = incident("short", "2026-03-10T12:02", "2026-03-10T12:03")
    (found,) = with_fault(incidents=(given,)).attributions
    assert found.impacts[0].bad == 400


def test_shares_are_of_the_budget() -> None:
    """400 of a budget of 8,064 bad events are their share of it."""
    given = incident("noon", "2026-03-10T12:00", "2026-03-10T12:10")
    (found,) = with_fault(incidents=(given,)).attributions
    assert found.impacts[0].of_budget == Fraction(400, 8064)


def test_without_incidents_everything_is_unattributed() -> None:
    """Nobody is blamed by inference."""
    (found,) = with_fault().attributions
    assert (found.impacts, found.unattributed) == ((), 410)


def test_an_exclusion_is_shown_with_and_without() -> None:
    """The state counts everything; beside it stands what would be left."""
    given = exclusion("load test", "2026-03-10T12:00", "2026-03-10T12:10")
    found = with_fault(exclusions=(given,))
    (one,) = found.exclusions
    assert found.figures[0].count.bad == 410
    assert one.with_all == found.figures[0].attained
    assert one.without == Fraction(8_064_000 - 1_200 - 10, 8_064_000 - 1_200)


def test_overlapping_exclusions_take_an_event_once() -> None:
    """Two approvals for one time take out its events once."""
    twice = tuple(
        exclusion(name, "2026-03-10T12:00", "2026-03-10T12:10") for name in ("one", "two")
    )
    (once,) = with_fault(exclusions=twice[:1]).exclusions
    (both,) = with_fault(exclusions=twice).exclusions
    assert both.without == once.without


def test_an_incident_outside_the_period_is_not_mentioned() -> None:
    """Last quarter's incidents are not this month's."""
    given = incident("old", "2026-01-10T12:00", "2026-01-10T12:10")
    assert with_fault(incidents=(given,)).attributions[0].impacts == ()
    assert ORDERS.name == with_fault().attributions[0].slo


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        ("2026-02-28T00:00", "2026-03-01T00:00", False),
        ("2026-02-28T00:00", "2026-03-01T00:01", True),
        ("2026-03-10T00:00", "2026-03-11T00:00", True),
        ("2026-02-28T00:00", "2026-03-30T00:00", True),
        ("2026-03-28T23:59", "2026-03-30T00:00", True),
        ("2026-03-29T00:00", "2026-03-30T00:00", False),
    ],
)
def test_a_time_is_of_a_period_that_holds_a_part_of_it(
    start: str, end: str, *, overlaps: bool
) -> None:
    """From 1 to 29 March; what only touches it is not of it."""
    assert within(at(start), at(end), WEEKS) is overlaps


def an_hour(day: str) -> Rows:
    """Return a row for each minute from 12:00 to 13:00, of which one order failed."""
    start, end = at(f"{day}T12:00"), at(f"{day}T13:00")
    bad = {at(f"{day}T12:{minute:02}"): 1 for minute in range(1, 60)} | {end: 1}
    return rows(start, end, bad, seconds=60)


def test_each_event_is_of_the_incident_that_began_first() -> None:
    """Of 30, 20 and 40 minutes, two at once: 30 + 2, then what is left until 12:42 + 2 and 12:50.

    Of two that begin at once it is the one whose name comes first.
    """
    times = [
        incident("whole", "2026-03-10T12:10", "2026-03-10T12:48"),
        incident("b", "2026-03-10T12:00", "2026-03-10T12:42"),
        incident("a", "2026-03-10T12:00", "2026-03-10T12:30"),
        incident("within", "2026-03-10T12:05", "2026-03-10T12:20"),
    ]
    found = events_in(ORDERS.name, an_hour("2026-03-10"), times, WEEKS)
    assert [(each.name, count.bad) for each, count in found] == [
        ("a", 32),
        ("b", 12),
        ("within", 0),
        ("whole", 6),
    ]


def test_incidents_of_other_slos_and_times_take_nothing() -> None:
    """One of a payment, and one of the day before the period."""
    times = [
        replace(incident("other", "2026-03-10T12:00", "2026-03-10T12:10"), slos=("payments",)),
        incident("old", "2026-02-28T12:00", "2026-02-28T12:10"),
    ]
    assert events_in(ORDERS.name, an_hour("2026-03-10"), times, WEEKS) == ()


def test_an_incident_is_counted_as_far_as_it_is_in_the_period() -> None:
    """From 12:10 to 12:30, of an hour in which one order a minute failed."""
    over = replace(WEEKS, start=at("2026-03-10T12:10"), reached=at("2026-03-10T12:30"))
    times = [incident("noon", "2026-03-10T12:00", "2026-03-10T13:00")]
    ((_, count),) = events_in(ORDERS.name, an_hour("2026-03-10"), times, over)
    assert count.bad == 20


def test_a_window_begins_with_the_incident_that_it_is_held_against() -> None:
    """Traffic is ten times as high from the 29th day on: an hour of that is no part of it.

    The incident lasts from midnight to one o'clock; its 28 days end before the busy ones begin, and
    hold 8,064 rows of 100 orders, of which 806.4 may be bad.
    """
    begin, busy = at("2026-01-01T00:00"), at("2026-01-29T00:00")
    over = replace(WEEKS, start=begin, end=NOW, reached=NOW)
    of_five = [*rows(begin, busy).within(0, 9e9), *rows(busy, NOW, valid=1000).within(0, 9e9)]
    minutes = rows(begin, at("2026-01-01T01:00"), {at("2026-01-01T00:30"): 80}, seconds=60)
    given = inputs(incidents=(incident("night", "2026-01-01T00:00", "2026-01-01T01:00"),))
    (found,) = reviewed(ledger(Rows.of(of_five), minutes), given, over=over).attributions
    assert found.impacts[0].of_window == Fraction(80 * 10, 8_064)


def test_what_an_earlier_review_does_not_tell_of_incidents_is_unattributed() -> None:
    """One that was written before reviews held incidents: it is named, and all it has is left."""
    before = EarlierReview(
        name="old",
        environment="prod",
        start=WEEKS.start,
        end=NOW,
        slos={
            ORDERS.name: EarlierSLO(
                state="MET",
                objective=ORDERS.objective,
                count=figures_of("till", MISSED, bad=12).count,
                budget=figures_of("till", MISSED, budget=24).budget,
                coverage=Fraction(1),
            )
        },
    )
    (found,) = reviewed(ledger(NO_ROWS), earlier=(before,)).attributions
    assert found.unknown_periods == ("old",)
    assert (found.unattributed, found.unattributed_of_budget) == (12, Fraction(1, 2))


def test_without_a_budget_nothing_is_a_share_of_it() -> None:
    """An SLO without any event has none."""
    empty = figures_of(ORDERS.name, NO_DATA, valid=0, budget=0)
    events = KnownEvents(rows=NO_ROWS)
    found = attribution(empty, events, NO_ROWS, NO_ROWS, inputs(), WEEKS)
    assert found.unattributed_of_budget is None


@pytest.mark.parametrize(
    ("state", "valid", "bad", "met"),
    [
        (MISSED, 7_000, 61, True),
        (MISSED, 7_000, 62, False),
        (PARTIAL, 7_000, 61, None),
        (MISSED, 6_000, 60, None),
    ],
)
def test_exclusions_turn_a_verdict_if_the_rest_meets_the_objective(
    state: State, valid: int, bad: int, *, met: bool | None
) -> None:
    """An hour of 6,000 orders, 60 of them bad, is excluded: of 1,000 more one may be bad.

    Without a verdict there is none to turn, and nothing can be said of no order at all.
    """
    figures = figures_of(ORDERS.name, state, valid=valid, bad=bad)
    times = [exclusion("load test", "2026-03-10T12:00", "2026-03-10T13:00")]
    found = excluded(figures, an_hour("2026-03-10"), times, WEEKS)
    assert found is not None
    assert found.met_without is met
