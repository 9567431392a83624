"""The queries of panels are held to the checks that rules are held to."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from observability.alerts.prometheusrule import prometheus_rules
from observability.artefact import Artefact
from observability.catalogue.gitstratum import GITSTRATUM
from observability.checks.listing import all_checks
from observability.checks.subject import Subject, subject
from observability.dashboards.reading import panels, substituted
from observability.model.catalogue import Catalogue

Json = dict[str, Any]

VALUES = {
    "__interval": "1m",
    "__rate_interval": "1m",
    "components": ".+",
    "environment": "prod",
    "namespace": "gitstratum-system",
    "slo": "push-availability",
}
FILE = "alerts/prod/panels.yaml"


def _as_rules(dashboards: dict[str, Json]) -> Artefact:
    rules = [
        {
            "record": f"panel:{uid}:{panel['id']}",
            "expr": substituted(target["expr"], VALUES),
            "labels": {"environment": "prod"},
        }
        for uid, dashboard in dashboards.items()
        for panel in panels(dashboard)
        for target in panel.get("targets", [])
    ]
    body = {"kind": "PrometheusRule", "spec": {"groups": [{"name": "panels", "rules": rules}]}}
    return Artefact(FILE, body, "catalogue/panels/")


@pytest.fixture(scope="module")
def checked(dashboards: dict[str, Json]) -> Subject:
    """Read the queries of all panels as if they were rules, beside the rules of prod."""

    def generate(catalogue: Catalogue) -> list[Artefact]:
        rules = prometheus_rules(catalogue, catalogue.environment("prod"))
        return [*rules, _as_rules(dashboards)]

    return subject(GITSTRATUM, generate, folders=(), root=Path(), today=date(2026, 3, 1))


@pytest.mark.parametrize(
    "name", ["bucket", "growth", "join", "label", "parse", "quantile", "value"]
)
def test_no_query_of_a_panel_is_of_the_wrong_type(name: str, checked: Subject) -> None:
    """Rates of counters only, labels that exist, joins that cannot be many-to-many, and so on."""
    problems = all_checks()[f"promql/{name}"].check(checked)
    ours = [p for p in problems if p.name.startswith("panels: ") or "panels" in p.file]
    assert ours == []
