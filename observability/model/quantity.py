"""Quantities: what panels show, and what causes compare with a limit.

A quantity says what is asked, never how: that is compiled in `expressions.quantities`. Its unit
follows from the quantity and its metric, so no panel shows seconds as per cent, and no cause
compares them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from observability.errors import DefinitionError
from observability.model.component import Component
from observability.model.metric import LabelKind, Metric, MetricType, Selector

POD_LABELS = ("instance", "persistentvolumeclaim", "pod")
"""Labels of one value for each pod, which every quantity may be split by."""


class Unit(StrEnum):
    """What a number is."""

    COUNT = "count"
    RATIO = "ratio"
    """0 to 1, shown as per cent."""
    SECONDS = "seconds"
    BYTES = "bytes"
    PER_SECOND = "per second"
    BYTES_PER_SECOND = "bytes per second"
    SECONDS_PER_SECOND = "seconds per second"
    """Of CPU time: cores."""


class Combine(StrEnum):
    """How series of one group become one."""

    SUM = "sum"
    MAX = "max"
    MIN = "min"


_BASE = {"": Unit.COUNT, "bytes": Unit.BYTES, "ratio": Unit.RATIO, "seconds": Unit.SECONDS}
_RATES = {
    "": Unit.PER_SECOND,
    "bytes": Unit.BYTES_PER_SECOND,
    "seconds": Unit.SECONDS_PER_SECOND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How fast counters grow, per second, summed by labels."""

    counter: Selector
    by: tuple[str, ...] = ()
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse what does not count up, and labels that are not there."""
        _wants(self.counter, MetricType.COUNTER, "only a counter has a rate")
        _splits(self.counter.metric, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Increase:
    """How many events each interval brought, the first ever included: for rare events."""

    counter: Selector
    by: tuple[str, ...] = ()
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse what does not count up, and labels that are not there."""
        _wants(self.counter, MetricType.COUNTER, "only a counter grows by events")
        _splits(self.counter.metric, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A part of a whole, 0 to 1. Give `whole`, or the `rest` that makes it up together with `part`.

    Counters are compared by their rates, gauges by their values: those of now, or the lowest of a
    part's within the time `lowest_of`.
    """

    part: Selector
    whole: Selector | None = None
    rest: Selector | None = None
    lowest_of: timedelta | None = None
    by: tuple[str, ...] = ()
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse parts of nothing, of two things, and of things of another type."""
        if (self.whole is None) == (self.rest is None):
            raise DefinitionError("a Ratio needs either whole= or rest=")
        if self.part.metric.type not in (MetricType.COUNTER, MetricType.GAUGE):
            raise DefinitionError(
                f"{self.part.metric.name} is exposed as a {self.part.metric.type}: give a counter "
                "or a gauge"
            )
        _wants(self.other, self.part.metric.type, "a part and its whole are of one type")
        if self.lowest_of is not None and (
            self.whole is None or self.part.metric.type is not MetricType.GAUGE
        ):
            raise DefinitionError(
                f"{self.part.metric.name}: lowest_of= is of gauges, with whole=: leave it out"
            )
        if self.other.metric.unit != self.part.metric.unit:
            raise DefinitionError(
                f"{self.part.metric.name} is in {self.part.metric.unit or 'events'}, "
                f"{self.other.metric.name} in {self.other.metric.unit or 'events'}: no share"
            )
        for selector in (self.part, self.other):
            _splits(selector.metric, self.by)

    @property
    def other(self) -> Selector:
        """The whole or the rest, whichever is given."""
        chosen = self.rest if self.whole is None else self.whole
        assert chosen is not None  # noqa: S101  one of the two is given
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What gauges say, combined by labels."""

    gauge: Selector
    by: tuple[str, ...] = ()
    combine: Combine = Combine.SUM
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse what only counts up, and labels that are not there."""
        _wants(
            self.gauge,
            MetricType.GAUGE,
            "a counter's value is not meaningful: use Rate() or Increase()",
        )
        _splits(self.gauge.metric, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far one gauge is behind another of the same target."""

    ahead: Selector
    behind: Selector
    by: tuple[str, ...] = ("pod",)
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no gauge, and gauges of two units."""
        for selector in (self.ahead, self.behind):
            _wants(selector, MetricType.GAUGE, "Gap compares two gauges")
            _splits(selector.metric, self.by)
        if self.ahead.metric.unit != self.behind.metric.unit:
            raise DefinitionError(
                f"{self.ahead.metric.name} and {self.behind.metric.name} have different units"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """How long ago the time was that a gauge holds as Unix time."""

    gauge: Selector
    by: tuple[str, ...] = ("pod",)
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse a gauge that holds no time."""
        _wants(self.gauge, MetricType.GAUGE, "only a gauge holds a time")
        _splits(self.gauge.metric, self.by)
        if not self.gauge.metric.name.endswith("_timestamp_seconds"):
            raise DefinitionError(
                f"{self.gauge.metric.name} holds no Unix time: that is named _timestamp_seconds"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToZero:
    """How long until a gauge reaches zero, at its trend of late; nothing while it rises."""

    gauge: Selector
    trend: timedelta
    by: tuple[str, ...] = ("pod",)
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse a counter, which never falls."""
        _wants(self.gauge, MetricType.GAUGE, "only a gauge reaches zero")
        _splits(self.gauge.metric, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyTimeToZero:
    """How long until a gauge's lowest value of a day reaches zero, at its fall since yesterday.

    For what is used up and given back each day: its own trend points at zero every evening. Nothing
    while it does not fall, and until two days are known.
    """

    gauge: Selector
    by: tuple[str, ...] = ("pod",)
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse a counter, which never falls."""
        _wants(self.gauge, MetricType.GAUGE, "only a gauge reaches zero")
        _splits(self.gauge.metric, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstQuantile:
    """The worst pod's quantile of a summary, where that summary had anything to tell.

    Quantiles of pods have no average, and read 0 when idle: so the largest, and only where the
    count grew.
    """

    summary: Selector
    quantile: str
    by: tuple[str, ...] = ()
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse a quantile that is not exposed, or that Prometheus 2 and 3 spell differently."""
        _wants(self.summary, MetricType.SUMMARY, "only a summary has quantiles")
        _splits(self.summary.metric, self.by)
        usable = [q for q in self.summary.metric.quantiles if "." in q]
        if self.quantile not in usable:
            raise DefinitionError(
                f"{self.summary.metric.name} has no quantile {self.quantile!r} that a panel can "
                f"show; it has: {', '.join(usable)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The mean of what a summary saw, over all pods."""

    summary: Selector
    by: tuple[str, ...] = ()
    legend: str = ""

    def __post_init__(self) -> None:
        """Refuse what has no sum and count."""
        _wants(self.summary, MetricType.SUMMARY, "only a summary has a sum and a count")
        _splits(self.summary.metric, self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """How many pods of a component there should be, as the ledger of its scrapes knows it."""

    component: Component
    legend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """How many pods of a component serve, as `expressions.presence` knows it."""

    component: Component
    legend: str = ""


Quantity = (
    Rate
    | Increase
    | Ratio
    | Value
    | Gap
    | Age
    | TimeToZero
    | DailyTimeToZero
    | WorstQuantile
    | Mean
    | Declared
    | Present
)


def _wants(selector: Selector, wanted: MetricType, why: str) -> None:
    if selector.metric.type is not wanted:
        raise DefinitionError(
            f"{why}; {selector.metric.name} is exposed as a {selector.metric.type}, "
            f"not as a {wanted}"
        )


def _splits(metric: Metric, by: Sequence[str]) -> None:
    for name in by:
        if name in POD_LABELS:
            continue
        label = metric.label(name)
        if label.kind is LabelKind.UNBOUNDED:
            raise DefinitionError(
                f"{metric.name} by {name!r} is one line for each {label.kind} value: "
                "split by pod, or by a label of few values"
            )


def selectors_of(quantity: Quantity) -> tuple[Selector, ...]:
    """Return the selectors that a quantity reads."""
    match quantity:
        case Rate() | Increase():
            return (quantity.counter,)
        case Ratio():
            return (quantity.part, quantity.other)
        case Value() | Age() | TimeToZero() | DailyTimeToZero():
            return (quantity.gauge,)
        case Gap():
            return (quantity.ahead, quantity.behind)
        case WorstQuantile() | Mean():
            return (quantity.summary,)
        case Declared() | Present():
            return ()
        case _ as unknown:
            assert_never(unknown)


def unit_of(quantity: Quantity) -> Unit:
    """Return the unit of a quantity."""
    match quantity:
        case Rate():
            return _known(_RATES, quantity)
        case Declared() | Present():
            return Unit.COUNT
        case Ratio():
            return Unit.RATIO
        case Age() | TimeToZero() | DailyTimeToZero():
            return Unit.SECONDS
        case Increase() | Value() | Gap() | WorstQuantile() | Mean():
            return _known(_BASE, quantity)
        case _ as unknown:
            assert_never(unknown)


def _known(units: dict[str, Unit], quantity: Quantity) -> Unit:
    metric = selectors_of(quantity)[0].metric
    base = metric.unit
    if base not in units:
        raise DefinitionError(
            f"{metric.name} is in {base!r}, which no panel can show; "
            f"there are: {', '.join(filter(None, units))}"
        )
    return units[base]
