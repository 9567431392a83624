"""How the quantities of a panel are asked: model -> PromQL, for one component."""

from dataclasses import dataclass, replace
from typing import assert_never

from observability.dashboards.page import Query
from observability.dashboards.promql import (
    ENVIRONMENT,
    INTERVAL,
    NAMESPACE,
    RATE_INTERVAL,
    asked,
    scope_chosen,
)
from observability.expressions import names
from observability.expressions.counting import growth
from observability.expressions.promql import (
    Aggregate,
    Expression,
    Series,
    call,
    equals,
    ignoring,
    join,
    number,
)
from observability.expressions.scope import Scope
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.errors import DefinitionError
from observability.model.metric import Matcher, MatchOp, Metric, MetricType, Selector, Status
from observability.model.panel import (
    Age,
    Declared,
    Gap,
    Growth,
    Mean,
    Quantity,
    Rate,
    Runway,
    Share,
    Slowest,
    Value,
    selectors_of,
)
from observability.model.sli import ScrapeSLI

_WORKLOADS = {
    "pod": "{workload}-.+",
    "persistentvolumeclaim": ".+-{workload}-[0-9]+",
    "deployment": "{workload}",
    "statefulset": "{workload}",
}
"""How a component is chosen by a label that other exporters give to its parts."""


@dataclass(frozen=True, slots=True)
class Where:
    """The component that is asked about, and the definitions around it."""

    catalogue: Catalogue
    scope: Scope

    def series(self, selector: Selector, suffix: str = "", *extra: Matcher) -> Series:
        """Return a selector's series of this component in the chosen environment."""
        if not _is_foreign(selector.metric):
            return self.scope.series(selector, suffix, *extra)
        matchers = (*self._workload(selector.metric), *selector.matchers, *extra)
        return Series(selector.metric.name + suffix, matchers)

    def _workload(self, metric: Metric) -> tuple[Matcher, ...]:
        found = [*equals(namespace=NAMESPACE)]
        for label in metric.labels:
            if label.name in _WORKLOADS:
                value = _WORKLOADS[label.name].format(workload=self.scope.workload)
                found.append(Matcher(label.name, MatchOp.REGEX, value))
            if label.name == "container" and metric.type is not MetricType.HISTOGRAM:
                # Without a container, a series is the sum of a pod's containers.
                found.append(Matcher(label.name, MatchOp.NOT_EQUAL, ""))
        return tuple(found)

    def declared(self, component: Component) -> Series:
        """Return the ledger's row of how many targets of a component there should be."""
        for slo in self.catalogue.slos:
            if isinstance(slo.sli, ScrapeSLI) and slo.sli.component == component:
                where = {names.ENVIRONMENT_LABEL: ENVIRONMENT, names.SLO_LABEL: slo.name}
                return Series(names.VALID_MINUTE, equals(**where))
        raise DefinitionError(
            f"no SLO counts the scrapes of {component}, so nothing records its declared size: "
            "give it a ScrapeSLI"
        )


def where(catalogue: Catalogue, component: Component) -> Where:
    """Return the place of a component."""
    return Where(catalogue, scope_chosen(catalogue.system, catalogue.target(component)))


def _is_foreign(metric: Metric) -> bool:
    """Whether another exporter's target gives the metric, so that `job` is not ours."""
    return metric.status is Status.EXTERNAL and any(
        label.name == "namespace" for label in metric.labels
    )


def _stored(selector: Selector, labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return labels by the names under which Prometheus stores them."""
    renamed = {label.name: label.stored_as for label in selector.metric.labels}
    return tuple(renamed.get(label, label) for label in labels)


def _rate(series: Series) -> Expression:
    return call("rate", replace(series, over=RATE_INTERVAL))


def _share(quantity: Share, place: Where, labels: tuple[str, ...]) -> Expression:
    def amount(selector: Selector) -> Expression:
        series = place.series(selector)
        is_counter = selector.metric.type is MetricType.COUNTER
        return Aggregate("sum", _rate(series) if is_counter else series, by=labels)

    part, other = amount(quantity.part), amount(quantity.other)
    if quantity.whole is None:
        return join("/", part, join(">", join("+", part, other), number(0)))
    some = join("or", part, join("*", number(0), other))
    return join("/", some, join(">", other, number(0)))


def _expression(  # noqa: C901  one case for each kind of quantity
    quantity: Quantity, place: Where, labels: tuple[str, ...]
) -> Expression:
    match quantity:
        case Rate():
            return Aggregate("sum", _rate(place.series(quantity.counter)), by=labels)
        case Growth():
            counter = place.series(quantity.counter)
            if _is_foreign(quantity.counter.metric):
                # Its target is not ours, and it is never born above 0 unseen for long.
                return Aggregate(
                    "sum", call("increase", replace(counter, over=RATE_INTERVAL)), by=labels
                )
            return Aggregate("sum", growth(counter, place.scope, INTERVAL), by=labels)
        case Share():
            return _share(quantity, place, labels)
        case Value():
            return Aggregate(str(quantity.combine), place.series(quantity.gauge), by=labels)
        case Gap():
            ahead, behind = (
                Aggregate("max", place.series(selector), by=labels)
                for selector in (quantity.ahead, quantity.behind)
            )
            return join("-", ahead, behind)
        case Age():
            return join(
                "-", call("time"), Aggregate("max", place.series(quantity.gauge), by=labels)
            )
        case Runway():
            series = place.series(quantity.gauge)
            trend = call("deriv", replace(series, over=quantity.trend))
            falls = join("<", trend, number(0))
            left = join("/", series, join("*", number(-1), falls))
            return Aggregate("min", left, by=labels)
        case Slowest():
            quantile = place.series(
                quantity.summary, "", Matcher("quantile", MatchOp.EQUAL, quantity.quantile)
            )
            # Not its rate: the first event ever gives a count, and no rate.
            count = growth(place.series(quantity.summary, "_count"), place.scope, RATE_INTERVAL)
            grows = join(">", count, number(0))
            busy = join("and", quantile, grows, match=ignoring(["quantile"]))
            return Aggregate("max", busy, by=labels)
        case Mean():
            total, count = (
                Aggregate("sum", _rate(place.series(quantity.summary, suffix)), by=labels)
                for suffix in ("_sum", "_count")
            )
            return join("/", total, join(">", count, number(0)))
        case Declared():
            return Aggregate("max", place.declared(quantity.component))
        case _ as unknown:
            assert_never(unknown)


def _legend(quantity: Quantity, labels: tuple[str, ...]) -> str:
    words = [quantity.legend, *(f"{{{{{label}}}}}" for label in labels)]
    if isinstance(quantity, Declared):
        words = ["declared", quantity.legend or str(quantity.component)]
    return " ".join(filter(None, words)) or "all"


def query(quantity: Quantity, place: Where) -> Query:
    """Return the query of a quantity."""
    selectors = selectors_of(quantity)
    given = () if isinstance(quantity, Declared) else quantity.by
    labels = _stored(selectors[0], given) if selectors else ()
    # Only histograms (and native ones) can carry exemplars, and so lead to a trace.
    exemplars = any(s.metric.type is MetricType.HISTOGRAM for s in selectors)
    return asked(
        _expression(quantity, place, labels), _legend(quantity, labels), exemplars=exemplars
    )
