"""The check dashboards/steps."""

import pytest

from tests.faulty_dashboard import PANEL, Json, asking, faults, with_panel


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (with_panel(maxDataPoints=100), "wide steps"),
        (with_panel(targets=[PANEL["targets"][0] | {"intervalFactor": 2}]), "multiplies the step"),
        (asking("sum(rate(shop_orders_total[5m]))"), "fixed range"),
        (asking("sum(increase(shop_orders_total[1h]))"), "fixed range"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """Fewer points, a factor, a range that does not grow with the step."""
    [fault] = faults("steps", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """A range that grows with the step passes."""
    assert faults("steps", asking("sum(increase(shop_orders_total[$__rate_interval]))")) == []
