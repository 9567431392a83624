"""The folder `dashboards/`: what is written, for whom, and how fast."""

import re
import time
from dataclasses import replace
from typing import Any

from observability import files
from observability.artefact import GENERATED
from observability.catalogue.gitstratum import GITSTRATUM
from observability.dashboards import folder as made
from observability.dashboards import grafana
from observability.dashboards.component import component_page
from observability.generate import PARTS

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
    alerts = " ".join(files.serialise(artefact) for artefact in PARTS["alerts"](GITSTRATUM))
    links = set(re.findall(r"dashboard_url: \S+/d/([\w-]+)\?(\S*)", alerts))
    assert links
    for uid, query in links:
        variables = {variable["name"] for variable in dashboards[uid]["templating"]["list"]}
        assert set(re.findall(r"var-(\w+)=", query)) <= variables


def test_grafanalib_prints_nothing(capsys: Any) -> None:  # noqa: ANN401
    """What is generated may be written to standard output."""
    made.folder(GITSTRATUM)
    assert capsys.readouterr().out == ""


def test_generation_is_quick_and_linear() -> None:
    """All of ours within 2 s of CPU, and ten times as many within ten times as long, or so."""

    def seconds(times: int) -> float:
        begin = time.process_time()
        for number in range(times):
            for dashboard in GITSTRATUM.dashboards:
                page = component_page(dashboard, GITSTRATUM)
                grafana.dashboard(replace(page, uid=f"{page.uid}-{number}"), GENERATED)
        return time.process_time() - begin

    one, ten = seconds(1), seconds(10)
    assert one < 2
    assert ten < 20 * one
