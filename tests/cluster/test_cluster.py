"""A real API server, webhook and Operator take our objects, and discovery finds the targets."""

import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from observability.catalogue.gitstratum import GITSTRATUM
from tests.cluster.alertmanager import amtool, told, write
from tests.cluster.cluster import Cluster
from tests.cluster.emitted import ENVIRONMENTS, emitted, files
from tests.cluster.faults import DUPLICATE_KEY, FAULTS, Fault, manifest
from tests.cluster.gitstratum import MONITORING, PORTS, REPLICAS
from tests.cluster.manifests import documents
from tests.cluster.monitoring import (
    NEWEST,
    V1,
    Target,
    discovered,
    generated_alertmanager,
    generated_prometheus,
    prometheus,
    tools,
)
from tests.cluster.processes import eventually
from tests.cluster.reachability import edges

pytestmark = pytest.mark.cluster

CONFIGURING = ("PrometheusRule", "ServiceMonitor", "PodMonitor")

# What no server refuses, so that only our own look at manifests finds it.
LEFT_TO_US = {
    "a dashboard is no JSON",
    "a matcher's regex does not compile",
    "a relabel regex does not compile",
    "a replace has no target",
    "a selector's key is malformed",
    "a selector's operator is none",
    "an alert is there twice",
    "Exists has values",
    "no Service has the port",
    "the timeout is over the interval",
    # kubectl takes the namespace that it is set to, whichever that is.
    "the namespace is missing",
    "`from: []` opens to everyone",
}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_object_passes_a_strict_dry_run(bed: Cluster, environment: str) -> None:
    """The API server and the webhook take each generated file as written, and drop no field."""
    for path in files(environment):
        answer = bed.api.apply(path.read_text(), dryRun="All", fieldValidation="Strict")
        assert answer.is_success, f"{path}: {answer.text}"
        assert "Warning" not in answer.headers, f"{path}: {answer.headers}"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_operator_accepts_every_object(cluster: Cluster, environment: str) -> None:
    """Each rule and monitor is Accepted by the environment's own Prometheus."""
    namespace = GITSTRATUM.environment(environment).namespace
    for body in emitted(environment, *CONFIGURING):
        metadata: Any = body["metadata"]
        kind, name = str(body["kind"]), metadata["name"]

        def accepted(kind: str = kind, name: str = name) -> bool | None:
            found = cluster.api.get(V1, kind, namespace, name)
            bindings = {b["name"]: b for b in found.get("status", {}).get("bindings", [])}
            assert environment in bindings, f"{kind} {name} is bound to {sorted(bindings)}"
            conditions = bindings[environment]["conditions"]
            states = {c["type"]: (c["status"], c.get("message")) for c in conditions}
            assert states["Accepted"][0] == "True", f"{kind} {name}: {states}"
            return True

        eventually(f"{kind} {name} accepted", accepted)


