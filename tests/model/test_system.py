"""What a system and its components may be called, and that a catalogue is of one system."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from observability import Component, DefinitionError, System
from tests.shop import FRONTEND, ORDERS, PROD, SHOP, SYSTEM


def _system(**changes: object) -> System:
    return replace(SYSTEM, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "make"),
    [
        ("name 'Shop' cannot be used: write 'shop'", lambda: _system(name="Shop")),
        ("title 'Shop: orders' cannot be used", lambda: _system(title="Shop: orders")),
        ("domain 'shop' cannot be used: write 'example.org'", lambda: _system(domain="shop")),
        ("would select the pods of other systems", lambda: _system(selector_labels={})),
        ("every metric has it", lambda: _system(metric_prefixes=("shop_", ""))),
        (
            "two components are named frontend",
            lambda: _system(components=(FRONTEND, Component(name="frontend"))),
        ),
        ("'Front end' is not a component's name", lambda: Component(name="Front end")),
        (
            "shop has no component 'kitchen'; there are: frontend, object",
            lambda: SYSTEM.component("kitchen"),
        ),
    ],
)
def test_what_could_be_no_name_is_refused(words: str, make: Callable[[], object]) -> None:
    """With what is wrong and what would be right."""
    with pytest.raises(DefinitionError) as refusal:
        make()
    assert words in str(refusal.value)


def test_an_environment_of_another_system_is_refused() -> None:
    """Its alerts and jobs would have other names than the catalogue's dashboards ask for."""
    other = replace(PROD, system=replace(SYSTEM, name="market"))
    with pytest.raises(DefinitionError, match="environment prod is of the system market"):
        replace(SHOP, environments=(other,), primary=other)


def test_a_component_of_another_system_is_refused() -> None:
    """Nobody would know its name, nor whether users call it."""
    kitchen = replace(SHOP.targets[0], component=Component(name="kitchen"))
    with pytest.raises(DefinitionError, match="shop has no component kitchen"):
        replace(SHOP, targets=(*SHOP.targets, kitchen))
    ovens = replace(ORDERS, name="shop_ovens_total", components=(kitchen.component,))
    with pytest.raises(DefinitionError, match="shop has no component kitchen"):
        replace(SHOP, metrics=(*SHOP.metrics, ovens))


def test_pods_are_selected_by_the_system_and_their_component() -> None:
    """By the key that the system gives."""
    assert SYSTEM.pod_labels(FRONTEND) == {
        "app": "shop",
        "app.kubernetes.io/component": "frontend",
    }
    assert _system(component_label="tier").pod_labels(FRONTEND)["tier"] == "frontend"
