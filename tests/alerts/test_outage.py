"""Which components have a page for their outage, and by which SLOs."""

from dataclasses import replace

import pytest

from observability import BooleanSLI, MatchOp, MetricType, ScrapeSLI, Severity
from observability.alerts.groups import target_group
from observability.alerts.outage import used
from observability.expressions.printing import render
from observability.model.catalogue import Catalogue
from observability.model.slo import SLO
from tests.shop import FRONTEND, OBJECT, ORDERS_ACCEPTED, PROD, SHOP, metric

UP = metric("shop_open", MetricType.GAUGE)
TICKETS = replace(
    ORDERS_ACCEPTED.policy,
    tiers=tuple(replace(t, severity=Severity.WARNING) for t in ORDERS_ACCEPTED.policy.tiers),
)


def catalogue(*slos: SLO) -> Catalogue:
    """Return the shop with these SLOs."""
    return replace(SHOP, slos=slos)


def test_slos_of_users_events_that_may_page_say_whether_there_were_users() -> None:
    """All of the component's, by name."""
    second = replace(ORDERS_ACCEPTED, name="carts-kept")
    assert used(catalogue(ORDERS_ACCEPTED, second), PROD, FRONTEND) == (
        "carts-kept",
        "orders-accepted",
    )
    assert used(catalogue(ORDERS_ACCEPTED), PROD, OBJECT) == ()


@pytest.mark.parametrize(
    "slo",
    [
        replace(ORDERS_ACCEPTED, sli=ScrapeSLI(component=FRONTEND)),
        replace(ORDERS_ACCEPTED, sli=BooleanSLI(gauge=UP.all, bad_when=MatchOp.EQUAL, value=0)),
        replace(ORDERS_ACCEPTED, policy=TICKETS),
    ],
    ids=["targets", "minutes", "tickets"],
)
def test_what_is_no_event_of_a_user_and_what_pages_nobody_brings_no_page(slo: SLO) -> None:
    """Where `up` alone would page: a closed metrics port hurts nobody."""
    frontend = SHOP.target(FRONTEND)
    assert len(target_group(catalogue(ORDERS_ACCEPTED), PROD, frontend).rules) == 4
    assert len(target_group(catalogue(slo), PROD, frontend).rules) == 2


def test_one_slo_is_chosen_by_its_name_and_several_by_any_of_theirs() -> None:
    """As PromQL is written by hand."""
    frontend = SHOP.target(FRONTEND)
    second = replace(ORDERS_ACCEPTED, name="carts-kept")
    one, two = (
        render(target_group(catalogue(*slos), PROD, frontend).rules[2].expression)
        for slos in ((ORDERS_ACCEPTED,), (ORDERS_ACCEPTED, second))
    )
    assert 'slo="orders-accepted"' in one
    assert 'slo=~"carts-kept|orders-accepted"' in two
