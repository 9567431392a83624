"""The check dashboards/charts."""

import copy

import pytest

from tests.faulty_dashboard import PANEL, Json, faults, with_panel


def _chart(*, legend: str = "list", defaults: Json | None = None, **custom: object) -> Json:
    config = copy.deepcopy(PANEL["fieldConfig"])
    config["defaults"] |= defaults or {}
    config["defaults"]["custom"] |= custom
    shown = {"legend": {"displayMode": legend, "showLegend": True}}
    return with_panel(fieldConfig=config, options=shown)


STACKED = {"mode": "normal", "group": "A"}


@pytest.mark.parametrize(
    ("dashboard", "what"),
    [
        (_chart(legend="table"), "its legend is no list"),
        (_chart(drawStyle="bars", fillOpacity=80), "its bars are not stacked"),
        (_chart(fillOpacity=6), "its lines are filled"),
        (_chart(defaults={"unit": "percentunit"}), "may reach 10,000 %"),
        (_chart(defaults={"unit": "percentunit", "max": 100}), "may reach 10,000 %"),
    ],
)
def test_a_fault_is_found(dashboard: Json, what: str) -> None:
    """Hidden series, overlaid bars, covered lines, and the axis of a ratio without an end."""
    [fault] = faults("charts", dashboard)
    assert what in fault


@pytest.mark.parametrize(
    "dashboard",
    [
        _chart(),
        _chart(drawStyle="bars", fillOpacity=80, stacking=STACKED),
        _chart(fillOpacity=40, stacking=STACKED),
        _chart(defaults={"unit": "percentunit"}, axisSoftMax=0.01),
        _chart(defaults={"unit": "percentunit", "max": 1}),
    ],
)
def test_a_sound_chart_passes(dashboard: Json) -> None:
    """A ratio's axis may grow with its values, from 1 % on."""
    assert faults("charts", dashboard) == []
