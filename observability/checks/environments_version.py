"""A field that the environment's Operator or Prometheus does not know yet.

The Operator strips from the configuration what its Prometheus does not know, and an API server
drops fields that its CRD does not have: silently, both. The rule is there and does something else.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from observability.artefact import Artefact
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.model.environment import Environment, version


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The versions from which on a field has an effect."""

    operator: str
    prometheus: str


# Operator: CHANGELOG.md of prometheus-operator; Prometheus: pkg/operator/rules.go and the CRDs.
FIELDS: Mapping[str, Mapping[str, Since]] = {
    "PrometheusRule": {
        "keep_firing_for": Since(operator="0.66.0", prometheus="2.42"),
        "query_offset": Since(operator="0.78.0", prometheus="2.53"),
        "labels of a group": Since(operator="0.81.0", prometheus="3.0"),
        "limit": Since(operator="0.66.0", prometheus="2.31"),
    },
    "ServiceMonitor": {
        "fallbackScrapeProtocol": Since(operator="0.79.1", prometheus="3.0"),
        "scrapeProtocols": Since(operator="0.72.0", prometheus="2.49"),
        "bodySizeLimit": Since(operator="0.73.0", prometheus="2.28"),
        "trackTimestampsStaleness": Since(operator="0.70.0", prometheus="2.48"),
        "selectorMechanism": Since(operator="0.81.0", prometheus="2.17"),
        "convertClassicHistogramsToNHCB": Since(operator="0.82.0", prometheus="3.0"),
        "serviceDiscoveryRole": Since(operator="0.86.0", prometheus="2.21"),
        "scrapeNativeHistograms": Since(operator="0.88.0", prometheus="3.8"),
    },
}


def _of_rules(spec: Mapping[str, Any]) -> Iterator[str]:
    for group in spec["groups"]:
        yield from (name for name in group if name != "labels")
        if group.get("labels"):
            yield "labels of a group"
        for rule in group["rules"]:
            yield from rule


def _of_monitor(spec: Mapping[str, Any]) -> Iterator[str]:
    yield from spec
    for endpoint in spec.get("endpoints", spec.get("podMetricsEndpoints", [])):
        yield from endpoint


def _used(artefact: Artefact) -> tuple[Mapping[str, Since], Iterable[str]]:
    body: Any = artefact.body
    match body:
        case {"kind": "PrometheusRule", "spec": dict() as spec}:
            return FIELDS["PrometheusRule"], _of_rules(spec)
        case {"kind": "ServiceMonitor" | "PodMonitor", "spec": dict() as spec}:
            return FIELDS["ServiceMonitor"], _of_monitor(spec)
        case _:
            return {}, ()


def _environment(artefact: Artefact, environments: Iterable[Environment]) -> Environment | None:
    parts = artefact.path.split("/")
    return next((e for e in environments if e.name in parts), None)


def check(subject: Subject) -> Iterator[Problem]:
    """Return the fields that are too new for their environment."""
    for artefact in subject.artefacts:
        environment = _environment(artefact, subject.catalogue.environments)
        since, used = _used(artefact)
        if environment is None:
            continue
        stack = environment.monitoring
        for name in sorted(set(used) & set(since)):
            for who, has, wants in (
                ("Operator", stack.operator_version, since[name].operator),
                ("Prometheus", stack.prometheus_version, since[name].prometheus),
            ):
                if version(has) < version(wants):
                    yield Problem(
                        check="environments/version",
                        file=artefact.path,
                        name=environment.name,
                        what=f"{name} wants {who} {wants}; {environment.name} has {has}",
                        consequence="the field is dropped, without an error",
                        cure="do not emit it for this environment, or raise its version",
                    )
