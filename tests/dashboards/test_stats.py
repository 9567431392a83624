"""The figures of the pages, on rows that can be counted by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards.overview import overview
from observability.dashboards.page import Text
from observability.prometheus.promtool import Promtool
from tests.asking import Samples, gives
from tests.dashboards.rendered import Json, colour, columns, named, panel, queries

PUSH = '{component="frontend",environment="prod",slo="push-availability"}'
FETCH = '{component="frontend",environment="prod",slo="fetch-availability"}'
OBJECTS = '{component="object",environment="prod",slo="object-availability"}'
SCRAPES = '{component="frontend",environment="prod",slo="frontend-scrape-coverage"}'
MORE_SCRAPES = '{component="object",environment="prod",slo="object-scrape-coverage"}'
STAGING = '{component="frontend",environment="staging",slo="push-availability"}'

OVERVIEW, SLO, FRONTEND = "gitstratum-overview", "gitstratum-slo", "gitstratum-frontend"

REMAINING = {
    f"slo:error_budget_remaining:ratio{PUSH}": "0.75x70",
    f"slo:error_budget_remaining:ratio{FETCH}": "-0.5x70",
    f"slo:error_budget_remaining:ratio{OBJECTS}": "0.25x70",
    f"slo:error_budget_remaining:ratio{STAGING}": "-9x70",
}
TARGETS = {
    f"slo:valid:increase1m{SCRAPES}": "3x70",
    f"slo:bad:increase1m{SCRAPES}": "1x70",
    f"slo:valid:increase1m{MORE_SCRAPES}": "5x70",
    f"slo:bad:increase1m{MORE_SCRAPES}": "2x70",
    f"slo:valid:increase1m{PUSH}": "900x70",
    f"slo:bad:increase1m{PUSH}": "800x70",
}
EVENTS = {
    f"slo:valid:increase1m{PUSH}": "100x70",
    f"slo:bad:increase1m{PUSH}": "0x10 50x59",
    f"slo:objective:ratio{PUSH}": "0.75x70",
}
GROUP = 'prometheus_rule_evaluation_failures_total{rule_group="f;gitstratum:prod:x"'
TWO_KINDS = {
    series.replace('component="object"', 'component="frontend"'): values
    for series, values in TARGETS.items()
}

CASES: dict[str, tuple[str, str, int | str, dict[str, str], Samples]] = {
    "an eighth of all events was bad: seven eighths were good": (
        SLO,
        "Attained",
        0,
        {f"slo:error_ratio:period{PUSH}": "0.125x70", f"slo:error_ratio:period{FETCH}": "0.5x70"},
        {PUSH: 0.875},
    ),
    "what was promised is shown as it was recorded": (
        SLO,
        "Objective",
        0,
        {f"slo:objective:ratio{PUSH}": "0.999x70"},
        {f"slo:objective:ratio{PUSH}": 0.999},
    ),
    "so is over which time": (
        SLO,
        "Window",
        0,
        {f"slo:period:seconds{PUSH}": "2419200x70"},
        {f"slo:period:seconds{PUSH}": 2_419_200},
    ),
    "so is what is left": (
        SLO,
        "Budget left",
        0,
        REMAINING,
        {f"slo:error_budget_remaining:ratio{PUSH}": 0.75},
    ),
    "so is how much of the window is known": (
        SLO,
        "Coverage",
        0,
        {f"slo:coverage:ratio{PUSH}": "0.5x70"},
        {f"slo:coverage:ratio{PUSH}": 0.5},
    ),
    "half of the events are bad, a quarter may be: the budget burns twice as fast as it lasts": (
        SLO,
        "Burn rate, long windows",
        0,
        EVENTS,
        {'{environment="prod",slo="push-availability",component="frontend"}': 2},
    ),
    "on the overview as well": (
        OVERVIEW,
        "Burn rate, 1 hour",
        0,
        EVENTS,
        {PUSH: 2},
    ),
    "and in its table of SLOs": (OVERVIEW, "SLOs", "Burn 1h", EVENTS, {PUSH: 2}),
    "which shows how much of the window is known": (
        OVERVIEW,
        "SLOs",
        "Coverage",
        {f"slo:coverage:ratio{PUSH}": "0.5x70"},
        {PUSH: 0.5},
    ),
    "and what is left": (
        OVERVIEW,
        "SLOs",
        "Budget left",
        {f"slo:error_budget_remaining:ratio{PUSH}": "0.75x70"},
        {PUSH: 0.75},
    ),
    "valid events are those of a mean minute": (
        SLO,
        "Valid events",
        0,
        {f"slo:valid:increase1m{PUSH}": "0x64 300 100 200 300 400 500"},
        {PUSH: 300},
    ),
    "and so are bad ones": (
        SLO,
        "Bad events",
        0,
        {f"slo:bad:increase1m{PUSH}": "0x64 3 1 2 3 4 5"},
        {PUSH: 3},
    ),
    "the least budget left is that of the worst SLO of this environment": (
        OVERVIEW,
        "Least budget left",
        0,
        REMAINING,
        {"{}": -0.5},
    ),
    "1 and 2 targets missing are 3": (OVERVIEW, "Targets missing", 0, TARGETS, {"{}": 3}),
    "of 3 and 5 targets, 2 and 3 are up": (
        OVERVIEW,
        "Components",
        "Targets up",
        TARGETS,
        {'{component="frontend"}': 2, '{component="object"}': 3},
    ),
    "and 3 and 5 are declared": (
        OVERVIEW,
        "Components",
        "Declared",
        TARGETS,
        {'{component="frontend"}': 3, '{component="object"}': 5},
    ),
    "a component's least budget is that of its worst SLO": (
        OVERVIEW,
        "Components",
        "Least budget left",
        REMAINING,
        {'{component="frontend"}': -0.5, '{component="object"}': 0.25},
    ),
    "a component of two kinds of targets has those of both": (
        OVERVIEW,
        "Components",
        "Declared",
        TWO_KINDS,
        {'{component="frontend"}': 8},
    ),
    "and of both those that are up": (
        OVERVIEW,
        "Components",
        "Targets up",
        TWO_KINDS,
        {'{component="frontend"}': 5},
    ),
    "two alerts fire on the frontend": (
        OVERVIEW,
        "Components",
        "Alerts firing",
        {
            f'ALERTS{{alertname="{name}",alertstate="firing",environment="prod",'
            'component="frontend",severity="warning"}': "1x70"
            for name in ("A", "B")
        },
        {'{component="frontend"}': 2},
    ),
    "of the 80 that a whole window allows half is known, and 30 are spent: 10 are left": (
        SLO,
        "Budget left in events",
        0,
        {
            f"slo:error_budget:events{PUSH}": "80x70",
            f"slo:coverage:ratio{PUSH}": "0.5x70",
            f"slo:bad:period{PUSH}": "30x70",
        },
        {PUSH: 10},
    ),
    "the owner of an SLO is named": (
        SLO,
        "Owner",
        0,
        {'slo:info{environment="prod",slo="push-availability",owner="git",status="live"}': "1x70"},
        {'{owner="git"}': 1},
    ),
    "3 targets are declared for the frontend": (FRONTEND, "Targets", 0, TARGETS, {"{}": 3}),
    "and 1 of them is missing": (FRONTEND, "Targets missing", 0, TARGETS, {"{}": 1}),
    "rules that fail once a minute failed five times in five": (
        OVERVIEW,
        "Our own rules",
        0,
        {f"{GROUP}}}": "0+1x70"},
        {'{rule_group="f;gitstratum:prod:x"}': 5},
    ),
    "of two Prometheus they failed ten times": (
        OVERVIEW,
        "Our own rules",
        0,
        {f'{GROUP},instance="{name}"}}': "0+1x70" for name in "ab"},
        {'{rule_group="f;gitstratum:prod:x"}': 10},
    ),
}


@pytest.mark.parametrize("fact", CASES)
def test_a_figure_is_what_a_hand_counts(
    fact: str, dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """Each case is named by its fact."""
    uid, title, index, series, expected = CASES[fact]
    answers = columns if isinstance(index, str) else queries
    query = answers(dashboards[uid], title)[index]  # type: ignore[index]
    assert gives(tool, tmp_path, query, expected, series, at="70m") == ""


@pytest.mark.parametrize(
    ("title", "severity"), [("Pages firing", "critical"), ("Tickets firing", "warning")]
)
def test_alerts_are_counted_by_what_they_want(
    title: str, severity: str, dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """Two of them fire, one is pending, one is of staging: 2. None: 0, where there are rules."""
    info = {f"slo:info{PUSH}": "1x10"}
    alerts = {
        f'ALERTS{{alertname="{name}",alertstate="{state}",environment="{environment}",'
        f'severity="{severity}"}}': "1x10"
        for name, state, environment in (
            ("A", "firing", "prod"),
            ("B", "firing", "prod"),
            ("C", "pending", "prod"),
            ("A", "firing", "staging"),
        )
    }
    [query] = queries(dashboards[OVERVIEW], title)
    assert gives(tool, tmp_path, query, {"{}": 2}, info | alerts) == ""
    assert gives(tool, tmp_path, query, {"{}": 0}, info) == ""
    assert gives(tool, tmp_path, query, {}, {}) == ""


def test_each_column_of_a_table_shows_what_it_is_called(dashboards: dict[str, Json]) -> None:
    """First who, then how many; which query a column shows is held above."""
    table = columns(dashboards[OVERVIEW], "Components")
    assert list(table) == [
        "Component",
        "Targets up",
        "Declared",
        "Least budget left",
        "Alerts firing",
    ]
    assert table["Component"] == "component"
    slos = columns(dashboards[OVERVIEW], "SLOs")
    assert list(slos) == [
        "SLO",
        "State",
        "Burn 1h",
        "Budget left",
        "Coverage",
        "Owner",
        "Runbook",
    ]
    labels = {title: slos[title] for title in ("SLO", "Owner", "Runbook")}
    assert labels == {"SLO": "slo", "Owner": "owner", "Runbook": "runbook_url"}


@pytest.mark.parametrize(
    ("title", "rows", "step"),
    [("burn 1h", 60, "1m"), ("burn 6h", 360, "1m"), ("burn 3d", 864, "5m")],
)
def test_a_burn_rate_is_of_the_window_in_its_name(
    title: str,
    rows: int,
    step: str,
    dashboards: dict[str, Json],
    tool: Promtool,
    tmp_path: Path,
) -> None:
    """The first row of the window holds as many bad events as half of its rows have valid ones.

    A quarter may be bad, so that the budget burns twice as fast as it lasts. A longer window has
    more valid events, and a shorter one no bad one.
    """
    series = {
        f"slo:valid:increase{step}{PUSH}": f"1x{2 * rows - 1}",
        f"slo:bad:increase{step}{PUSH}": f"0x{rows - 1} {rows // 2} 0x{rows - 2}",
        f"slo:objective:ratio{PUSH}": f"0.75x{2 * rows - 1}",
    }
    query = named(dashboards[SLO], "Burn rate, long windows")[title]
    end = f"{(2 * rows - 1) * int(step[:-1])}m"
    assert gives(tool, tmp_path, query, {PUSH: 2}, series, at=end, interval=step) == ""


def test_an_owner_is_shown_by_name(dashboards: dict[str, Json]) -> None:
    """The value is 1 for every SLO."""
    assert panel(dashboards[SLO], "Owner")["options"]["textMode"] == "name"


def test_one_page_or_ticket_has_another_colour_than_none(dashboards: dict[str, Json]) -> None:
    """A ticket is no emergency: its colour is not that of a page."""
    none, ticket, page = (
        colour(dashboards[OVERVIEW], title, value)
        for title, value in (("Tickets firing", 0.9), ("Tickets firing", 1), ("Pages firing", 1))
    )
    assert none == colour(dashboards[OVERVIEW], "Pages firing", 0)
    assert len({none, ticket, page}) == 3


def test_the_overview_counts_what_waits_for_upstream() -> None:
    """Of the two frontends' scrapes and pushes, GitStratum does not record pushes yet."""
    names = ("frontend-scrape-coverage", "object-scrape-coverage", "push-availability")
    slos = tuple(slo for slo in GITSTRATUM.slos if slo.name in names)
    rows = overview(replace(GITSTRATUM, slos=slos)).rows
    [waiting] = (row for row in rows if row.title.startswith("Waits for upstream"))
    assert (waiting.title, waiting.collapsed) == ("Waits for upstream (1)", True)
    [form] = (panel.form for panel in waiting.panels)
    assert isinstance(form, Text)
    assert "| push-availability |" in form.markdown
