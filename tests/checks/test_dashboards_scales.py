"""The check dashboards/scales."""

import pytest

from tests.faulty_dashboard import SCOPED, Json, asking, faults, with_defaults


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (with_defaults(unit="ms"), "shop_wait_seconds is in seconds, shown as 'ms'"),
        (
            asking(f"sum(shop_baskets_total{SCOPED})"),
            "is in things, shown as 's'",
        ),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """Seconds as milliseconds, baskets as seconds."""
    [fault] = faults("scales", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """What is calculated has a unit of its own."""
    assert faults("scales", asking(f"sum(rate(shop_orders_total{SCOPED}[$__rate_interval]))")) == []
