"""The burn-rate alerts of an SLO."""

from observability.alerts.annotations import annotations
from observability.alerts.rules import AlertingRule
from observability.expressions import names
from observability.expressions.budget import Ledger, ledger_of
from observability.expressions.burn_rate import burns
from observability.expressions.promise import Promise
from observability.expressions.promql import duration
from observability.model import naming
from observability.model.burn_rate import Basis, BurnRateTier, Severity
from observability.model.environment import Environment
from observability.model.units import percentage


def severity_in(environment: Environment, severity: Severity) -> Severity:
    """Return the severity as an environment means it: one that never pages has tickets only."""
    if severity is Severity.CRITICAL and not environment.pages:
        return Severity.WARNING
    return severity


def alert_labels(promise: Promise, severity: Severity) -> dict[str, str]:
    """Return an SLO alert's labels.

    `namespace` is static because the expressions aggregate it away, and Alertmanager's routes and
    inhibitions of kube-prometheus compare it.
    """
    common = promise.labels | {
        "namespace": promise.environment.namespace,
        names.SEVERITY_LABEL: str(severity_in(promise.environment, severity)),
    }
    return common if promise.slo.is_live else common | {names.STATUS_LABEL: names.WAITING}


def dashboard(promise: Promise) -> str:
    """Return the dashboard of an SLO, as a path of Grafana."""
    uid = naming.slo_detail(promise.environment.system)
    return f"{uid}?var-environment={promise.environment.name}&var-slo={promise.slo.name}"


def _literally(text: str) -> str:
    """Return text that Prometheus's templates print as it is."""
    return text.replace("{{", '{{"{{"}}')


def _description(promise: Promise, tier: BurnRateTier) -> str:
    slo, environment = promise.slo, promise.environment.name
    promised = _literally(slo.description)
    share = percentage(tier.budget_share)
    long, period = duration(tier.long_window), duration(slo.window)
    kept = f"The alert fires on for {duration(tier.keep_firing_for)} after the burn has ended."
    match slo.policy.basis:
        case Basis.RATE:
            return (
                f"{{{{ $value | humanizePercentage }}}} of valid events were bad in the last "
                f"{long} in {environment}; at this rate, at least {share} of the budget of "
                f"{period} goes within {long}. Promised: {promised} {kept}"
            )
        case Basis.EVENTS:
            return (
                f"{{{{ $value | humanize }}}} events were bad in the last {long} in {environment}: "
                f"{share} of the budget of {period}, or more. Promised: {promised} {kept}"
            )


def _burn(promise: Promise, tier: BurnRateTier) -> AlertingRule:
    return AlertingRule(
        alert=promise.alert,
        expression=burns(promise, tier),
        labels=alert_labels(promise, tier.severity) | {names.TIER_LABEL: tier.name},
        annotations=annotations(
            promise.environment,
            promise.alert,
            summary=f"The error budget of {promise.slo.name} burns too fast.",
            description=_description(promise, tier),
            dashboard=dashboard(promise),
        ),
        keep_firing_for=tier.keep_firing_for,
    )


def burn_alerts(ledger: Ledger, promise: Promise) -> tuple[AlertingRule, ...]:
    """Return the alerts of the tiers that are summed from the rows of `ledger`."""
    return tuple(
        _burn(promise, tier)
        for tier in promise.slo.policy.tiers
        if ledger_of(tier.long_window) is ledger
    )
