"""What a reader sees of a panel in Grafana, as its JSON says."""

import re

import pytest

from observability.dashboards.component import WAITING
from observability.dashboards.reading import panels, strings
from tests.dashboards.rendered import Json, panel, queries

COMPONENTS = ("control-plane", "frontend", "metadata", "object", "operator")


@pytest.mark.parametrize(
    ("uid", "title"),
    [("gitstratum-overview", "Budget left"), ("gitstratum-slo", "Budget left over time")],
)
def test_a_budget_is_shown_over_its_window(
    uid: str, title: str, dashboards: dict[str, Json]
) -> None:
    """28 days, whatever time the page shows, and an overspent budget lies on the floor."""
    chart = panel(dashboards[uid], title)
    assert chart["timeFrom"] == "28d"
    assert chart["fieldConfig"]["defaults"]["min"] == -1
    assert queries(dashboards[uid], title)[0].startswith("clamp_min(")


def test_a_budget_spent_a_hundred_times_is_said_in_words(dashboards: dict[str, Json]) -> None:
    """-9900 % is left of it, which nobody reads: the first range that holds gives the word."""
    for uid, title in (
        ("gitstratum-overview", "Least budget left"),
        ("gitstratum-slo", "Budget left"),
    ):
        ranges = [
            mapping["options"]
            for mapping in panel(dashboards[uid], title)["fieldConfig"]["defaults"]["mappings"]
        ]
        words = {
            left: next((r["result"]["text"] for r in ranges if left <= r["to"]), None)
            for left in (-99, -98, -9, -4, -1, -0.99)
        }
        assert words == {
            -99: "spent ×100+",
            -98: "spent ×10+",
            -9: "spent ×10+",
            -4: "spent ×5+",
            -1: "spent ×2+",
            -0.99: None,
        }
        assert all(r["from"] is None for r in ranges)


@pytest.mark.parametrize("component", COMPONENTS)
def test_one_pod_can_be_looked_at(component: str, dashboards: dict[str, Json]) -> None:
    """Every query of raw series narrows to the chosen pods; all are chosen at first."""
    dashboard = dashboards[f"gitstratum-{component}"]
    [pod] = [v for v in dashboard["templating"]["list"] if v["name"] == "pod"]
    assert (pod["current"]["value"], pod["allValue"]) == ("$__all", ".+")
    raw = [
        selector
        for chart in panels(dashboard)
        for target in chart.get("targets", [])
        for selector in re.findall(r"gitstratum_\w+\{[^}]*\}", target["expr"])
    ]
    assert raw
    assert [selector for selector in raw if 'pod=~"$pod"' not in selector] == []


def test_bad_news_is_red_and_traffic_is_not(dashboards: dict[str, Json]) -> None:
    """Failures have shades of red; valid events are grey; other names each have their colour."""
    colours = {
        chart["title"].removesuffix(WAITING): chart["fieldConfig"]["defaults"]["color"]
        for dashboard in dashboards.values()
        for chart in panels(dashboard)
        if chart["type"] == "timeseries"
    }
    red = {"mode": "shades", "fixedColor": "red"}
    assert colours["Bad events"] == red
    assert colours["Failed Git operations"] == red
    assert colours["Our own rules"] == red
    assert colours["Valid events"] == {"mode": "fixed", "fixedColor": "text"}
    assert colours["Open connections"] == {"mode": "palette-classic-by-name"}
    named = [t for t in colours if re.search(r"Failed|Refused|errors|Restarts", t)]
    assert [title for title in named if colours[title] != red] == []


def test_a_disk_that_fills_within_hours_is_red(dashboards: dict[str, Json]) -> None:
    """51 minutes are critical, 20 hours a warning; three days are quiet, on no axis of years."""
    runway = panel(dashboards["gitstratum-object"], f"Until the disk is full{WAITING}")
    steps = runway["fieldConfig"]["defaults"]["thresholds"]["steps"]

    def colour(seconds: float) -> str:
        return str([s["color"] for s in steps if s["value"] is None or s["value"] <= seconds][-1])

    assert runway["type"] == "stat"
    assert [colour(3600 * hours) for hours in (0.85, 20, 72)] == ["red", "orange", "green"]


def test_counts_begin_at_zero(dashboards: dict[str, Json]) -> None:
    """Three pods of three are no axis from 2.25 to 3, and no failure none up to 100."""
    for title in ("Scraped pods", "Restarts"):
        custom = panel(dashboards["gitstratum-frontend"], title)["fieldConfig"]["defaults"][
            "custom"
        ]
        assert (custom["axisSoftMin"], custom["axisSoftMax"]) == (0, 1)


def test_an_empty_cell_leads_nobody_astray(dashboards: dict[str, Json]) -> None:
    """No cell, however empty, holds a sentence; the sentence is in the description."""
    for dashboard in dashboards.values():
        for shown in panels(dashboard):
            if shown["type"] == "table":
                assert shown["fieldConfig"]["defaults"]["noValue"] == "–"
                assert "If it is empty: " in shown["description"]


def test_no_page_asks_for_old_schemas(dashboards: dict[str, Json]) -> None:
    """Variables are objects as in exports, and panels name their plugin's version."""
    for dashboard in dashboards.values():
        assert all(shown["pluginVersion"] == "11.0.0" for shown in panels(dashboard))
        for variable in dashboard["templating"]["list"][1:]:
            assert variable["query"]["query"] == variable["definition"]
            assert list(strings(variable["current"]))
