"""Causes: which are refused, in which words, and which wait."""

from dataclasses import replace

import pytest

from observability import (
    Component,
    DefinitionError,
    MetricType,
    NoRollout,
    Severity,
    Status,
    Value,
    above,
    minutes,
    seconds,
)
from tests.causes import SHOP_GONE, WITH_WORKLOAD, with_cause
from tests.shop import OBJECT, SHOP, metric

QUEUE = metric("shop_queue_length", MetricType.GAUGE)
ELSEWHERE = metric("shop_shelf_length", MetricType.GAUGE, components=(OBJECT,))
WISHED = metric(
    "shop_wished_length", MetricType.GAUGE, status=Status.PLANNED, awaits="count wishes"
)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Shop gone"}, "'Shop gone' is not a cause's name"),
        ({"name": "a" * 64}, "is not a cause's name"),
        ({"question": "Nobody can buy."}, "shop-gone: write the question"),
        ({"consequence": " "}, "shop-gone: consequence is empty: say who is hurt"),
        ({"action": ""}, "shop-gone: action is empty: say what whoever is told does first"),
        ({"rationale": ""}, "shop-gone: rationale is empty: say where its numbers come from"),
        ({"owner": ""}, "shop-gone: owner is empty: say which team is told"),
        ({"severity": Severity.INFO}, "shop-gone: nobody is told of info"),
        ({"lasting": minutes(0)}, "shop-gone: a page without lasting="),
        ({"lasting": seconds(90)}, "shop-gone: lasting is 90 s: its rules are evaluated every"),
        ({"keeps_firing": -minutes(1)}, "shop-gone: keeps_firing is -60 s"),
        ({"when": NoRollout(component=SHOP_GONE.component)}, "shop-gone: NoRollout is no fault"),
        (
            {"when": above(Value(gauge=ELSEWHERE.all), 3)},
            "shop-gone: shop_shelf_length is not exposed by frontend; it is by: object",
        ),
    ],
)
def test_a_cause_that_nobody_could_act_on_is_refused(
    changes: dict[str, object], words: str
) -> None:
    """By its name, with what would be right."""
    with pytest.raises(DefinitionError) as error:
        replace(SHOP_GONE, **changes)  # type: ignore[arg-type]
    assert words in str(error.value)


def test_a_ticket_may_be_told_at_once() -> None:
    """Only a page must last."""
    assert replace(SHOP_GONE, severity=Severity.WARNING, lasting=minutes(0)).is_live


def test_presence_is_asked_of_a_workload_that_is_known() -> None:
    """A Deployment is counted by another metric than a StatefulSet."""
    with pytest.raises(DefinitionError, match="what makes the pods of frontend: give its scrape"):
        replace(SHOP, causes=(SHOP_GONE,))


def test_two_causes_have_two_names() -> None:
    """One of two would replace the other."""
    with pytest.raises(DefinitionError, match="two causes are named shop-gone"):
        replace(WITH_WORKLOAD, causes=(SHOP_GONE, SHOP_GONE))


def test_a_cause_is_of_a_component_that_is_scraped() -> None:
    """Its environment is that of its targets."""
    with pytest.raises(DefinitionError, match="shop-gone: no scrape target for kitchen is listed"):
        with_cause(component=Component(name="kitchen"))


def test_a_cause_reads_metrics_of_the_catalogue() -> None:
    """Whoever is asked for a metric finds what reads it."""
    with pytest.raises(DefinitionError, match="shop-gone: shop_queue_length is not among"):
        with_cause(when=above(Value(gauge=QUEUE.all), 3))


def test_a_cause_waits_for_what_its_metrics_wait_for() -> None:
    """As an SLO does."""
    waiting = replace(SHOP_GONE, when=above(Value(gauge=WISHED.all), 3))
    assert (waiting.is_live, waiting.waits_for) == (False, ("count wishes",))
