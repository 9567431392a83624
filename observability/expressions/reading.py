"""PromQL as a tree: what a definition writes by hand in `promql()`."""

from decimal import Decimal
from typing import Literal

import promql_parser
from promql_parser import AggModifierType, LabelModifierType, VectorMatchCardinality

from observability.errors import DefinitionError
from observability.expressions.promql import (
    Aggregate,
    Binary,
    Call,
    Expression,
    Matching,
    Negative,
    Number,
    Series,
    String,
    Subquery,
)
from observability.model.metric import Matcher, MatchOp

_OPERATORS = {
    "Equal": MatchOp.EQUAL,
    "NotEqual": MatchOp.NOT_EQUAL,
    "Re": MatchOp.REGEX,
    "NotRe": MatchOp.NOT_REGEX,
}


def read(text: str) -> Expression:
    """Return PromQL as a tree.

    Raises:
        ValueError: it is no PromQL.
        DefinitionError: it says what a rule must not say.

    """
    return _tree(promql_parser.parse(text))


def _tree(node: promql_parser.Expr) -> Expression:  # noqa: C901  one case for each kind of node
    match node:
        case promql_parser.ParenExpr():
            return _tree(node.expr)
        case promql_parser.NumberLiteral():
            return _number(node.val)
        case promql_parser.StringLiteral():
            return String(node.val)
        case promql_parser.VectorSelector():
            return _series(node)
        case promql_parser.MatrixSelector():
            series = _series(node.vector_selector)
            return Series(series.name, series.matchers, over=node.range, offset=series.offset)
        case promql_parser.SubqueryExpr():
            return _subquery(node)
        case promql_parser.Call():
            return Call(node.func.name, tuple(map(_tree, node.args)))
        case promql_parser.AggregateExpr():
            return _aggregate(node)
        case promql_parser.UnaryExpr():
            return Negative(_tree(node.expr))
        case promql_parser.BinaryExpr():
            return _binary(node)
        case _:
            raise TypeError(f"{type(node).__name__} is no node that promql-parser has")


def _number(value: float) -> Number:
    if value != value or abs(value) == float("inf"):  # noqa: PLR0124  NaN alone differs from itself
        return Number({"nan": "NaN", "inf": "Inf", "-inf": "-Inf"}[str(value)])
    return Number(f"{Decimal(repr(value)).normalize():f}")


def _refuse_instant(node: promql_parser.VectorSelector | promql_parser.SubqueryExpr) -> None:
    if node.at is not None:
        raise DefinitionError(
            f"promql(): {node} names an instant (@); a rule is evaluated at its own"
        )


def _series(node: promql_parser.VectorSelector) -> Series:
    _refuse_instant(node)
    if node.matchers.or_matchers:
        raise DefinitionError(
            f"promql(): {node} joins matchers by `or`, which Prometheus does not know: "
            'use a regular expression, such as {label=~"a|b"}'
        )
    matchers = tuple(
        Matcher(m.name, _OPERATORS[str(m.op).rpartition(".")[2]], m.value)
        for m in node.matchers.matchers
    )
    return Series(node.name or "", matchers, offset=node.offset)


def _subquery(node: promql_parser.SubqueryExpr) -> Subquery:
    _refuse_instant(node)
    assert node.range is not None  # noqa: S101  the grammar wants one
    return Subquery(_tree(node.expr), node.range, node.step, node.offset)


def _aggregate(node: promql_parser.AggregateExpr) -> Aggregate:
    labels = tuple(node.modifier.labels) if node.modifier else ()
    is_without = node.modifier is not None and node.modifier.type == AggModifierType.Without
    return Aggregate(
        str(node.op),
        _tree(node.expr),
        by=() if is_without else labels,
        without=labels if is_without else None,
        parameter=None if node.param is None else _tree(node.param),
    )


def _binary(node: promql_parser.BinaryExpr) -> Binary:
    modifier = node.modifier
    return Binary(
        _tree(node.lhs),
        str(node.op),
        _tree(node.rhs),
        match=_matching(modifier),
        returns_bool=modifier is not None and modifier.return_bool,
    )


def _matching(modifier: promql_parser.BinModifier | None) -> Matching | None:
    if modifier is None or modifier.matching is None:
        return None
    if modifier.fill_values.lhs is not None or modifier.fill_values.rhs is not None:
        raise DefinitionError(
            "promql(): fill() is an experiment of some Prometheus releases: write `or` instead"
        )
    many: Literal["left", "right"] | None = None
    if modifier.card == VectorMatchCardinality.ManyToOne:
        many = "left"
    elif modifier.card == VectorMatchCardinality.OneToMany:
        many = "right"
    return Matching(
        tuple(modifier.matching.labels),
        is_ignored=modifier.matching.type == LabelModifierType.Exclude,
        many=many,
        include=tuple(modifier.group_labels or ()),
    )
