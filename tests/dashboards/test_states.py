"""What the pages say of how SLOs stand."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from observability import percent
from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards.folder import folder
from observability.prometheus.promtool import Promtool
from tests.asking import gives
from tests.dashboards.rendered import Json, columns, panel, queries

SLO = 'component="frontend",environment="prod",slo="push-availability"'
INFO = {f'slo:info{{{SLO},status="live"}}': "1x10"}


@pytest.mark.parametrize(
    ("uid", "title"), [("gitstratum-overview", "SLOs"), ("gitstratum-slo", "State")]
)
def test_no_alert_changes_a_state(uid: str, title: str, dashboards: dict[str, Json]) -> None:
    """What fires is shown beside it: an hour without sign-ins must not call a promise at risk."""
    asked = queries(dashboards[uid], title)
    assert asked
    assert not [query for query in asked if "ALERTS" in query]


def test_an_alert_that_only_informs_is_no_trouble(
    dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """Of a ticket and an idle SLO's information, the component's row counts the ticket."""
    alert = 'alertstate="firing",component="frontend",environment="prod"'
    series = {
        f'ALERTS{{{alert},alertname="Idle",severity="info"}}': "1x10",
        f'ALERTS{{{alert},alertname="Burns",severity="warning"}}': "1x10",
    }
    *_, count = queries(dashboards["gitstratum-overview"], "Components")
    assert gives(tool, tmp_path, count, {'{component="frontend"}': 1}, series) == ""


@pytest.mark.parametrize(("coverage", "missed"), [(0.0014, 0), (0.9899, 0), (0.99, 1), (1, 1)])
def test_a_missed_slo_is_counted_once_it_can_be_judged(
    dashboards: dict[str, Json], tool: Promtool, tmp_path: Path, coverage: float, missed: int
) -> None:
    """A hundred times the budget in the first hour is too early to say; later it is missed."""
    series = INFO | {
        f"slo:valid:period{{{SLO}}}": "100000x10",
        f"slo:bad:period{{{SLO}}}": "10000x10",
        f"slo:coverage:ratio{{{SLO}}}": f"{coverage}x10",
        f"slo:error_budget:events{{{SLO}}}": f"{100 / coverage!r}x10",
    }
    (query,) = queries(dashboards["gitstratum-overview"], "SLOs missed")
    assert gives(tool, tmp_path, query, {"{}": missed}, series) == ""


def test_the_table_of_slos_says_their_states(
    dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """11 bad events of 10 that may be: what the column shows has the word MISSED."""
    series = INFO | {
        f"slo:valid:period{{{SLO}}}": "1000x10",
        f"slo:bad:period{{{SLO}}}": "11x10",
        f"slo:coverage:ratio{{{SLO}}}": "1x10",
        f"slo:error_budget:events{{{SLO}}}": "10x10",
    }
    overview = dashboards["gitstratum-overview"]
    [words] = (
        setting["value"][0]["options"]
        for override in panel(overview, "SLOs")["fieldConfig"]["overrides"]
        for setting in override["properties"]
        if (override["matcher"]["options"], setting["id"]) == ("State", "mappings")
    )
    [missed] = (int(number) for number, shown in words.items() if shown["text"] == "MISSED")
    query = columns(overview, "SLOs")["State"]
    assert gives(tool, tmp_path, query, {f"{{{SLO}}}": missed}, series) == ""


def test_pages_and_reviews_have_one_share_at_risk() -> None:
    """Another error-budget policy changes the states and the colours of all pages."""
    policy = replace(GITSTRATUM.error_budget_policy, at_risk_share=percent(40))
    changed = folder(replace(GITSTRATUM, error_budget_policy=policy))
    bodies = [artefact.body for artefact in changed if artefact.path.endswith(".json")]
    texts = [json.dumps(body) for body in bodies]
    assert not [text for text in texts if "0.75 *" in text or '"value": 0.25' in text]
    assert len([text for text in texts if re.search(r"0\.4 \*|0\.4\\n *\*", text)]) == len(texts)
    assert len([text for text in texts if '"value": 0.6' in text]) == len(texts)
