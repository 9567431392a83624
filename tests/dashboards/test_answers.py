"""Every query of every panel is asked of a real Prometheus with recorded data."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards.component import WAITING
from observability.preview.answers import PanelAnswer, Time, answers, variables_of
from observability.prometheus.client import PrometheusClient

Json = dict[str, Any]
Recorded = tuple[PrometheusClient, Time]

MOST_SERIES = 50
NOT_RECORDED_ANYWHERE = {
    "gitstratum_auth_store_errors_total",
    "gitstratum_build_info",
    "gitstratum_frontend_throttled_clients",
    "gitstratum_object_anti_entropy_last_run_timestamp_seconds",
}
"""Planned metrics: upstream has no code for them, so no recording can hold them."""
GOOD_NEWS_WHEN_EMPTY = {"Alerts firing"}
ABOUT_SOME_SLOS = {"Bad events by operation", "Bad events by pod", "Slowest pods"}


def _values(slo: str = "push-availability") -> dict[str, str]:
    chosen = GITSTRATUM.slo(slo)
    return {
        "component": str(chosen.component),
        "environment": "prod",
        "namespace": "gitstratum-system",
        "slo": slo,
    }


def _asked(
    dashboard: Json, recorded: Recorded, slo: str = "push-availability"
) -> list[PanelAnswer]:
    client, time = recorded
    return list(answers(dashboard, client, time, variables_of(dashboard, _values(slo))))


def _complaints(answer: PanelAnswer) -> list[str]:
    title, found = answer.panel["title"], []
    for asked in answer.queries:
        result = asked.result
        found += [f"{title}: {note}" for note in (*result.warnings, *result.infos)]
        if len(result.series) > MOST_SERIES:
            found.append(f"{title}: {len(result.series)} series, more than anybody can read")
        for series in result.series:
            if "{{" in asked.legend(series):
                found.append(f"{title}: legend {asked.legend(series)!r}: no such label")
        if "$" in asked.expression:
            found.append(f"{title}: a variable is left in {asked.expression}")
    return found


def _reads_only_what_nobody_records(panel: Mapping[str, Any]) -> bool:
    sources = re.findall(r"[a-z_:0-9]+", panel["description"].partition("Source: ")[2])
    external = {m.name for m in GITSTRATUM.known_metrics if m.status == "external"}
    return set(sources) <= external | NOT_RECORDED_ANYWHERE | {"slo:valid:increase1m"}


UIDS = ["gitstratum-overview", *(f"gitstratum-{t.component}" for t in GITSTRATUM.targets)]


@pytest.mark.parametrize("uid", UIDS)
def test_every_panel_answers(uid: str, dashboards: dict[str, Json], recorded: Recorded) -> None:
    """Within 50 series, with legends that resolve, without warnings; and with data, if any can be.

    A panel may stay empty only if all its metrics are other exporters' or planned; then it says so.
    """
    found = []
    for answer in _asked(dashboards[uid], recorded):
        found += _complaints(answer)
        panel = answer.panel
        if answer.has_data or not answer.queries or panel["title"] in GOOD_NEWS_WHEN_EMPTY:
            continue
        if not _reads_only_what_nobody_records(panel):
            found.append(f"{panel['title']}: no data, although its metrics are recorded")
        said = panel["fieldConfig"]["defaults"]["noValue"]
        if not said.startswith(("Nothing from ", "Waiting for upstream", "waits")):
            found.append(f"{panel['title']}: empty, and it says only {said!r}")
    assert found == []


@pytest.mark.parametrize("slo", [slo.name for slo in GITSTRATUM.slos])
def test_the_slo_page_answers_for(
    slo: str, dashboards: dict[str, Json], recorded: Recorded
) -> None:
    """Whatever SLO is chosen, all its panels have data but those that are about other kinds."""
    found = []
    for answer in _asked(dashboards["gitstratum-slo"], recorded, slo):
        found += _complaints(answer)
        may_be_empty = GOOD_NEWS_WHEN_EMPTY | ABOUT_SOME_SLOS
        if answer.queries and not answer.has_data and answer.panel["title"] not in may_be_empty:
            found.append(f"{answer.panel['title']}: no data")
    assert found == []


def test_each_panel_of_the_slo_page_is_about_some_slo(
    dashboards: dict[str, Json], recorded: Recorded
) -> None:
    """The panels that may be empty for one SLO have data for another."""
    wanted = GOOD_NEWS_WHEN_EMPTY | ABOUT_SOME_SLOS
    seen = {
        answer.panel["title"]
        for slo in GITSTRATUM.slos
        for answer in _asked(dashboards["gitstratum-slo"], recorded, slo.name)
        if answer.has_data
    }
    assert wanted <= seen


def test_only_the_chosen_slo_contributes(dashboards: dict[str, Json], recorded: Recorded) -> None:
    """Of the queries that each SLI adds to a panel, one answers: that of the chosen SLO."""
    for answer in _asked(dashboards["gitstratum-slo"], recorded, "push-availability"):
        if answer.panel["title"] == "Bad events by pod":
            answered = [one for one in answer.queries if one.result.series]
            assert len(answered) == 1
            assert "git_operations_failed" in answered[0].expression


def test_what_waits_says_so(dashboards: dict[str, Json]) -> None:
    """A panel whose metrics GitStratum does not record yet is marked, with what unblocks it."""
    for dashboard in GITSTRATUM.dashboards:
        body = dashboards[f"gitstratum-{dashboard.component}"]
        text = str(body)
        for panel in dashboard.panels:
            assert (f"'{panel.title}{WAITING}'" in text) is bool(panel.waits_for)
            for awaited in panel.waits_for:
                assert awaited in text


def test_the_burn_rate_lines_are_those_of_the_chosen_policy(
    dashboards: dict[str, Json], recorded: Recorded
) -> None:
    """Scrape coverage only has tickets: no line of a page is drawn for it."""
    legends = {
        asked.legend(series)
        for answer in _asked(dashboards["gitstratum-slo"], recorded, "frontend-scrape-coverage")
        if answer.panel["title"] == "Burn rate, long windows"
        for asked in answer.queries
        for series in asked.result.series
    }
    assert {name for name in legends if not name.startswith("burn")} == {
        "ticket slow: 1d",
        "ticket creeping: 3d",
    }
