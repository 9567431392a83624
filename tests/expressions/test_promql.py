"""What the printer prints is PromQL, and means what the tree says."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import promql_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from observability.expressions.promql import (
    Series,
    call,
    duration,
    equals,
    fraction,
    join,
    number,
    quoted,
    render,
)
from tests.hostile import HOSTILE

A, B, C = (Series(name) for name in "abc")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(minutes=5), "5m"),
        (timedelta(days=28), "28d"),
        (timedelta(minutes=5) - timedelta(milliseconds=1), "4m59s999ms"),
        (timedelta(hours=36), "1d12h"),
        (timedelta(0), "0s"),
    ],
)
def test_durations_are_written_as_prometheus_reads_them(value: timedelta, text: str) -> None:
    """Largest units first, nothing that is zero."""
    assert duration(value) == text


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (join("-", A, join("-", B, C)), "a - (b - c)"),
        (join("-", A, B, C), "a - b - c"),
        (join("*", join("+", A, B), C), "(a + b) * c"),
        (join("+", A, join("*", B, C)), "a + b * c"),
        (join("or", A, join("and", B, C)), "a or (b and c)"),
        (join("and", join("or", A, B), C), "(a or b) and c"),
        (join("/", A, fraction(Fraction(14, 15))), "a / (14 / 15)"),
        (join("> bool", call("sum", A), number(0)), "sum(a) > bool 0"),
    ],
)
def test_brackets_are_where_the_tree_needs_them(tree: object, text: str) -> None:
    """An operand that binds more loosely is bracketed, and set operators never mix unbracketed."""
    assert " ".join(render(tree).split()).replace("( ", "(").replace(" )", ")") == text  # type: ignore[arg-type]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_label_values_stay_values(value: str) -> None:
    """Quotes, backslashes, line breaks and 10,000 characters come back as they went in."""
    parsed = promql_parser.parse(render(Series("x", equals(slo=value))))
    assert isinstance(parsed, promql_parser.VectorSelector)
    [matcher] = parsed.matchers.matchers
    assert matcher.value == value


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0xFFFF)))
def test_any_text_can_be_quoted(value: str) -> None:
    """A quoted string is one PromQL string literal of the same value."""
    parsed = promql_parser.parse(quoted(value))
    assert isinstance(parsed, promql_parser.StringLiteral)
    assert parsed.val == value


def test_a_decimal_is_printed_to_the_digit() -> None:
    """0.001 is 0.001 and not 0.0009999999999999432."""
    assert render(number(1 - Decimal("0.999"))) == "0.001"


def test_a_factor_is_exact_or_a_division() -> None:
    """13.44 has an exact decimal, 14/15 has none."""
    assert render(fraction(Fraction(1344, 100))) == "13.44"
    assert render(fraction(Fraction(28, 30))) == "14 / 15"
