"""A label that the series do not have: in a matcher, in `by (…)` or in `on (…)`.

A matcher on such a label finds nothing or everything, a grouping by it does not group, and a join
on it does not tell elements apart; none of it is an error to Prometheus. Labels are those that are
stored: `cluster` is renamed to `component` by our monitors.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import (
    Known,
    Shape,
    exposed_labels,
    has_only_known_labels,
    matchers,
    series_name,
    shape,
)
from observability.checks.subject import Subject


def _labels_of(selector: Any, known: Known) -> frozenset[str] | None:
    """Return all labels that series of this name can have, or None if that is not known."""
    name = series_name(selector) or ""
    source = known.family(name)
    if source is not None:
        return exposed_labels(source) if has_only_known_labels(source) else None
    label_sets = [
        known.recorded_shape(rule, tree).labels for rule, tree in known.recorded.get(name, ())
    ]
    return frozenset().union(*label_sets) if label_sets else None


def _in_selector(node: Any, known: Known) -> Iterator[tuple[str, str, frozenset[str]]]:
    labels = _labels_of(node, known)
    if labels is None:
        return
    for matcher in matchers(node):
        asks_for_none = matcher.op == promql.MatchOp.Equal and not matcher.value
        if matcher.name not in labels and matcher.name != "__name__" and not asks_for_none:
            yield f"{series_name(node)} has no label {matcher.name!r}", "matcher", labels


def _lacking(names: Iterable[str], operand: Shape) -> list[str]:
    if operand.is_open or operand.is_scalar:
        return []
    return [name for name in names if name not in operand.labels]


def _faults(node: Any, known: Known) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield what is wrong with a node, which clause is to blame, and which labels there are."""
    match node:
        case promql.VectorSelector():
            yield from _in_selector(node, known)
        case promql.AggregateExpr() if node.modifier is not None:
            if node.modifier.type == promql.AggModifierType.By:
                operand = shape(node.expr, known)
                for name in _lacking(node.modifier.labels, operand):
                    yield (
                        f"{node.op} groups by {name!r}, which {node.expr} does not have",
                        "by",
                        (operand.labels),
                    )
        case promql.BinaryExpr() if node.modifier is not None and node.modifier.matching:
            matching = node.modifier.matching
            if matching.type == promql.LabelModifierType.Include:
                for side in (node.lhs, node.rhs):
                    operand = shape(side, known)
                    for name in _lacking(matching.labels, operand):
                        yield (
                            f"{node.op} joins on {name!r}, which {side} does not have",
                            "on",
                            (operand.labels),
                        )


_CONSEQUENCES = {
    "matcher": "it finds nothing, or (`!=`) keeps everything, without an error",
    "by": "all elements fall into one group, without an error",
    "on": "elements match as if the label were empty: too many of them, or none",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Return the labels that are asked for and not there."""
    for query in subject.queries:
        for node in query.nodes:
            for what, clause, labels in _faults(node, subject.known):
                yield Problem(
                    check="promql/label",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=what,
                    consequence=_CONSEQUENCES[clause],
                    cure=f"use one of: {', '.join(sorted(labels)) or 'it has no labels'}",
                )
