"""A rule that keeps a label with a value for each repository, or for each start of a process.

Recording it stores a series for every value that ever was, and a restart begins a new one, so that
sums over time lose what came before. An alert that keeps it is another alert after a restart.
"""

from collections.abc import Iterator

import promql_parser as promql

from observability.checks.problem import Level, Problem
from observability.checks.shapes import churning, series_name, shape
from observability.checks.subject import Query, Subject


def _churning_labels(query: Query, subject: Subject) -> list[str]:
    selectors = (n for n in query.nodes if isinstance(n, promql.VectorSelector))
    sources = (subject.known.family(series_name(selector) or "") for selector in selectors)
    risky = frozenset[str]().union(*(churning(source) for source in sources if source is not None))
    result = shape(query.tree, subject.known)
    return sorted(risky & (result.labels - set(result.fixed)))


def check(subject: Subject) -> Iterator[Problem]:
    """Return the rules that keep such a label."""
    for query in subject.queries:
        if query.rule.panel is not None:
            continue
        for label in _churning_labels(query, subject):
            records = query.rule.series is not None
            yield Problem(
                check="promql/cardinality",
                file=query.rule.path,
                name=query.rule.title,
                what=f"the result keeps the label {label!r}",
                consequence=(
                    "one more stored series for each value that ever was"
                    if records
                    else "one alert for each value, and another one after each restart"
                ),
                cure=f"aggregate it away: `sum without ({label}) (…)` or `sum by (…)` of others",
                level=Level.ERROR if records else Level.WARNING,
            )
