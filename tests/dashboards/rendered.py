"""The queries of a page as Grafana sends them: with what a reader has chosen for the variables."""

from typing import Any

Json = dict[str, Any]

_CHOSEN = {
    "$__rate_interval": "5m",
    "$__interval": "5m",
    "$environment": "prod",
    "$namespace": "gitstratum-system",
    "$components": ".*",
    "$slo": "push-availability",
}


def queries(dashboard: Json, title: str) -> list[str]:
    """Return the queries of the panel of that title.

    The environment is prod, the SLO push-availability, a chart's points are five minutes apart.
    """
    panels = [
        *dashboard["panels"],
        *(panel for row in dashboard["panels"] for panel in row.get("panels", ())),
    ]
    [panel] = (panel for panel in panels if panel.get("title") == title)
    return [_sent(target["expr"]) for target in panel["targets"]]


def _sent(text: str) -> str:
    for variable, value in _CHOSEN.items():
        text = text.replace(variable, value)
    return text
