"""What fires: tiles, tables, components and marks agree on it."""

from pathlib import Path

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from observability.prometheus.promtool import Promtool
from tests.asking import gives
from tests.dashboards.rendered import Json, panel, queries

OVERVIEW = "gitstratum-overview"
INFO = {'slo:info{component="frontend",environment="prod",slo="a"}': "1x10"}


def _alert(name: str, severity: str, component: str, *more: str) -> dict[str, str]:
    labels = [
        f'alertname="{name}"',
        'alertstate="firing"',
        f'component="{component}"',
        'environment="prod"',
        f'severity="{severity}"',
        'slo="a"',
        *more,
    ]
    return {f"ALERTS{{{','.join(labels)}}}": "1x10"}


FIRING = (
    _alert("Pushes", "critical", "frontend", 'burn_tier="fast"')
    | _alert("Pushes", "critical", "frontend", 'burn_tier="steady"')
    | _alert("Pushes", "warning", "frontend", 'burn_tier="slow"')
    | _alert("Leader", "critical", "control-plane", 'status="waiting"')
    | _alert("Quiet", "info", "frontend")
    | _alert("Disk", "warning", "object")
)
PAGE = '{alertname="Pushes",component="frontend",severity="critical",slo="a"}'
TICKET = '{alertname="Pushes",component="frontend",severity="warning",slo="a"}'
DISK = '{alertname="Disk",component="object",severity="warning",slo="a"}'


@pytest.mark.parametrize(
    ("title", "chosen", "expected"),
    [
        ("Pages firing", ".+", {"{}": 1}),
        ("Tickets firing", ".+", {"{}": 2}),
        ("Alerts firing", ".+", {PAGE: 1, TICKET: 1, DISK: 1}),
        ("Components", ".+", {'{component="frontend"}': 2, '{component="object"}': 1}),
        ("Pages firing", "object", {"{}": 0}),
        ("Tickets firing", "object", {"{}": 1}),
        ("Alerts firing", "object", {DISK: 1}),
        ("Components", "object", {'{component="object"}': 1}),
    ],
)
def test_tiles_table_and_components_agree(
    title: str,
    chosen: str,
    expected: dict[str, int],
    dashboards: dict[str, Json],
    tool: Promtool,
    tmp_path: Path,
) -> None:
    """An alert's tiers are one, what waits or only informs is none, unchosen components neither."""
    *_, query = queries(dashboards[OVERVIEW], title)
    asked = query.replace('component=~".*|"', f'component=~"{chosen}|"')
    assert asked != query
    info = {
        series.replace("frontend", "object") if chosen == "object" else series: v
        for series, v in INFO.items()
    }
    assert gives(tool, tmp_path, asked, expected, info | FIRING) == ""


def test_an_alert_on_no_component_is_counted(
    dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """Whatever components are chosen."""
    alert = 'ALERTS{alertname="Rules",alertstate="firing",environment="prod",severity="critical"}'
    [query] = queries(dashboards[OVERVIEW], "Pages firing")
    asked = query.replace('component=~".*|"', 'component=~"frontend|"')
    assert gives(tool, tmp_path, asked, {"{}": 1}, INFO | {alert: "1x10"}) == ""


def test_only_pages_are_marked_unasked(dashboards: dict[str, Json]) -> None:
    """Tickets last for days: as marks they would paint every chart for ever."""
    for dashboard in dashboards.values():
        marks = {mark["name"]: mark for mark in dashboard["annotations"]["list"]}
        assert marks["Pages"]["enable"] is True
        assert 'severity="critical"' in marks["Pages"]["target"]["expr"]
        assert marks["Tickets"]["enable"] is False
        assert 'status!="waiting"' in marks["Pages"]["target"]["expr"]


def test_every_alert_leads_to_its_runbook_and_slo(dashboards: dict[str, Json]) -> None:
    """From each table of alerts, on each page."""
    for dashboard in dashboards.values():
        links = {
            override["matcher"]["options"]: item["value"][0]["url"]
            for override in panel(dashboard, "Alerts firing")["fieldConfig"]["overrides"]
            for item in override["properties"]
            if item["id"] == "links"
        }
        assert links["Alert"] == f"{GITSTRATUM.primary.runbooks_url}/${{__value.raw}}.md"
        assert "var-slo=${__value.raw}" in links["SLO"]
