"""The alerts on missing telemetry: of an SLO, of a component's targets, of our own rules."""

from datetime import timedelta

from observability.alerts.alerting import alert_labels, dashboard, severity_in
from observability.alerts.annotations import annotations
from observability.alerts.rules import AlertingRule
from observability.expressions import names
from observability.expressions.budget import contradicts
from observability.expressions.promise import Promise
from observability.expressions.promql import Expression
from observability.expressions.scope import Scope
from observability.expressions.telemetry import (
    idle,
    limit_near,
    rules_doubled,
    rules_failing,
    rules_late,
    series_gone,
    targets_missing,
)
from observability.model import naming
from observability.model.burn_rate import Severity
from observability.model.environment import Environment

_TEN_MINUTES = timedelta(minutes=10)


def slo_alert(  # noqa: PLR0913  what one alert on telemetry has that the others have not
    promise: Promise,
    name: str,
    expression: Expression,
    severity: Severity,
    *,
    summary: str,
    description: str,
    lasting: timedelta | None = None,
    kept: timedelta | None = None,
) -> AlertingRule:
    """Return an alert on an SLO's telemetry: `lasting` before it fires, `kept` firing after it."""
    alert = naming.alert(promise.environment.system, name)
    return AlertingRule(
        alert=alert,
        expression=expression,
        labels=alert_labels(promise, severity),
        annotations=annotations(
            promise.environment,
            alert,
            summary=summary,
            description=description,
            dashboard=dashboard(promise),
        ),
        for_=lasting,
        keep_firing_for=kept,
    )


def slo_alerts(promise: Promise) -> tuple[AlertingRule, ...]:
    """Return the alerts on an SLO that is no longer counted, without traffic, or contradicted."""
    slo, environment = promise.slo, promise.environment
    return (
        slo_alert(
            promise,
            naming.DATA_MISSING,
            series_gone(promise),
            Severity.WARNING,
            summary="An SLO is no longer counted although its targets are up.",
            description=(
                f"The metrics of {slo.name} were counted within its window and are gone in "
                f"{environment.name}: its budget stands still, whatever happens to users."
            ),
            lasting=_TEN_MINUTES,
        ),
        slo_alert(
            promise,
            naming.IDLE,
            idle(promise),
            Severity.INFO,
            summary="An SLO has had no valid events for an hour.",
            description=(
                f"{slo.name} had valid events within a day and none for an hour in "
                f"{environment.name}: nothing to judge it by."
            ),
        ),
        slo_alert(
            promise,
            naming.CONTRADICTED,
            contradicts(promise.recorded, slo.policy.min_bad_events),
            Severity.WARNING,
            summary="The counters of an SLO contradict each other.",
            description=(
                f"More events of {slo.name} were bad than valid within an hour in "
                f"{environment.name}, or fewer than none, by {{{{ $value | humanize }}}}: what "
                "it counts is wrong, and its budget, too."
            ),
        ),
    )


def _overview(environment: Environment) -> str:
    """Return the overview of an environment, as a path of Grafana."""
    return f"{naming.overview(environment.system)}?var-environment={environment.name}"


def component_alert(  # noqa: PLR0913  what one alert on targets has that the others have not
    environment: Environment,
    scope: Scope,
    name: str,
    expression: Expression,
    severity: Severity = Severity.WARNING,
    *,
    summary: str,
    description: str,
    lasting: timedelta,
    kept: timedelta | None = None,
) -> AlertingRule:
    """Return an alert on a component's targets."""
    alert = naming.alert(environment.system, name)
    return AlertingRule(
        alert=alert,
        expression=expression,
        labels={
            names.COMPONENT_LABEL: scope.component,
            names.ENVIRONMENT_LABEL: environment.name,
            "namespace": environment.namespace,
            names.SEVERITY_LABEL: str(severity_in(environment, severity)),
        },
        annotations=annotations(
            environment,
            alert,
            summary=summary,
            description=description,
            dashboard=_overview(environment),
        ),
        for_=lasting,
        keep_firing_for=kept,
    )


def target_alert(environment: Environment, scope: Scope) -> AlertingRule:
    """Return the alert on declared targets that are down or missing."""
    return component_alert(
        environment,
        scope,
        naming.TARGET_DOWN,
        targets_missing(scope),
        summary="Fewer targets of a component are scraped than are declared.",
        description=(
            f"{{{{ $value }}}} of the {scope.declared} declared targets of {scope.component} "
            f"are down or missing in {environment.name}: what they do is not counted."
        ),
        lasting=_TEN_MINUTES,
    )


def scrape_limit_alert(environment: Environment, scope: Scope) -> AlertingRule:
    """Return the alert on scrapes that come near the limit beyond which all of them fail."""
    return component_alert(
        environment,
        scope,
        naming.SCRAPE_LIMIT_NEAR,
        limit_near(scope),
        summary="A scrape is over half of its sample limit.",
        description=(
            f"A target of {scope.component} exposes {{{{ $value | humanize }}}} of at most "
            f"{scope.sample_limit} samples in {environment.name}; above the limit every scrape "
            "fails, and nothing is counted."
        ),
        lasting=_TEN_MINUTES,
    )


def _of_rules(  # noqa: PLR0913  what one alert on rules has that the others have not
    environment: Environment,
    name: str,
    expression: Expression,
    *,
    summary: str,
    description: str,
    lasting: timedelta | None = None,
) -> AlertingRule:
    alert = naming.alert(environment.system, name)
    return AlertingRule(
        alert=alert,
        expression=expression,
        labels={
            names.ENVIRONMENT_LABEL: environment.name,
            "namespace": environment.namespace,
            names.SEVERITY_LABEL: str(severity_in(environment, Severity.WARNING)),
        },
        annotations=annotations(
            environment,
            alert,
            summary=summary,
            description=description,
            dashboard=_overview(environment),
        ),
        for_=lasting,
    )


def rules_failing_alert(environment: Environment) -> AlertingRule:
    """Return the alert on our own rules that fail."""
    return _of_rules(
        environment,
        naming.RULES_FAILING,
        rules_failing(environment),
        summary="Evaluations of SLO rules fail.",
        description=(
            "{{ $value | humanize }} evaluations of {{ $labels.rule_group }} failed within 15 "
            "minutes: SLOs are not counted, alerts may be blind."
        ),
    )


def rules_late_alert(environment: Environment) -> AlertingRule:
    """Return the alert on our own rules that are skipped."""
    return _of_rules(
        environment,
        naming.RULES_LATE,
        rules_late(environment),
        summary="Evaluations of SLO rules are skipped.",
        description=(
            "{{ $value | humanize }} evaluations of {{ $labels.rule_group }} were skipped within "
            "15 minutes because Prometheus was too slow: their minutes are not counted."
        ),
    )


def rules_doubled_alert(environment: Environment) -> AlertingRule:
    """Return the alert on our own rules that are loaded more than once."""
    return _of_rules(
        environment,
        naming.RULES_DOUBLED,
        rules_doubled(environment),
        summary="The rules of an SLO are evaluated more than once.",
        description=(
            "{{ $labels.slo }} has {{ $value | humanize }} times the rows that it should have: "
            "two groups count the same events, and its figures are wrong."
        ),
        lasting=_TEN_MINUTES,
    )
