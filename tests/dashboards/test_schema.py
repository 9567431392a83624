"""The JSON fits Grafana's own types."""

import copy
from typing import Any

import pytest

from observability.dashboards.grafana import SCHEMA_VERSION, UNITS
from observability.dashboards.reading import panels
from tests.dashboards import grafana_types

Json = dict[str, Any]


def test_ours_fit(dashboards: dict[str, Json]) -> None:
    """Grafana's types object to no part of a dashboard."""
    found = [o for dashboard in dashboards.values() for o in grafana_types.objections(dashboard)]
    assert found == []


def test_our_units_are_grafanas() -> None:
    """Every unit that a panel can have is on Grafana's list."""
    assert set(UNITS.values()) <= grafana_types.UNITS


def test_no_key_of_old_grafanas_is_left(dashboards: dict[str, Json]) -> None:
    """Nulls are only where they mean "from the beginning"."""
    for dashboard in dashboards.values():
        assert dashboard["schemaVersion"] == SCHEMA_VERSION
        for panel in panels(dashboard):
            assert None not in panel.values()
            for target in panel.get("targets", []):
                assert {"query", "step", "metric", "target", "intervalFactor"}.isdisjoint(target)


FAULTS: list[tuple[str, tuple[str | int, ...], object]] = [
    ("stat", ("options", "colorMode"), "sparkle"),
    ("stat", ("options", "colourMode"), "value"),
    ("stat", ("fieldConfig", "defaults", "decimals"), "two"),
    ("stat", ("fieldConfig", "defaults", "unit"), 5),
    ("stat", ("fieldConfig", "defaults", "thresholds", "steps"), ""),
    ("stat", ("fieldConfig", "defaults", "thresholds", "steps", 0, "value"), "null"),
    ("stat", ("gridPos", "w"), "4"),
    ("stat", ("descripton",), "typo"),
    ("timeseries", ("fieldConfig", "defaults", "custom", "drawStyle"), "wave"),
    ("timeseries", ("fieldConfig", "defaults", "custom", "thresholdsStyle", "mode"), "thick"),
    ("timeseries", ("options", "legend", "displayMode"), "grid"),
    ("timeseries", ("options", "tooltip"), "all"),
    ("table", ("options", "showHeader"), "yes"),
    ("table", ("options", "sortBy", 0, "desc"), 1),
    ("text", ("options", "mode"), "rich"),
]


@pytest.mark.parametrize(("kind", "path", "value"), FAULTS)
def test_a_misfit_is_found(
    kind: str, path: tuple[str | int, ...], value: object, dashboards: dict[str, Json]
) -> None:
    """A wrong option, type or word of a panel."""
    dashboard = copy.deepcopy(dashboards["gitstratum-overview"])
    place: Any = next(panel for panel in panels(dashboard) if panel["type"] == kind)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert grafana_types.objections(dashboard) != []
