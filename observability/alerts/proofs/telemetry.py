"""The cases of the groups that watch a component's targets, and our own rules."""

from dataclasses import replace
from datetime import timedelta

from observability.alerts.proofs.case import MINUTE, Case, ExpectedAlerts
from observability.alerts.proofs.notation import Sample
from observability.alerts.proofs.traffic import InputSeries, Reads, up
from observability.alerts.rules import AlertingRule
from observability.alerts.telemetry import (
    RULES_FAILING,
    RULES_LATE,
    TARGET_DOWN,
    rule_health_alerts,
    target_alert,
)
from observability.expressions.scope import Scope
from observability.model.environment import Environment

_MINUTES = 31


def _ups(scope: Scope, running: int) -> list[InputSeries]:
    """Return the declared targets, of which those from `running` on go down after 5 minutes."""
    series = []
    for target in range(scope.declared):
        always = up(scope, target, _MINUTES)
        samples: tuple[Sample, ...] = (1,) * 5 + (0,) * (_MINUTES - 5)
        is_down = target >= running
        series.append(replace(always, samples=samples) if is_down else always)
    return series


def _missing(rule: AlertingRule, at: int, value: int = 0) -> ExpectedAlerts:
    firing = ((rule, str(value)),) if value else ()
    return ExpectedAlerts(alert=TARGET_DOWN, at=at * MINUTE, firing=firing)


def target_cases(environment: Environment, scope: Scope) -> list[Case]:
    """Return the cases of the group that watches a component's targets."""
    rule, declared = target_alert(environment, scope), scope.declared
    return [
        Case(
            name="all declared targets up is quiet",
            series=_ups(scope, declared),
            alerts=[_missing(rule, at) for at in (5, 15, 30)],
        ),
        Case(
            name="one target down is noticed after ten minutes",
            series=_ups(scope, declared - 1),
            alerts=[_missing(rule, 5), _missing(rule, 14), _missing(rule, 15, 1)],
        ),
        Case(
            name="targets that discovery never found are missing, whatever else is up",
            series=[_elsewhere(scope)],
            alerts=[_missing(rule, 9), _missing(rule, 10, declared), _missing(rule, 30, declared)],
        ),
    ]


def _elsewhere(scope: Scope) -> InputSeries:
    other = up(scope, 0, _MINUTES)
    labels = tuple(sorted((dict(other.labels) | {"namespace": "elsewhere"}).items()))
    return replace(other, labels=labels)


def _counter(name: str, group: str, samples: tuple[Sample, ...]) -> InputSeries:
    return InputSeries(
        name=name,
        labels=(("rule_group", f"/etc/prometheus/rules/x.yaml;{group}"),),
        target=0,
        reads=Reads.COUNTER,
        samples=samples,
    )


def _about(rule: AlertingRule, series: InputSeries) -> AlertingRule:
    """Return the rule as it fires for a group: with its label, and named in its description."""
    group = dict(series.labels)["rule_group"]
    return replace(
        rule,
        labels={**rule.labels, "rule_group": group},
        annotations={
            key: text.replace("{{ $labels.rule_group }}", group)
            for key, text in rule.annotations.items()
        },
    )


def health_cases(environment: Environment) -> list[Case]:
    """Return the cases of the group that watches our own groups."""
    rising: tuple[Sample, ...] = (0,) * 10 + (15,) * 21
    cases = []
    for rule in rule_health_alerts(environment):
        counter = {
            RULES_FAILING: "prometheus_rule_evaluation_failures_total",
            RULES_LATE: "prometheus_rule_group_iterations_missed_total",
        }[rule.alert]
        ours = _counter(counter, f"gitstratum:{environment.name}:push-availability", rising)
        theirs = _counter(counter, "kubernetes-apps", rising)
        expected = ExpectedAlerts(
            alert=rule.alert,
            at=12 * MINUTE,
            firing=((_about(rule, ours), "15"),),
        )
        quiet = [ExpectedAlerts(alert=rule.alert, at=at * MINUTE) for at in (9, 26)]
        cases += [
            Case(
                name=f"{rule.alert}: one of our groups in trouble is noticed, and forgotten later",
                series=[ours],
                alerts=[expected, *quiet],
            ),
            Case(
                name=f"{rule.alert}: somebody else's groups are not ours to alert on",
                series=[theirs],
                alerts=[ExpectedAlerts(alert=rule.alert, at=timedelta(minutes=12))],
            ),
        ]
    return cases
