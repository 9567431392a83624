"""The test cluster, with GitStratum, the monitoring stacks and all of our objects on it."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from observability.model import naming
from tests.cluster.api import path_of
from tests.cluster.cluster import Cluster, programs, running
from tests.cluster.emitted import ENVIRONMENTS, ROOT, emitted
from tests.cluster.gitstratum import REPLICAS, gitstratum, world
from tests.cluster.monitoring import (
    ALERTMANAGER,
    NEWEST,
    Target,
    discovered,
    generated_prometheus,
    prometheus,
    service_account,
)
from tests.cluster.processes import eventually

NOT_READY = {"type": "Ready", "status": "False", "lastTransitionTime": "2026-01-01T00:00:00Z"}


@pytest.fixture(name="bare_cluster", scope="session")
def _bare_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Run a cluster that knows the Operator's kinds and holds nothing."""
    if not programs().is_dir():
        pytest.fail(f"{programs().relative_to(ROOT)} is not there: run `make cluster-tools`")
    if shutil.which("openssl") is None:
        pytest.fail("openssl is not installed: install it, it signs the cluster's certificates")
    with running(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def _apply(cluster: Cluster, body: dict[str, Any]) -> None:
    response = cluster.api.apply(body)
    assert response.is_success, response.text


def _pods(cluster: Cluster, namespace: str) -> list[dict[str, Any]]:
    pods: list[dict[str, Any]] = cluster.api.get("v1", "Pod", namespace)["items"]
    return [pod for pod in pods if pod["status"].get("podIP")]


def _all_running(cluster: Cluster, namespace: str, wanted: int) -> Callable[[], bool | None]:
    return lambda: len(_pods(cluster, namespace)) == wanted or None


def _make_unready(cluster: Cluster, namespace: str) -> None:
    """Take readiness from one frontend and one control-plane pod: they are still to be scraped."""
    for component in ("frontend", "control-plane"):
        label = "app.kubernetes.io/component"
        pods = _pods(cluster, namespace)
        pod = next(p for p in pods if p["metadata"]["labels"][label] == component)
        path = path_of("v1", "Pod", namespace, pod["metadata"]["name"])
        response = cluster.api.http.patch(
            f"{path}/status",
            json={"status": {"conditions": [NOT_READY]}},
            headers={"Content-Type": "application/strategic-merge-patch+json"},
        )
        assert response.is_success, response.text


def replicas(environment: str) -> dict[str, int]:
    """Return how many pods each component has."""
    declared = GITSTRATUM.environment(environment).replicas
    return REPLICAS | {str(component): size for component, size in declared.items()}


@pytest.fixture(name="bed", scope="session")
def _bed(bare_cluster: Cluster) -> Cluster:
    """Put GitStratum of each environment on the cluster, and the monitoring stacks."""
    for body in world():
        if body["metadata"]["name"] != "prometheus-k8s":  # type: ignore[index]
            _apply(bare_cluster, body)
    for name in ENVIRONMENTS:
        environment = GITSTRATUM.environment(name)
        sizes = replicas(name)
        for body in gitstratum(environment.namespace, sizes):
            _apply(bare_cluster, body)
        secret = {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {
                "name": naming.receivers_secret(environment),
                "namespace": environment.namespace,
            },
            "stringData": {"page": "https://page.example.org", "ticket": "https://t.example.org"},
        }
        _apply(bare_cluster, secret)
        _apply(bare_cluster, service_account(environment.monitoring.service_account))
        _apply(bare_cluster, prometheus(bare_cluster, environment, name))
        wanted = sum(sizes.values())
        running_all = _all_running(bare_cluster, environment.namespace, wanted)
        eventually(f"{wanted} pods of {name}", running_all)
        _make_unready(bare_cluster, environment.namespace)
    _apply(bare_cluster, ALERTMANAGER)
    return bare_cluster


@pytest.fixture(name="cluster", scope="session")
def _cluster(bed: Cluster) -> Cluster:
    """Apply the overlay of each environment, what waits included, as a user does."""
    for name in ENVIRONMENTS:
        done = bed.api.kubectl(
            "apply",
            "--server-side",
            "--validate=strict",
            "--kustomize",
            f"overlays/{name}-waiting",
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr
    return bed


@pytest.fixture(name="configurations", scope="session")
def _configurations(cluster: Cluster) -> dict[str, Path]:
    """Return the configuration that the Operator made of our objects, of each environment."""
    jobs = len(GITSTRATUM.targets)
    rules = {name: len(list(emitted(name, "PrometheusRule"))) for name in ENVIRONMENTS}
    return {name: generated_prometheus(cluster, name, jobs, rules[name]) for name in ENVIRONMENTS}


@pytest.fixture(name="targets", scope="session")
def _targets(configurations: dict[str, Path]) -> dict[str, list[Target]]:
    """Return what a real Prometheus discovers in each environment."""
    with ThreadPoolExecutor() as pool:
        found = pool.map(
            lambda name: discovered(configurations[name], NEWEST, sum(replicas(name).values())),
            configurations,
        )
        return dict(zip(configurations, found, strict=True))
