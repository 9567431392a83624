"""The burn-rate alerts of an SLO."""

from observability.alerts.annotations import annotations
from observability.alerts.rules import AlertingRule
from observability.expressions import names
from observability.expressions.budget import Ledger, ledger_of
from observability.expressions.burn_rate import burns
from observability.expressions.promql import duration
from observability.expressions.scope import labels
from observability.model import naming
from observability.model.burn_rate import Basis, BurnRateTier, Severity
from observability.model.environment import Environment
from observability.model.slo import SLO


def severity_in(environment: Environment, severity: Severity) -> Severity:
    """Return the severity as an environment means it: one that never pages has tickets only."""
    if severity is Severity.CRITICAL and not environment.pages:
        return Severity.WARNING
    return severity


def alert_labels(slo: SLO, environment: Environment, severity: Severity) -> dict[str, str]:
    """Return an SLO alert's labels.

    `namespace` is static because the expressions aggregate it away, and Alertmanager's routes and
    inhibitions of kube-prometheus compare it.
    """
    common = labels(slo, environment) | {
        "namespace": environment.namespace,
        names.SEVERITY_LABEL: str(severity_in(environment, severity)),
    }
    return common if slo.is_live else common | {names.STATUS_LABEL: names.WAITING}


def dashboard(slo: SLO, environment: Environment) -> str:
    """Return the dashboard of an SLO, as a path of Grafana."""
    uid = naming.slo_detail(environment.system)
    return f"{uid}?var-environment={environment.name}&var-slo={slo.name}"


def _literally(text: str) -> str:
    """Return text that Prometheus's templates print as it is."""
    return text.replace("{{", '{{"{{"}}')


def _description(slo: SLO, environment: Environment, tier: BurnRateTier) -> str:
    promise = _literally(slo.description)
    share = f"{(tier.budget_share * 100).normalize():f} %"
    long, period = duration(tier.long_window), duration(slo.window)
    match slo.policy.basis:
        case Basis.RATE:
            return (
                f"{promise} {{{{ $value | humanizePercentage }}}} of valid events were bad "
                f"in the last {long} in {environment.name}; at this rate {share} of the budget of "
                f"{period} goes within {long}."
            )
        case Basis.EVENTS:
            return (
                f"{promise} {{{{ $value | humanize }}}} events were bad in the last {long} "
                f"in {environment.name}: {share} of the budget of {period}, or more."
            )


def _burn(slo: SLO, environment: Environment, tier: BurnRateTier) -> AlertingRule:
    name = naming.burn_alert(environment.system, slo)
    return AlertingRule(
        alert=name,
        expression=burns(slo, environment, tier),
        labels=alert_labels(slo, environment, tier.severity) | {names.TIER_LABEL: tier.name},
        annotations=annotations(
            environment,
            name,
            summary=f"The error budget of {slo.name} burns too fast.",
            description=_description(slo, environment, tier),
            dashboard=dashboard(slo, environment),
        ),
        keep_firing_for=tier.keep_firing_for,
    )


def burn_alerts(ledger: Ledger, slo: SLO, environment: Environment) -> tuple[AlertingRule, ...]:
    """Return the alerts of the tiers that are summed from the rows of `ledger`."""
    return tuple(
        _burn(slo, environment, tier)
        for tier in slo.policy.tiers
        if ledger_of(tier.long_window) is ledger
    )
