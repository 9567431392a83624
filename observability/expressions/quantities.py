"""What a quantity is in PromQL, over any window: the same for a panel and for an alert."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from observability.errors import DefinitionError
from observability.expressions import names
from observability.expressions.counting import POD, while_growing
from observability.expressions.growth import growth
from observability.expressions.presence import row
from observability.expressions.promql import (
    Aggregate,
    Duration,
    Expression,
    Series,
    call,
    equals,
    join,
    number,
)
from observability.expressions.scope import Scope
from observability.expressions.workload import of_component
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.metric import Matcher, MatchOp, Metric, MetricType, Selector, Status
from observability.model.quantity import (
    Age,
    DailyTimeToZero,
    Declared,
    Gap,
    Increase,
    Mean,
    Present,
    Quantity,
    Rate,
    Ratio,
    TimeToZero,
    Value,
    WorstQuantile,
    selectors_of,
)
from observability.model.sli import ScrapeSLI
from observability.model.units import in_seconds

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How far a quantity looks back. An alert gives one time for both.

    `events`: over which a counter's events are counted, such as the time between two points of a
    chart. `rate`: over which a speed or a mean is taken; it holds a few scrapes.
    """

    events: Duration
    rate: Duration


@dataclass(frozen=True, slots=True)
class Place:
    """The component that is asked about, and the definitions around it."""

    catalogue: Catalogue
    scope: Scope
    pods: tuple[Matcher, ...] = ()
    """What chooses some of the component's pods; (): all of them."""

    def series(self, selector: Selector, suffix: str = "", *extra: Matcher) -> Series:
        """Return a selector's series of this component."""
        if not _is_foreign(selector.metric):
            return self.scope.series(selector, suffix, *self.pods, *extra)
        has_pods = any(label.name == POD for label in selector.metric.labels)
        pods = self.pods if has_pods else ()
        return of_component(selector, self.scope, suffix, *pods, *extra)

    def declared(self, component: Component) -> Series:
        """Return the ledger's row of how many targets of a component there should be."""
        for slo in self.catalogue.slos:
            if isinstance(slo.sli, ScrapeSLI) and slo.sli.component == component:
                environment = {names.ENVIRONMENT_LABEL: self.scope.environment}
                return Series(
                    names.VALID_MINUTE, equals(**environment, **{names.SLO_LABEL: slo.name})
                )
        raise DefinitionError(
            f"no SLO counts the scrapes of {component}, so nothing records its declared size: "
            "give it a ScrapeSLI"
        )


def _is_foreign(metric: Metric) -> bool:
    """Whether another exporter's target gives the metric, so that `job` is not ours."""
    return metric.status is Status.EXTERNAL and any(
        label.name == "namespace" for label in metric.labels
    )


def labels_of(quantity: Quantity) -> tuple[str, ...]:
    """Return the labels that a quantity is split by, by the names under which they are stored."""
    if isinstance(quantity, Declared | Present):
        return ()
    renamed = {label.name: label.stored_as for label in selectors_of(quantity)[0].metric.labels}
    return tuple(renamed.get(label, label) for label in quantity.by)


def _rate(series: Series, window: Window) -> Expression:
    return call("rate", replace(series, over=window.rate))


def _growth(quantity: Increase, place: Place, window: Window) -> Expression:
    counter = place.series(quantity.counter)
    if _is_foreign(quantity.counter.metric):
        # Its target is not ours, and it is never born above 0 unseen for long.
        return call("increase", replace(counter, over=window.rate))
    return growth(
        counter,
        place.scope,
        window.events,
        metric=quantity.counter.metric,
        by=labels_of(quantity),
    )


def _share(quantity: Ratio, place: Place, window: Window) -> Expression:
    def amount(selector: Selector) -> Expression:
        series = place.series(selector)
        is_counter = selector.metric.type is MetricType.COUNTER
        return Aggregate("sum", _rate(series, window) if is_counter else series, by=labels)

    labels = labels_of(quantity)
    part, other = amount(quantity.part), amount(quantity.other)
    if quantity.lowest_of is not None:
        lately = replace(place.series(quantity.part), over=quantity.lowest_of)
        part = Aggregate("sum", call("min_over_time", lately), by=labels)
    if quantity.whole is None:
        return join("/", part, join(">", join("+", part, other), number(0)))
    if quantity.part.metric.type is MetricType.COUNTER:
        # What was never counted is not there; a gauge that is not there is not known.
        part = join("or", part, join("*", number(0), other))
    return join("/", part, join(">", other, number(0)))


def _runway(quantity: TimeToZero, place: Place) -> Expression:
    level = place.series(quantity.gauge)
    falls = join("<", call("deriv", replace(level, over=quantity.trend)), number(0))
    return join("/", level, join("*", number(-1), falls))


def _runway_of_days(quantity: DailyTimeToZero, place: Place) -> Expression:
    """Return the lowest of the last day, divided by its fall since the day before that.

    A series of less than two days has no day before: its lowest would be of a part of one.
    """
    level = replace(place.series(quantity.gauge), over=_DAY)
    low = call("min_over_time", level)
    was = call("min_over_time", replace(level, offset=_DAY))
    known = replace(level, over=None, offset=2 * _DAY)
    falls = join(">", join("-", join("and", was, known), low), number(0))
    return join("*", join("/", low, falls), number(in_seconds(_DAY)))


def _slowest(quantity: WorstQuantile, place: Place, window: Window) -> Expression:
    chosen = Matcher("quantile", MatchOp.EQUAL, quantity.quantile)
    # Not its rate: the first event ever gives a count, and no rate.
    count = growth(
        place.series(quantity.summary, "_count"),
        place.scope,
        window.rate,
        metric=quantity.summary.metric,
    )
    quantile = place.series(quantity.summary, "", chosen)
    return while_growing(quantile, count, quantity.summary.metric)


def compiled(  # noqa: C901, PLR0912  one case for each kind of quantity
    quantity: Quantity, place: Place, window: Window
) -> Expression:
    """Return the PromQL of a quantity."""
    labels = labels_of(quantity)
    match quantity:
        case Rate():
            return Aggregate("sum", _rate(place.series(quantity.counter), window), by=labels)
        case Increase():
            return Aggregate("sum", _growth(quantity, place, window), by=labels)
        case Ratio():
            return _share(quantity, place, window)
        case Value():
            return Aggregate(str(quantity.combine), place.series(quantity.gauge), by=labels)
        case Gap():
            ahead, behind = (
                Aggregate("max", place.series(selector), by=labels)
                for selector in (quantity.ahead, quantity.behind)
            )
            return join("-", ahead, behind)
        case Age():
            newest = Aggregate("max", place.series(quantity.gauge), by=labels)
            return join("-", call("time"), newest)
        case TimeToZero():
            return Aggregate("min", _runway(quantity, place), by=labels)
        case DailyTimeToZero():
            return Aggregate("min", _runway_of_days(quantity, place), by=labels)
        case WorstQuantile():
            return Aggregate("max", _slowest(quantity, place, window), by=labels)
        case Mean():
            total, count = (
                Aggregate("sum", _rate(place.series(quantity.summary, suffix), window), by=labels)
                for suffix in ("_sum", "_count")
            )
            return join("/", total, join(">", count, number(0)))
        case Declared():
            return Aggregate("max", place.declared(quantity.component))
        case Present():
            return row(names.PODS_PRESENT, str(quantity.component), place.scope.environment)
        case _ as unknown:
            assert_never(unknown)
