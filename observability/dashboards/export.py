"""A dashboard as Grafana's own exports have it: without what only old Grafanas read."""

from collections.abc import Mapping

Json = dict[str, object]

_LABEL_VALUES = 1
"""What Grafana's Prometheus calls a variable that asks for the values of a label."""

_LEGACY = {
    "__inputs",
    "auto",
    "auto_count",
    "auto_min",
    "cacheTimeout",
    "columns",
    "error",
    "fontSize",
    "gnetId",
    "height",
    "hideControls",
    "hideTimeOverride",
    "intervalFactor",
    "maxPerRow",
    "metric",
    "minSpan",
    "query",
    "repeatDirection",
    "rows",
    "sharedCrosshair",
    "span",
    "step",
    "style",
    "tagValuesQuery",
    "tagsQuery",
    "target",
    "time_options",
    "useTags",
}
"""What grafanalib writes and current Grafana no longer reads."""
_LEGACY_OF_PANEL = {"editable"}
_LEGACY_OF_TABLE = {"color", "mappings"}
_LEGACY_OF_ROW = {"fieldConfig", "links", "targets", "transformations", "transparent"}
_LEGACY_OF_CUSTOM = {"displayMode"}


def normalised(value: object, *, inside: str = "") -> object:
    """Return grafanalib's output as plain data, without nulls and without keys of old Grafanas.

    A threshold's first step and a range keep their null: "from the beginning". A variable's
    `query` and an annotation's `target` are current, a panel target's are not.
    """
    if hasattr(value, "to_json_data"):
        value = value.to_json_data()
    if isinstance(value, Mapping):
        needed = {
            "steps": {"value"},
            "options": {"from"},
            "templating": {"query"},
            "annotations": {"target"},
        }
        keep = needed.get(inside, set())
        legacy = _LEGACY - keep
        if inside == "panels":
            kind = {"table": _LEGACY_OF_TABLE, "row": _LEGACY_OF_ROW}
            legacy |= _LEGACY_OF_PANEL | kind.get(str(value.get("type")), set())
        if inside == "custom":
            legacy |= _LEGACY_OF_CUSTOM
        return {
            key: normalised(item, inside=inside if key == "list" else key)
            for key, item in value.items()
            if key not in legacy and (item is not None or key in keep)
        }
    if isinstance(value, list | tuple):
        return [normalised(item, inside=inside) for item in value]
    return value


def exported_variable(variable: Json) -> Json:
    """Return a variable as Grafana's own exports have it."""
    given = variable.get("current")
    value = given.get("value") if isinstance(given, dict) else None
    text = "All" if value == "$__all" else value
    exported = variable | {"current": {} if value is None else {"text": text, "value": value}}
    if variable["type"] == "query":
        asked = variable["query"]
        exported |= {
            "definition": asked,
            "query": {"qryType": _LABEL_VALUES, "query": asked, "refId": "Variable"},
            "regex": "",
        }
    return exported
