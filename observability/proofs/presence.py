"""The cases of causes that ask how many pods of a component serve: edges and losses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from observability.alerts.rules import AlertingRule
from observability.expressions import names
from observability.expressions.presence import MEMORY, row
from observability.expressions.printing import render
from observability.expressions.scope import Scope
from observability.model.cause import Cause
from observability.model.condition import (
    AllOf,
    Comparison,
    Condition,
    NoRollout,
    Operator,
    Size,
    SizeOf,
    Unanswered,
)
from observability.model.kubernetes import Workload
from observability.model.quantity import Present
from observability.model.windows import MINUTE
from observability.proofs.case import Case, ExpectedAlerts, ExpectedSamples
from observability.proofs.pods import (
    Pods,
    closed,
    deleted,
    present_at,
    series,
    silenced,
    steady,
    wanted_at,
)

AT = 20
"""The minute in which something happens."""
LATER = 40
"""Minutes for which it lasts: longer than any cause waits."""
_SETTLED = 10
"""Minutes after its last step in which a rollout is over; one earlier on Prometheus 3, whose
ranges leave their start out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A cause on a component's pods, as its alert has it."""

    cause: Cause
    rule: AlertingRule
    scope: Scope
    workload: Workload

    @property
    def wait(self) -> int:
        """Minutes for which it must hold."""
        return self.cause.lasting // MINUTE


def comparison(condition: Condition) -> Comparison | None:
    """Return the comparison of a component's pods with a limit, alone or with NoRollout beside."""
    if isinstance(condition, AllOf):
        first, *others = condition.conditions
        return comparison(first) if all(isinstance(o, NoRollout) for o in others) else None
    if isinstance(condition, Comparison) and isinstance(condition.quantity, Present):
        return condition
    return None


def _waits_for_rollouts(cause: Cause) -> bool:
    return isinstance(cause.when, AllOf)


def _pods(limit: object, wanted: int) -> int:
    """Return a limit in pods, where there should be `wanted`."""
    if isinstance(limit, Size):
        whole = wanted if limit.of is SizeOf.DECLARED else wanted // 2 + 1
        return whole - limit.less
    assert isinstance(limit, int)  # noqa: S101  Comparison refuses others of pods
    return limit


def _is_wrong(cause: Cause, present: int, wanted: int) -> bool:
    compared = comparison(cause.when)
    assert compared is not None  # noqa: S101  only those are asked
    limit = _pods(compared.limit, wanted)
    return present < limit if compared.operator is Operator.BELOW else present == limit


def _at(asked: Asked, minute: int, value: int | None) -> ExpectedAlerts:
    firing = () if value is None else ((asked.rule, str(value)),)
    return ExpectedAlerts(alert=asked.rule.alert, at=minute * MINUTE, firing=firing)


def _case(asked: Asked, name: str, pods: Pods, alerts: Sequence[ExpectedAlerts]) -> Case:
    return Case(
        name=f"{asked.cause.name}: {name}",
        series=series(pods, asked.scope, asked.workload),
        alerts=alerts,
        samples=rows(asked.scope, pods, read_by(asked.cause)),
    )


def read_by(*causes: Cause) -> tuple[str, ...]:
    """Return the names of the rows that causes read."""
    limits = [limit for c in causes for of in c.counts_pods_of.values() for limit in of]
    wanted = (names.PODS_WANTED,) if any(isinstance(limit, Size) for limit in limits) else ()
    return (names.PODS_PRESENT, *wanted) if limits else ()


def rows(
    scope: Scope, pods: Pods, read: Iterable[str], minutes: Iterable[int] = ()
) -> list[ExpectedSamples]:
    """Return what rows of the pods hold: before, around and after what happens, or at times."""
    memory = MEMORY // MINUTE
    expected = []
    for name, minute in product(read, minutes or (AT - 1, AT, AT + 1, AT + 15, pods.minutes - 1)):
        count = (
            present_at(pods, minute, memory)
            if name == names.PODS_PRESENT
            else wanted_at(pods, minute, memory, scope.declared)
        )
        selected = row(name, scope.component, scope.environment)
        labels = {"__name__": name} | {m.label: m.value for m in selected.matchers}
        expected.append(
            ExpectedSamples(
                expression=render(selected),
                at=minute * MINUTE,
                samples=() if count is None else ((labels, count),),
            )
        )
    return expected


