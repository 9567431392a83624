"""A field that the environment's Operator or Prometheus does not know yet.

The Operator strips from the configuration what its Prometheus does not know, and an API server
drops fields that its CRD does not have: silently, both. The rule is there and does something else.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from observability.artefact import Artefact
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.model.compatibility import MONITOR_FIELDS, RULE_FIELDS, Since, too_old
from observability.model.environment import Environment


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
            return RULE_FIELDS, _of_rules(spec)
        case {"kind": "ServiceMonitor" | "PodMonitor", "spec": dict() as spec}:
            return MONITOR_FIELDS, _of_monitor(spec)
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
        for name in sorted(set(used) & set(since)):
            for who, has, needed in too_old(environment.monitoring, since[name]):
                yield Problem(
                    check="environments/version",
                    file=artefact.path,
                    name=environment.name,
                    what=f"{name} needs {who} {needed}; {environment.name} has {has}",
                    consequence="the field is dropped, without an error",
                    cure="do not emit it for this environment, or raise its version",
                )
