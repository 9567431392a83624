"""PrometheusRules: of SLOs and of causes by component, live and waiting apart, and of our rules."""

from collections.abc import Iterable, Iterator
from itertools import chain

from observability.alerts.causes import cause_group, made_from
from observability.alerts.groups import health_group, ledger_group, period_group, target_group
from observability.alerts.rules import RuleGroup, group_body
from observability.artefact import Artefact, file_names, kustomization
from observability.expressions.promise import Promise, promises
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.environment import Environment
from observability.model.origin import files
from observability.model.target import ScrapeTarget

_LARGEST = 256 * 1024
"""Characters of groups in one object: as YAML well below the 512 KiB that the Operator accepts."""


def _split(groups: Iterable[RuleGroup]) -> Iterator[list[dict[str, object]]]:
    """Yield the groups as Prometheus reads them, in lists of which each fits into one object."""
    bodies: list[dict[str, object]] = []
    size = 0
    for body in map(group_body, groups):
        length = len(str(body))
        if bodies and size + length > _LARGEST:
            yield bodies
            bodies, size = [], 0
        bodies.append(body)
        size += length
    yield bodies


def _prometheus_rules(
    name: str, environment: Environment, groups: Iterable[RuleGroup], *, path: str, made_from: str
) -> list[Artefact]:
    """Return the groups as one object, or as several (`name`, `name`-2) where they are many."""
    artefacts = []
    for number, bodies in enumerate(_split(groups), start=1):
        suffix = f"-{number}" if number > 1 else ""
        body = {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PrometheusRule",
            "metadata": {
                "name": name + suffix,
                "namespace": environment.namespace,
                "labels": naming.object_labels(environment),
            },
            "spec": {"groups": bodies},
        }
        artefacts.append(Artefact(f"{path}{suffix}.yaml", body, made_from))
    return artefacts


def _slo_groups(of: Iterable[Promise]) -> Iterator[RuleGroup]:
    for promise in of:
        yield ledger_group(promise)
        yield period_group(promise)


def _component_rules(
    catalogue: Catalogue, environment: Environment, target: ScrapeTarget
) -> list[Artefact]:
    component = str(target.component)
    of_component = [
        promise
        for promise in promises(catalogue, environment)
        if promise.slo.component == target.component
    ]
    live = [promise for promise in of_component if promise.slo.is_live]
    waiting = [promise for promise in of_component if not promise.slo.is_live]
    watch = target_group(catalogue, environment, target)
    rules = _prometheus_rules(
        naming.object_name(environment.system, component, "slos"),
        environment,
        chain([watch], _slo_groups(live)),
        path=f"alerts/{environment.name}/{component}",
        made_from=files(target, *(promise.slo for promise in live)),
    )
    if waiting:
        rules += _prometheus_rules(
            naming.object_name(environment.system, component, "slos-waiting"),
            environment,
            _slo_groups(waiting),
            path=f"alerts/{environment.name}/waiting/{component}",
            made_from=files(*(promise.slo for promise in waiting)),
        )
    return rules


def _cause_rules(
    catalogue: Catalogue, environment: Environment, component: Component
) -> Iterator[Artefact]:
    for live, suffix, folder in ((True, "causes", ""), (False, "causes-waiting", "waiting/")):
        group = cause_group(component, catalogue, environment, live=live)
        if group is not None:
            yield from _prometheus_rules(
                naming.object_name(environment.system, str(component), suffix),
                environment,
                [group],
                path=f"alerts/{environment.name}/{folder}{component}-causes",
                made_from=made_from(component, catalogue, live=live),
            )


def prometheus_rules(catalogue: Catalogue, environment: Environment) -> list[Artefact]:
    """Return the PrometheusRules of an environment and the kustomizations that list them."""
    artefacts = [
        artefact
        for target in catalogue.targets
        for artefact in (
            *_component_rules(catalogue, environment, target),
            *_cause_rules(catalogue, environment, target.component),
        )
    ]
    artefacts += _prometheus_rules(
        naming.object_name(environment.system, "rules"),
        environment,
        [health_group(environment)],
        path=f"alerts/{environment.name}/rules",
        made_from=environment.origin,
    )
    folder = f"alerts/{environment.name}"
    live = [a for a in artefacts if a.path.rsplit("/", 1)[0] == folder]
    waiting = [a for a in artefacts if a not in live]
    return [
        *artefacts,
        *(
            kustomization(path, catalogue.origin, {"resources": file_names(listed)})
            for path, listed in ((folder, live), (f"{folder}/waiting", waiting))
            if listed
        ),
    ]
