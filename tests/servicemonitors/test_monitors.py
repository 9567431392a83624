"""What our monitors say, on the committed files."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from observability.catalogue.environments import DEV, PROD
from observability.catalogue.gitstratum import GITSTRATUM
from observability.catalogue.targets import FRONTEND_TARGET
from observability.model.compatibility import MONITOR_FIELDS, understands
from observability.model.environment import Monitoring
from observability.servicemonitors.monitor import monitor
from tests.cluster.emitted import ENVIRONMENTS, ROOT, emitted
from tests.cluster.gitstratum import gitstratum

MONITORS = ("ServiceMonitor", "PodMonitor")
SCRAPES = sorted((ROOT / "recordings").glob("*/scrapes/*.txt"))


def _monitors(environment: str) -> Iterator[dict[str, Any]]:
    yield from emitted(environment, *MONITORS)


def _endpoint(body: Mapping[str, Any]) -> dict[str, Any]:
    spec = body["spec"]
    (endpoint,) = spec.get("endpoints") or spec["podMetricsEndpoints"]
    found: dict[str, Any] = endpoint
    return found


def _job(body: Mapping[str, Any]) -> str:
    (job,) = (r["replacement"] for r in _endpoint(body)["relabelings"] if "replacement" in r)
    return str(job)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_each_component_has_one_monitor(environment: str) -> None:
    """All five jobs are there, each from one monitor."""
    assert sorted(map(_job, _monitors(environment))) == sorted(
        f"gitstratum-{target.component}" for target in GITSTRATUM.targets
    )


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_each_monitor_keeps_one_service_that_has_its_port(environment: str) -> None:
    """Of the Services that a monitor's labels select, it keeps one, and that has the port."""
    services = [
        body
        for body in gitstratum(GITSTRATUM.environment(environment).namespace)
        if body["kind"] == "Service"
    ]
    for body in emitted(environment, "ServiceMonitor"):
        wanted = body["spec"]["selector"]["matchLabels"].items()  # type: ignore[index]
        endpoint = _endpoint(body)
        keep = re.compile(endpoint["relabelings"][0]["regex"])
        kept = [
            service
            for service in services
            if wanted <= service["metadata"]["labels"].items()  # type: ignore[index]
            and keep.fullmatch(service["metadata"]["name"])  # type: ignore[index]
        ]
        assert len(kept) == 1, body["metadata"]
        ports = {port["name"] for port in kept[0]["spec"]["ports"]}  # type: ignore[index]
        assert endpoint["port"] in ports


def test_prometheus_3_is_told_how_to_read_a_blank_content_type() -> None:
    """The exporter sends no Content-Type, so every monitor for Prometheus 3 names the format."""
    protocols = {body["spec"].get("fallbackScrapeProtocol") for body in _monitors("prod")}
    assert protocols == {"PrometheusText0.0.4"}


@pytest.mark.parametrize(
    ("operator", "prometheus", "there"),
    [
        ("0.79.0", "3.0", False),
        ("0.79.1", "3.0", True),
        ("0.80.0", "3.16.0", True),
        ("0.79.1", "2.42", False),
        ("0.79.1", "2.55.1", False),
    ],
)
def test_the_oldest_versions_decide_on_the_fallback(
    operator: str,
    prometheus: str,
    there: bool,  # noqa: FBT001
) -> None:
    """An Operator before 0.79.1 has no such field, a Prometheus before 3 no such setting."""
    monitoring = replace(PROD.monitoring, operator_version=operator, prometheus_version=prometheus)
    body = monitor(FRONTEND_TARGET, replace(PROD, monitoring=monitoring), ())
    spec = body["spec"]
    assert isinstance(spec, dict)
    assert ("fallbackScrapeProtocol" in spec) is there
    assert understands(monitoring, MONITOR_FIELDS["fallbackScrapeProtocol"]) is there


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_stack_selects_every_monitor_and_rule(environment: str) -> None:
    """Each carries the labels that the installed stack selects by."""
    wanted = GITSTRATUM.environment(environment).monitoring.selector_labels.items()
    for body in emitted(environment, *MONITORS, "PrometheusRule"):
        assert wanted <= body["metadata"]["labels"].items()  # type: ignore[index]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_object_is_labelled_as_ours(environment: str) -> None:
    """What we generate no longer can be found in the cluster, and removed."""
    for body in emitted(environment):
        labels = body["metadata"]["labels"]  # type: ignore[index]
        assert labels["app.kubernetes.io/managed-by"] == "gitstratum-observability"


