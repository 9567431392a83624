"""`observability diff` and `apply`, against a real API server."""

import json
import os
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from observability.catalogue.environments import DEV
from observability.cli import cli
from tests.cluster.cluster import Cluster
from tests.cluster.emitted import ROOT
from tests.cluster.monitoring import V1
from tests.programs import program

pytestmark = pytest.mark.cluster

WAITING = "gitstratum-frontend-slos-waiting"


@pytest.fixture(name="ours", autouse=True)
def _ours(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """Have kubectl speak to the test cluster; leave the cluster as it was."""
    monkeypatch.setenv("KUBECONFIG", str(cluster.api.kubeconfig))
    monkeypatch.setenv("PATH", str(program("kubectl").parent), prepend=os.pathsep)
    monkeypatch.chdir(ROOT)
    yield cluster
    restored = cluster.api.kubectl(
        "apply", "--server-side", "--force-conflicts", "--kustomize=overlays/dev-waiting", cwd=ROOT
    )
    assert restored.returncode == 0, restored.stderr


def _run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def test_what_is_applied_does_not_differ() -> None:
    """After `apply` there is nothing to change, webhook and Operator notwithstanding."""
    result = _run("diff", "dev", "--waiting")
    assert result.output == "cluster: test\nnothing would change\n"
    assert result.exit_code == 0


def test_apply_prunes_what_is_not_generated_and_leaves_the_rest(ours: Cluster) -> None:
    """Waiting rules go when the plain overlay is applied; what others put there stays."""
    foreign = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": "foreign",
            "namespace": DEV.namespace,
            "labels": {"app.kubernetes.io/part-of": "gitstratum"},
        },
    }
    assert ours.api.apply(foreign).is_success
    annotated = ours.api.kubectl(
        "--namespace", DEV.namespace, "annotate", "prometheusrule", "gitstratum-rules", "theirs=yes"
    )
    assert annotated.returncode == 0, annotated.stderr

    shown = _run("diff", "dev")
    assert shown.exit_code == 1
    assert f"delete: PrometheusRule {DEV.namespace}/{WAITING}\n" in shown.output, shown.output

    applied = _run("apply", "dev", "--yes")
    assert applied.exit_code == 0, applied.output
    rules = ours.api.get(V1, "PrometheusRule", DEV.namespace)["items"]
    names = {rule["metadata"]["name"] for rule in rules}
    assert WAITING not in names
    assert "gitstratum-frontend-slos" in names
    (kept,) = (rule for rule in rules if rule["metadata"]["name"] == "gitstratum-rules")
    assert kept["metadata"]["annotations"]["theirs"] == "yes"
    assert ours.api.get("v1", "ConfigMap", DEV.namespace, "foreign")
    assert ours.api.get(V1, "PrometheusRule", "gitstratum-system", WAITING), "prod's was deleted"
    assert _run("diff", "dev").exit_code == 0


def test_a_field_that_somebody_else_changed_is_not_overwritten(ours: Cluster) -> None:
    """Apply says whose field it is, and deletes nothing."""
    patch = '{"spec": {"sampleLimit": 7}}'
    where = ("--namespace", DEV.namespace, "servicemonitor", "gitstratum-frontend")
    patched = ours.api.kubectl(
        "patch", *where, "--type=merge", f"--patch={patch}", "--field-manager=somebody"
    )
    assert patched.returncode == 0, patched.stderr
    result = _run("apply", "dev", "--yes")
    assert result.exit_code == 2
    assert 'conflict with "somebody"' in result.output
    assert ours.api.get(V1, "PrometheusRule", DEV.namespace, WAITING)


def test_pods_without_policies_of_their_own_are_not_closed(ours: Cluster) -> None:
    """Where GitStratum's policies are missing, ours alone would cut its users off."""
    own = ours.api.get(
        "networking.k8s.io/v1", "NetworkPolicy", DEV.namespace, "gitstratum-frontend"
    )
    where = ("--namespace", DEV.namespace, "networkpolicy", "gitstratum-frontend")
    assert ours.api.kubectl("delete", *where).returncode == 0
    try:
        result = _run("apply", "dev", "--yes")
        assert result.exit_code == 2
        assert "selects: frontend. Ours would close all of their ports" in result.output
    finally:
        for field in ("managedFields", "resourceVersion", "uid", "creationTimestamp"):
            own["metadata"].pop(field, None)
        assert ours.api.apply(own).is_success


def test_the_doctor_asks_kubectl_for_the_prometheus_that_fits() -> None:
    """Of the cluster's Prometheuses one fits prod but for its retention, the Operator's default."""
    result = _run("doctor", "--kubectl", "--environment", "prod", "--json")
    findings = json.loads(result.output)["findings"]
    assert [f["what"] for f in findings] == ["Prometheus keeps 24h; windows are up to 28d."]
