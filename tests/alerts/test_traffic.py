"""Which policy fits how much traffic, in words."""

from dataclasses import replace
from fractions import Fraction

from observability import Severity, percent
from observability.alerts.traffic import misfit
from observability.catalogue.burn_rates import FEW_EVENTS, MINUTES, POLICIES, STANDARD, TICKETS
from tests.shop import ORDERS_ACCEPTED

BY_RATE = replace(ORDERS_ACCEPTED, policy=STANDARD)
BY_EVENTS = replace(ORDERS_ACCEPTED, policy=FEW_EVENTS)


def test_a_policy_that_cannot_page_says_so_and_which_can() -> None:
    """Of 12 events a day six hours hold three: fewer than 5, and just the 3 of few-events.

    The ticket comes with the fifth event, after 10 hours.
    """
    found = misfit(BY_RATE, POLICIES, Fraction(12))
    assert found is not None
    assert found.never_pages
    assert found.what == "12 valid events a day are few for the policy 'standard'"
    assert found.consequence == "a total outage pages nobody, and opens a ticket after 10h"
    assert found.cure == (
        "give it the policy 'few-events': a total outage pages after 6h, one event of ten failing "
        "pages nobody"
    )


def test_a_policy_whose_floor_decides_says_how_long_it_takes() -> None:
    """Of 20 an hour, 5 take 15 minutes, and 5 of the two that fail in an hour 2.5 hours."""
    found = misfit(BY_RATE, POLICIES, Fraction(20 * 24))
    assert found is not None
    assert not found.never_pages
    assert found.consequence == (
        "a total outage pages after 15m, one event of ten failing after 2h30m"
    )
    assert found.cure == (
        "give it the policy 'few-events': a total outage pages after 9m, one event of ten failing "
        "after 1h30m"
    )


def test_a_policy_fits_from_where_a_tenth_of_an_hour_is_its_floor() -> None:
    """Of 50 an hour a tenth is 5."""
    assert misfit(BY_RATE, POLICIES, Fraction(50 * 24 - 1)) is not None
    assert misfit(BY_RATE, POLICIES, Fraction(50 * 24)) is None


def test_a_policy_by_events_is_for_little_traffic() -> None:
    """It fits as long as a total outage pages: three of six hours, 12 a day."""
    assert misfit(BY_EVENTS, POLICIES, Fraction(12)) is None
    found = misfit(BY_EVENTS, POLICIES, Fraction(11))
    assert found is not None
    assert found.consequence.startswith("a total outage pages nobody, and opens a ticket after")
    assert found.cure == (
        "give it a policy by events, with a smaller floor, or have a probe make more events"
    )


def test_below_the_floor_of_the_longest_window_there_is_no_ticket() -> None:
    """One event a day makes 3 in three days: enough for few-events, too few for standard."""
    found = misfit(BY_RATE, [STANDARD], Fraction(1))
    assert found is not None
    assert found.consequence == "a total outage pages nobody, and opens no ticket"
    found = misfit(BY_EVENTS, [], Fraction(1))
    assert found is not None
    assert found.consequence == "a total outage pages nobody, and opens a ticket after 3d"


def test_a_policy_that_pages_nobody_fits() -> None:
    """Tickets may wait."""
    assert misfit(replace(ORDERS_ACCEPTED, policy=TICKETS), POLICIES, Fraction(1)) is None


def test_minutes_have_traffic_enough() -> None:
    """60 an hour, and a floor of two."""
    slo = replace(ORDERS_ACCEPTED, policy=MINUTES, objective=percent(99))
    assert misfit(slo, POLICIES, Fraction(24 * 60)) is None


def test_only_a_policy_that_pages_is_offered() -> None:
    """One by events that opens tickets only would wake nobody."""
    tickets = tuple(t for t in FEW_EVENTS.tiers if t.severity is Severity.WARNING)
    found = misfit(BY_RATE, [replace(FEW_EVENTS, tiers=tickets)], Fraction(12))
    assert found is not None
    assert found.cure.startswith("give it a policy by events")
