"""Raw PromQL of a definition, scoped to one component of one environment."""

from typing import Any

import promql_parser

from observability.expressions.promql import Raw
from observability.expressions.scope import Scope


def scoped(text: str, scope: Scope) -> Raw:
    """Return raw PromQL whose selectors of raw series all name the scope's namespace and job.

    A definition holds for every environment, so it names neither; a job that it does name stays.
    """

    def scope_selector(node: Any) -> Any:  # noqa: ANN401  the parser's nodes share no type
        # The transformed tree takes nodes that are new, not ones that were changed in place.
        if isinstance(node, promql_parser.MatrixSelector):
            node.vector_selector = _with_scope(node.vector_selector, scope)
            return promql_parser.parse(str(node))
        if isinstance(node, promql_parser.VectorSelector):
            return promql_parser.parse(str(_with_scope(node, scope)))
        return None

    tree = promql_parser.parse(text)
    return Raw(str(promql_parser.transform(tree, post_visit=scope_selector)))


def _with_scope(
    selector: promql_parser.VectorSelector, scope: Scope
) -> promql_parser.VectorSelector:
    matchers = list(selector.matchers.matchers)
    named = {matcher.name for matcher in matchers}
    if not str(selector.name).startswith("slo:"):
        matchers += [
            promql_parser.Matcher(promql_parser.MatchOp.Equal, matcher.label, matcher.value)
            for matcher in scope.matchers
            if matcher.label not in named
        ]
    selector.matchers = promql_parser.Matchers(matchers)
    return selector
