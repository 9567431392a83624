"""The check dashboards/panels."""

import pytest

from tests.faulty_dashboard import Json, faults, with_defaults, with_panel


def _without_data(kind: str, absent: str) -> Json:
    return with_panel(type=kind, fieldConfig={"defaults": {"noValue": absent}})


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (with_panel(title=""), "panel 2: it has no title"),
        (with_panel(type="graph"), "no kind of panel"),
        (with_panel(description="If it is empty: x. Source: x."), "asks no question"),
        (with_panel(description="Why? If it is empty: x."), "names no source"),
        (with_defaults(noValue=""), "No data"),
        (_without_data("stat", "x" * 13), "longer than 12 letters"),
        (_without_data("table", "none"), "longer than 3 letters"),
        (with_panel(description="Why? Source: x."), "why there may be no data"),
        (with_panel(pluginVersion=""), "no pluginVersion"),
        (with_panel(targets=[]), "it asks nothing"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """A panel says what it shows, whence, and why there may be nothing."""
    [fault] = faults("panels", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """A panel of text asks nothing."""
    assert faults("panels", with_panel(type="text", targets=[])) == []
