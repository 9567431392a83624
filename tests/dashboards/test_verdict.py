"""The first lines of the overview, in the states in which people will read them."""

from pathlib import Path

import pytest

from observability.dashboards.component import WAITING
from observability.prometheus.promtool import Promtool
from tests.asking import gives
from tests.dashboards.rendered import Json, colour, panel, queries

OVERVIEW = "gitstratum-overview"
OPERATOR = '{component="operator",environment="prod",slo="operator-scrape-coverage"}'
FRONTEND = '{component="frontend",environment="prod",slo="frontend-scrape-coverage"}'
INFO = {
    f"slo:info{OPERATOR}": "1x10",
    f"slo:info{FRONTEND}": "1x10",
}


def _targets(operators: int, frontends: int) -> dict[str, str]:
    """Return the rows of one operator and three frontends, of which so many do not answer."""
    return INFO | {
        f"slo:valid:increase1m{OPERATOR}": "1x10",
        f"slo:bad:increase1m{OPERATOR}": f"{operators}x10",
        f"slo:valid:increase1m{FRONTEND}": "3x10",
        f"slo:bad:increase1m{FRONTEND}": f"{frontends}x10",
    }


def _alert(name: str, severity: str, slo: str, component: str = "frontend") -> dict[str, str]:
    labels = (
        f'alertname="GitStratum{name}",alertstate="firing",component="{component}",'
        f'environment="prod",severity="{severity}",slo="{slo}"'
    )
    return {f"ALERTS{{{labels}}}": "1x10"}


