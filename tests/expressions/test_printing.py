"""What the printer prints is PromQL, and means what the tree says."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import promql_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from observability.expressions.printing import render
from observability.expressions.promql import (
    Aggregate,
    GrafanaVariable,
    Matching,
    Negative,
    Series,
    Subquery,
    call,
    duration,
    equals,
    fraction,
    join,
    number,
    on,
    quoted,
)
from observability.model.windows import MINUTE
from tests.hostile import HOSTILE

HOUR = timedelta(hours=1)
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
        (join(">", Aggregate("sum", A), number(0), returns_bool=True), "sum(a) > bool 0"),
        (join("^", Negative(A), number(2)), "(-a) ^ 2"),
        (Negative(join("^", A, number(2))), "-(a ^ 2)"),
        (
            call("max_over_time", Subquery(join("+", A, B), HOUR, MINUTE)),
            "max_over_time((a + b)[1h:1m])",
        ),
        (join("or", A, B, match=on()), "a or on () b"),
        (join("*", A, B, match=Matching(("pod",), many="left")), "a * on (pod) group_left () b"),
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
    """0.001 is 0.001 and not 0.0009999999999999432, 0.10 is 0.1."""
    assert render(number(1 - Decimal("0.999"))) == "0.001"
    assert render(number(Decimal("0.10"))) == "0.1"


def test_a_variable_of_grafana_is_a_duration() -> None:
    """It is printed as it is, in ranges, steps and offsets; around it the grammar is checked."""
    interval = GrafanaVariable("__interval")
    series = Series("a", equals(namespace=str(GrafanaVariable("namespace"))), over=interval)
    assert render(call("rate", series)) == 'rate(a{namespace="$namespace"}[$__interval])'
    assert render(Series("a", offset=interval)) == "a offset $__interval"
    subquery = Subquery(A, over=interval, step=GrafanaVariable("__rate_interval"))
    assert (
        render(call("max_over_time", subquery)) == "max_over_time(a[$__interval:$__rate_interval])"
    )
    with pytest.raises(ValueError, match="expected type vector"):
        render(Aggregate("sum", series))


def test_a_long_expression_is_broken_where_it_is_too_long() -> None:
    """At 100 characters an expression is still one line; each of its parts is judged alike."""
    short, long = Series("a" * 45), Series("b" * 48)
    assert len(render(join("+", short, long, number(1)))) == 100
    assert render(join("+", short, long, number(10))) == f"  {short.name} + {long.name}\n+\n  10"


def test_a_factor_is_exact_or_a_division() -> None:
    """13.44 has an exact decimal, 14/15 has none."""
    assert render(fraction(Fraction(1344, 100))) == "13.44"
    assert render(fraction(Fraction(28, 30))) == "14 / 15"


def test_an_offset_of_no_time_is_not_printed() -> None:
    """A panel reads what there is now, and the parser refuses `offset 0s`."""
    assert render(Series("a", offset=timedelta(0))) == "a"
