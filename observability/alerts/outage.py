"""The pages when users' events end: a component does not answer, or nobody reaches it.

No burn rate can see that: the worst failure leaves no events.
"""

from collections.abc import Sequence
from datetime import timedelta

from observability.alerts.rules import AlertingRule, RecordingRule
from observability.alerts.telemetry import component_alert, slo_alert
from observability.expressions import names
from observability.expressions.promise import Promise
from observability.expressions.promql import duration, equals
from observability.expressions.scope import Recorded, Scope
from observability.expressions.telemetry import outage, stopped, usual_traffic
from observability.model import naming
from observability.model.burn_rate import Severity
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.environment import Environment
from observability.model.sli import may_be_idle

_DOWN = timedelta(minutes=2)
"""Longer than there is no sample of a target after a restart of Prometheus."""
_RESTARTING = timedelta(minutes=5)
"""The longest pause of a crash loop: a target that answers once between two pauses is no end."""
SILENT = timedelta(minutes=10)
"""How long traffic that never stops may stop."""


def used(catalogue: Catalogue, environment: Environment, component: Component) -> tuple[str, ...]:
    """Return the SLOs that count the events of a component's users, and may page for them."""
    return tuple(
        sorted(
            slo.name
            for slo in catalogue.promises(environment)
            if slo.component == component
            and may_be_idle(slo.sli)
            and slo.policy.pages
            and not slo.retired
        )
    )


def stopped_alert(promise: Promise) -> AlertingRule:
    """Return the page on traffic that has stopped, for an SLO whose traffic never does."""
    slo, environment = promise.slo, promise.environment
    return slo_alert(
        promise,
        naming.TRAFFIC_STOPPED,
        stopped(promise),
        Severity.CRITICAL,
        summary="Traffic that never stops has stopped.",
        description=(
            f"{slo.name} has had no valid event for {duration(SILENT)} in {environment.name}, "
            "although its metrics are there: whoever makes them does not get through, or has gone."
        ),
        lasting=SILENT,
        kept=_RESTARTING,
    )


def outage_rules(
    environment: Environment, scope: Scope, slos: Sequence[str]
) -> tuple[RecordingRule, AlertingRule]:
    """Return what records the traffic of a component, by these SLOs, and the page on its end."""
    labels = {
        names.COMPONENT_LABEL: scope.component,
        names.ENVIRONMENT_LABEL: environment.name,
    }
    of = Recorded(equals(**labels))
    return (
        RecordingRule(record=names.TRAFFIC, expression=usual_traffic(of, slos), labels=labels),
        component_alert(
            environment,
            scope,
            naming.OUTAGE,
            outage(scope, of),
            Severity.CRITICAL,
            summary="A component that was used does not answer: none of its targets is up.",
            description=(
                f"No target of {scope.component} has answered for {duration(_DOWN)} in "
                f"{environment.name}. Before, a usual minute had {{{{ $value | humanize }}}} "
                "valid events: whoever makes them is not served, unless only the metrics are "
                "out of reach."
            ),
            lasting=_DOWN,
            kept=_RESTARTING,
        ),
    )