def _renamed(labels: Mapping[str, str], steps: list[dict[str, Any]]) -> dict[str, str]:
    """Relabel as Prometheus does, for the two actions that we use."""
    made = dict(labels)
    for step in steps:
        if step["action"] == "labeldrop":
            made = {k: v for k, v in made.items() if not re.fullmatch(step["regex"], k)}
            continue
        assert step["action"] == "replace"
        value = ";".join(made.get(label, "") for label in step["sourceLabels"])
        if match := re.fullmatch(step["regex"], value):
            made[step["targetLabel"]] = match.expand(step["replacement"].replace("$", "\\"))
    return made


def _component(scrape: Path) -> str:
    return next(
        str(target.component)
        for target in GITSTRATUM.targets
        if scrape.name.removeprefix("scrape-").startswith(str(target.component))
    )


def test_relabelling_merges_no_series() -> None:
    """All series of each recorded scrape are still distinct afterwards, and none has `cluster`."""
    steps = {_job(body): _endpoint(body).get("metricRelabelings", []) for body in _monitors("prod")}
    assert len({_component(scrape) for scrape in SCRAPES}) == 4, "the operator was never recorded"
    for scrape in SCRAPES:
        renaming = steps[f"gitstratum-{_component(scrape)}"]
        series = Counter(
            (sample.name, *sorted(_renamed(sample.labels, renaming).items()))
            for family in text_string_to_metric_families(scrape.read_text())
            for sample in family.samples
        )
        assert series, scrape
        assert [name for name, count in series.items() if count > 1] == [], scrape
        assert not [s for s in series if any(pair[0] == "cluster" for pair in s[1:])], scrape


def test_components_are_stored_under_their_own_name() -> None:
    """`cluster="metadata"` as exposed is `component="metadata"` as stored."""
    (body,) = (b for b in _monitors("prod") if _job(b) == "gitstratum-metadata")
    exposed = {"cluster": "metadata", "operation": "get"}
    stored = _renamed(exposed, _endpoint(body)["metricRelabelings"])
    assert stored == {"component": "metadata", "operation": "get"}


def test_only_a_copied_label_is_dropped() -> None:
    """No unbounded or per-process label is dropped: distinct counters would become one."""
    dropped = {
        step["regex"]
        for environment in ENVIRONMENTS
        for body in _monitors(environment)
        for step in _endpoint(body).get("metricRelabelings", [])
        if step["action"] == "labeldrop"
    }
    assert dropped == {"cluster"}


def test_sample_limits_are_far_above_what_was_seen() -> None:
    """A recorded scrape uses less than a quarter of the limit, at which the whole scrape fails."""
    limits = {_job(body): body["spec"]["sampleLimit"] for body in _monitors("prod")}
    for scrape in SCRAPES:
        samples = sum(not line.startswith("#") for line in scrape.read_text().splitlines())
        assert 4 * samples < limits[f"gitstratum-{_component(scrape)}"]


def test_the_timeout_is_within_a_short_interval() -> None:
    """A scrape interval below ten seconds shortens the timeout, or the Operator refuses it."""
    quick = replace(DEV.monitoring, scrape_interval=DEV.monitoring.scrape_interval / 6)
    assert isinstance(quick, Monitoring)
    endpoint = _endpoint(monitor(FRONTEND_TARGET, replace(DEV, monitoring=quick), ()))
    assert (endpoint["interval"], endpoint["scrapeTimeout"]) == ("5s", "5s")


def test_prometheus_may_read_what_discovery_reads_and_nothing_else() -> None:
    """The Role reads pods, Services and endpoints; the binding names kube-prometheus's account."""
    (role,) = emitted("prod", "Role")
    resources = {resource for rule in role["rules"] for resource in rule["resources"]}  # type: ignore[attr-defined]
    verbs = {verb for rule in role["rules"] for verb in rule["verbs"]}  # type: ignore[attr-defined]
    (binding,) = emitted("prod", "RoleBinding")
    assert resources == {"endpoints", "endpointslices", "pods", "services"}
    assert verbs == {"get", "list", "watch"}
    assert binding["subjects"] == [
        {"kind": "ServiceAccount", "name": "prometheus-k8s", "namespace": "monitoring"}
    ]
