"""How many pods of a component serve, and how many should: one row of each a minute.

Kubernetes is asked first, since a component that is gone counts nothing any more. Where
kube-state-metrics says nothing, the targets that answer are counted, each pod once. A component
that nobody saw within `MEMORY` has no row: what was never there is not gone.
"""

from dataclasses import replace
from datetime import timedelta

from observability.expressions import names
from observability.expressions.promql import (
    Aggregate,
    Expression,
    Series,
    call,
    equals,
    join,
    number,
)
from observability.expressions.scope import Scope
from observability.expressions.workload import of_component
from observability.model.kubernetes import METRICS_OF, POD_READY, Workload

MEMORY = timedelta(days=1)
"""How long a component that is gone is remembered: so long its absence is a fault."""
_MOVED = timedelta(minutes=10)
"""How long after its last step a rollout is taken to be under way."""
_ANSWERS = number(1)


def _most(series: Series) -> Expression:
    # Several Prometheus or replicas of an exporter say the same: never a sum.
    return Aggregate("max", series)


def _most_lately(series: Series) -> Expression:
    return Aggregate("max", call("max_over_time", replace(series, over=MEMORY)))


def present(scope: Scope, workload: Workload) -> Expression:
    """Return how many pods of a component serve: none where it is gone, nothing if never seen."""
    ready = of_component(METRICS_OF[workload].ready.all, scope)
    speaks = Aggregate("group", Series(POD_READY.name, equals(namespace=scope.namespace)))
    was_ready = join(">", _most_lately(ready), number(0))
    said = join("and", _most(ready), was_ready)
    by_pod = join("==", Aggregate("max", scope.up, by=("pod",)), _ANSWERS)
    answered = join("==", _most_lately(scope.up), _ANSWERS)
    zero = number(0)
    unsaid = join(
        "or",
        Aggregate("count", by_pod),
        join("*", zero, answered),
        # Kubernetes speaks of other pods and not of this workload: it was deleted.
        join("and", join("*", zero, was_ready), speaks),
    )
    return join("or", said, join("unless", unsaid, _most(ready)))


def wanted(scope: Scope, workload: Workload) -> Expression:
    """Return how many pods there should be: as declared, or more where Kubernetes is told so.

    Of what it is told, only as many as were ready lately: pods that are still to come are not
    missing.
    """
    metrics = METRICS_OF[workload]
    told = _most(of_component(metrics.wanted.all, scope))
    were = _most_lately(of_component(metrics.ready.all, scope))
    came = join("or", join("<", told, were), join("and", were, told))
    more = join(">", came, number(scope.declared))
    return join("or", more, call("vector", number(scope.declared)))


def moves(scope: Scope, workload: Workload) -> Expression:
    """Return something where a rollout moved lately."""
    updated = of_component(METRICS_OF[workload].updated.all, scope)
    steps = call("changes", replace(updated, over=_MOVED))
    return join(">", Aggregate("max", steps), number(0))


def unanswered(scope: Scope, workload: Workload) -> Expression:
    """Return how many pods are ready, where some are and no target answers."""
    ready = join(">", _most(of_component(METRICS_OF[workload].ready.all, scope)), number(0))
    answers = join("==", Aggregate("max", scope.up), _ANSWERS)
    return join("unless", ready, answers)


def row(name: str, component: str, environment: str) -> Series:
    """Return a recorded row of a component's pods."""
    labels = {names.COMPONENT_LABEL: component, names.ENVIRONMENT_LABEL: environment}
    return Series(name, equals(**labels))