def test_the_operator_skips_nothing(configurations: dict[str, Path], cluster: Cluster) -> None:
    """No line of the Operator's log says that it leaves one of our objects out."""
    assert configurations
    log = cluster.processes.log("operator").splitlines()
    assert [line for line in log if "skipping" in line and "gitstratum" in line] == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_promtool_accepts_the_generated_configuration(
    configurations: dict[str, Path], environment: str
) -> None:
    """What the Operator makes of our objects is valid for the release, all rules included."""
    path = configurations[environment]
    rules = sorted(path.parent.joinpath("rules").glob("*/*"))
    assert len(rules) == len(list(emitted(environment, "PrometheusRule")))
    undiscovering = yaml.safe_load(path.read_text())
    for job in undiscovering["scrape_configs"]:
        # Debian builds its Prometheus without Kubernetes; all the rest is for it to judge.
        del job["kubernetes_sd_configs"]
    own = path.with_name("undiscovering.yaml")
    own.write_text(yaml.safe_dump(undiscovering))
    for programs, checked in ((tools(GITSTRATUM.environment(environment)), own), (NEWEST, path)):
        command = [str(programs / "promtool"), "check", "config", str(checked)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_pod_is_discovered_once(
    targets: dict[str, list[Target]], cluster: Cluster, environment: str
) -> None:
    """Discovery as the stack's service account finds each pod once, those not ready included."""
    wanted = GITSTRATUM.environment(environment)
    sizes = REPLICAS | {str(c): n for c, n in wanted.replicas.items()}
    found = targets[environment]
    assert Counter(target.job for target in found) == {
        f"gitstratum-{component}": size for component, size in sizes.items()
    }
    pods = cluster.api.get("v1", "Pod", wanted.namespace)["items"]
    assert sorted(target.pod for target in found) == sorted(p["metadata"]["name"] for p in pods)
    unready = [
        pod
        for pod in pods
        for condition in pod["status"]["conditions"]
        if (condition["type"], condition["status"]) == ("Ready", "False")
    ]
    assert len(unready) == 2


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_targets_have_the_labels_that_rules_select(
    targets: dict[str, list[Target]], environment: str
) -> None:
    """Each target says namespace, job, instance and pod, and leaves `cluster` to others."""
    namespace = GITSTRATUM.environment(environment).namespace
    for target in targets[environment]:
        labels = dict(target.labels)
        assert labels["namespace"] == namespace
        assert labels["instance"] == target.address
        assert labels["container"] == target.job
        assert labels["pod"].startswith(target.job)
        assert "cluster" not in labels


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_discovered_port_is_open_to_prometheus_and_nobody_else(
    targets: dict[str, list[Target]], cluster: Cluster, tmp_path: Path, environment: str
) -> None:
    """The live policies let the live Prometheus reach each target, and no other pod besides."""
    run = cluster.api.kubectl(
        "get", "namespaces,pods,services,networkpolicies", "--all-namespaces", "--output=yaml"
    )
    (found,) = documents(run.stdout)
    open_ports = edges(found["items"], tmp_path / "live")
    namespace = GITSTRATUM.environment(environment).namespace
    numbers = {component: ports["metrics"] for component, ports in PORTS.items()}
    for component, number in numbers.items():
        sources = {
            edge.source
            for edge in open_ports
            if edge.port == number and edge.target.startswith(f"{namespace}/gitstratum-{component}")
        }
        # GitStratum's own operator may ask the others: that is upstream's doing.
        stack = {source for source in sources if not source.startswith(f"{namespace}/")}
        assert stack == {f"{MONITORING}/prometheus-{name}" for name in ENVIRONMENTS}, component
    scraped = {int(target.address.rpartition(":")[2]) for target in targets[environment]}
    assert scraped == set(numbers.values())


def test_prometheus_3_gets_the_fallback_and_prometheus_2_does_not(
    configurations: dict[str, Path],
) -> None:
    """The Operator passes the protocol for a blank Content-Type on to where it is understood."""
    told_of = {
        name: path.read_text().count("fallback_scrape_protocol: PrometheusText0.0.4")
        for name, path in configurations.items()
    }
    assert told_of == {"dev": 0, "staging": 5, "prod": 5}


def test_alertmanager_is_configured_as_we_expect(cluster: Cluster, tmp_path: Path) -> None:
    """The Operator's configuration is valid, and routes and silences as ours in the fast tests."""
    receivers = [
        f"{GITSTRATUM.environment(name).namespace}/gitstratum/ticket" for name in ENVIRONMENTS
    ]
    path = tmp_path / "generated.yaml"
    path.write_text(generated_alertmanager(cluster, *receivers))
    amtool("check-config", str(path))
    live = yaml.safe_load(path.read_text())
    rules = [yaml.safe_dump(rule) for rule in live["inhibit_rules"]]
    for name in ENVIRONMENTS:
        (config,) = emitted(name, "AlertmanagerConfig")
        ours = write(config, tmp_path)
        for severity in ("critical", "warning", "info"):
            for status in ({}, {"status": "waiting"}):
                labels = {
                    "alertname": "GitStratumPushAvailability",
                    "namespace": GITSTRATUM.environment(name).namespace,
                    "severity": severity,
                    **status,
                }
                assert told(path, labels) == told(ours, labels)
        for rule in yaml.safe_load(ours.read_text())["inhibit_rules"]:
            assert yaml.safe_dump(rule) in rules


def test_a_naive_monitor_finds_21_targets(cluster: Cluster) -> None:
    """The proof bites: selected by labels alone, nine pods are found twice."""
    environment = GITSTRATUM.environment("prod")
    naive = {
        "apiVersion": V1,
        "kind": "ServiceMonitor",
        "metadata": {
            "name": "naive",
            "namespace": environment.namespace,
            "labels": {"naive": "true"},
        },
        "spec": {
            "selector": {"matchLabels": {"app.kubernetes.io/name": "gitstratum"}},
            "endpoints": [{"port": "metrics"}],
        },
    }
    try:
        assert cluster.api.apply(naive).is_success
        stack = prometheus(cluster, environment, "naive", {"naive": "true"})
        assert cluster.api.apply(stack).is_success
        found = discovered(generated_prometheus(cluster, "naive", 1), NEWEST, 21)
    finally:
        cluster.api.kubectl("-n", environment.namespace, "delete", "servicemonitor", "naive")
        cluster.api.kubectl("-n", MONITORING, "delete", "prometheus", "naive")
    assert len(found) == 21
    assert sum(count > 1 for count in Counter(target.address for target in found).values()) == 9


def test_without_our_role_nothing_is_found(
    configurations: dict[str, Path], targets: dict[str, list[Target]], cluster: Cluster
) -> None:
    """The proof bites: kube-prometheus's account alone may discover nothing in our namespace."""
    assert targets["prod"]
    environment = GITSTRATUM.environment("prod")
    (binding,) = emitted("prod", "RoleBinding")
    name = binding["metadata"]["name"]  # type: ignore[index]
    gone = cluster.api.kubectl("-n", environment.namespace, "delete", "rolebinding", name)
    assert gone.returncode == 0, gone.stderr
    try:
        # Authorization may take a moment to forget it.
        eventually("nothing", lambda: discovered(configurations["prod"], NEWEST, 0) == [] or None)
    finally:
        assert cluster.api.apply(binding).is_success


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what.replace(" ", "-"))
def test_the_servers_refuse_each_fault_but_those_left_to_us(bed: Cluster, fault: Fault) -> None:
    """The API server or the webhook refuses a faulty object, unless it is one that only we see."""
    text = manifest(fault)
    (body,) = documents(text)
    namespace = body["metadata"].get("namespace", MONITORING)
    body["metadata"]["name"] = f"faulty-{body['metadata']['name']}"
    answer = bed.api.create_dry(yaml.safe_dump(body), body["apiVersion"], body["kind"], namespace)
    assert answer.is_success == (fault.what in LEFT_TO_US), answer.text


def test_the_server_refuses_a_repeated_key(bed: Cluster) -> None:
    """Of YAML as written the server says that a key is given twice."""
    answer = bed.api.create_dry(DUPLICATE_KEY, "v1", "ConfigMap", MONITORING)
    assert "already set in map" in answer.text
