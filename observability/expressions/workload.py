"""How a component is chosen among series that other exporters' targets give."""

from observability.expressions.promql import Series, equals
from observability.expressions.scope import Scope
from observability.model.metric import Matcher, MatchOp, Metric, MetricType, Selector

_WORKLOADS = {
    "pod": "{workload}-.+",
    "persistentvolumeclaim": ".+-{workload}-[0-9]+",
    "deployment": "{workload}",
    "statefulset": "{workload}",
}
"""The labels by which, and what their values are."""


def of_component(selector: Selector, scope: Scope, suffix: str = "", *extra: Matcher) -> Series:
    """Return a selector's series of a component, as another exporter's target gives them."""
    metric = selector.metric
    return Series(metric.name + suffix, (*_chosen(metric, scope), *selector.matchers, *extra))


def _chosen(metric: Metric, scope: Scope) -> tuple[Matcher, ...]:
    matchers = [*equals(namespace=scope.namespace)]
    for label in metric.labels:
        if label.name in _WORKLOADS:
            value = _WORKLOADS[label.name].format(workload=scope.workload)
            matchers.append(Matcher(label.name, MatchOp.REGEX, value))
        if label.name == "container" and metric.type is not MetricType.HISTOGRAM:
            # Without a container, a series is the sum of a pod's containers.
            matchers.append(Matcher(label.name, MatchOp.NOT_EQUAL, ""))
    return tuple(matchers)
