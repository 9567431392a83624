"""Who reaches what, with our network policies and without them."""

from pathlib import Path

import pytest

from observability.catalogue.gitstratum import GITSTRATUM
from tests.cluster.emitted import ENVIRONMENTS, emitted
from tests.cluster.gitstratum import PORTS, gitstratum, world
from tests.cluster.reachability import Edge, edges

PROMETHEUS = "monitoring/prometheus-k8s"


def _without(environment: str, folder: Path) -> frozenset[Edge]:
    namespace = GITSTRATUM.environment(environment).namespace
    return edges([*gitstratum(namespace), *world()], folder / "without")


def _with(environment: str, folder: Path) -> frozenset[Edge]:
    namespace = GITSTRATUM.environment(environment).namespace
    ours = emitted(environment, "NetworkPolicy")
    return edges([*gitstratum(namespace), *world(), *ours], folder / "with")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_exactly_the_metrics_ports_are_opened_to_prometheus(
    environment: str, tmp_path: Path
) -> None:
    """Prometheus reaches each component's metrics port, nobody reaches anything else anew."""
    namespace = GITSTRATUM.environment(environment).namespace
    without, opened = _without(environment, tmp_path), _with(environment, tmp_path)
    assert opened - without == {
        Edge(PROMETHEUS, f"{namespace}/gitstratum-{component}", "TCP", ports["metrics"])
        for component, ports in PORTS.items()
    }
    assert without - opened == set()


def test_without_our_policies_prometheus_reaches_no_metrics_port(tmp_path: Path) -> None:
    """GitStratum's own policies close every metrics port to another namespace."""
    reached = {
        (edge.target, edge.port)
        for edge in _without("prod", tmp_path)
        if edge.source == PROMETHEUS and edge.target.startswith("gitstratum-system/")
    }
    assert reached == {("gitstratum-system/gitstratum-frontend", port) for port in (22, 80, 443)}


def test_a_namespace_or_labels_alone_open_nothing(tmp_path: Path) -> None:
    """Neither another pod beside Prometheus nor a pod labelled as it elsewhere reaches a port."""
    others = ("monitoring/grafana", "other/prometheus-own", "other/stranger")
    reached = {edge.port for edge in _with("prod", tmp_path) if edge.source in others}
    assert reached.isdisjoint({8080, 9090} | {PORTS["object"]["grpc"]})


def test_split_selectors_would_open_to_strangers(tmp_path: Path) -> None:
    """The proof bites: with the two selectors as two elements, strangers get in."""
    policies = list(emitted("prod", "NetworkPolicy"))
    for policy in policies:
        for rule in policy["spec"]["ingress"]:  # type: ignore[index]
            rule["from"] = [{key: value} for key, value in rule["from"][0].items()]
    split = edges([*gitstratum("gitstratum-system"), *world(), *policies], tmp_path / "split")
    gained = {edge.source for edge in split if edge.port in {8080, 9090}}
    assert "monitoring/grafana" in gained
