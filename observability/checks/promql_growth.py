"""The growth of something that is no counter, or the difference of something that is one.

`rate`, `irate`, `increase` and `resets` take each fall for a restart, so of a gauge they make
numbers that mean nothing; `x - x offset …` of a gauge, our ledger's way of counting, is the same
mistake. `delta`, `idelta`, `deriv` and `predict_linear` take a counter's restart for a fall. A
gauge named `…_total` is a gauge: the catalogue says what a metric is, not its name.
"""

from collections.abc import Iterator
from typing import Any

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import Known, SeriesKind, Source, series_name, shape
from observability.checks.subject import Subject

_OF_COUNTERS = ("rate", "irate", "increase", "resets")
_OF_GAUGES = ("delta", "idelta", "deriv", "predict_linear")

_COUNTER_CONSEQUENCE = "each fall is taken for a restart: the numbers mean nothing"
_COUNTER_CURE = "count a counter; of a gauge take its value, its `delta` or its `changes`"


def _selector(node: Any) -> Any:
    """Return the selector that an operand is, or reads the last sample of."""
    if isinstance(node, promql.Call) and node.func.name == "last_over_time":
        node = node.args[0]
    return getattr(node, "vector_selector", node)


def _parts(node: Any, known: Known) -> list[Source]:
    return sorted(shape(node, known).values, key=lambda source: source.metric.name)


def _named(source: Source) -> str:
    if source.kind is SeriesKind.QUANTILE:
        return f"{source.metric.name}, a summary's quantile"
    return f"{source.metric.name}, a {source.kind}"


def _in_call(node: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    name = node.func.name
    name_of_recorded = series_name(_selector(node.args[0])) if _is_range(node) else None
    if name in _OF_COUNTERS and name_of_recorded and known.is_recorded(name_of_recorded):
        yield (
            f"{name}() of {name_of_recorded}, which we record: it is no counter",
            _COUNTER_CONSEQUENCE,
            "sum rows with `sum_over_time`",
        )
        return
    for source in _parts(node.args[0], known) if name in (*_OF_COUNTERS, *_OF_GAUGES) else []:
        counts = source.kind in (SeriesKind.COUNTER, SeriesKind.BUCKET)
        if name in _OF_COUNTERS and not counts:
            yield f"{name}() of {_named(source)}", _COUNTER_CONSEQUENCE, _COUNTER_CURE
        if name in _OF_GAUGES and counts:
            yield (
                f"{name}() of {_named(source)}",
                "a restart is taken for a fall: the numbers mean nothing around it",
                "use `increase` or `rate`",
            )


def _is_range(node: Any) -> bool:
    return isinstance(node.args[0], promql.MatrixSelector) if node.args else False


def _in_difference(node: Any, known: Known) -> Iterator[tuple[str, str, str]]:
    now, before = _selector(node.lhs), _selector(node.rhs)
    both = isinstance(now, promql.VectorSelector) and isinstance(before, promql.VectorSelector)
    if not both or series_name(now) != series_name(before) or now.offset == before.offset:
        return
    source = known.family(series_name(now) or "")
    if source is not None and source.kind in (SeriesKind.GAUGE, SeriesKind.QUANTILE):
        yield (
            f"the growth (x - x offset) of {_named(source)}",
            "each fall is taken for a restart, or counted as negative events",
            _COUNTER_CURE,
        )


def check(subject: Subject) -> Iterator[Problem]:
    """Return the growths that mean nothing."""
    for query in subject.queries:
        for node in query.nodes:
            faults: Iterator[tuple[str, str, str]] = iter(())
            if isinstance(node, promql.Call):
                faults = _in_call(node, subject.known)
            elif isinstance(node, promql.BinaryExpr) and str(node.op) == "-":
                faults = _in_difference(node, subject.known)
            for what, consequence, cure in faults:
                yield Problem(
                    check="promql/growth",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=what,
                    consequence=consequence,
                    cure=cure,
                )
