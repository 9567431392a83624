"""All rules of an environment, those of waiting SLOs included."""

from observability.alerts.groups import health_group, ledger_group, period_group, target_group
from observability.alerts.rules import RuleGroup
from observability.expressions.scope import scope
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment


def all_groups(catalogue: Catalogue, environment: Environment) -> tuple[RuleGroup, ...]:
    """Return the rule groups of an environment."""
    found = [health_group(environment)]
    for target in catalogue.targets:
        where = scope(environment, target)
        found.append(target_group(environment, where))
        for slo in catalogue.promises(environment):
            if slo.component is target.component:
                found.append(ledger_group(slo, environment, where))
                found.append(period_group(slo, environment, where))
    return tuple(found)
