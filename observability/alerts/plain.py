"""The rules of one environment as plain Prometheus files, for promtool and without an Operator.

One file a group, since promtool ignores a group's interval: the five-minute groups are tested at
five minutes, apart from the others.
"""

from observability.alerts.causes import cause_group, made_from
from observability.alerts.groups import health_group, ledger_group, period_group, target_group
from observability.alerts.rules import RuleGroup, group_body
from observability.artefact import Artefact
from observability.expressions.promise import promises
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment

FOLDER = "alerts/promtool"


def ledger_file(slo: str) -> str:
    """Return the name of the file of an SLO's one-minute group."""
    return f"{slo}.rules.yaml"


def period_file(slo: str) -> str:
    """Return the name of the file of an SLO's five-minute group."""
    return f"{slo}.period.rules.yaml"


def targets_file(component: str) -> str:
    """Return the name of the file that watches a component's targets."""
    return f"{component}.targets.rules.yaml"


def causes_file(component: str, *, live: bool) -> str:
    """Return the name of the file of a component's causes, those that are live or that wait."""
    return f"{component}.causes{'' if live else '-waiting'}.rules.yaml"


HEALTH_FILE = "health.rules.yaml"


def _file(name: str, group: RuleGroup, made_from: str) -> Artefact:
    return Artefact(f"{FOLDER}/{name}", {"groups": [group_body(group)]}, made_from)


def plain_rules(catalogue: Catalogue, environment: Environment) -> list[Artefact]:
    """Return every group of an environment as a file of its own."""
    artefacts = [_file(HEALTH_FILE, health_group(environment), environment.origin)]
    for target in catalogue.targets:
        name = targets_file(str(target.component))
        group = target_group(catalogue, environment, target)
        artefacts.append(_file(name, group, target.origin))
        for live in (True, False):
            causes = cause_group(target.component, catalogue, environment, live=live)
            if causes is not None:
                name = causes_file(str(target.component), live=live)
                origins = made_from(target.component, catalogue, live=live)
                artefacts.append(_file(name, causes, origins))
    for promise in promises(catalogue, environment):
        slo = promise.slo
        artefacts += [
            _file(ledger_file(slo.name), ledger_group(promise), slo.origin),
            _file(period_file(slo.name), period_group(promise), slo.origin),
        ]
    return artefacts
