"""A small PromQL syntax tree and its printer.

Expressions are built from these values, never from strings, so that brackets, quotes and
durations are right by construction. `render` parses what it printed, with the grammar of
Prometheus itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

import promql_parser

from observability.model.metric import Matcher, MatchOp

_UNITS = (
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
)
_PRECEDENCE = (
    ("or",),
    ("and", "unless"),
    ("==", "!=", ">", "<", ">=", "<="),
    ("+", "-"),
    ("*", "/"),
)
_LEVELS = {operator: i for i, same in enumerate(_PRECEDENCE) for operator in same}
_LOOSE = ("or", "and", "unless")


@cache
def duration(value: timedelta) -> str:
    """Return a duration as PromQL writes it: 5m, 28d, 4m59s999ms."""
    rest, parts = value // timedelta(milliseconds=1), []
    for unit, size in _UNITS:
        whole, rest = divmod(rest, size)
        if whole:
            parts.append(f"{whole}{unit}")
    return "".join(parts) or "0s"


def quoted(value: str) -> str:
    """Return `value` as a double-quoted PromQL string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if not escaped.isprintable():
        escaped = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped)
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as exact text."""

    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """Series chosen by name and labels, at an instant or over a range."""

    name: str
    matchers: tuple[Matcher, ...] = ()
    over: timedelta | None = None
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function call, or an aggregation without grouping."""

    function: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions joined by an operator; `match` is the label matching, if any."""

    left: "Expression"
    operator: str
    right: "Expression"
    match: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Raw:
    """PromQL written by hand, from a definition's `promql()`."""

    text: str


Expression = Number | Series | Call | Binary | Raw


def number(value: int | Decimal) -> Number:
    """Return an exact number."""
    return Number(f"{value:f}" if isinstance(value, Decimal) else str(value))


def fraction(value: Fraction) -> Number:
    """Return a factor: a decimal where one is exact (13.44), else a division (14 / 15)."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return Number(f"{value.numerator} / {value.denominator}")
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return Number(text)


def call(function: str, *arguments: Expression) -> Call:
    """Return `function(arguments…)`."""
    return Call(function, arguments)


def join(operator: str, *operands: Expression, match: str = "") -> Expression:
    """Return the operands joined from the left by one operator."""
    first, *others = operands
    for other in others:
        first = Binary(first, operator, other, match=match)
    return first


def on(labels: Iterable[str] = ()) -> str:
    """Return the matching clause `on (labels)`."""
    return f"on ({', '.join(labels)})"


def ignoring(labels: Iterable[str]) -> str:
    """Return the matching clause `ignoring (labels)`."""
    return f"ignoring ({', '.join(labels)})"


def _level(operator: str) -> int:
    return _LEVELS[operator.removesuffix(" bool")]


def _operand(parent: Binary, child: Expression, *, is_right: bool) -> str:
    text = _text(child)
    if isinstance(child, Raw) or (isinstance(child, Number) and " " in child.text and is_right):
        return f"({text})"
    if isinstance(child, Binary):
        outer, inner = _level(parent.operator), _level(child.operator)
        mixes = outer != inner and parent.operator in _LOOSE and child.operator in _LOOSE
        if inner < outer or (inner == outer and is_right) or mixes:
            return f"({text})"
    return text


def _text(expression: Expression) -> str:
    match expression:
        case Number() | Raw():
            return expression.text
        case Series():
            matchers = ",".join(f"{m.label}{m.op}{quoted(m.value)}" for m in expression.matchers)
            text = f"{expression.name}{{{matchers}}}" if matchers else expression.name
            if expression.over is not None:
                text += f"[{duration(expression.over)}]"
            if expression.offset is not None:
                text += f" offset {duration(expression.offset)}"
            return text
        case Call():
            return f"{expression.function}({', '.join(map(_text, expression.arguments))})"
        case Binary():
            left = _operand(expression, expression.left, is_right=False)
            right = _operand(expression, expression.right, is_right=True)
            operator = " ".join(filter(None, (expression.operator, expression.match)))
            return f"{left} {operator} {right}"


def render(expression: Expression) -> str:
    """Return the expression as PromQL, broken into lines where it is long.

    Raises ValueError if it is no PromQL, which only a `promql()` of a definition can cause.
    """
    text = _text(expression)
    return str(promql_parser.parse(text).prettify())


def equals(**labels: str) -> tuple[Matcher, ...]:
    """Return matchers `label="value"`, sorted by label."""
    return tuple(Matcher(label, MatchOp.EQUAL, value) for label, value in sorted(labels.items()))
