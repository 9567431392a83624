"""The check dashboards/grid."""

import pytest

from tests.faulty_dashboard import Json, faults, with_panel


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (with_panel(gridPos={"x": 13, "y": 1, "w": 12, "h": 1}), "leaves the grid of 24"),
        (with_panel(gridPos={"x": 0, "y": 0, "w": 1, "h": 1}), "overlaps 'Orders'"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """A panel that sticks out, and one that lies on a row."""
    [fault] = faults("grid", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """Column 24 is the last."""
    assert faults("grid", with_panel(gridPos={"x": 12, "y": 1, "w": 12, "h": 8})) == []
