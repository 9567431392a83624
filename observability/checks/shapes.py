"""What an expression gives: which labels, what tells its elements apart, whose values they are.

Read off the syntax tree and the catalogue, without data. A label is `fixed` where only one value
is possible, and the `key` is a set of labels that no two elements share: a join is safe where the
key of its "one" side is among the labels that are matched.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import promql_parser as promql

from observability.checks.emitted import Rule
from observability.expressions.names import TARGET
from observability.model.metric import LabelKind, Metric, MetricType, Status

TARGET_KEY = frozenset({"job", "namespace", *TARGET})
TARGET_LABELS = TARGET_KEY | {"container", "endpoint", "node", "pod", "service"}
"""What Prometheus attaches to every series that it scrapes through our monitors."""

_ALERTS = ("ALERTS", "ALERTS_FOR_STATE")
_KEEPS_VALUES = re.compile(
    r"(last|max|min|avg|sum|quantile|first)_over_time|sort\w*|clamp\w*|abs|round|ceil|floor|"
    r"label_(replace|join)"
)
_NO_LABELS = ("vector", "time", "scalar", "pi")
_COMPARE = ("==", "!=", ">", "<", ">=", "<=")


class SeriesKind(StrEnum):
    """Which of a metric's series: a summary has quantiles beside its counters."""

    COUNTER = "counter"
    GAUGE = "gauge"
    QUANTILE = "quantile"
    BUCKET = "bucket"


