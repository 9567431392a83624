"""An SLO that could never be kept, broken or alerted on fails on its own line."""

from dataclasses import replace

import pytest

from observability import DefinitionError, RatioSLI, ScrapeSLI, Status, days, hours, percent
from tests.shop import OBJECT, ORDERS, ORDERS_ACCEPTED, SHOP


@pytest.mark.parametrize("objective", [0, 100, 100.1, -1])
def test_an_objective_leaves_a_budget_and_is_a_promise(objective: float) -> None:
    """Objectives lie above 0 and below 100 %."""
    with pytest.raises(DefinitionError, match="above 0 and below 100"):
        replace(ORDERS_ACCEPTED, objective=percent(objective))


def test_an_alert_that_could_never_fire_is_refused() -> None:
    """At 90 % the fast tier wants an error ratio of 1.344, and no ratio exceeds 1."""
    with pytest.raises(DefinitionError, match=r"'fast' could never fire: 13.44 \* 0.1"):
        replace(ORDERS_ACCEPTED, objective=percent(90))


@pytest.mark.parametrize(
    "name", ["", "Upper", "two words", "a_b", "-a", "a--b", "x" * 64, 'a"b', "a{{b", "é", "a\n"]
)
def test_a_name_that_is_no_label_value_is_refused(name: str) -> None:
    """Names become labels, files and alerts: words joined by -, at most 63 characters."""
    with pytest.raises(DefinitionError, match="is not an SLO name"):
        replace(ORDERS_ACCEPTED, name=name)


@pytest.mark.parametrize("window", [hours(12), hours(36), days(0)])
def test_a_window_is_whole_days(window: object) -> None:
    """The roll-up and the policies count in days."""
    with pytest.raises(DefinitionError, match="whole days"):
        replace(ORDERS_ACCEPTED, window=window)  # type: ignore[arg-type]


def test_a_review_date_is_a_date() -> None:
    """`review_by` is written like 2026-12-31."""
    with pytest.raises(DefinitionError, match="not a date like"):
        replace(ORDERS_ACCEPTED, review_by="next spring")


def test_a_metric_of_another_component_is_refused() -> None:
    """An SLO's job follows from its component, so its metrics must be exposed there."""
    with pytest.raises(DefinitionError, match="shop_orders_total is not exposed by object"):
        replace(ORDERS_ACCEPTED, component=OBJECT)


def test_an_slo_waits_for_what_its_metrics_await() -> None:
    """One word in the catalogue turns a live SLO into a waiting one."""
    assert ORDERS_ACCEPTED.is_live
    defined = replace(ORDERS, status=Status.DEFINED, awaits="the shop must count")
    sli = RatioSLI(valid=defined.all, good=defined.where(paid="true"))
    waiting = replace(ORDERS_ACCEPTED, sli=sli)
    assert waiting.waits_for == ("the shop must count",)
    assert not waiting.is_live


def test_two_slos_of_one_name_are_refused() -> None:
    """One would silently replace the other."""
    with pytest.raises(DefinitionError, match="two SLOs are named orders-accepted"):
        replace(SHOP, slos=(ORDERS_ACCEPTED, ORDERS_ACCEPTED))


def test_an_unknown_slo_is_answered_with_those_that_exist() -> None:
    """A typing mistake shows what there is."""
    with pytest.raises(DefinitionError, match="there is no SLO 'order'; there are: orders-accept"):
        SHOP.slo("order")


def test_an_environment_may_promise_differently() -> None:
    """Objective and window of an environment replace those of the definition, there only."""
    [prod] = SHOP.environments
    here = replace(prod, objectives={"orders-accepted": percent(99)})
    [slo] = replace(SHOP, environments=(here,), primary=here).promises(here)
    assert (slo.objective, ORDERS_ACCEPTED.objective) == (percent(99), percent(99.9))


def test_only_traffic_never_stops() -> None:
    """Where each target is an event, there is one each minute, whatever users do."""
    assert replace(ORDERS_ACCEPTED, never_idle=True).never_idle
    scraped = replace(ORDERS_ACCEPTED, sli=ScrapeSLI(component=ORDERS_ACCEPTED.component))
    with pytest.raises(DefinitionError, match="never_idle is about events that users make"):
        replace(scraped, never_idle=True)
