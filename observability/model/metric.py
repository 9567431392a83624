"""A metric as a program exposes it: name, type, labels, unit, and whether it is there at all."""

import re
from dataclasses import dataclass
from enum import StrEnum

from observability.errors import DefinitionError
from observability.model.component import Component

_METRIC_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LABEL_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_REGEX_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$])")


class MetricType(StrEnum):
    """How a metric is exposed (not how the source names it: a `histogram!` may be a summary)."""

    COUNTER = "counter"
    GAUGE = "gauge"
    SUMMARY = "summary"
    HISTOGRAM = "histogram"


class Status(StrEnum):
    """Whether the metric can be seen today."""

    RECORDED = "recorded"
    """The running program exposes it."""
    DEFINED = "defined"
    """In the source, never called."""
    PLANNED = "planned"
    """Not in the source: something that upstream must add."""
    EXTERNAL = "external"
    """From another exporter: cAdvisor, kube-state-metrics, Prometheus itself."""


class CountedAt(StrEnum):
    """When in the life of an operation a counter rises."""

    START = "start"
    """When it begins: what hangs is counted, and its outcome is not known."""
    END = "end"
    """When it ends: what hangs is counted nowhere."""


class LabelKind(StrEnum):
    """What is known of a label's values."""

    CLOSED = "closed"
    """The listed values and no others."""
    OPEN = "open"
    """Few values, of which the listed ones are known."""
    UNBOUNDED = "unbounded"
    """One value for each thing that users make, such as a repository."""
    PER_PROCESS = "per-process"
    """A new value at each start of a process."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a metric. `stored_as` is its name after our monitors' relabelling."""

    name: str
    kind: LabelKind
    values: tuple[str, ...] = ()
    stored_as: str = ""

    def __post_init__(self) -> None:
        """Refuse a name that Prometheus would refuse."""
        if not _LABEL_NAME.fullmatch(self.name):
            raise DefinitionError(f"{self.name!r} is not a label name: use letters, digits and _")
        if not self.stored_as:
            object.__setattr__(self, "stored_as", self.name)


def closed(name: str, *values: str) -> Label:
    """Return a label that takes the listed values and no others."""
    return Label(name, LabelKind.CLOSED, values)


def open_ended(name: str, *values: str) -> Label:
    """Return a label of few values, of which the listed ones are known."""
    return Label(name, LabelKind.OPEN, values)


def unbounded(name: str) -> Label:
    """Return a label that takes a value for each thing that users make."""
    return Label(name, LabelKind.UNBOUNDED)


def per_process(name: str) -> Label:
    """Return a label whose value is new at each start of a process."""
    return Label(name, LabelKind.PER_PROCESS)


class MatchOp(StrEnum):
    """The four ways in which PromQL compares a label."""

    EQUAL = "="
    NOT_EQUAL = "!="
    REGEX = "=~"
    NOT_REGEX = "!~"


@dataclass(frozen=True, slots=True)
class Values:
    """A choice of label values: any of them, or none of them."""

    values: tuple[str, ...]
    excluded: bool = False


def one_of(*values: str) -> Values:
    """Choose series whose label has one of `values`."""
    return Values(values)


def none_of(*values: str) -> Values:
    """Choose series whose label has none of `values`."""
    return Values(values, excluded=True)


