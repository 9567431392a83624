"""Hold a dashboard to Grafana's own types, part by part."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

FOLDER = Path(__file__).parent / "grafana"
_SCHEMA = json.loads((FOLDER / "schema.json").read_text())
for _name, _definition in _SCHEMA["definitions"].items():
    # The generator loses that a Record may have any key.
    if _name.startswith("Record<string"):
        _definition.pop("additionalProperties", None)
UNITS = frozenset(json.loads((FOLDER / "units.json").read_text()))

_OPTIONS = {
    "stat": "StatPanelOptions",
    "table": "TableOptions",
    "text": "TextOptions",
    "timeseries": "TimeseriesOptions",
}
_CUSTOM = {"table": "TableCustom", "timeseries": "TimeseriesCustom"}
_OPEN_TARGET = {"datasource", "refId"}
"""The types leave a query open: what else it holds is its data source's matter."""
_READ_BY_PROMETHEUS = {"textFormat", "titleFormat"}
"""Grafana's Prometheus plugin reads these of an annotation, and its types do not know them."""

_EXPORTED_ONLY = {"definition"}
"""Grafana's exports have these of a variable, and its types do not know them."""


def _without(value: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key not in keys}


def _panel(panel: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if panel["type"] == "row":
        yield "RowPart", _without(panel, "panels") | {"panels": []}
        for child in panel.get("panels", []):
            yield from _panel(child)
        return
    yield "PanelPart", _without(panel, "options", "fieldConfig", "targets")
    yield _OPTIONS[panel["type"]], panel["options"]
    defaults = panel["fieldConfig"]["defaults"]
    yield "FieldConfigPart", _without(defaults, "custom")
    if panel["type"] in _CUSTOM:
        yield _CUSTOM[panel["type"]], defaults["custom"]


def _parts(dashboard: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "DashboardPart", _without(dashboard, "panels", "annotations", "templating")
    for annotation in dashboard["annotations"]["list"]:
        known = _without(annotation, *_READ_BY_PROMETHEUS)
        known["target"] = {k: v for k, v in known["target"].items() if k in _OPEN_TARGET}
        yield "AnnotationPart", _without(known, "target")
    for variable in dashboard["templating"]["list"]:
        yield "VariablePart", _without(variable, *_EXPORTED_ONLY)
    for link in dashboard["links"]:
        yield "LinkPart", link
    for panel in dashboard["panels"]:
        yield from _panel(panel)


def _validator(definition: str) -> Draft7Validator:
    # What a type calls required has a default where Grafana reads it; what is there must fit.
    part = dict(_SCHEMA["definitions"][definition])
    part.pop("required", None)
    return Draft7Validator(part | {"definitions": _SCHEMA["definitions"]})


def objections(dashboard: Mapping[str, Any]) -> list[str]:
    """Return what Grafana's types object to, as `Part: path: message`."""
    found = []
    for definition, value in _parts(dashboard):
        for error in _validator(definition).iter_errors(value):
            path = "/".join(str(step) for step in error.absolute_path)
            found.append(f"{definition}: {path}: {error.message[:200]}")
    return found
