"""What happens to a component's pods and is no fault; what their rows hold meanwhile."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from observability.alerts.rules import AlertingRule
from observability.expressions.presence import MEMORY
from observability.expressions.printing import render
from observability.expressions.promql import Series, call, equals
from observability.expressions.scope import Scope
from observability.model.cause import Cause
from observability.model.kubernetes import Workload
from observability.model.metric import Matcher, MatchOp
from observability.model.windows import MINUTE
from observability.proofs.case import OF_DAYS, Case, ExpectedSamples
from observability.proofs.faults import prometheus_outage
from observability.proofs.pods import Pods, closed, deleted, series, silenced, steady
from observability.proofs.presence import AT, LATER, comparison, read_by, rows
from observability.proofs.series import labelled


def _rollout(pods: int) -> Pods:
    """Return a StatefulSet's rollout: one pod after the other is away for two minutes."""
    moving = [step for done in range(pods) for step in (done, done)]
    return steady(
        [pods] * AT + [pods - 1] * len(moving) + [pods] * AT,
        wanted=pods,
        updated=[pods] * AT + moving + [pods] * AT,
    )


def _surge(pods: int) -> Pods:
    """Return a Deployment's rollout: a new pod is available before an old one goes."""
    moving = [step for done in range(pods) for step in (done, done)]
    return steady(
        [pods] * (2 * AT + len(moving)),
        wanted=pods,
        updated=[pods] * AT + moving + [pods] * AT,
    )


def _no_faults(scope: Scope, workload: Workload) -> Iterator[tuple[str, Pods]]:
    """Yield what happens to pods and is no fault, by a name."""
    declared = scope.declared
    is_set = workload is Workload.STATEFUL_SET
    well = steady([declared] * (AT + LATER), wanted=declared)
    for size in dict.fromkeys((declared, 12, 20)):
        yield f"rollout of {size} pods", _rollout(size) if is_set else _surge(size)
    more, stays = declared + 2, 20
    ready = [
        *[declared] * (AT + 3),
        *[more - 1] * 3,
        *[more] * stays,
        *[declared] * AT,
    ]
    told = [declared] * AT + [more] * (6 + stays) + [declared] * AT
    yield (
        f"scaling from {declared} to {more} and back",
        replace(steady(ready, wanted=declared, updated=ready), wanted=tuple(told)),
    )
    drained = [declared] * AT + ([declared - 1] * 4 + [declared] * 2) * 3 + [declared] * AT
    if is_set:
        yield (
            "three machines drained, one after the other",
            steady(drained, wanted=declared, updated=drained),
        )
    else:
        shrinking = [20] * AT + list(range(20, declared, -1)) + [declared] * AT
        yield (
            "an autoscaler that takes pods away",
            replace(steady(shrinking, wanted=declared, updated=shrinking), wanted=tuple(shrinking)),
        )
    yield "kube-state-metrics away", silenced(well, AT, AT + 20)
    yield "kube-state-metrics away for good", silenced(well, AT, well.minutes)
    yield "never a pod", steady([0] * (AT + LATER), wanted=declared)
    never = steady([0] * (AT + LATER), wanted=declared)
    yield "nothing known at all", silenced(never, 0, never.minutes)


def _quiet(rules: Iterable[AlertingRule], minutes: int) -> ExpectedSamples:
    """Return that none of the alerts fired at any time."""
    alerts = "|".join(sorted({rule.alert for rule in rules}))
    chosen = Matcher("alertname", MatchOp.REGEX, alerts)
    fired = Series("ALERTS", (chosen, *equals(alertstate="firing")), over=minutes * MINUTE)
    return ExpectedSamples(
        expression=render(call("count_over_time", fired)), at=(minutes - 1) * MINUTE
    )


def quiet_cases(
    scope: Scope, workload: Workload, causes: Sequence[Cause], rules: Sequence[AlertingRule]
) -> list[Case]:
    """Return the cases in which nothing is wrong, and no alert of a component fires.

    Args:
        scope: the component.
        workload: what makes its pods.
        causes: its causes, in the order of `rules`.
        rules: their alerts; those on closed ports do fire on ports that are closed.

    """
    of_pods = [rule for cause, rule in zip(causes, rules, strict=True) if comparison(cause.when)]
    well = steady([scope.declared] * (AT + LATER), wanted=scope.declared)
    shut, read = closed(well), read_by(*causes)

    def quiet(name: str, pods: Pods, silent: Sequence[AlertingRule]) -> Case:
        return Case(
            name=f"{name}: silent",
            series=series(pods, scope, workload),
            samples=[_quiet(silent, pods.minutes), *rows(scope, pods, read)],
        )

    restart = quiet("Prometheus away for six minutes", well, rules)
    behind = (
        ("ports closed, as they are today", shut),
        ("ports closed and kube-state-metrics away", silenced(shut, AT, shut.minutes)),
    )
    return [
        *(quiet(name, pods, rules) for name, pods in _no_faults(scope, workload)),
        Case(
            name=restart.name,
            series=prometheus_outage(AT, 6)(restart.series),
            samples=restart.samples[:1],
        ),
        *(quiet(name, pods, of_pods) for name, pods in behind if of_pods),
        *(_remembered(scope, workload, read) if of_pods else ()),
        *(_told_twice(scope, workload, read) if of_pods else ()),
    ]


def _remembered(scope: Scope, workload: Workload, read: Iterable[str]) -> Iterator[Case]:
    """Yield components that are gone, and are forgotten after a day."""
    day, declared = MEMORY // MINUTE, scope.declared
    count = AT + day + 30
    edges = (AT + day - 10, AT + day + 10)
    gone = steady([declared] * AT + [0] * (count - AT), wanted=declared)
    alone = steady([1] * AT + [0] * (count - AT), wanted=declared)
    unseen = deleted(closed(steady([declared] * count, wanted=declared)), AT)
    smaller = steady([declared + 4] * AT + [declared] * (count - AT), wanted=declared + 4)
    for name, pods in (
        ("gone by Kubernetes", closed(gone)),
        ("the only pod is gone", closed(alone)),
        ("the only target that ever answered is gone", silenced(alone, 0, count)),
        ("deleted", unseen),
        ("told to be larger than it was for a day", smaller),
    ):
        yield Case(
            name=f"{name}: remembered for a day",
            series=series(pods, scope, workload),
            samples=rows(scope, pods, read, edges),
            evaluated=OF_DAYS,
        )


def _told_twice(scope: Scope, workload: Workload, read: Iterable[str]) -> Iterator[Case]:
    """Yield exporters that differ, and pods that are scraped twice."""
    more = scope.declared + 2
    pods = steady([more] * (AT + LATER), wanted=more)
    yield Case(
        name="a replica of kube-state-metrics that lags: the most counts",
        series=series(pods, scope, workload, steady([1] * pods.minutes, wanted=1)),
        samples=rows(scope, pods, read),
    )
    alone = silenced(pods, 0, pods.minutes)
    twice = [
        labelled(target, instance=twin)
        for target in series(alone, scope, workload)
        if target.name == "up"
        for twin in (dict(target.labels)["instance"], f"twin-{dict(target.labels)['instance']}")
    ]
    yield Case(
        name="pods that are scraped twice: each counts once",
        series=twice,
        samples=rows(scope, alone, read),
    )
