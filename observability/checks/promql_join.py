"""A join of two vectors that fails, or that never finds a partner.

`on (…)` must name enough labels to tell apart the elements of the side that is to be one, or
Prometheus stops with "many-to-many matching not allowed": the rule gives nothing from the day on
which a second element appears. Sides whose labels differ never match. Both are read off the
labels of the catalogue; `and`, `or` and `unless` may be many-to-many.
"""

from collections.abc import Iterator
from typing import Any

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import Known, Shape, matched, shape
from observability.checks.subject import Subject

_Card = promql.VectorMatchCardinality


def _several(node: Any, side: Shape) -> list[str]:
    """Return the labels by which elements of a side differ although they match the same."""
    return sorted(side.key - matched(node, side))


def _cardinality(node: Any, left: Shape, right: Shape) -> Iterator[tuple[str, str, str]]:
    card = node.modifier.card if node.modifier is not None else _Card.OneToOne
    many_left, many_right = _several(node, left), _several(node, right)
    stops = "Prometheus refuses the join as soon as two elements match: the rule gives nothing"
    if many_left and many_right:
        yield (
            (
                f"{node.op} could join many to many: the left side differs by "
                f"{', '.join(many_left)}, the right one by {', '.join(many_right)}"
            ),
            stops,
            "aggregate one side, or match on more labels",
        )
    elif many_left and card != _Card.ManyToOne:
        yield (
            f"{node.op} could join many to one: the left side differs by {', '.join(many_left)}",
            stops,
            "aggregate the left side, or say group_left ()",
        )
    elif many_right and card != _Card.OneToMany:
        yield (
            f"{node.op} could join one to many: the right side differs by {', '.join(many_right)}",
            stops,
            "aggregate the right side, or say group_right ()",
        )


def _apart(node: Any, left: Shape, right: Shape) -> Iterator[tuple[str, str, str]]:
    """Yield why no element of one side can match one of the other."""
    on_left, on_right = matched(node, left), matched(node, right)
    lonely = sorted((on_left ^ on_right) - {"__name__"})
    unequal = sorted(
        label
        for label in on_left & on_right
        if left.fixed.get(label, "") != right.fixed.get(label, "")
        and label in left.fixed
        and label in right.fixed
    )
    if lonely:
        what = f"{node.op} matches by labels that one side lacks: {', '.join(lonely)}"
    elif unequal:
        what = f"{node.op} matches by labels whose values differ: {', '.join(unequal)}"
    else:
        return
    yield (
        what,
        "no element finds a partner: "
        + ("nothing is ever left out" if str(node.op) == "unless" else "the result is empty"),
        "match on (…) the labels that both have, or aggregate to them",
    )


def _faults(node: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    left, right = shape(node.lhs, known), shape(node.rhs, known)
    operator = str(node.op)
    if operator == "or" or left.is_scalar or right.is_scalar:
        return
    if operator not in ("and", "unless"):
        yield from _cardinality(node, left, right)
    if not (left.is_open or right.is_open):
        yield from _apart(node, left, right)


def check(subject: Subject) -> Iterator[Problem]:
    """Return the joins that fail or find no partner."""
    for query in subject.queries:
        for node in query.nodes:
            if not isinstance(node, promql.BinaryExpr):
                continue
            for what, consequence, cure in _faults(node, subject.known):
                yield Problem(
                    check="promql/join",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=what,
                    consequence=consequence,
                    cure=cure,
                )
