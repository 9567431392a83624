"""`observability explain`."""

import json
from dataclasses import replace

import pytest

from observability.commands.explain import as_data, chosen, show
from observability.errors import DefinitionError
from observability.explanations.explanation import explanation
from tests.hostile import HOSTILE
from tests.shop import ORDERS_ACCEPTED, PROD, SHOP


@pytest.mark.parametrize(
    "name", ["orders-accepted", "ShopOrdersAccepted", "shop_failed_orders_total"]
)
def test_an_slo_is_found_by_its_name_its_alert_or_its_metric(name: str) -> None:
    """Whatever somebody has in front of them."""
    assert chosen(SHOP, PROD, name) == ORDERS_ACCEPTED


def test_an_unknown_name_says_which_exist() -> None:
    """And which of them may be meant."""
    with pytest.raises(DefinitionError) as error:
        chosen(SHOP, PROD, "order-accepted")
    assert "did you mean orders-accepted?" in str(error.value)
    assert "the SLOs are: orders-accepted" in str(error.value)


def test_a_name_of_several_slos_says_which() -> None:
    """A metric may be read by more than one."""
    two = replace(SHOP, slos=(ORDERS_ACCEPTED, replace(ORDERS_ACCEPTED, name="orders-kept")))
    with pytest.raises(DefinitionError, match="name one of: orders-accepted, orders-kept"):
        chosen(two, PROD, "shop_orders_total")


def test_json_has_the_figures_as_data() -> None:
    """Exact figures are text; `null` is never."""
    data = as_data(explanation(SHOP, ORDERS_ACCEPTED, PROD))
    assert data["budget"] == {
        "ratio": "0.001",
        "outage_minutes": "40.32",
        "bad_events_per_million": "1000",
    }
    [fast] = data["policy"]["tiers"]
    assert fast["fires_after_seconds"] == {"1": 49, "0.1": 484, "0.01": None}
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_definition_says_is_shown_as_text(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is markup, a template or a command to the terminal, and nothing is lost."""
    slo = replace(ORDERS_ACCEPTED, rationale=text, owner=text, description=text)
    explained = explanation(SHOP, slo, PROD)
    show(explained)
    shown = capsys.readouterr().out
    assert "\x1b]" not in shown
    letters = "".join(shown.split())
    assert "".join(text.encode("unicode_escape").decode().split()) in letters or (
        "".join(text.split()) in letters
    )
    assert as_data(explained)["rationale"] == text
