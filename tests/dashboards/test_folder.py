"""The folder `dashboards/`: what is written, for whom, and how fast."""

import itertools
import re
import sys
from dataclasses import replace
from typing import Any

from observability import files
from observability.alerts.plain import plain_rules
from observability.artefact import GENERATED
from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards import folder as made
from observability.dashboards import grafana
from observability.dashboards.component import component_page

Json = dict[str, Any]


def test_every_file_says_who_made_it() -> None:
    """A dashboard that is no longer generated is known as ours, and removed."""
    for artefact in made.folder(GITSTRATUM):
        assert GENERATED in files.serialise(artefact)


def test_two_runs_give_the_same_bytes() -> None:
    """Nothing in a dashboard depends on when or where it was made."""
    first, second = (
        [(a.path, files.serialise(a)) for a in made.folder(GITSTRATUM)] for _ in range(2)
    )
    assert first == second


def test_the_sidecar_gets_every_dashboard(dashboards: dict[str, Json]) -> None:
    """One ConfigMap each, with the sidecar's label, and a name that stays the same."""
    [kustomization] = [a for a in made.folder(GITSTRATUM) if a.path.endswith("kustomization.yaml")]
    body: Any = kustomization.body
    assert {entry["name"] for entry in body["configMapGenerator"]} == set(dashboards)
    assert body["generatorOptions"]["disableNameSuffixHash"] is True
    assert body["generatorOptions"]["labels"]["grafana_dashboard"] == "1"


def test_every_link_of_an_alert_leads_to_a_dashboard(dashboards: dict[str, Json]) -> None:
    """Alerts name dashboards and variables that exist."""
    rules = [rule for where in GITSTRATUM.environments for rule in plain_rules(GITSTRATUM, where)]
    alerts = " ".join(map(files.serialise, rules))
    links = set(re.findall(r"dashboard_url: \S+/d/([\w-]+)\?(\S*)", alerts))
    assert links
    for uid, query in links:
        variables = {variable["name"] for variable in dashboards[uid]["templating"]["list"]}
        assert set(re.findall(r"var-(\w+)=", query)) <= variables


def test_grafanalib_prints_nothing(capsys: Any) -> None:  # noqa: ANN401
    """What is generated may be written to standard output."""
    made.folder(GITSTRATUM)
    assert capsys.readouterr().out == ""


def test_generation_is_linear() -> None:
    """Five times as many dashboards take five times as many calls of functions, or so."""

    def calls(times: int) -> int:
        counted = itertools.count()
        sys.setprofile(lambda *_: next(counted))
        try:
            for number in range(times):
                for dashboard in GITSTRATUM.dashboards:
                    page = component_page(dashboard, GITSTRATUM)
                    grafana.dashboard(replace(page, uid=f"{page.uid}-{number}"), GENERATED)
        finally:
            sys.setprofile(None)
        return next(counted)

    assert calls(5) < 5.5 * calls(1)
