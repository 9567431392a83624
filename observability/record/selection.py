"""Which raw series a recording holds: those that the ledger's expressions read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from observability.expressions.counting import counting
from observability.expressions.promql import Binary, Call, Expression, Raw, Series, render
from observability.expressions.scope import Scope, scope
from observability.model.catalogue import Catalogue
from observability.model.environment import Environment
from observability.model.metric import Matcher, MatchOp
from observability.model.slo import SLO

_ROW = Series("slo:valid")
"""Stands for the recorded row that the bad row reads: no raw series."""
_SUFFIXES = "(_count|_sum|_bucket)?"


def selectors(catalogue: Catalogue, environment: Environment, slos: Iterable[SLO]) -> list[str]:
    """Return the selectors of the raw series that some SLOs read, and of their targets' `up`."""
    found: dict[str, None] = {}
    for slo in slos:
        where = scope(environment, catalogue.target(slo.component))
        found[render(where.up)] = None
        for series in _read(slo, where):
            found[render(replace(series, over=None, offset=None))] = None
    return sorted(found)


def _read(slo: SLO, where: Scope) -> Iterator[Series]:
    counted = counting(slo.sli, where, _ROW)
    for expression in (counted.valid, counted.bad):
        yield from _series(expression, slo, where)


def _series(expression: Expression, slo: SLO, where: Scope) -> Iterator[Series]:
    match expression:
        case Series():
            if expression != _ROW:
                yield expression
        case Call():
            for argument in expression.arguments:
                yield from _series(argument, slo, where)
        case Binary():
            yield from _series(expression.left, slo, where)
            yield from _series(expression.right, slo, where)
        case Raw():
            # Written by hand: all of the metrics that the definition says it reads.
            for metric in slo.metrics:
                name = Matcher("__name__", MatchOp.REGEX, metric.name + _SUFFIXES)
                yield Series("", (name, *where.matchers))
        case _:
            return
