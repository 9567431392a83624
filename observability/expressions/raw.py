"""Raw PromQL of a definition, scoped to one component of one environment."""

from datetime import timedelta
from typing import Any

import promql_parser

from observability.expressions.promql import Raw, duration, quoted
from observability.expressions.scope import Scope
from observability.model.errors import DefinitionError

_SIGNS = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}


def scoped(text: str, scope: Scope) -> Raw:
    """Return raw PromQL whose selectors of raw series all name the scope's namespace and job.

    A definition holds for every environment, so it names neither; a job that it does name stays.
    """

    def scope_selector(node: Any) -> Any:  # noqa: ANN401  the parser's nodes share no type
        if isinstance(node, promql_parser.MatrixSelector):
            return _selector(node.vector_selector, scope, over=f"[{duration(node.range)}]")
        if isinstance(node, promql_parser.VectorSelector):
            return _selector(node, scope)
        return None

    tree = promql_parser.transform(promql_parser.parse(text), post_visit=scope_selector)
    # Not str(): it cuts the milliseconds off durations.
    return Raw(str(tree.prettify()))


def _selector(
    selector: promql_parser.VectorSelector, scope: Scope, over: str = ""
) -> promql_parser.Expr:
    """Return the selector with the scope's matchers, as the parser reads it."""
    if selector.at is not None:
        raise DefinitionError(
            f"promql(): {selector} names an instant (@), and rules have their own"
        )
    named = {matcher.name for matcher in selector.matchers.matchers}
    matchers = [
        f"{m.name}{_SIGNS[str(m.op).rpartition('.')[2]]}{quoted(m.value)}"
        for m in selector.matchers.matchers
    ]
    if not str(selector.name).startswith("slo:"):
        missing = (m for m in scope.matchers if m.label not in named)
        matchers += [f"{m.label}{m.op}{quoted(m.value)}" for m in missing]
    text = f"{selector.name or ''}{{{','.join(matchers)}}}{over}"
    if selector.offset:
        sign = "-" if selector.offset < timedelta(0) else ""
        text += f" offset {sign}{duration(abs(selector.offset))}"
    return promql_parser.parse(text)
