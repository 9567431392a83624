"""The rules of causes: the rows that they read, and their alerts."""

from collections.abc import Iterator

from observability.alerts.alerting import severity_in
from observability.alerts.annotations import annotations
from observability.alerts.rules import AlertingRule, RecordingRule, RuleGroup
from observability.expressions import names
from observability.expressions.conditions import holds, workload
from observability.expressions.presence import present, wanted
from observability.expressions.promql import duration
from observability.expressions.quantities import labels_of
from observability.expressions.scope import scope
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.cause import Cause
from observability.model.component import Component
from observability.model.condition import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    NoRollout,
    Size,
    Unanswered,
)
from observability.model.environment import Environment
from observability.model.origin import files
from observability.model.quantity import Present, Unit, unit_of
from observability.model.windows import MINUTE

_SHOWN = {
    Unit.RATIO: "{{ $value | humanizePercentage }}",
    Unit.SECONDS: "{{ $value | humanizeDuration }}",
}


def _measured(condition: Condition) -> str:
    """Return what is so at this moment, with the value that the alert shows."""
    match condition:
        case AnyOf() | AllOf():
            return _measured(condition.conditions[0])
        case Comparison(quantity=Present() as present):
            return f"{{{{ $value }}}} pods of {present.component} serve"
        case Comparison(quantity=quantity):
            what = quantity.legend or "it is"
            of = "".join(f" of {{{{ $labels.{label} }}}}" for label in labels_of(quantity))
            return f"{what}{of}: {_SHOWN.get(unit_of(quantity), '{{ $value | humanize }}')}"
        case Unanswered():
            return (
                f"{{{{ $value }}}} pods of {condition.component} are ready, and no metrics port of "
                "them answers"
            )
        case NoRollout():
            raise TypeError("NoRollout comes first: AllOf refuses that")


def _description(cause: Cause, environment: Environment) -> str:
    """Return who is hurt, how bad it is now and since when, and what to do first."""
    since = f", too long: for {duration(cause.lasting)} or more" if cause.lasting else ""
    return (
        f"{cause.consequence} In {environment.name}, {_measured(cause.when)}{since}. "
        f"First: {cause.action}"
    )


def _labels(cause: Cause, environment: Environment) -> dict[str, str]:
    labels = {
        names.CAUSE_LABEL: cause.name,
        names.COMPONENT_LABEL: str(cause.component),
        names.ENVIRONMENT_LABEL: environment.name,
        "namespace": environment.namespace,
        names.OWNER_LABEL: cause.owner,
        names.SEVERITY_LABEL: str(severity_in(environment, cause.severity)),
    }
    return labels if cause.is_live else labels | {names.STATUS_LABEL: names.WAITING}


def _alert(cause: Cause, catalogue: Catalogue, environment: Environment) -> AlertingRule:
    name = naming.cause_alert(environment.system, cause)
    page = naming.component_page(environment.system, str(cause.component))
    return AlertingRule(
        alert=name,
        expression=holds(cause.when, catalogue, environment, cause.component),
        labels=_labels(cause, environment),
        annotations=annotations(
            environment,
            name,
            summary=cause.consequence,
            description=_description(cause, environment),
            dashboard=f"{page}?var-environment={environment.name}",
        ),
        for_=cause.lasting or None,
        keep_firing_for=cause.keeps_firing or None,
    )


def _pods(
    component: Component, catalogue: Catalogue, environment: Environment
) -> Iterator[RecordingRule]:
    """Yield the rows of a component's pods, those that some cause reads."""
    labels = {names.COMPONENT_LABEL: str(component), names.ENVIRONMENT_LABEL: environment.name}
    limits = [
        limit for cause in catalogue.causes for limit in cause.counts_pods_of.get(component, ())
    ]
    if not limits:
        return
    where, kind = scope(environment, catalogue.target(component)), workload(catalogue, component)
    yield RecordingRule(record=names.PODS_PRESENT, expression=present(where, kind), labels=labels)
    if any(isinstance(limit, Size) for limit in limits):
        yield RecordingRule(record=names.PODS_WANTED, expression=wanted(where, kind), labels=labels)


def cause_group(
    component: Component, catalogue: Catalogue, environment: Environment, *, live: bool
) -> RuleGroup | None:
    """Return the group of a component's causes that are live, or that wait; None if there is none.

    The pods of a component are counted in its live group, if any cause asks for them.
    """
    rows = tuple(_pods(component, catalogue, environment)) if live else ()
    alerts = tuple(
        _alert(cause, catalogue, environment)
        for cause in causes_of(component, catalogue, live=live)
    )
    if not rows and not alerts:
        return None
    words = ("causes",) if live else ("causes", names.WAITING)
    return RuleGroup(
        name=naming.group(environment.system, environment.name, str(component), *words),
        interval=MINUTE,
        rules=rows + alerts,
    )


def causes_of(component: Component, catalogue: Catalogue, *, live: bool) -> tuple[Cause, ...]:
    """Return the causes of a component that are live, or that wait."""
    return tuple(
        cause
        for cause in catalogue.causes
        if cause.component == component and cause.is_live is live
    )


def made_from(component: Component, catalogue: Catalogue, *, live: bool) -> str:
    """Return the files that a component's causes are defined in."""
    return files(catalogue.target(component), *causes_of(component, catalogue, live=live))
