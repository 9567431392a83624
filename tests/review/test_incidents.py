"""Who took the budget, and what exclusions would give back."""

from fractions import Fraction

from observability.review.assembly import Review
from tests.review.shop import (
    NOW,
    ORDERS,
    WEEKS,
    at,
    exclusion,
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
