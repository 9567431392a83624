"""A summary's quantile that is shown while nothing is measured.

A quantile of no events reads 0 or its last value, so an idle program looks fast. Ask for it only
where its `_count` grew: `… and ignoring (quantile) rate(…_count[$__rate_interval]) > 0`.
"""

from collections.abc import Iterator

import promql_parser

from observability.checks.problem import Problem
from observability.checks.shapes import SeriesKind, series_name
from observability.checks.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Return the panels that read quantiles without their count."""
    for query in subject.queries:
        if query.rule.panel is None:
            continue
        selectors = [n for n in query.nodes if isinstance(n, promql_parser.VectorSelector)]
        names = sorted({name for name in map(series_name, selectors) if name is not None})
        for name in names:
            source = subject.known.family(name)
            if source and source.kind is SeriesKind.QUANTILE and f"{name}_count" not in names:
                yield Problem(
                    check="dashboards/idle",
                    file=query.rule.path,
                    name=query.rule.title,
                    what=f"the quantiles of {name} are shown while idle, too",
                    consequence="they read 0 where nothing was measured, which looks fast",
                    cure=f"show them only where {name}_count grew",
                )
