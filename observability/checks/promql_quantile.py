"""A summary's quantiles, added up or averaged: over pods, or over time.

Quantiles do not aggregate. The mean of two p99s is the p99 of nothing, and it falls when an idle
pod reads 0. The slowest pod (`max`) is a true statement; so is the number of minutes in which it
was too slow.
"""

from collections.abc import Iterator

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import SeriesKind, shape
from observability.checks.subject import Subject

_AGGREGATIONS = ("sum", "avg", "quantile", "stddev", "stdvar")
_OVER_TIME = tuple(f"{name}_over_time" for name in _AGGREGATIONS)


def check(subject: Subject) -> Iterator[Problem]:
    """Return the aggregations of quantiles."""
    for query in subject.queries:
        for node in query.nodes:
            if isinstance(node, promql.AggregateExpr) and str(node.op) in _AGGREGATIONS:
                operator, operand = str(node.op), node.expr
            elif isinstance(node, promql.Call) and node.func.name in _OVER_TIME:
                operator, operand = node.func.name, node.args[-1]
            else:
                continue
            names = {
                source.metric.name
                for source in shape(operand, subject.known).values
                if source.kind is SeriesKind.QUANTILE
            }
            for name in sorted(names):
                yield Problem(
                    check="promql/quantile",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=f"{operator} of the quantiles of {name}, a summary",
                    consequence="the result is no quantile of anything, and idle pods pull it down",
                    cure="take the slowest pod (`max`), or a TimeSliceSLI",
                )
