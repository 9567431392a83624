"""The check dashboards/units."""

import pytest

from tests.faulty_dashboard import Json, faults, with_defaults, with_panel

OVERRIDDEN = {
    "defaults": {"unit": "s"},
    "overrides": [{"properties": [{"id": "unit", "value": "percent"}]}],
}


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (with_defaults(unit=None), "it has no unit"),
        (with_defaults(unit="reqpersec"), "'reqpersec' is no unit"),
        (with_defaults(unit="percent"), "percentunit"),
        (
            with_panel(fieldConfig=OVERRIDDEN),
            "percentunit",
        ),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """None, an unknown one, or 0 to 100; in an override, too."""
    [fault] = faults("units", dashboard)
    assert what in fault


def test_a_sound_dashboard_passes() -> None:
    """A panel of text has no unit."""
    assert faults("units", with_panel(type="text", fieldConfig={})) == []
