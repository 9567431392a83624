"""The check dashboards/ids."""

import pytest

from tests.faulty_dashboard import DASHBOARD, PANEL, Json, faults, sound, with_panel


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (sound() | {"panels": [*DASHBOARD["panels"], PANEL]}, "another"),
        (with_panel(id=None), "its id is missing"),
        (with_panel(targets=[*PANEL["targets"], *PANEL["targets"]]), "not unique"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """A panel twice, one without an id, two queries A."""
    [fault] = faults("ids", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """A panel inside a collapsed row is one panel."""
    assert faults("ids", sound() | {"panels": [{"id": 1, "type": "row", "panels": [PANEL]}]}) == []
