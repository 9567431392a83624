"""The figures of the pages, on rows that can be counted by hand."""

from pathlib import Path

import pytest

from observability.prometheus.promtool import Promtool
from tests.asking import Samples, gives
from tests.dashboards.rendered import Json, queries

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
    f"slo:bad:increase1m{PUSH}": "50x70",
    f"slo:objective:ratio{PUSH}": "0.75x70",
}
GROUP = 'prometheus_rule_evaluation_failures_total{rule_group="f;gitstratum:prod:x"}'

CASES: dict[str, tuple[str, str, int, dict[str, str], Samples]] = {
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
    "and in its table of SLOs": (OVERVIEW, "SLOs", 3, EVENTS, {PUSH: 2}),
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
        0,
        TARGETS,
        {'{component="frontend"}': 2, '{component="object"}': 3},
    ),
    "and 3 and 5 are declared": (
        OVERVIEW,
        "Components",
        1,
        TARGETS,
        {'{component="frontend"}': 3, '{component="object"}': 5},
    ),
    "a component's least budget is that of its worst SLO": (
        OVERVIEW,
        "Components",
        2,
        REMAINING,
        {'{component="frontend"}': -0.5, '{component="object"}': 0.25},
    ),
    "3 targets are declared for the frontend": (FRONTEND, "Targets", 0, TARGETS, {"{}": 3}),
    "and 1 of them is missing": (FRONTEND, "Targets missing", 0, TARGETS, {"{}": 1}),
    "rules that fail once a minute failed five times in five": (
        OVERVIEW,
        "Our own rules",
        0,
        {GROUP: "0+1x70"},
        {'{rule_group="f;gitstratum:prod:x"}': 5},
    ),
}


@pytest.mark.parametrize("fact", CASES)
def test_a_figure_is_what_a_hand_counts(
    fact: str, dashboards: dict[str, Json], tool: Promtool, tmp_path: Path
) -> None:
    """Each case is named by its fact."""
    uid, title, index, series, expected = CASES[fact]
    query = queries(dashboards[uid], title)[index]
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
