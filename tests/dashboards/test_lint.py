"""What Grafana accepts and shows badly is found: each rule has faults put in on purpose."""

import copy
from collections.abc import Callable
from typing import Any, cast

import pytest

from observability.dashboards.lint import RULES, Known, lint, panels

Json = dict[str, Any]


def _panel(dashboard: Json, title: str) -> Json:
    return cast(Json, next(panel for panel in panels(dashboard) if panel["title"] == title))


def _set(title: str, *path: str | int, to: object) -> Callable[[Json], None]:
    def seed(dashboard: Json) -> None:
        place: Any = _panel(dashboard, title)
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return seed


def _top(key: str, to: object) -> Callable[[Json], None]:
    def seed(dashboard: Json) -> None:
        dashboard[key] = to

    return seed


def _variable(number: int, key: str, to: object) -> Callable[[Json], None]:
    def seed(dashboard: Json) -> None:
        dashboard["templating"]["list"][number][key] = to

    return seed


def _unused(dashboard: Json) -> None:
    dashboard["templating"]["list"].append(
        {"name": "shard", "type": "query", "query": "label_values(shard)", "refresh": 2}
        | {"datasource": {"uid": "${datasource}"}}
    )


def _twin(dashboard: Json) -> None:
    first, second = dashboard["panels"][:2]
    second["id"] = first["id"]


def _twin_ref(dashboard: Json) -> None:
    targets = _panel(dashboard, "SLOs")["targets"]
    targets[1]["refId"] = targets[0]["refId"]


def _over(dashboard: Json) -> None:
    _panel(dashboard, "SLOs")["gridPos"]["x"] = 0


def _wide(dashboard: Json) -> None:
    _panel(dashboard, "SLOs")["gridPos"]["w"] = 25


def _forgetful_link(dashboard: Json) -> None:
    dashboard["links"][0]["keepTime"] = False


def _annotation(dashboard: Json) -> None:
    dashboard["annotations"]["list"][0]["datasource"]["uid"] = "prometheus"


def _data_link(url: str) -> Callable[[Json], None]:
    return _set("Sign-ins", "fieldConfig", "defaults", "links", to=[{"title": "x", "url": url}])


QUERY = ("targets", 0, "expr")
UNIT = ("fieldConfig", "defaults", "unit")
P99 = 'gitstratum_auth_duration_seconds{quantile="0.99"}'
BUSY = "rate(gitstratum_auth_duration_seconds_count[$__rate_interval]) > 0"

FAULTS: list[tuple[str, str, Callable[[Json], None]]] = [
    ("identity", "uid None", _top("uid", None)),
    ("identity", "uid 'a/b'", _top("uid", "a/b")),
    ("identity", "title", _top("title", "")),
    ("identity", "schemaVersion", _top("schemaVersion", 12)),
    ("identity", "edited", _top("editable", True)),
    ("identity", "bytes", _top("description", "x" * 1_000_001)),
    ("datasource", "exactly one", _variable(0, "name", "source")),
    ("datasource", "Sign-ins", _set("Sign-ins", "datasource", to={"uid": "prometheus"})),
    ("datasource", "Sign-ins: it does not", _set("Sign-ins", "targets", 0, "datasource", to=None)),
    ("datasource", "Alerts", _annotation),
    ("variables", "$env is no", _set("Sign-ins", *QUERY, to='up{environment="$env"}')),
    ("variables", "used nowhere", _unused),
    ("variables", "refresh", _variable(1, "refresh", 1)),
    ("described", "no title", _set("Sign-ins", "title", to="")),
    ("described", "no kind", _set("Sign-ins", "type", to="graph")),
    ("described", "no question", _set("Sign-ins", "description", to="Source: x.")),
    ("described", "no source", _set("Sign-ins", "description", to="Why?")),
    ("described", "No data", _set("Sign-ins", "fieldConfig", "defaults", "noValue", to="")),
    ("described", "asks nothing", _set("Sign-ins", "targets", to=[])),
    ("units", "no unit of", _set("Sign-ins", *UNIT, to="reqpersec")),
    ("units", "has no unit", _set("Sign-ins", *UNIT, to=None)),
    ("units", "percentunit", _set("Refused keys and tokens", *UNIT, to="percent")),
    ("numbers", "another's", _twin),
    ("numbers", "not unique", _twin_ref),
    ("numbers", "missing", _set("Sign-ins", "id", to=None)),
    ("grid", "overlaps", _over),
    ("grid", "leaves the grid", _wide),
    ("links", "no dashboard", _data_link("/d/gone")),
    ("links", "loses url_time_range", _data_link("/d/gitstratum-slo?var-environment=x")),
    ("links", "loses the time range", _forgetful_link),
    ("promql", "no PromQL", _set("Sign-ins", *QUERY, to="sum(rate(up[$__rate_interval])")),
    ("steps", "wide steps", _set("Sign-ins", "maxDataPoints", to=100)),
    ("steps", "multiplies", _set("Sign-ins", "targets", 0, "intervalFactor", to=2)),
    (
        "steps",
        "fixed range",
        _set("Sign-ins", *QUERY, to="sum(rate(gitstratum_auth_attempts_total[5m]))"),
    ),
    (
        "metrics",
        "no metric of",
        _set("Sign-ins", *QUERY, to="sum(rate(gitstratum_auth_total[$__rate_interval]))"),
    ),
    (
        "metrics",
        "without buckets",
        _set(
            "Sign-ins",
            *QUERY,
            to="sum(rate(gitstratum_auth_duration_seconds_bucket[$__rate_interval]))",
        ),
    ),
    ("growth", "is a gauge", _set("Sign-ins", *QUERY, to="sum(rate(up[$__rate_interval]))")),
    (
        "growth",
        "is a summary",
        _set("Sign-ins", *QUERY, to=f"sum(increase({P99}[$__rate_interval]))"),
    ),
    (
        "quantiles",
        "avg of",
        _set("Sign-ins", *QUERY, to=f"avg({P99} and ignoring(quantile) {BUSY})"),
    ),
    (
        "quantiles",
        "sum of",
        _set("Sign-ins", *QUERY, to=f"sum({P99} and ignoring(quantile) {BUSY})"),
    ),
    ("quantiles", "reads 0", _set("Slowest sign-ins", *QUERY, to=f"max({P99})")),
    ("scales", "in seconds", _set("Slowest sign-ins", *UNIT, to="ms")),
    (
        "scales",
        "in things",
        _set("Open connections · waiting", *UNIT, to="percentunit"),
    ),
]


@pytest.mark.parametrize(
    "uid", ["overview", "slo", "frontend", "control-plane", "metadata", "object", "operator"]
)
def test_ours_have_no_fault(uid: str, dashboards: dict[str, Json], known: Known) -> None:
    """No rule finds anything in what we generate."""
    assert lint(dashboards[f"gitstratum-{uid}"], known) == []


@pytest.mark.parametrize(("rule", "words", "seed"), FAULTS)
def test_a_fault_is_found(
    rule: str,
    words: str,
    seed: Callable[[Json], None],
    dashboards: dict[str, Json],
    known: Known,
) -> None:
    """By the rule that is for it, in words that name it."""
    dashboard = copy.deepcopy(dashboards["gitstratum-frontend"])
    seed(dashboard)
    found = [f for f in lint(dashboard, known) if f.rule == rule]
    assert any(words in f"{f.where}: {f.what}" for f in found), found


def test_every_rule_has_a_fault() -> None:
    """A rule that was never seen to find anything may find nothing."""
    assert {rule for rule, _, _ in FAULTS} == {rule.__name__ for rule in RULES}
