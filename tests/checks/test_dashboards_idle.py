"""The check dashboards/idle."""

import pytest

from tests.faulty_dashboard import SCOPED, Json, asking, faults, sound


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (asking(f"max(shop_wait_seconds{SCOPED})"), "of shop_wait_seconds are shown"),
        (
            asking(f"max(shop_wait_seconds{SCOPED} and shop_orders_total{SCOPED})"),
            "while idle",
        ),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """A quantile alone, or with the count of something else."""
    [fault] = faults("idle", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """One that is shown where its count grew passes."""
    assert faults("idle", sound()) == []