BURNING = (
    _alert("PushAvailability", "critical", "push-availability")
    | _alert("PushAvailability", "warning", "push-availability")
    | _alert("FetchAvailability", "critical", "fetch-availability")
)
STATES = {
    "all well": (_targets(0, 0), "no live promise to users fails now", "every target answers"),
    "burning": (
        _targets(1, 0) | BURNING,
        "2 live promises to users fail now",
        "1 target does not answer",
    ),
    "an outage": (
        _targets(1, 2) | _alert("Outage", "critical", ""),
        "1 live promise to users fails now",
        "3 targets do not answer",
    ),
    "two outages": (
        _targets(0, 0)
        | _alert("Outage", "critical", "")
        | _alert("Outage", "critical", "", "object"),
        "2 live promises to users fail now",
        "every target answers",
    ),
    "today": (
        _targets(1, 3) | _alert("SLODataMissing", "warning", "sign-in-latency"),
        "nothing can be judged: no target answers",
        "no target answers: read the runbook GitStratumTargetDown",
    ),
    "today, and an outage": (
        _targets(1, 3) | _alert("Outage", "critical", ""),
        "1 live promise to users fails now",
        "no target answers: read the runbook GitStratumTargetDown",
    ),
    "no row yet": (
        INFO,
        "nothing can be judged: no target answers",
        "no target answers: read the runbook GitStratumTargetDown",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_the_first_lines_say_it_in_words(
    state: str, dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """Each state has its sentence on users, and its sentence on what is seen."""
    series, *sentences = STATES[state]
    for title, sentence in zip(("Users", "Sight"), sentences, strict=True):
        [mapping] = panel(dashboards[OVERVIEW], title)["fieldConfig"]["defaults"]["mappings"]
        [value] = (v for v, word in mapping["options"].items() if word["text"] == sentence)
        [query] = queries(dashboards[OVERVIEW], title)
        assert gives(tool, tmp_path, query, {"{}": float(value)}, series) == ""


def test_the_first_lines_are_on_the_first_screen(dashboards: dict[str, Json]) -> None:
    """Beside each other at the top; what is bad is red for users, and nothing for nothing known."""
    places = {}
    for title in ("Users", "Sight"):
        shown = panel(dashboards[OVERVIEW], title)
        places[title] = shown["gridPos"]
        words = shown["fieldConfig"]["defaults"]["mappings"][0]["options"]
        assert words["-1"]["color"] == "text"
        assert words["0"]["color"] == "green"
        assert words["2"]["color"] == ("red" if title == "Users" else "orange")
    assert places == {
        "Users": {"x": 0, "y": 0, "w": 12, "h": 3},
        "Sight": {"x": 12, "y": 0, "w": 12, "h": 3},
    }


def test_promises_to_users_are_apart_from_what_we_see(
    dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """The unseen operator's -9900 % is not the least budget: it is one line of Sight."""
    remaining = "slo:error_budget_remaining:ratio"
    push = '{component="frontend",environment="prod",slo="push-availability"}'
    series = INFO | {f"{remaining}{OPERATOR}": "-99x10", f"{remaining}{push}": "0.5x10"}
    [query] = queries(dashboards[OVERVIEW], "Least budget left")
    assert gives(tool, tmp_path, query, {"{}": 0.5}, series) == ""


def test_an_unseen_operator_stretches_no_axis(
    dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """The charts are of promises to users, as the least budgets of components are."""
    series = INFO | {f"slo:error_budget_remaining:ratio{OPERATOR}": "-99x10"}
    for title, index in (("Budget left", 0), ("Components", 2)):
        query = queries(dashboards[OVERVIEW], title)[index]
        assert gives(tool, tmp_path, query, {}, series) == ""
    [burning] = queries(dashboards[OVERVIEW], "Burn rate, 1 hour")
    assert burning.count('slo!~"') == burning.count("slo:")


def test_what_is_unseen_or_old_is_a_warning(dashboards: dict[str, Json]) -> None:
    """From one target on, and from three minutes on; it hurts nobody, so it is not red."""
    for title, least in (("Targets missing", 1), ("Age of data", 180)):
        shown = [colour(dashboards[OVERVIEW], title, value) for value in (least - 0.1, least)]
        assert shown == ["green", "orange"]


def test_what_burns_most_is_the_first_row(dashboards: dict[str, Json]) -> None:
    """Of the SLOs of each page; what burns now is what is looked at first."""
    for uid in (OVERVIEW, "gitstratum-frontend"):
        order = panel(dashboards[uid], "SLOs")["options"]["sortBy"]
        assert order == [{"displayName": "Burn 1h", "desc": True}]


def test_the_age_of_data_is_that_of_the_newest_row(
    dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """One component's rows ended four minutes ago, another's two: two minutes."""
    series = {
        f"slo:valid:increase1m{OPERATOR}": "1x6 _x4",
        f"slo:valid:increase1m{FRONTEND}": "3x8 _x2",
    }
    [query] = queries(dashboards[OVERVIEW], "Age of data")
    assert gives(tool, tmp_path, query, {"{}": 120}, series, at="10m") == ""


def test_what_waits_is_one_closed_row(dashboards: dict[str, Json]) -> None:
    """At the end of the page, with one text; no panel outside of it waits, and none is twice."""
    for uid, dashboard in dashboards.items():
        rows = [p for p in dashboard["panels"] if p["type"] == "row"]
        waiting = [row for row in rows if row["title"].startswith("Waits for upstream")]
        if uid == "gitstratum-slo":
            assert waiting == []
            continue
        assert rows[-1:] == waiting
        assert waiting[0]["collapsed"] is True
        text, *others = waiting[0]["panels"]
        assert "On call there is nothing to do here." in text["options"]["content"]
        assert [p["title"] for p in others if not p["title"].endswith(WAITING)] == []
        elsewhere = [*dashboard["panels"], *(p for row in rows[:-1] for p in row["panels"])]
        assert [p["title"] for p in elsewhere if p["title"].endswith(WAITING)] == []


def test_no_row_is_shown_twice(dashboards: dict[str, Json]) -> None:
    """No two charts of a page ask for the same curves: a frontend's requests are Git operations."""
    titles = {p["title"] for p in dashboards["gitstratum-frontend"]["panels"]}
    assert "Requests" not in titles
    for dashboard in dashboards.values():
        rows = [p for p in dashboard["panels"] if p["type"] == "row"]
        charts = [
            tuple(target["expr"] for target in shown["targets"])
            for shown in [*dashboard["panels"], *(p for row in rows for p in row.get("panels", []))]
            if shown["type"] == "timeseries"
        ]
        assert len(charts) == len(set(charts))
