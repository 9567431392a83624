"""PromQL that does not parse: in a rule, in a panel, or in a definition's `promql()`.

Prometheus refuses the whole file, so that none of its rules is evaluated. Raw PromQL is parsed by
itself, since `a) or (b` would only look right inside the expression that is built around it.
"""

from collections.abc import Iterator

import promql_parser

from observability.checks.problem import Problem
from observability.checks.subject import Subject, raw

_CURE = "mend it; `promtool check rules` points at the place"


def _error(expression: str) -> str | None:
    try:
        promql_parser.parse(expression)
    except ValueError as error:
        return str(error)
    return None


def check(subject: Subject) -> Iterator[Problem]:
    """Return the expressions that do not parse."""
    for slo in subject.broken:
        for query in raw(slo):
            error = _error(query.expression)
            if error is not None:
                yield Problem(
                    check="promql/parse",
                    file=slo.origin,
                    name=slo.name,
                    what=f"promql({query.expression!r}) is not PromQL: {error}",
                    consequence="nothing can be generated, and what is generated is not checked",
                    cure=_CURE,
                )
    for rule in (*subject.rules, *subject.panels):
        error = _error(rule.expression)
        if error is not None:
            yield Problem(
                check="promql/parse",
                file=rule.path,
                name=rule.title,
                what=f"the expression is not PromQL: {error}",
                consequence=(
                    "Prometheus refuses the file and evaluates none of its rules"
                    if rule.panel is None
                    else "the panel shows an error"
                ),
                cure=_CURE,
            )
