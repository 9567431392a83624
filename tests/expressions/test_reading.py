"""PromQL as text and as a tree are the same thing."""

import pytest
from hypothesis import given, settings

from observability import DefinitionError
from observability.expressions.printing import render
from observability.expressions.promql import Expression
from observability.expressions.reading import read
from tests.expressions.trees import VECTORS


@settings(max_examples=300)
@given(VECTORS)
def test_what_is_printed_is_read_as_the_same_tree(tree: Expression) -> None:
    """Brackets, precedence, label matching, ranges and offsets survive being text."""
    assert read(render(tree)) == tree


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("((a)) + (b * c)", "a + b * c"),
        ("1e3 * 0x10", "1000 * 16"),
        ("-1.50", "-1.5"),
        ("+Inf > bool NaN", "Inf > bool NaN"),
        ('a * on(x) group_left b{c="d"}', 'a * on (x) group_left () b{c="d"}'),
        ("sum(a) without ()", "sum without () (a)"),
        ("quantile by (le) (0.9, a)", "quantile by (le) (0.9, a)"),
        ("a[5m] offset -1m", "a[5m] offset -1m"),
    ],
)
def test_it_is_printed_in_one_way(written: str, printed: str) -> None:
    """Brackets that change nothing go, numbers become decimals, keywords find their place."""
    assert render(read(written)) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a @ 5", r"names an instant \(@\)"),
        ("max_over_time(a[5m:1m] @ end())", r"names an instant \(@\)"),
        ('a{b="c" or d="e"}', "use a regular expression"),
        ("a + on (x) fill(0) b", "write `or` instead"),
    ],
)
def test_what_a_rule_must_not_say_is_refused(text: str, message: str) -> None:
    """An instant of its own, and what not every Prometheus understands."""
    with pytest.raises(DefinitionError, match=message):
        read(text)
