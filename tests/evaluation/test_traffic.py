"""How much traffic a policy needs; by hand."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from observability import hours
from observability.catalogue.burn_rates import FEW_EVENTS, STANDARD
from observability.evaluation.traffic import PARTIAL, fits, least_traffic, noticed
from tests.shop import ORDERS_ACCEPTED

SLO = replace(ORDERS_ACCEPTED, policy=STANDARD)


def test_the_least_traffic_is_the_floor_in_the_longest_window() -> None:
    """5 in six hours are 20 a day; 5 in three days 5 thirds; 3 in six hours 12."""
    assert least_traffic(STANDARD, STANDARD.paging).per_day == 20
    assert least_traffic(STANDARD, STANDARD.tiers).per_day == Fraction(5, 3)
    assert least_traffic(FEW_EVENTS, FEW_EVENTS.paging).per_day == 12


@pytest.mark.parametrize(
    ("an_hour", "after"),
    [
        (6_000, timedelta(seconds=49)),  # 1.344 % of an hour; the floor takes 3 s
        (60, timedelta(minutes=5)),  # five events
        (5, hours(1)),
        (3, timedelta(minutes=100)),  # no hour holds five; `steady` fires
        (Fraction(20, 24), hours(6)),
        (Fraction(19, 24), None),
    ],
)
def test_a_total_outage_pages_when_the_burn_and_the_floor_are_reached(
    an_hour: Fraction, after: timedelta | None
) -> None:
    """Whichever takes longer, in the first tier whose window holds both."""
    assert noticed(SLO, STANDARD.paging, 24 * Fraction(an_hour)) == after


def test_of_a_partial_fault_the_bad_events_count() -> None:
    """A tenth of 60 an hour are 5 in 50 minutes; 13.44 % of the hour, 484 s, is sooner."""
    assert noticed(SLO, STANDARD.paging, Fraction(60 * 24), PARTIAL) == timedelta(minutes=50)


def test_below_a_tenth_of_an_hour_the_floor_decides() -> None:
    """50 an hour make 5 bad of a tenth; `few-events` is meant for less, from 12 a day on."""
    assert fits(SLO, Fraction(50 * 24))
    assert not fits(SLO, Fraction(50 * 24 - 1))
    assert fits(replace(SLO, policy=FEW_EVENTS), Fraction(12))
    assert not fits(replace(SLO, policy=FEW_EVENTS), Fraction(11))
