"""An alert on an error ratio above 1, which no error ratio can reach.

factor x budget grows with a low objective and a short window: 13.44 x 0.10 is 1.344. SLOs refuse
such a tier by themselves; this check reads the emitted files, and so raw rules too.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import series_name
from observability.checks.subject import Subject

_RATIO = "slo:error_ratio:"


def _constant(node: Any) -> Decimal | None:
    """Return the value of an expression of numbers, exactly as written; None if it reads series."""
    match node:
        case promql.NumberLiteral():
            return Decimal(repr(node.val))
        case promql.ParenExpr():
            return _constant(node.expr)
        case promql.BinaryExpr():
            left, right = _constant(node.lhs), _constant(node.rhs)
            if left is None or right is None:
                return None
            match str(node.op):
                case "*":
                    return left * right
                case "/":
                    return left / right if right else None
                case "+":
                    return left + right
                case "-":
                    return left - right
    return None


def check(subject: Subject) -> Iterator[Problem]:
    """Return the alerts that can never fire."""
    for query in subject.queries:
        for node in query.nodes if query.rule.alert is not None else []:
            if not isinstance(node, promql.BinaryExpr) or str(node.op) not in (">", ">="):
                continue
            if not isinstance(node.lhs, promql.VectorSelector):
                continue
            limit = _constant(node.rhs)
            of_ratio = (series_name(node.lhs) or "").startswith(_RATIO)
            if (
                of_ratio
                and limit is not None
                and (limit > 1 or (limit == 1 and str(node.op) == ">"))
            ):
                yield Problem(
                    check="alerts/unreachable",
                    file=query.rule.path,
                    name=query.rule.title,
                    what="this burn-rate alert can never fire",
                    consequence=f"{node.rhs} = {limit:f}, and an error ratio cannot exceed 1",
                    cure="raise the objective, or give the SLO a policy without this tier",
                )
