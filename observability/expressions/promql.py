"""The syntax tree of PromQL: expressions are built from these values, never from strings.

Brackets, quotes and durations are then right by construction. `printing.render` writes a tree as
text, `reading.read` reads one from text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from observability.model.metric import Matcher, MatchOp

_UNITS = (
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
)


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
class GrafanaVariable:
    """A variable that Grafana replaces before it asks: a duration, or (as text) a label's value."""

    name: str

    def __str__(self) -> str:
        return f"${self.name}"


Duration = timedelta | GrafanaVariable


@dataclass(frozen=True, slots=True)
class Number:
    """A number, as exact text."""

    text: str


@dataclass(frozen=True, slots=True)
class String:
    """A string, as some functions take one."""

    value: str


@dataclass(frozen=True, slots=True)
class Series:
    """Series chosen by name and labels, at an instant or over a range."""

    name: str
    matchers: tuple[Matcher, ...] = ()
    over: Duration | None = None
    offset: Duration | None = None


@dataclass(frozen=True, slots=True)
class Subquery:
    """An expression evaluated at each step of a range; no `step`: as often as rules are."""

    operand: "Expression"
    over: Duration
    step: Duration | None = None
    offset: Duration | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function call."""

    function: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregation into one series for each value of the labels `by`, or of all but `without`.

    `parameter` is the number of topk or quantile, or the label of count_values.
    """

    operator: str
    operand: "Expression"
    by: tuple[str, ...] = field(default=(), kw_only=True)
    without: tuple[str, ...] | None = field(default=None, kw_only=True)
    parameter: "Expression | None" = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Matching:
    """Which series of two sides belong together: those with equal `labels`, or all others equal.

    `many` is the side of which several may belong to one of the other, and `include` the labels
    that they take over from that one.
    """

    labels: tuple[str, ...]
    is_ignored: bool = False
    many: Literal["left", "right"] | None = None
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negative:
    """An expression with its sign changed."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions joined by an operator.

    `returns_bool`: a comparison gives 0 or 1 for each series, instead of dropping some.
    """

    left: "Expression"
    operator: str
    right: "Expression"
    match: Matching | None = field(default=None, kw_only=True)
    returns_bool: bool = field(default=False, kw_only=True)


Expression = Number | String | Series | Subquery | Call | Aggregate | Negative | Binary


def operands(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions that an expression is made of."""
    match expression:
        case Number() | String() | Series():
            return ()
        case Subquery() | Negative():
            return (expression.operand,)
        case Aggregate():
            parameter = () if expression.parameter is None else (expression.parameter,)
            return (*parameter, expression.operand)
        case Call():
            return expression.arguments
        case Binary():
            return (expression.left, expression.right)


def series_in(expression: Expression) -> Iterator[Series]:
    """Yield the series that an expression reads, from the left."""
    if isinstance(expression, Series):
        yield expression
    for operand in operands(expression):
        yield from series_in(operand)


def transformed(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the expression with every part of it replaced by what `change` makes of that part."""

    def part(operand: Expression) -> Expression:
        return transformed(operand, change)

    match expression:
        case Number() | String() | Series():
            return change(expression)
        case Subquery() | Negative():
            return change(replace(expression, operand=part(expression.operand)))
        case Aggregate():
            parameter = None if expression.parameter is None else part(expression.parameter)
            operand = part(expression.operand)
            return change(replace(expression, operand=operand, parameter=parameter))
        case Call():
            return change(replace(expression, arguments=tuple(map(part, expression.arguments))))
        case Binary():
            left, right = part(expression.left), part(expression.right)
            return change(replace(expression, left=left, right=right))


def number(value: int | Decimal) -> Number:
    """Return an exact number."""
    return Number(f"{value.normalize():f}" if isinstance(value, Decimal) else str(value))


def fraction(value: Fraction) -> Expression:
    """Return a factor: a decimal where one is exact (13.44), else a division (14 / 15)."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return join("/", number(value.numerator), number(value.denominator))
    return number(Decimal(value.numerator) / Decimal(value.denominator))


def call(function: str, *arguments: Expression) -> Call:
    """Return `function(arguments…)`."""
    return Call(function, arguments)


def join(
    operator: str,
    first: Expression,
    *others: Expression,
    match: Matching | None = None,
    returns_bool: bool = False,
) -> Expression:
    """Return the operands joined from the left by one operator."""
    for other in others:
        first = Binary(first, operator, other, match=match, returns_bool=returns_bool)
    return first


def on(labels: Iterable[str] = ()) -> Matching:
    """Return the matching by these labels alone; by none of them: any with any."""
    return Matching(tuple(labels))


def ignoring(labels: Iterable[str]) -> Matching:
    """Return the matching by all labels but these."""
    return Matching(tuple(labels), is_ignored=True)


def equals(**labels: str) -> tuple[Matcher, ...]:
    """Return matchers `label="value"`, sorted by label."""
    return tuple(Matcher(label, MatchOp.EQUAL, value) for label, value in sorted(labels.items()))
