"""What one entry of `catalogue/environments.py` makes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from observability.catalogue.environments import PROD
from observability.catalogue.policy import ERROR_BUDGET_POLICY
from observability.catalogue.system import GITSTRATUM_SYSTEM
from observability.catalogue.targets import FRONTEND_TARGET
from observability.errors import DefinitionError
from observability.generate import generate
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment

RULED = replace(
    PROD,
    name="edge",
    namespace="gitstratum-edge",
    pages=False,
    monitoring=replace(
        PROD.monitoring,
        namespace="observability",
        service_account="prometheus-edge",
        selector_labels={"thanos-ruler": "edge"},
        pod_labels={"operator.prometheus.io/name": "edge"},
        scrape_interval=timedelta(seconds=15),
    ),
)


def _made(environment: Environment) -> dict[str, Any]:
    catalogue = Catalogue(
        system=GITSTRATUM_SYSTEM,
        metrics=(),
        targets=(FRONTEND_TARGET,),
        slos=(),
        environments=(environment,),
        primary=environment,
        error_budget_policy=ERROR_BUDGET_POLICY,
    )
    artefacts = generate(catalogue, "servicemonitors", "overlays")
    return {artefact.path: artefact.body for artefact in artefacts}


def test_one_entry_adds_an_environment() -> None:
    """All of its files follow from the entry; without waiting SLOs there is one overlay."""
    assert sorted(_made(RULED)) == [
        "overlays/edge/alertmanagerconfig.yaml",
        "overlays/edge/dashboards/kustomization.yaml",
        "overlays/edge/kustomization.yaml",
        "servicemonitors/edge/frontend-networkpolicy.yaml",
        "servicemonitors/edge/frontend-servicemonitor.yaml",
        "servicemonitors/edge/kustomization.yaml",
        "servicemonitors/edge/prometheus-role.yaml",
        "servicemonitors/edge/prometheus-rolebinding.yaml",
    ]


def test_its_stack_is_what_the_objects_are_made_for() -> None:
    """Selector labels, pods, service account, namespaces and interval are the entry's own."""
    made = _made(RULED)
    monitor = made["servicemonitors/edge/frontend-servicemonitor.yaml"]
    assert monitor["metadata"]["labels"]["thanos-ruler"] == "edge"
    assert monitor["spec"]["endpoints"][0]["interval"] == "15s"
    (rule,) = made["servicemonitors/edge/frontend-networkpolicy.yaml"]["spec"]["ingress"]
    assert rule["from"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "observability"}},
            "podSelector": {"matchLabels": {"operator.prometheus.io/name": "edge"}},
        }
    ]
    binding = made["servicemonitors/edge/prometheus-rolebinding.yaml"]
    assert binding["metadata"]["namespace"] == "gitstratum-edge"
    (subject,) = binding["subjects"]
    assert (subject["name"], subject["namespace"]) == ("prometheus-edge", "observability")


def test_an_environment_that_never_pages_has_no_pager() -> None:
    """Neither a receiver to page with nor a route to it."""
    spec = _made(RULED)["overlays/edge/alertmanagerconfig.yaml"]["spec"]
    assert [receiver["name"] for receiver in spec["receivers"]] == ["ticket", "nobody"]
    assert [route["receiver"] for route in spec["route"]["routes"]] == ["nobody"]


def test_pods_must_be_told_from_others() -> None:
    """Without labels of Prometheus's pods the ports would open to a whole namespace."""
    with pytest.raises(DefinitionError, match="pod_labels is empty"):
        replace(PROD.monitoring, pod_labels={})


def test_a_sample_limit_is_at_least_one() -> None:
    """0 would mean no limit to Prometheus, and every scrape fails at less."""
    with pytest.raises(DefinitionError, match="sample_limit 0"):
        replace(FRONTEND_TARGET, sample_limit=0)
