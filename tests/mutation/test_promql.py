"""What is changed in an expression, and what is not."""

import pytest

from tests.mutation.difference import difference
from tests.mutation.promql import changed


@pytest.mark.parametrize(
    ("expression", "mutant"),
    [
        ("a > 2", "a >= 2"),
        ("a > 2", "a > 3"),
        ("a > 0.5", "a > 0.45"),
        ("a > bool 2", "a > 2"),
        ("a or b", "a"),
        ("a or b", "a unless b"),
        ("a and on (x, y) b", "a and on (y) b"),
        ("a and on (x, y) b", "a and ignoring (x, y) b"),
        ('a{x="1",y="2"}', 'a{y="2"}'),
        ('a{x="1"}', 'a{x!="1"}'),
        ('a{x="1"} / b{x="1",y="2"}', 'a / b{y="2"}'),
        ("rate(a[4m59s999ms])", "rate(a[5m])"),
        ("rate(a[5m] offset 1m)", "rate(a[5m])"),
        ("sum_over_time(a[5m])", "sum_over_time(a[10m])"),
        ("sum by (x) (a)", "sum(a)"),
        ("clamp_max(a, 1)", "a"),
        ("slo:bad:increase1m", "slo:valid:increase1m"),
        ("(a + b) * c", "(a - b) * c"),
        ("a - b >= 0 or c", "(a + b) >= 0 or c"),
        ("sum_over_time((a and b)[1h:1m])", "sum_over_time((a or b)[1h:1m])"),
        ("sum_over_time((a and b)[1h:1m])", "sum_over_time((a)[1h:1m])"),
        ("sum_over_time(a[59m59s999ms:1m])", "sum_over_time(a[1h:1m])"),
        ("sum_over_time(a[1h:1m] offset 30s)", "sum_over_time(a[1h:30s] offset 30s)"),
        ("sum_over_time(a[1h:1m] @ end())", "sum_over_time(a[1h:1m])"),
    ],
)
def test_a_place_is_changed(expression: str, mutant: str) -> None:
    """Operators, numbers, windows, matchers, functions, operands and label lists are changed."""
    assert mutant in {" ".join(text.split()) for text in changed(expression)}


def test_no_mutant_is_what_it_was() -> None:
    """An expression is no mutant of itself, and none comes twice."""
    expression = "a and on (x) b > 1"
    found = changed(expression)
    assert expression not in found
    assert len(found) == len(set(found))


def test_a_difference_is_short() -> None:
    """A mutant's name shows what was changed and a few words around it."""
    assert difference("sum(rate(a[5m])) > 3", "sum(rate(a[5m])) > 4") == "])) > «3» → «4»"
