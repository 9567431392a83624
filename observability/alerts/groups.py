"""The rule groups of an SLO, of a component's targets and of our own rules."""

from observability.alerts.alerting import burn_alerts
from observability.alerts.recording import ledger, period, rollup
from observability.alerts.rules import RuleGroup
from observability.alerts.telemetry import (
    rule_health_alerts,
    scrape_limit_alert,
    slo_alerts,
    target_alert,
)
from observability.expressions.budget import OF_FIVE_MINUTES, OF_MINUTES
from observability.expressions.scope import Scope
from observability.model import naming
from observability.model.environment import Environment
from observability.model.slo import SLO
from observability.model.windows import MINUTE, ROLLUP


def ledger_group(slo: SLO, environment: Environment, scope: Scope) -> RuleGroup:
    """Return the one-minute group: the ledger and the alerts that page."""
    return RuleGroup(
        name=naming.group(environment.system, environment.name, slo.name),
        interval=MINUTE,
        rules=ledger(slo, environment, scope) + burn_alerts(OF_MINUTES, slo, environment),
    )


def period_group(slo: SLO, environment: Environment, scope: Scope) -> RuleGroup:
    """Return the five-minute group: the roll-up, the period's figures, the slower alerts."""
    return RuleGroup(
        name=naming.group(environment.system, environment.name, slo.name, "period"),
        interval=ROLLUP,
        rules=(
            rollup(slo, environment)
            + period(slo, environment)
            + burn_alerts(OF_FIVE_MINUTES, slo, environment)
            + slo_alerts(slo, environment, scope)
        ),
    )


def target_group(environment: Environment, scope: Scope) -> RuleGroup:
    """Return the group that watches a component's targets."""
    return RuleGroup(
        name=naming.group(environment.system, environment.name, scope.component, "targets"),
        interval=MINUTE,
        rules=(target_alert(environment, scope), scrape_limit_alert(environment, scope)),
    )


def health_group(environment: Environment) -> RuleGroup:
    """Return the group that watches our own groups."""
    return RuleGroup(
        name=naming.group(environment.system, environment.name, "rules"),
        interval=MINUTE,
        rules=rule_health_alerts(environment),
    )