@dataclass(frozen=True, slots=True)
class Source:
    """A metric whose values an expression carries on, and which of its series."""

    metric: Metric
    kind: SeriesKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The elements that an expression may give; `is_open` if it may have labels unknown to us."""

    labels: frozenset[str] = frozenset()
    fixed: Mapping[str, str] = field(default_factory=dict)
    key: frozenset[str] = frozenset()
    values: frozenset[Source] = frozenset()
    is_scalar: bool = False
    is_open: bool = False

    def by(self, names: Iterable[str]) -> "Shape":
        """Return the shape of elements that are grouped by labels, or matched on them."""
        labels = frozenset(names) if self.is_open else self.labels & set(names)
        fixed = {label: value for label, value in self.fixed.items() if label in labels}
        return replace(self, labels=labels, fixed=fixed, key=labels - set(fixed), is_open=False)

    def without(self, names: Iterable[str]) -> "Shape":
        """Return the shape of elements that are grouped by all labels but these."""
        return replace(self.by(self.labels - set(names)), is_open=self.is_open)


SCALAR = Shape(is_scalar=True)


def matchers(selector: Any) -> list[Any]:
    """Return all matchers of a selector, those joined by `or` too."""
    own = selector.matchers
    return [*own.matchers, *(m for group in own.or_matchers for m in group)]


def equalities(selector: Any) -> dict[str, str]:
    """Return the labels that a selector pins to one value each, by `=` or by a plain `=~`."""
    return {
        m.name: m.value.replace("\\", "")
        for m in selector.matchers.matchers
        if m.op == promql.MatchOp.Equal
        or (m.op == promql.MatchOp.Re and re.fullmatch(r"(\w|-|\\.)+", m.value))
    }


def series_name(selector: Any) -> str | None:
    """Return the one name that a selector asks for, or None if it asks for many."""
    name: str | None = selector.name or equalities(selector).get("__name__")
    return name


def _finds(wanted: str | None, value: str) -> bool:
    """Return whether a matcher lets a value pass; a dashboard's variable lets any."""
    return wanted is None or wanted == value or wanted.startswith("$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The series that there are: exposed ones by family, recorded ones by the rules they are of."""

    metrics: Mapping[str, Metric]
    recorded: Mapping[str, tuple[tuple[Rule, Any], ...]]
    _found: dict[object, list[tuple[Rule, Any]]] = field(default_factory=dict, compare=False)
    _shapes: dict[int, Shape] = field(default_factory=dict, compare=False)
    # Both are remembered answers: every rule reads the same few rows.

    @staticmethod
    def of(metrics: Iterable[Metric], recording: Iterable[tuple[Rule, Any]]) -> "Known":
        """Return what is known from the metrics and from the rules that record."""
        recorded: dict[str, tuple[tuple[Rule, Any], ...]] = {}
        for rule, tree in recording:
            if rule.series is not None:
                recorded[rule.series] = (*recorded.get(rule.series, ()), (rule, tree))
        return Known(metrics={m.name: m for m in metrics}, recorded=recorded)

    def family(self, name: str) -> Source | None:
        """Return the metric and part that a series name belongs to, or None if none exposes it."""
        metric = self.metrics.get(name)
        if metric is not None:
            part = {
                MetricType.COUNTER: SeriesKind.COUNTER,
                MetricType.GAUGE: SeriesKind.GAUGE,
                MetricType.SUMMARY: SeriesKind.QUANTILE,
            }.get(metric.type)
            return None if part is None else Source(metric, part)
        for suffix in ("_count", "_sum", "_bucket"):
            metric = self.metrics.get(name.removesuffix(suffix)) if name.endswith(suffix) else None
            if metric is None:
                continue
            if metric.type is MetricType.HISTOGRAM and suffix == "_bucket":
                return Source(metric, SeriesKind.BUCKET)
            if metric.type in (MetricType.HISTOGRAM, MetricType.SUMMARY) and suffix != "_bucket":
                return Source(metric, SeriesKind.COUNTER)
        return None

    def is_recorded(self, name: str) -> bool:
        """Return whether one of our rules records the series."""
        return name in self.recorded

    def recordings(self, selector: Any) -> list[tuple[Rule, Any]]:
        """Return the rules whose recorded series a selector can find."""
        name, pinned = series_name(selector) or "", equalities(selector)
        question = (name, frozenset(pinned.items()))
        if question not in self._found:
            self._found[question] = [
                (rule, tree)
                for rule, tree in self.recorded.get(name, ())
                if all(_finds(pinned.get(label), value) for label, value in rule.labels.items())
            ]
        return self._found[question]

    def recorded_shape(self, rule: Rule, tree: Any) -> Shape:
        """Return the shape of what a rule records: its expression's, with the rule's labels."""
        if id(rule) not in self._shapes:
            self._shapes[id(rule)] = Shape(is_open=True)  # What a rule of itself would read.
            own, given = dict(rule.labels), shape(tree, self)
            self._shapes[id(rule)] = replace(
                given,
                labels=given.labels | set(own),
                fixed={**given.fixed, **own},
                key=given.key - set(own),
                is_scalar=False,
            )
        return self._shapes[id(rule)]


def is_made_by_prometheus(name: str) -> bool:
    """Return whether Prometheus makes the series of alerts itself."""
    return name in _ALERTS


def exposed_labels(source: Source) -> frozenset[str]:
    """Return the labels of a metric's series, as they are stored."""
    own = {label.stored_as for label in source.metric.labels}
    extra = {SeriesKind.QUANTILE: {"quantile"}, SeriesKind.BUCKET: {"le"}}.get(source.kind, set())
    return TARGET_LABELS | own | extra


def has_only_known_labels(source: Source) -> bool:
    """Return whether the catalogue names all labels: for other exporters it names some."""
    own = source.metric.name == "up" or source.metric.name.startswith("scrape_")
    return own or source.metric.status is not Status.EXTERNAL


def churning(source: Source) -> frozenset[str]:
    """Return the labels of a metric that take a value for each repository or each process."""
    if source.metric.status is Status.EXTERNAL:
        return frozenset()
    return frozenset(
        label.stored_as
        for label in source.metric.labels
        if label.kind in (LabelKind.UNBOUNDED, LabelKind.PER_PROCESS)
    )


def _selected(selector: Any, known: Known) -> Shape:
    name = series_name(selector)
    pinned = {k: v for k, v in equalities(selector).items() if k != "__name__"}
    source = known.family(name) if name else None
    if source is not None:
        labels = exposed_labels(source)
        key = TARGET_KEY | (labels - TARGET_LABELS)
        fixed = {label: value for label, value in pinned.items() if label in labels}
        return Shape(
            labels=labels,
            fixed=fixed,
            key=key - set(fixed),
            values=frozenset({source}),
            is_open=not has_only_known_labels(source),
        )
    recordings = known.recordings(selector)
    if not recordings:
        return Shape(fixed=pinned, is_open=True)
    return _pinned(_any_of([known.recorded_shape(*rule) for rule in recordings]), pinned)


def _any_of(shapes: list[Shape]) -> Shape:
    """Return the shape of elements of several: labels that differ between them tell them apart."""
    first, *others = shapes
    for other in others:
        first = _union(first, other)
    return first


def _union(left: Shape, right: Shape) -> Shape:
    labels = left.labels | right.labels
    fixed = {k: v for k, v in left.fixed.items() if right.fixed.get(k) == v}
    differing = {k for k in {*left.fixed, *right.fixed} if k in labels and k not in fixed}
    return Shape(
        labels=labels,
        fixed=fixed,
        key=left.key | right.key | differing,
        values=left.values | right.values,
        is_open=left.is_open or right.is_open,
    )


def _pinned(selected: Shape, pinned: Mapping[str, str]) -> Shape:
    fixed = {**selected.fixed, **{k: v for k, v in pinned.items() if k in selected.labels}}
    return replace(selected, fixed=fixed, key=selected.key - set(fixed))


def _aggregated(node: Any, known: Known) -> Shape:
    operand = shape(node.expr, known)
    operator = str(node.op)
    if operator in ("topk", "bottomk", "limitk", "limit_ratio"):
        return operand
    if node.modifier is None:
        grouped = operand.by(())
    elif node.modifier.type == promql.AggModifierType.By:
        grouped = operand.by(node.modifier.labels)
    else:
        grouped = operand.without(node.modifier.labels)
    if operator == "count_values":
        label = frozenset({node.param.val})
        grouped = replace(grouped, labels=grouped.labels | label, key=grouped.key | label)
    if operator in ("count", "group", "count_values", "stddev", "stdvar", "quantile"):
        return replace(grouped, values=frozenset())
    return grouped


def _called(node: Any, known: Known) -> Shape:
    name = node.func.name
    shapes = [shape(argument, known) for argument in node.args]
    if name in _NO_LABELS:
        return SCALAR if name != "vector" else Shape()
    vector = next((s for s in shapes if not s.is_scalar), Shape())
    if name.startswith("absent"):
        return Shape(labels=frozenset(vector.fixed), fixed=vector.fixed)
    if name == "histogram_quantile":
        vector = vector.without(["le"])
    if name in ("label_replace", "label_join"):
        target = frozenset({node.args[1].val})
        vector = replace(
            vector,
            labels=vector.labels | target,
            fixed={k: v for k, v in vector.fixed.items() if k not in target},
            key=vector.key | target,
        )
    if _KEEPS_VALUES.fullmatch(name):
        return vector
    return replace(vector, values=frozenset())


def matched(node: Any, side: Shape) -> frozenset[str]:
    """Return the labels of one side by which a binary operator matches it with the other."""
    matching = node.modifier.matching if node.modifier is not None else None
    if matching is None:
        return side.labels
    if matching.type == promql.LabelModifierType.Include:
        return frozenset(matching.labels)
    return side.labels - set(matching.labels)


def _joined(node: Any, known: Known) -> Shape:
    left, right = shape(node.lhs, known), shape(node.rhs, known)
    operator = str(node.op)
    if operator in ("and", "unless"):
        return left
    if operator == "or":
        return _either(node, left, right)
    compares = operator in _COMPARE and not (node.modifier and node.modifier.return_bool)
    values = left.values if compares else frozenset()
    if left.is_scalar and right.is_scalar:
        return SCALAR
    if left.is_scalar or right.is_scalar:
        vector = right if left.is_scalar else left
        return replace(vector, values=vector.values if compares else frozenset())
    card = node.modifier.card if node.modifier is not None else None
    if card == promql.VectorMatchCardinality.ManyToOne:
        return _many(left, node.modifier.group_labels, values)
    if card == promql.VectorMatchCardinality.OneToMany:
        return _many(right, node.modifier.group_labels, values)
    return replace(left.by(matched(node, left)), values=values, is_open=left.is_open)


def _many(side: Shape, group_labels: Iterable[str] | None, values: frozenset[Source]) -> Shape:
    return replace(side, labels=side.labels | set(group_labels or ()), values=values)


def _either(node: Any, left: Shape, right: Shape) -> Shape:
    both = _union(left, right)
    matching = node.modifier.matching if node.modifier is not None else None
    if matching is None:
        return both
    on = matched(node, both)
    if left.key <= on and right.key <= on:
        # The right side adds only elements that match none of the left: still one for each match.
        return replace(both, key=left.key | right.key)
    return both


def shape(node: Any, known: Known) -> Shape:
    """Return the shape of an expression."""
    match node:
        case promql.NumberLiteral() | promql.StringLiteral():
            return SCALAR
        case promql.ParenExpr() | promql.UnaryExpr() | promql.SubqueryExpr():
            return shape(node.expr, known)
        case promql.MatrixSelector():
            return _selected(node.vector_selector, known)
        case promql.VectorSelector():
            return _selected(node, known)
        case promql.AggregateExpr():
            return _aggregated(node, known)
        case promql.Call():
            return _called(node, known)
        case promql.BinaryExpr():
            return _joined(node, known)
        case _:
            return Shape(is_open=True)


def nodes(tree: Any) -> list[Any]:
    """Return every node of an expression, outermost first."""
    every_node: list[Any] = []
    promql.walk(tree, every_node.append)
    return every_node
