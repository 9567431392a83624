"""The cases of the groups that watch a component's targets, and our own rules."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from observability.alerts.rules import AlertingRule
from observability.alerts.telemetry import (
    rules_doubled_alert,
    rules_failing_alert,
    rules_late_alert,
    scrape_limit_alert,
    target_alert,
)
from observability.expressions import names
from observability.expressions.scope import Scope
from observability.model import naming, prometheus
from observability.model.environment import Environment
from observability.model.slo import SLO
from observability.model.windows import MINUTE
from observability.proofs.case import Case, ExpectedAlerts, humanize
from observability.proofs.notation import Gap, Sample
from observability.proofs.series import InputSeries, Reads, gauge, labelled
from observability.proofs.traffic import up

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
    return labelled(up(scope, 0, _MINUTES), **other)


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


def _about(rule: AlertingRule, labels: Mapping[str, str]) -> AlertingRule:
    """Return the rule as it fires for a series: with its labels, and these in its description."""
    annotations = dict(rule.annotations)
    for label, value in labels.items():
        for key, text in annotations.items():
            annotations[key] = text.replace(f"{{{{ $labels.{label} }}}}", value)
    return replace(rule, labels={**rule.labels, **labels}, annotations=annotations)


def _trouble(rule: AlertingRule, counter: str, group: str) -> list[Case]:
    """Return the cases of an alert on a counter of rule groups."""
    once: tuple[Sample, ...] = (0,) * 10 + (1,) * 21
    twice: tuple[Sample, ...] = (0,) * 12 + (2,) * 19
    ours = [_counter(counter, group, samples, i) for i, samples in enumerate((once, twice))]
    theirs = _counter(counter, "kubernetes-apps", twice, 0)
    mine = _about(rule, {"rule_group": dict(ours[0].labels)["rule_group"]})

    def at(minute: int, count: int) -> ExpectedAlerts:
        firing = ((mine, str(count)),) if count else ()
        return ExpectedAlerts(alert=rule.alert, at=minute * MINUTE, firing=firing)

    return [
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


def _doubled(environment: Environment, slo: SLO) -> Iterator[Case]:
    """Yield the cases of rows that are recorded by two groups from half an hour on."""
    rule, half = rules_doubled_alert(environment), MINUTE / 2
    labels = {names.COMPONENT_LABEL: str(slo.component), names.SLO_LABEL: slo.name}
    mine = _about(rule, labels)

    def rows(name: str, *runs: tuple[int, int], of: str = environment.name) -> InputSeries:
        """Return rows, in runs of so many, each so many half minutes after the one before."""
        samples: list[Sample] = [100]
        for count, step in runs:
            samples += [*[Gap.NOTHING] * (step - 1), 100] * count
        return gauge(name, labels | {names.ENVIRONMENT_LABEL: of}, samples)

    def case(name: str, series: list[InputSeries], fires: Mapping[int, str], *silent: int) -> Case:
        times = {at: ((mine, value),) for at, value in fires.items()} | dict.fromkeys(silent, ())
        return Case(
            name=f"{rule.alert}: {name}",
            series=series,
            interval=half,
            alerts=[
                ExpectedAlerts(alert=rule.alert, at=at * MINUTE, firing=firing)
                for at, firing in sorted(times.items())
            ],
        )

    yield case(
        "two groups that record rows of a minute are noticed, and forgotten later",
        # Twice as many from 0:30 until 1:00. Three too many are there at 0:33, and still at 1:07.
        [rows(names.VALID_MINUTE, (30, 2), (60, 1), (30, 2))],
        {43: "2", 60: "2", 67: "1.3"},
        *(29, 42, 68),
    )
    yield case(
        "two groups that record rows of five minutes are noticed",
        # Two of thirty minutes are too many at 0:38, four at 0:48.
        [rows(names.VALID_ROLLUP, (6, 10), (20, 5))],
        # At 0:50 a row is just half an hour old.
        {48: "1.667", 50: "1.667"},
        47,
    )
    yield case(
        "a group that moved to another file twice, and another environment, are none",
        [
            rows(names.VALID_MINUTE, (30, 2), (4, 1), (40, 2)),
            rows(names.VALID_ROLLUP, (6, 10), (2, 5), (8, 10)),
            rows(names.VALID_MINUTE, (140, 1), of="elsewhere"),
            rows(names.VALID_ROLLUP, (28, 5), of="elsewhere"),
        ],
        {},
        *range(30, 70, 5),
    )


def health_cases(environment: Environment, slo: SLO) -> list[Case]:
    """Return the cases of the group that watches our own groups, such as that of `slo`."""
    group = naming.group(environment.system, environment.name, slo.name)
    return [
        *_trouble(rules_failing_alert(environment), prometheus.RULE_FAILURES.name, group),
        *_trouble(rules_late_alert(environment), prometheus.RULE_ITERATIONS_MISSED.name, group),
        *_doubled(environment, slo),
    ]
