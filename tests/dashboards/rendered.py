"""The queries of a page as Grafana sends them: with what a reader has chosen for the variables."""

from typing import Any

Json = dict[str, Any]

_CHOSEN = {
    "$__rate_interval": "5m",
    "$__interval": "5m",
    "$environment": "prod",
    "$namespace": "gitstratum-system",
    "$components": ".*",
    "$pod": ".+",
    "$slo": "push-availability",
}


def queries(dashboard: Json, title: str) -> list[str]:
    """Return the queries of the panel of that title.

    The environment is prod, the SLO push-availability, a chart's points are five minutes apart.
    """
    return [_sent(target["expr"]) for target in panel(dashboard, title)["targets"]]


def named(dashboard: Json, title: str) -> dict[str, str]:
    """Return the queries of the panel of that title, by their legends."""
    return {
        target["legendFormat"]: _sent(target["expr"])
        for target in panel(dashboard, title)["targets"]
    }


def panel(dashboard: Json, title: str) -> Json:
    """Return the panel of that title."""
    panels: list[Json] = [
        *dashboard["panels"],
        *(inner for row in dashboard["panels"] for inner in row.get("panels", ())),
    ]
    [wanted] = (panel for panel in panels if panel.get("title") == title)
    return wanted


def columns(dashboard: Json, title: str) -> dict[str, str]:
    """Return what each column of a table shows, in their order: a label, or a query's values."""
    table = panel(dashboard, title)
    [shown] = (step["options"] for step in table["transformations"] if step["id"] == "organize")
    values = {f"Value #{each['refId']}": _sent(each["expr"]) for each in table["targets"]}
    fields = sorted(shown["includeByName"], key=shown["indexByName"].__getitem__)
    return {shown["renameByName"][field]: values.get(field, field) for field in fields}


def colour(dashboard: Json, title: str, value: float) -> str:
    """Return the colour in which a panel shows a value."""
    steps = panel(dashboard, title)["fieldConfig"]["defaults"]["thresholds"]["steps"]
    return str(
        [step["color"] for step in steps if step["value"] is None or step["value"] <= value][-1]
    )


def _sent(text: str) -> str:
    for variable, value in _CHOSEN.items():
        text = text.replace(variable, value)
    return text
