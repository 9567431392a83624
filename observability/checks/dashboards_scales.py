"""A metric's own value in a unit that the metric is not in.

Where a query only chooses or aggregates the values of one metric, the panel's unit follows from the
metric's: seconds shown as `ms` are wrong by a factor of a thousand.
"""

from collections.abc import Iterator

import promql_parser

from observability.checks.dashboard import dashboards
from observability.checks.emitted import sent
from observability.checks.problem import Problem
from observability.checks.shapes import series_name
from observability.checks.subject import Subject, parsed
from observability.dashboards.reading import targets

_PLAIN_UNITS = {
    "": {"short", "none"},
    "bytes": {"bytes"},
    "ratio": {"percentunit"},
    "seconds": {"s"},
}


def _bare(tree: object) -> promql_parser.VectorSelector | None:
    """Return the selector of an expression that only chooses or aggregates values, else None."""
    if isinstance(tree, promql_parser.VectorSelector):
        return tree
    if isinstance(tree, promql_parser.AggregateExpr) and str(tree.op) in (
        "max",
        "min",
        "sum",
        "avg",
    ):
        return _bare(tree.expr)
    if isinstance(tree, promql_parser.BinaryExpr) and str(tree.op) in ("and", "unless"):
        return _bare(tree.lhs)
    if isinstance(tree, promql_parser.ParenExpr):
        return _bare(tree.expr)
    return None


def check(subject: Subject) -> Iterator[Problem]:
    """Return the panels whose unit is not their metric's; columns of tables have their own."""
    for artefact, body in dashboards(subject):
        for panel, target in targets(body):
            selector = _bare(parsed(sent(target["expr"], subject.catalogue.primary)))
            metric = subject.known.metrics.get((selector and series_name(selector)) or "")
            unit = panel.get("fieldConfig", {}).get("defaults", {}).get("unit")
            if metric is None or panel["type"] == "table":
                continue
            right = _PLAIN_UNITS.get(metric.unit, set())
            if unit not in right:
                yield Problem(
                    check="dashboards/scales",
                    file=artefact.path,
                    name=f"{body.get('title')}: {panel['title']}",
                    what=f"{metric.name} is in {metric.unit or 'things'}, shown as {unit!r}",
                    consequence="the reader takes the number for another one",
                    cure=f"right: {', '.join(sorted(right))}",
                )
