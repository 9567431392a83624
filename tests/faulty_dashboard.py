"""A small sound dashboard of the shop, and what a check says of it once a fault is put in."""

import copy
from typing import Any

from observability.artefact import Artefact
from tests.shop import found, of_files

Json = dict[str, Any]

SCOPED = '{namespace="$namespace",job="shop-frontend"}'
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
PANEL: Json = {
    "id": 2,
    "type": "timeseries",
    "title": "Wait",
    "description": (
        "How long does an order wait? If it is empty: no orders. Source: shop_wait_seconds."
    ),
    "pluginVersion": "11.0.0",
    "datasource": SOURCE,
    "gridPos": {"x": 0, "y": 1, "w": 12, "h": 8},
    "fieldConfig": {
        "defaults": {
            "unit": "s",
            "noValue": "no orders",
            "custom": {
                "drawStyle": "line",
                "fillOpacity": 0,
                "stacking": {"mode": "none", "group": "A"},
            },
        },
        "overrides": [],
    },
    "options": {"legend": {"displayMode": "list", "showLegend": True}},
    "targets": [
        {
            "refId": "A",
            "datasource": SOURCE,
            "expr": f"max(shop_wait_seconds{SCOPED} and ignoring (quantile) "
            f"rate(shop_wait_seconds_count{SCOPED}[$__rate_interval]) > 0)",
        }
    ],
}
DASHBOARD: Json = {
    "uid": "shop-frontend",
    "title": "Shop",
    "schemaVersion": 39,
    "editable": False,
    "templating": {
        "list": [
            {"name": "datasource", "type": "datasource"},
            {
                "name": "namespace",
                "type": "query",
                "current": {"text": "shop", "value": "shop"},
                "definition": "label_values(up, namespace)",
                "query": {"query": "label_values(up, namespace)", "refId": "Variable"},
                "regex": "",
                "refresh": 2,
                "datasource": SOURCE,
            },
        ]
    },
    "annotations": {"list": [{"name": "Alerts", "datasource": SOURCE}]},
    "links": [],
    "panels": [
        {"id": 1, "type": "row", "title": "Orders", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}},
        PANEL,
    ],
}


def sound() -> Json:
    """Return a dashboard that no check objects to, free to be changed."""
    return copy.deepcopy(DASHBOARD)


def with_panel(**changes: object) -> Json:
    """Return the dashboard with its panel changed."""
    dashboard = sound()
    dashboard["panels"][1] |= changes
    return dashboard


def with_defaults(**changes: object) -> Json:
    """Return the dashboard with the panel's field defaults changed."""
    return with_panel(fieldConfig={"defaults": PANEL["fieldConfig"]["defaults"] | changes})


def asking(expression: str) -> Json:
    """Return the dashboard with another query in its panel."""
    return with_panel(targets=[PANEL["targets"][0] | {"expr": expression}])


def faults(check: str, dashboard: Json) -> list[str]:
    """Return what a check says of a dashboard: the place and what is wrong there."""
    problems = found(f"dashboards/{check}", of_files(Artefact("dashboards/x.json", dashboard, "x")))
    return [f"{problem.name}: {problem.what}" for problem in problems]
