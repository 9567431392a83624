"""`observability list`."""

from dataclasses import replace

import pytest

from observability import days, percent
from observability.commands.list import listed, show
from tests.hostile import HOSTILE
from tests.shop import ORDERS_ACCEPTED, PROD, SHOP


def test_what_differs_in_an_environment_is_noted() -> None:
    """And only that."""
    dev = replace(
        PROD,
        name="dev",
        objectives={"orders-accepted": percent(99)},
        windows={"orders-accepted": days(7)},
    )
    [slo] = listed(replace(SHOP, environments=(dev, PROD)))
    assert slo["objective"] == "0.999"
    assert slo["environments"] == {"dev": {"objective": "0.99", "window": "7d"}}


def test_a_table_has_a_row_for_each_slo(capsys: pytest.CaptureFixture[str]) -> None:
    """Name, component, objective, window, policy, status, owner."""
    show(SHOP)
    [row] = [line for line in capsys.readouterr().out.splitlines() if "orders-accepted" in line]
    assert row.split() == [
        "orders-accepted",
        "frontend",
        "99.9",
        "%",
        "28d",
        "demo",
        "live",
        "shop",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_owner_is_text(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is markup or a command to the terminal."""
    show(replace(SHOP, slos=(replace(ORDERS_ACCEPTED, owner=text),)))
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert ("[red]" in text) == ("[red]" in shown)
