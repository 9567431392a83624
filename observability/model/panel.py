"""A panel of a dashboard: a question, and the quantities that answer it.

A quantity says what is shown, never how it is asked: that is compiled in
`observability.expressions.quantities`. Its unit follows from the quantity and its metric, so a
panel cannot show seconds as per cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from observability.errors import DefinitionError
from observability.model.component import Component
from observability.model.metric import LabelKind, Metric, MetricType, Selector, Status
from observability.model.origin import remember

POD_LABELS = ("instance", "persistentvolumeclaim", "pod")
"""Labels of one value for each pod, which every quantity may be split by."""
COLUMNS = 24
"""The columns of a dashboard's grid."""


class Unit(StrEnum):
    """What a number on a panel is."""

    COUNT = "count"
    RATIO = "ratio"
    """0 to 1, shown as per cent."""
    SECONDS = "seconds"
    BYTES = "bytes"
    PER_SECOND = "per second"
    BYTES_PER_SECOND = "bytes per second"
    SECONDS_PER_SECOND = "seconds per second"
    """Of CPU time: cores."""


class View(StrEnum):
    """How a panel is drawn."""

    LINES = "lines"
    STACK = "stack"
    """Filled areas on top of each other: parts of a whole."""
    STEPS = "steps"
    """Lines that jump: states and whole numbers."""
    BARS = "bars"
    """One bar for each interval: rare events."""
    STAT = "stat"
    """The newest value, large."""


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

    Counters are compared by their rates, gauges by their values.
    """

    part: Selector
    whole: Selector | None = None
    rest: Selector | None = None
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


Quantity = (
    Rate | Increase | Ratio | Value | Gap | Age | TimeToZero | WorstQuantile | Mean | Declared
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
        case Value() | Age() | TimeToZero():
            return (quantity.gauge,)
        case Gap():
            return (quantity.ahead, quantity.behind)
        case WorstQuantile() | Mean():
            return (quantity.summary,)
        case Declared():
            return ()
        case _ as unknown:
            assert_never(unknown)


def unit_of(quantity: Quantity) -> Unit:
    """Return the unit of a quantity."""
    match quantity:
        case Rate():
            return _known(_RATES, quantity)
        case Declared():
            return Unit.COUNT
        case Ratio():
            return Unit.RATIO
        case Age() | TimeToZero():
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a value starts to be a warning and to be critical; below, if critical is the lower."""

    warning: Decimal
    critical: Decimal

    def __post_init__(self) -> None:
        """Refuse limits that do not say which side is the bad one."""
        if self.warning == self.critical:
            raise DefinitionError(
                "warning and critical are equal: cannot tell whether high or low is bad"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A question, and the quantities that answer it."""

    title: str
    question: str
    shows: tuple[Quantity, ...]
    view: View = View.LINES
    limits: Limits | None = None
    width: int = 8

    def __post_init__(self) -> None:
        """Refuse a panel that nobody could read."""
        if not self.title.strip():
            raise DefinitionError("a panel needs a title")
        if "?" not in self.question:
            raise DefinitionError(f"{self.title}: write the question that it answers, with a '?'")
        if not self.shows:
            raise DefinitionError(f"{self.title}: give at least one quantity in shows=")
        units = sorted({str(unit_of(quantity)) for quantity in self.shows})
        if len(units) > 1:
            raise DefinitionError(
                f"{self.title}: one axis cannot show {' and '.join(units)}: make two panels"
            )
        if not 1 <= self.width <= COLUMNS:
            raise DefinitionError(f"{self.title}: width is 1 to {COLUMNS} columns")

    @property
    def unit(self) -> Unit:
        """The unit of all its quantities."""
        return unit_of(self.shows[0])

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics that it reads, each once."""
        metrics = [s.metric for quantity in self.shows for s in selectors_of(quantity)]
        return tuple({metric.name: metric for metric in metrics}.values())

    @property
    def waits_for(self) -> tuple[str, ...]:
        """What upstream must do before every quantity can be seen; empty when all can."""
        waiting = (Status.DEFINED, Status.PLANNED)
        return tuple(dict.fromkeys(m.awaits for m in self.metrics if m.status in waiting))

    @property
    def external_sources(self) -> tuple[str, ...]:
        """Who else must be scraped for it."""
        return tuple(dict.fromkeys(m.source for m in self.metrics if m.status is Status.EXTERNAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Panels under one heading; collapsed rows ask nothing until they are opened."""

    title: str
    panels: tuple[Panel, ...]
    collapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The dashboard of a component."""

    component: Component
    question: str
    rows: tuple[Row, ...]
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Refuse two panels of one title, and metrics of another component."""
        remember(self)
        titles = [panel.title for panel in self.panels]
        twice = sorted({title for title in titles if titles.count(title) > 1})
        if twice:
            raise DefinitionError(
                f"dashboard of {self.component}: two panels are named {', '.join(twice)}"
            )
        for panel in self.panels:
            for metric in panel.metrics:
                if not metric.is_about(self.component):
                    raise DefinitionError(
                        f"{panel.title}: {metric.name} is not exposed by {self.component}; "
                        f"it is by: {', '.join(map(str, metric.components))}"
                    )

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels of all rows."""
        return tuple(panel for row in self.rows for panel in row.panels)
