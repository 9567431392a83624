"""The rule groups of an SLO, of a component's targets and of our own rules."""

from observability.alerts.alerting import burn_alerts
from observability.alerts.outage import outage_rules, stopped_alert, used
from observability.alerts.recording import ledger, period, rollup
from observability.alerts.rules import Rule, RuleGroup
from observability.alerts.telemetry import (
    rules_doubled_alert,
    rules_failing_alert,
    rules_late_alert,
    scrape_limit_alert,
    slo_alerts,
    target_alert,
)
from observability.expressions.budget import OF_FIVE_MINUTES, OF_MINUTES
from observability.expressions.promise import Promise
from observability.expressions.scope import scope
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.target import ScrapeTarget
from observability.model.windows import MINUTE, ROLLUP


def _name(promise: Promise, *more: str) -> str:
    environment = promise.environment
    return naming.group(environment.system, environment.name, promise.slo.name, *more)


def ledger_group(promise: Promise) -> RuleGroup:
    """Return the one-minute group: the ledger and the alerts that page."""
    stopped = (stopped_alert(promise),) if promise.slo.never_idle else ()
    alerts = () if promise.slo.retired else burn_alerts(OF_MINUTES, promise) + stopped
    return RuleGroup(name=_name(promise), interval=MINUTE, rules=ledger(promise) + alerts)


def period_group(promise: Promise) -> RuleGroup:
    """Return the five-minute group: the roll-up, the period's figures, the slower alerts."""
    alerts = burn_alerts(OF_FIVE_MINUTES, promise) + slo_alerts(promise)
    return RuleGroup(
        name=_name(promise, "period"),
        interval=ROLLUP,
        rules=rollup(promise) + period(promise) + (() if promise.slo.retired else alerts),
    )


def target_group(catalogue: Catalogue, environment: Environment, target: ScrapeTarget) -> RuleGroup:
    """Return the group that watches a component's targets."""
    where = scope(environment, target)
    rules: tuple[Rule, ...] = (
        target_alert(environment, where),
        scrape_limit_alert(environment, where),
    )
    if slos := used(catalogue, environment, target.component):
        rules += outage_rules(environment, where, slos)
    return RuleGroup(
        name=naming.group(environment.system, environment.name, where.component, "targets"),
        interval=MINUTE,
        rules=rules,
    )


def health_group(environment: Environment) -> RuleGroup:
    """Return the group that watches our own groups."""
    return RuleGroup(
        name=naming.group(environment.system, environment.name, "rules"),
        interval=MINUTE,
        rules=(
            rules_failing_alert(environment),
            rules_late_alert(environment),
            rules_doubled_alert(environment),
        ),
    )
