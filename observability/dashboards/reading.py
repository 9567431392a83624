"""Read a dashboard's JSON: its panels, their queries, and Grafana's variables in them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

DRAWN = frozenset({"stat", "table", "timeseries"})
"""The kinds of panels that show answers of queries."""
_VARIABLE = re.compile(r"\$(?:\{(\w+)[^}]*\}|(\w+))")


def panels(dashboard: Json) -> Iterator[Json]:
    """Yield all panels, those of collapsed rows included, without the rows."""
    for panel in dashboard["panels"]:
        if panel["type"] == "row":
            yield from panel.get("panels", [])
        else:
            yield panel


def targets(dashboard: Json) -> Iterator[tuple[Json, Json]]:
    """Yield each query with its panel."""
    for panel in panels(dashboard):
        for target in panel.get("targets", []):
            yield panel, target


def strings(value: object) -> Iterator[str]:
    """Yield every text in a piece of JSON, but for keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def variables(text: str) -> set[str]:
    """Return the names of the variables that a text uses."""
    return {braced or plain for braced, plain in _VARIABLE.findall(text)}


def substituted(text: str, values: Mapping[str, str]) -> str:
    """Return a text with Grafana's variables replaced; those without a value stay."""
    return _VARIABLE.sub(lambda match: values.get(match[1] or match[2], match[0]), text)
