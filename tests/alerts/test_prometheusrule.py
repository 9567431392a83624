"""PrometheusRules fit into the cluster, however many SLOs a component has."""

from dataclasses import replace

import yaml

from observability.alerts.prometheusrule import prometheus_rules
from observability.files import serialise
from tests.shop import ORDERS_ACCEPTED, PROD, SHOP

ACCEPTED = 512 * 1024
"""Bytes beyond which the Operator refuses a PrometheusRule."""

MANY = replace(
    SHOP, slos=tuple(replace(ORDERS_ACCEPTED, name=f"orders-{number}") for number in range(100))
)


def test_many_slos_are_split_before_the_limit() -> None:
    """A hundred SLOs of one component become several objects, each of which is accepted."""
    rules = [a for a in prometheus_rules(MANY, PROD) if not a.path.endswith("kustomization.yaml")]
    assert len(rules) > 2
    assert max(len(serialise(artefact).encode()) for artefact in rules) < ACCEPTED


def test_no_group_is_lost_or_torn_by_the_split() -> None:
    """Each group is in one object, in the order of the SLOs, and each object has its own name."""
    bodies = [yaml.safe_load(serialise(artefact)) for artefact in prometheus_rules(MANY, PROD)]
    rules = [body for body in bodies if body["kind"] == "PrometheusRule"]
    groups = [group["name"] for body in rules for group in body["spec"]["groups"]]
    of_slos = [name for name in groups if name.endswith(":period")]
    assert of_slos == [f"shop:prod:orders-{number}:period" for number in range(100)]
    assert len({body["metadata"]["name"] for body in rules}) == len(rules)


def test_the_kustomization_lists_every_part() -> None:
    """What is split is still applied as a whole."""
    *rules, kustomization = prometheus_rules(MANY, PROD)
    listed = yaml.safe_load(serialise(kustomization))["resources"]
    assert listed == sorted(artefact.path.rsplit("/", 1)[1] for artefact in rules)