def _edges(asked: Asked) -> Iterator[Case]:
    """Yield what lies just beside the limit, and what is just over it."""
    compared = comparison(asked.cause.when)
    assert compared is not None  # noqa: S101  only those are asked
    declared = asked.scope.declared
    limit = _pods(compared.limit, declared)
    exactly = compared.operator is Operator.EXACTLY
    wrong = limit if exactly else limit - 1
    end = AT + asked.wait + 10
    lost = steady([wrong + 1] * AT + [wrong] * (end - AT) + [wrong + 1] * 5, wanted=declared)
    shown = [
        _at(asked, AT, None),
        _at(asked, AT + asked.wait - 1, None),
        _at(asked, AT + asked.wait, wrong),
        _at(asked, end - 1, wrong),
        _at(asked, end + 1, None),
    ]
    yield _case(asked, f"{wrong} pods are told after {asked.wait} minutes", lost, shown)
    scraped = silenced(lost, 0, lost.minutes)
    yield _case(asked, "without kube-state-metrics, the targets that answer count", scraped, shown)
    if exactly and wrong > 0:
        fewer = steady([wrong + 1] * AT + [wrong - 1] * LATER, wanted=declared)
        yield _case(
            asked, f"{wrong - 1} pods are another cause's", fewer, [_at(asked, AT + 39, None)]
        )


def _losses(asked: Asked) -> Iterator[Case]:
    """Yield the losses of all pods, told by whoever is left to tell."""
    cause, declared = asked.cause, asked.scope.declared
    gone = steady([declared] * AT + [0] * LATER, wanted=declared)
    value = 0 if _is_wrong(cause, 0, declared) else None
    # A workload that is deleted is remembered by its samples of late.
    unseen = closed(steady([declared] * (AT + LATER), wanted=declared))
    for name, pods in (
        ("all pods are gone", gone),
        ("all pods are gone behind closed ports", closed(gone)),
        ("all pods go while kube-state-metrics is away", silenced(gone, 5, gone.minutes)),
        ("the workload is deleted behind closed ports", deleted(unseen, AT)),
    ):
        silent = _at(asked, AT + asked.wait - 1, None)
        told = _at(asked, AT + asked.wait, value)
        yield _case(asked, name, pods, [silent, told])


def _larger(asked: Asked) -> Iterator[Case]:
    """Yield a component that Kubernetes is told to run larger than declared, and its loss."""
    declared = asked.scope.declared
    wanted = declared + 4
    for left in range(wanted):
        if _is_wrong(asked.cause, left, wanted) and not _is_wrong(asked.cause, left, declared):
            lost = steady([wanted] * AT + [left] * LATER, wanted=wanted)
            yield _case(
                asked,
                f"of {wanted} pods {left} are too few, though only {declared} are declared",
                lost,
                [_at(asked, AT + asked.wait - 1, None), _at(asked, AT + asked.wait, left)],
            )
            return


def _stuck(asked: Asked) -> Iterator[Case]:
    """Yield a rollout that sticks at its second pod, where moving ones are left out."""
    declared = asked.scope.declared
    if not _waits_for_rollouts(asked.cause) or not _is_wrong(asked.cause, declared - 1, declared):
        return
    stuck = steady(
        [declared] * AT + [declared - 1] * (_SETTLED + asked.wait + 20),
        wanted=declared,
        updated=[declared] * AT + [0, 0, 1, 1] + [2] * (_SETTLED + asked.wait + 16),
    )
    last = AT + 4
    yield _case(
        asked,
        "a rollout that moves is left out, one that sticks is told",
        stuck,
        [
            _at(asked, last + _SETTLED - 1 + asked.wait - 1, None),
            _at(asked, last + _SETTLED + asked.wait, declared - 1),
        ],
    )


def closed_cases(asked: Asked) -> list[Case]:
    """Return the cases of pods that are ready while no target of them answers."""
    declared = asked.scope.declared
    well = steady([declared] * (AT + LATER), wanted=declared)
    shut = replace(well, answering=(declared,) * AT + (0,) * (LATER - 5) + (1,) * 5)
    opened = AT + LATER - 5
    return [
        _case(
            asked,
            "a port that closes is told, until one answers",
            shut,
            [
                _at(asked, AT + asked.wait - 1, None),
                _at(asked, AT + asked.wait, declared),
                _at(asked, opened - 1, declared),
                _at(asked, opened, None),
            ],
        ),
        _case(
            asked,
            "a port that never opened is told",
            closed(well),
            [_at(asked, asked.wait - 1, None), _at(asked, asked.wait, declared)],
        ),
        _case(
            asked,
            "pods that are not ready are not behind a closed port",
            closed(steady([0] * (AT + LATER), wanted=declared)),
            [_at(asked, AT + 39, None)],
        ),
        _case(
            asked,
            "one pod behind a closed port is told, too",
            closed(steady([1] * (AT + LATER), wanted=declared)),
            [_at(asked, asked.wait - 1, None), _at(asked, asked.wait, 1)],
        ),
        _case(
            asked,
            "one target that answers is a port that is open",
            replace(well, answering=(1,) * well.minutes),
            [_at(asked, AT + 39, None)],
        ),
    ]


def presence_cases(asked: Asked) -> list[Case]:
    """Return the cases of a cause on how many pods serve, or on none of them being seen."""
    if isinstance(asked.cause.when, Unanswered):
        return closed_cases(asked)
    if comparison(asked.cause.when) is None:
        return []
    return [*_edges(asked), *_losses(asked), *_larger(asked), *_stuck(asked)]
