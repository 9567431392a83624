"""What a name means to `observability explain`: an SLO, or an alert that is not of one SLO."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches

from observability.alerts.causes import cause_group
from observability.alerts.groups import health_group, ledger_group, period_group, target_group
from observability.alerts.rules import AlertingRule, RuleGroup
from observability.errors import DefinitionError
from observability.explanations.explanation import Query
from observability.expressions import names
from observability.expressions.printing import render
from observability.expressions.promise import promises
from observability.model.catalogue import Catalogue
from observability.model.cause import Cause
from observability.model.environment import Environment
from observability.model.slo import SLO


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertExplanation:
    """An alert that is not on the burn rate of one SLO.

    Attributes:
        alert: its name.
        environment: where it fires.
        severity: as in that environment.
        summary: what it says, a sentence for each SLO or component whose words differ.
        pending_for: how long its expression must hold before it fires.
        runbook: the file that says what to do.
        rules: its PromQL, by the SLO (and tier) or component that it is about.
        causes: the causes that it tells of, if it is theirs.

    """

    alert: str
    environment: str
    severity: str
    summary: str
    pending_for: timedelta
    runbook: str
    rules: tuple[Query, ...]
    causes: tuple[Cause, ...] = ()


def _groups(catalogue: Catalogue, environment: Environment) -> Iterator[RuleGroup]:
    for promised in promises(catalogue, environment):
        yield ledger_group(promised)
        yield period_group(promised)
    for target in catalogue.targets:
        yield target_group(catalogue, environment, target)
        for live in (True, False):
            group = cause_group(target.component, catalogue, environment, live=live)
            if group is not None:
                yield group
    yield health_group(environment)


def alerting_rules(catalogue: Catalogue, environment: Environment) -> Iterator[AlertingRule]:
    """Yield every alert of an environment, one for each SLO or component that it is about."""
    for group in _groups(catalogue, environment):
        yield from (rule for rule in group.rules if isinstance(rule, AlertingRule))


def explained(catalogue: Catalogue, environment: Environment, name: str) -> SLO | AlertExplanation:
    """Return the SLO of that name, or the one SLO with that alert or metric, or another alert.

    A cause is explained as its alert.

    Raises:
        DefinitionError: there is none, or several SLOs read that metric.

    """
    promised = promises(catalogue, environment)
    slos = [each.slo for each in promised if each.slo.name == name] or [
        each.slo
        for each in promised
        if name == each.alert or name in {metric.name for metric in each.slo.metrics}
    ]
    if len(slos) == 1:
        return slos[0]
    rules = tuple(alerting_rules(catalogue, environment))
    named = tuple(
        rule for rule in rules if name in (rule.alert, rule.labels.get(names.CAUSE_LABEL))
    )
    if named:
        told = {rule.labels.get(names.CAUSE_LABEL) for rule in named}
        causes = tuple(cause for cause in catalogue.causes if cause.name in told)
        return _explanation(environment, named, causes)
    if slos:
        several = ", ".join(slo.name for slo in slos)
        raise DefinitionError(f"{name} is read by several SLOs; name one of: {several}")
    alerts = dict.fromkeys(rule.alert for rule in rules)
    known = [each.slo.name for each in promised]
    others = [*(cause.name for cause in catalogue.causes), *alerts]
    alike = get_close_matches(name, [*known, *others], n=1)
    meant = f"did you mean {alike[0]}? " if alike else ""
    raise DefinitionError(
        f"there is no SLO, alert or metric {name!r} here; {meant}the SLOs are: {', '.join(known)}"
    )


def _explanation(
    environment: Environment, rules: tuple[AlertingRule, ...], causes: tuple[Cause, ...]
) -> AlertExplanation:
    first = rules[0]
    return AlertExplanation(
        alert=first.alert,
        environment=environment.name,
        severity=_joined(rule.labels[names.SEVERITY_LABEL] for rule in rules),
        summary=_joined(rule.annotations["summary"] for rule in rules),
        pending_for=first.for_ or timedelta(0),
        runbook=f"runbooks/{first.alert}.md",
        rules=tuple(Query(name=_about(rule), promql=render(rule.expression)) for rule in rules),
        causes=causes,
    )


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(texts))


def _about(rule: AlertingRule) -> str:
    labels = rule.labels
    tier = labels.get(names.TIER_LABEL)
    about = (
        labels.get(names.SLO_LABEL)
        or labels.get(names.CAUSE_LABEL)
        or labels.get(names.COMPONENT_LABEL)
        or "all rules"
    )
    return f"{about} ({tier})" if tier else about
