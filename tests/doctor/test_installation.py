"""`observability doctor --prometheus-object`: does the cluster's Prometheus select what we make?"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doctor.test_metrics import refused, report
from tests.programs import program


def _prometheus(**spec: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return kube-prometheus's object, with some fields of its spec replaced or (None) removed."""
    usual: dict[str, Any] = {
        "retention": "35d",
        "serviceAccountName": "prometheus-k8s",
        "version": "3.5.0",
    }
    for kind in ("serviceMonitor", "podMonitor", "rule"):
        usual |= {f"{kind}Selector": {}, f"{kind}NamespaceSelector": {}}
    kept = {key: value for key, value in (usual | spec).items() if value is not None}
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "Prometheus",
        "metadata": {"name": "k8s", "namespace": "monitoring"},
        "spec": kept,
    }


def _whats(tmp_path: Path, value: object, environment: str = "prod") -> list[str]:
    path = tmp_path / "prometheus.json"
    path.write_text(json.dumps(value))
    arguments = ("--prometheus-object", str(path), "--environment", environment)
    return [finding["what"] for finding in report(*arguments)["findings"]]


def test_kube_prometheus_fits_prod(tmp_path: Path) -> None:
    """Its selectors are empty, which select everything."""
    assert _whats(tmp_path, _prometheus()) == []


@pytest.mark.parametrize(
    ("spec", "what"),
    [
        ({"ruleSelector": {"matchLabels": {"release": "x"}}}, "does not select our objects"),
        ({"podMonitorSelector": None}, "Its podMonitorSelector (none) does not select"),
        (
            {"ruleSelector": {"matchExpressions": [{"key": "x", "operator": "Exists"}]}},
            "does not select our objects",
        ),
        ({"serviceMonitorNamespaceSelector": None}, "leaves gitstratum-system out"),
        (
            {"ruleNamespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "other"}}},
            "leaves gitstratum-system out",
        ),
        ({"retention": None}, "Prometheus keeps 24h; windows are up to 28d."),
        ({"serviceAccountName": "prometheus"}, "It runs as prometheus"),
        ({"version": "v2.55.1"}, "It is Prometheus 2.55.1; the environment says 3.0 is the oldest"),
    ],
)
def test_each_misfit_is_found(tmp_path: Path, spec: dict[str, Any], what: str) -> None:
    """One field that does not fit is one finding."""
    (found,) = _whats(tmp_path, _prometheus(**spec))
    assert what in found


def test_a_newer_prometheus_wants_what_was_not_generated(tmp_path: Path) -> None:
    """Dev says 2.42; a Prometheus 3 there would refuse every scrape."""
    labels = {"matchLabels": {"release": "kube-prometheus-stack"}}
    spec = {f"{kind}Selector": labels for kind in ("serviceMonitor", "podMonitor", "rule")}
    account = "kube-prometheus-stack-prometheus"
    value = _prometheus(**spec, serviceAccountName=account, version="v3.1.0")
    assert _whats(tmp_path, value, "dev") == ["It is Prometheus 3.1.0; the environment says 2.42."]


def test_of_several_the_one_that_fits_counts(tmp_path: Path) -> None:
    """A second Prometheus, for other things, is no fault."""
    other = _prometheus(ruleSelector=None, serviceMonitorSelector=None)
    listed = {"kind": "List", "apiVersion": "v1", "items": [other, _prometheus()]}
    assert _whats(tmp_path, listed) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind: Prometheus\n", "not JSON"),
        ('{"kind": "Pod"}', "there is no Prometheus object"),
        ("[]", "there is no Prometheus object"),
        ('{"kind": "List", "items": []}', "there is no Prometheus object"),
    ],
)
def test_something_else_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """A file of another kind is not taken for an object that fits."""
    path = tmp_path / "prometheus.json"
    path.write_text(text)
    assert said in refused("--prometheus-object", str(path))


def test_kubectl_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without kubectl on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    said = refused("--kubectl")
    assert said == "error: kubectl is not installed: install it, or put it on PATH\n"


@pytest.mark.kubectl
def test_kubectl_without_a_cluster_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Kubectl's own words, and what to do."""
    monkeypatch.setenv("PATH", str(program("kubectl").parent))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    assert "No cluster answers" in refused("--kubectl")


def test_an_unknown_environment_is_refused() -> None:
    """The known ones are named."""
    assert "there are: dev, staging, prod" in refused("--kubectl", "--environment", "production")
