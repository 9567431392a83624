"""The check dashboards/datasource."""

import pytest

from tests.faulty_dashboard import DASHBOARD, PANEL, Json, faults, sound, with_panel

[QUERY] = PANEL["targets"]
NAMESPACE = DASHBOARD["templating"]["list"][1]
ANNOTATION = {"name": "Alerts", "datasource": {"uid": "prometheus"}}


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (with_panel(datasource={"uid": "prometheus"}), "Shop: Wait: it does not ask"),
        (
            with_panel(targets=[QUERY | {"datasource": None}]),
            "Shop: Wait: it does not ask",
        ),
        (
            sound() | {"annotations": {"list": [ANNOTATION]}},
            "Alerts: it does not ask",
        ),
        (
            sound() | {"templating": {"list": [NAMESPACE]}},
            "exactly one data source variable",
        ),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """A panel, a query or an annotation with a data source of its own; no variable for it."""
    [fault] = faults("datasource", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """All of them ask through the variable."""
    assert faults("datasource", sound()) == []
