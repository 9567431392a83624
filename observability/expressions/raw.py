"""Raw PromQL of a definition, scoped to one component of one environment."""

from dataclasses import replace

from observability.expressions.promql import Expression, Series, transformed
from observability.expressions.reading import read
from observability.expressions.scope import Scope


def scoped(text: str, scope: Scope) -> Expression:
    """Return raw PromQL whose selectors of raw series all name the scope's namespace and job.

    A definition holds for every environment, so it names neither; a job that it does name stays.
    """

    def chosen(part: Expression) -> Expression:
        if not isinstance(part, Series) or part.name.startswith("slo:"):
            return part
        named = {matcher.label for matcher in part.matchers}
        missing = tuple(matcher for matcher in scope.matchers if matcher.label not in named)
        return replace(part, matchers=part.matchers + missing)

    return transformed(read(text), chosen)
