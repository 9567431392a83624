"""A selector that finds nothing, because no metric and no rule has that name.

A name that nobody exposes gives an empty answer and no error: an alert on it never fires, a sum
leaves it out. `_count` and `_sum` exist for summaries and histograms only. A selector without a
name would read every series of the server, and cannot be checked.
"""

from collections.abc import Iterator
from difflib import get_close_matches

import promql_parser

from observability.checks.problem import Problem
from observability.checks.shapes import Known, is_made_by_prometheus, series_name
from observability.checks.subject import Query, Subject


def _problem(query: Query, what: str, consequence: str, cure: str) -> Problem:
    return Problem(
        check="promql/metric",
        file=query.rule.path,
        name=query.rule.title,
        what=what,
        consequence=consequence,
        cure=cure,
    )


def _is_bucket_of_summary(name: str, known: Known) -> bool:
    """Return whether `promql/bucket` reports this name."""
    return name.endswith("_bucket") and name.removesuffix("_bucket") in known.metrics


def _unknown(query: Query, name: str, known: Known) -> Problem:
    alike = get_close_matches(name, [*known.metrics, *known.recorded], n=1)
    meant = f"did you mean {alike[0]}? Otherwise " if alike else ""
    return _problem(
        query,
        f"nothing exposes or records {name}",
        "the selector finds nothing, without an error",
        f"{meant}add it to the catalogue's metrics, with where it was seen",
    )


def check(subject: Subject) -> Iterator[Problem]:
    """Return the selectors that find nothing."""
    known = subject.known
    for query in subject.queries:
        for node in query.nodes:
            if not isinstance(node, promql_parser.VectorSelector):
                continue
            name = series_name(node)
            if name is None:
                yield _problem(
                    query,
                    "a selector names no metric",
                    "it reads every series of the server, and nothing about it can be checked",
                    "name the metric",
                )
            elif known.is_recorded(name):
                if not known.recordings(node):
                    yield _problem(
                        query,
                        f"no rule records {name} with the labels that are asked for",
                        "the selector finds nothing, without an error",
                        f"correct the matchers of {node}",
                    )
            elif known.family(name) is None and not (
                is_made_by_prometheus(name) or _is_bucket_of_summary(name, known)
            ):
                yield _unknown(query, name, known)
