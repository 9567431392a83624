"""Pods of a component as input: what kube-state-metrics and scrapes show of them each minute."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from observability.expressions import names
from observability.expressions.scope import Scope
from observability.model.kubernetes import METRICS_OF, POD_READY, Workload
from observability.proofs.notation import Gap, Sample
from observability.proofs.series import InputSeries, gauge, labelled
from observability.proofs.traffic import up

FIRST, SECOND = "10.0.2.0:8080", "10.0.2.1:8080"
"""Two replicas of kube-state-metrics."""
_LABEL = {Workload.DEPLOYMENT: "deployment", Workload.STATEFUL_SET: "statefulset"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pods:
    """A component's pods, one sample a minute.

    `ready`, `wanted` and `updated` are what kube-state-metrics says, `answering` how many targets
    answer a scrape; `speaks` is whether kube-state-metrics says anything at all of the namespace.
    """

    ready: tuple[Sample, ...]
    wanted: tuple[Sample, ...]
    updated: tuple[Sample, ...]
    answering: tuple[int, ...]
    speaks: tuple[Sample, ...]

    @property
    def minutes(self) -> int:
        """How many samples each series has."""
        return len(self.ready)


def steady(ready: Sequence[int], *, wanted: int, updated: Sequence[int] | None = None) -> Pods:
    """Return pods of which as many answer as are ready; without `updated`, no rollout moves."""
    count = len(ready)
    return Pods(
        ready=tuple(ready),
        wanted=(wanted,) * count,
        updated=(wanted,) * count if updated is None else tuple(updated),
        answering=tuple(ready),
        speaks=(1,) * count,
    )


def silenced(pods: Pods, start: int, end: int) -> Pods:
    """Return the pods with kube-state-metrics away from one minute to another."""

    def hidden(samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
        gap = (Gap.STALE, *[Gap.NOTHING] * (end - start - 1)) if end > start else ()
        return (*samples[:start], *gap, *samples[end:])

    return replace(
        pods,
        ready=hidden(pods.ready),
        wanted=hidden(pods.wanted),
        updated=hidden(pods.updated),
        speaks=hidden(pods.speaks),
    )


def closed(pods: Pods) -> Pods:
    """Return the pods with a metrics port that never opened."""
    return replace(pods, answering=(0,) * pods.minutes)


def deleted(pods: Pods, at: int) -> Pods:
    """Return the pods with their workload deleted: kube-state-metrics then says nothing of it."""

    def ended(samples: tuple[Sample, ...]) -> tuple[Sample, ...]:
        return (*samples[:at], Gap.STALE, *[Gap.NOTHING] * (len(samples) - at - 1))

    return replace(
        pods, ready=ended(pods.ready), wanted=ended(pods.wanted), updated=ended(pods.updated)
    )


def _exported(
    name: str, labels: dict[str, str], samples: tuple[Sample, ...], instance: str = FIRST
) -> InputSeries:
    own = {"instance": instance, "job": "kube-state-metrics"}
    return gauge(name, own | labels, samples)


def present_at(pods: Pods, minute: int, memory: int) -> int | None:
    """Return how many pods serve at a minute; None where nobody ever saw one.

    Args:
        pods: what is seen of them.
        minute: when it is asked.
        memory: for how many minutes a component that is gone is remembered.

    """
    lately = slice(max(0, minute - memory), minute + 1)
    ready = pods.ready[minute]
    was_ready = any(isinstance(count, int) and count > 0 for count in pods.ready[lately])
    if isinstance(ready, int):
        return ready if was_ready else None
    if pods.answering[minute] > 0 or any(pods.answering[lately]):
        return pods.answering[minute]
    return 0 if was_ready and pods.speaks[minute] == 1 else None


def wanted_at(pods: Pods, minute: int, memory: int, declared: int) -> int:
    """Return how many pods there should be at a minute."""
    told, lately = pods.wanted[minute], pods.ready[max(0, minute - memory) : minute + 1]
    came = max((count for count in lately if isinstance(count, int)), default=0)
    return max(declared, min(told, came)) if isinstance(told, int) else declared


def series(
    pods: Pods, scope: Scope, workload: Workload, lagging: Pods | None = None
) -> list[InputSeries]:
    """Return the series that show the pods, told by two replicas of kube-state-metrics.

    The second one may be `lagging`, and tell of the pods as they were.

    Beside them are a workload of another name and one of another namespace, both larger, and
    targets of another job and another namespace that answer.
    """
    metrics, label = METRICS_OF[workload], _LABEL[workload]
    ours = {"namespace": scope.namespace, label: scope.workload}
    told = [
        (metric.name, samples, instance)
        for instance, seen in ((FIRST, pods), (SECOND, lagging or pods))
        for metric, samples in (
            (metrics.ready, seen.ready),
            (metrics.wanted, seen.wanted),
            (metrics.updated, seen.updated),
        )
    ]
    theirs: tuple[Sample, ...] = (scope.declared + 10,) * pods.minutes
    moving: tuple[Sample, ...] = tuple(minute % 2 for minute in range(pods.minutes))
    return [
        *(_exported(name, ours, samples, instance) for name, samples, instance in told),
        *(
            _exported(metric.name, ours | {what: "elsewhere"}, samples)
            for metric, samples in (
                (metrics.ready, theirs),
                (metrics.wanted, theirs),
                (metrics.updated, moving),
            )
            for what in ("namespace", label)
        ),
        *(
            _exported(
                POD_READY.name,
                {"namespace": namespace, "pod": "another-0", "condition": "true"},
                samples,
            )
            for namespace, samples in (
                (scope.namespace, pods.speaks),
                ("elsewhere", (1,) * pods.minutes),
            )
        ),
        *(
            replace(
                up(scope, target, pods.minutes),
                samples=tuple(int(target < answering) for answering in pods.answering),
            )
            for target in range(max(*pods.answering, scope.declared))
        ),
        *(
            gauge(name, pinned | {what: "other"}, (count,) * pods.minutes)
            for name, count in (
                (names.PODS_PRESENT, scope.declared - 1),
                (names.PODS_WANTED, scope.declared),
            )
            for pinned in [
                {
                    names.COMPONENT_LABEL: scope.component,
                    names.ENVIRONMENT_LABEL: scope.environment,
                }
            ]
            for what in pinned
        ),
        *(
            labelled(up(scope, 90, pods.minutes), **{what: "other"})
            for what in ("namespace", "job")
        ),
    ]
