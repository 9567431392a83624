"""The cases of a component's causes."""

from collections.abc import Iterator

from observability.alerts.causes import cause_group, causes_of
from observability.alerts.rules import AlertingRule
from observability.expressions.names import CAUSE_LABEL
from observability.expressions.scope import scope
from observability.model.catalogue import Catalogue
from observability.model.cause import Cause
from observability.model.component import Component
from observability.model.environment import Environment
from observability.proofs.case import Case
from observability.proofs.presence import Asked, presence_cases
from observability.proofs.quiet import quiet_cases
from observability.proofs.running_out import running_out, running_out_cases


def cause_cases(
    component: Component, catalogue: Catalogue, environment: Environment, *, live: bool
) -> list[Case]:
    """Return the cases of a component's causes that are live, or that wait."""
    group = cause_group(component, catalogue, environment, live=live)
    if group is None:
        return []
    rules = {
        rule.labels[CAUSE_LABEL]: rule for rule in group.rules if isinstance(rule, AlertingRule)
    }
    causes = causes_of(component, catalogue, live=live)
    return [
        *(
            case
            for cause in causes
            for case in _cases(cause, rules[cause.name], catalogue, environment)
        ),
        *_quiet(component, causes, rules, catalogue, environment),
    ]


def _cases(
    cause: Cause, rule: AlertingRule, catalogue: Catalogue, environment: Environment
) -> Iterator[Case]:
    target = catalogue.target(cause.component)
    runs_out = running_out(cause, rule, scope(environment, target))
    if runs_out is not None:
        yield from running_out_cases(runs_out)
    if target.workload is not None and cause.asks_presence_of == (cause.component,):
        asked = Asked(
            cause=cause, rule=rule, scope=scope(environment, target), workload=target.workload
        )
        yield from presence_cases(asked)


def _quiet(
    component: Component,
    causes: tuple[Cause, ...],
    rules: dict[str, AlertingRule],
    catalogue: Catalogue,
    environment: Environment,
) -> list[Case]:
    target = catalogue.target(component)
    if target.workload is None:
        return []
    return quiet_cases(
        scope(environment, target),
        target.workload,
        causes,
        [rules[cause.name] for cause in causes],
    )
