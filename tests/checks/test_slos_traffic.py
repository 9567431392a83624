"""The check slos/traffic."""

from dataclasses import replace

import pytest

from observability import Catalogue, DefinitionError
from observability.catalogue.burn_rates import FEW_EVENTS, STANDARD
from observability.checks.problem import Level
from tests.shop import found, of_catalogue, with_slo


def shop(events_per_day: int | None) -> Catalogue:
    """Return the shop, which knows `few-events`, with so many orders a day."""
    slo = with_slo(policy=STANDARD, events_per_day=events_per_day)
    return replace(slo, policies=(FEW_EVENTS,))


def test_a_policy_for_more_traffic_is_a_warning() -> None:
    """12 orders a day are 3 in six hours, and `standard` wants 5."""
    [problem] = found("slos/traffic", of_catalogue(shop(12)))
    assert problem.name == "orders-accepted"
    assert problem.level is Level.WARNING
    assert problem.what == "12 valid events a day are few for the policy 'standard'"
    assert problem.cure.startswith("give it the policy 'few-events': a total outage pages after 6h")


@pytest.mark.parametrize("events_per_day", [1_200, None])
def test_enough_traffic_passes_and_so_does_what_is_not_known(events_per_day: int | None) -> None:
    """50 an hour are enough for a floor of 5."""
    assert found("slos/traffic", of_catalogue(shop(events_per_day))) == []


def test_no_events_a_day_are_no_traffic() -> None:
    """Whoever does not know leaves it out."""
    with pytest.raises(DefinitionError, match="events_per_day is 0: give at least 1"):
        shop(0)
