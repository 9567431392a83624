"""The cases of the groups that watch a component's targets, and our own rules."""

from dataclasses import replace
from fractions import Fraction

from observability.alerts.rules import AlertingRule
from observability.alerts.telemetry import (
    rule_health_alerts,
    scrape_limit_alert,
    target_alert,
)
from observability.expressions.scope import Scope
from observability.model import naming, prometheus
from observability.model.environment import Environment
from observability.model.windows import MINUTE
from observability.proofs.case import Case, ExpectedAlerts, humanize
from observability.proofs.notation import Sample
from observability.proofs.traffic import InputSeries, Reads, up

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
    return ExpectedAlerts(alert=rule.alert, at=at * MINUTE, firing=firing)


def target_cases(environment: Environment, scope: Scope) -> list[Case]:
    """Return the cases of the group that watches a component's targets."""
    rule, declared = target_alert(environment, scope), scope.declared
    return [
        _limit_near(environment, scope),
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
            series=[_of(scope, namespace="elsewhere"), _of(scope, job="other")],
            alerts=[_missing(rule, 9), _missing(rule, 10, declared), _missing(rule, 30, declared)],
        ),
    ]


def _limit_near(environment: Environment, scope: Scope) -> Case:
    """One target at half of its limit, then one sample over it, beside a small one."""
    rule, half = scrape_limit_alert(environment, scope), scope.sample_limit // 2
    small, growing = (10,) * _MINUTES, (half,) * 10 + (half + 1,) * (_MINUTES - 10)
    huge = (scope.sample_limit,) * _MINUTES
    exposed = [
        replace(target, name=prometheus.SAMPLES_KEPT.name, samples=samples)
        for target, samples in (
            (up(scope, 0, _MINUTES), small),
            (up(scope, 1, _MINUTES), growing),
            (_of(scope, namespace="elsewhere"), huge),
            (_of(scope, job="other"), huge),
        )
    ]
    seen = humanize(Fraction(half + 1))
    return Case(
        name="a scrape over half of its limit is noticed after ten minutes, one at half is not",
        series=exposed,
        alerts=[
            ExpectedAlerts(alert=rule.alert, at=9 * MINUTE),
            ExpectedAlerts(alert=rule.alert, at=19 * MINUTE),
            ExpectedAlerts(alert=rule.alert, at=20 * MINUTE, firing=((rule, seen),)),
        ],
    )


def _of(scope: Scope, **other: str) -> InputSeries:
    """Return a running target that some label tells from those of `scope`."""
    ours = up(scope, 0, _MINUTES)
    return replace(ours, labels=tuple(sorted((dict(ours.labels) | other).items())))


def _counter(name: str, group: str, samples: tuple[Sample, ...], prometheus: int) -> InputSeries:
    """Return a counter of a group, as one of several Prometheus exposes it."""
    return InputSeries(
        name=name,
        labels=(
            ("instance", f"10.0.1.{prometheus}:9090"),
            ("rule_group", f"/etc/prometheus/rules/x.yaml;{group}"),
        ),
        target=prometheus,
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


def health_cases(environment: Environment, slo: str) -> list[Case]:
    """Return the cases of the group that watches our own groups, such as that of `slo`."""
    once: tuple[Sample, ...] = (0,) * 10 + (1,) * 21
    twice: tuple[Sample, ...] = (0,) * 12 + (2,) * 19
    cases = []
    for rule in rule_health_alerts(environment):
        counter = {
            naming.alert(environment.system, naming.RULES_FAILING): prometheus.RULE_FAILURES.name,
            naming.alert(
                environment.system, naming.RULES_LATE
            ): prometheus.RULE_ITERATIONS_MISSED.name,
        }[rule.alert]
        group = naming.group(environment.system, environment.name, slo)
        ours = [_counter(counter, group, samples, i) for i, samples in enumerate((once, twice))]
        theirs = _counter(counter, "kubernetes-apps", twice, 0)
        mine = _about(rule, ours[0])

        def at(minute: int, count: int, alert: AlertingRule = mine) -> ExpectedAlerts:
            firing = ((alert, str(count)),) if count else ()
            return ExpectedAlerts(alert=alert.alert, at=minute * MINUTE, firing=firing)

        cases += [
            Case(
                name=f"{rule.alert}: one of our groups in trouble is noticed, and forgotten later",
                series=ours,
                # The first trouble is at 0:10, with one Prometheus; the other adds two at 0:12.
                alerts=[at(9, 0), at(11, 1), at(13, 3), at(20, 3), at(28, 0)],
            ),
            Case(
                name=f"{rule.alert}: somebody else's groups are not ours to alert on",
                series=[theirs],
                alerts=[at(13, 0)],
            ),
        ]
    return cases