@dataclass(frozen=True, slots=True)
class Matcher:
    """A condition on one label, by the name under which Prometheus stores it."""

    label: str
    op: MatchOp
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric family.

    `name` is the family's name as exposed, `unit` its base unit ("" for a count), `components`
    those that expose it (none: each one), `source` where its status was seen. A summary lists its
    `quantiles` and a histogram its `buckets` (upper edges) as they are exposed. `counted_at` says
    when an operation is counted, if that is known; an SLI is held to it.
    """

    name: str
    type: MetricType
    components: tuple[Component, ...]
    status: Status
    source: str
    help: str
    labels: tuple[Label, ...] = ()
    unit: str = ""
    quantiles: tuple[str, ...] = ()
    buckets: tuple[str, ...] = ()
    counted_at: CountedAt | None = None
    awaits: str = ""
    """What upstream must do before this metric can be seen; required unless recorded/external."""

    def __post_init__(self) -> None:
        """Refuse what no exporter could expose."""
        if not _METRIC_NAME.fullmatch(self.name):
            raise DefinitionError(f"{self.name!r} is not a metric name: use letters, digits, _ :")
        names = [label.name for label in self.labels]
        if len(set(names)) < len(names):
            raise DefinitionError(f"{self.name} lists a label twice: {', '.join(sorted(names))}")
        if self.quantiles and self.type is not MetricType.SUMMARY:
            raise DefinitionError(f"{self.name} is a {self.type}; only a summary has quantiles")
        if self.buckets and self.type is not MetricType.HISTOGRAM:
            raise DefinitionError(f"{self.name} is a {self.type}; only a histogram has buckets")
        if self.counted_at is not None and self.type is MetricType.GAUGE:
            raise DefinitionError(f"{self.name} is a gauge; only what counts has a counted_at")
        if self.status in (Status.DEFINED, Status.PLANNED) and not self.awaits:
            raise DefinitionError(
                f"{self.name} is {self.status}: say in `awaits` what it waits for"
            )

    def is_about(self, component: Component) -> bool:
        """Tell whether a component has series of it; what Prometheus itself adds, each one has."""
        return not self.components or component in self.components

    def label(self, name: str) -> Label:
        """Return the label `name`, or say which labels there are."""
        for label in self.labels:
            if label.name == name:
                return label
        known = ", ".join(sorted(label.name for label in self.labels)) or "none"
        raise DefinitionError(f"{self.name} has no label {name!r}; it has: {known}")

    def where(self, **choices: str | Values) -> "Selector":
        """Return the series of this metric whose labels have the given values."""
        return Selector(metric=self).where(**choices)

    @property
    def all(self) -> "Selector":
        """Every series of this metric."""
        return Selector(metric=self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Some series of one metric; narrow it further with `where`."""

    metric: Metric
    matchers: tuple[Matcher, ...] = ()

    def where(self, **choices: str | Values) -> "Selector":
        """Narrow to series whose labels have the given values."""
        added = tuple(self._matcher(name, choice) for name, choice in sorted(choices.items()))
        narrowed = {matcher.label for matcher in self.matchers}
        for matcher in added:
            if matcher.label in narrowed:
                raise DefinitionError(
                    f"{self.metric.name} is already narrowed by {matcher.label!r}; "
                    "give all its values in one where()"
                )
        matchers = tuple(sorted(self.matchers + added, key=lambda matcher: matcher.label))
        return Selector(metric=self.metric, matchers=matchers)

    def _matcher(self, name: str, choice: str | Values) -> Matcher:
        label = self.metric.label(name)
        values = choice if isinstance(choice, Values) else Values((choice,))
        if not values.values:
            raise DefinitionError(f"{self.metric.name}: give at least one value for {name!r}")
        if label.kind is LabelKind.CLOSED:
            for value in values.values:
                if value not in label.values:
                    raise DefinitionError(
                        f"{self.metric.name} never has {name}={value!r}; "
                        f"it has: {', '.join(label.values)}"
                    )
        if label.kind in (LabelKind.UNBOUNDED, LabelKind.PER_PROCESS):
            raise DefinitionError(
                f"{self.metric.name} cannot be chosen by {name!r}, which is {label.kind}: "
                "a definition would hold for one value of many"
            )
        if len(values.values) == 1:
            op = MatchOp.NOT_EQUAL if values.excluded else MatchOp.EQUAL
            return Matcher(label.stored_as, op, values.values[0])
        op = MatchOp.NOT_REGEX if values.excluded else MatchOp.REGEX
        return Matcher(
            label.stored_as,
            op,
            "|".join(_REGEX_SPECIAL.sub(r"\\\1", v) for v in sorted(values.values)),
        )
