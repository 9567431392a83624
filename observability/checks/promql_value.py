"""A label value that never occurs, of a label whose values are all known.

`success="True"` finds nothing where the program writes `"true"`. Only labels that the catalogue
declares `closed` are checked, and only `=`.
"""

from collections.abc import Iterator

import promql_parser as promql

from observability.checks.problem import Problem
from observability.checks.shapes import matchers, series_name
from observability.checks.subject import Subject
from observability.model.metric import LabelKind


def check(subject: Subject) -> Iterator[Problem]:
    """Return the matchers that ask for a value which never occurs."""
    for query in subject.queries:
        for node in query.nodes:
            if not isinstance(node, promql.VectorSelector):
                continue
            source = subject.known.family(series_name(node) or "")
            if source is None:
                continue
            closed = {
                label.stored_as: label.values
                for label in source.metric.labels
                if label.kind is LabelKind.CLOSED
            }
            for matcher in matchers(node):
                values = closed.get(matcher.name)
                if values and matcher.op == promql.MatchOp.Equal and matcher.value not in values:
                    yield Problem(
                        check="promql/value",
                        file=query.rule.path,
                        name=query.rule.title,
                        what=f"{series_name(node)} never has {matcher}",
                        consequence="the selector finds nothing, without an error",
                        cure=f"use one of: {', '.join(values)}",
                    )
