"""A tree as text, in one line where it is short, else broken into lines.

The lines are those of Prometheus's own formatter, `promtool promql format`
(promql/parser/prettier.go).
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import promql_parser

from observability.expressions.promql import (
    Aggregate,
    Binary,
    Call,
    Duration,
    Expression,
    GrafanaVariable,
    Matching,
    Negative,
    Number,
    Series,
    String,
    Subquery,
    operands,
    quoted,
    transformed,
)

_WIDTH = 100
_INDENT = "  "
_PRECEDENCE = (
    ("or",),
    ("and", "unless"),
    ("==", "!=", ">", "<", ">=", "<="),
    ("+", "-"),
    ("*", "/", "%", "atan2"),
    ("^",),
)
_LEVELS = {operator: i for i, same in enumerate(_PRECEDENCE) for operator in same}
_SET_OPERATORS = ("or", "and", "unless")
_POWER = "^"
"""The operator that groups from the right, and binds tighter than a sign."""
_SOME_TIME = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Word:
    """What is never broken."""

    line: str


@dataclass(frozen=True, slots=True)
class _List:
    """Parts in brackets: `start(parts)end`."""

    start: str
    parts: "tuple[_Layout, ...]"
    end: str = ""

    @property
    def line(self) -> str:
        return f"{self.start}({', '.join(part.line for part in self.parts)}){self.end}"


@dataclass(frozen=True, slots=True)
class _Operation:
    left: "_Layout"
    operator: str
    right: "_Layout"

    @property
    def line(self) -> str:
        return f"{self.left.line} {self.operator} {self.right.line}"


_Layout = _Word | _List | _Operation


def render(expression: Expression) -> str:
    """Return the expression as PromQL, broken into lines where it is long.

    Raises:
        ValueError: by Prometheus's grammar, it is no PromQL.

    """
    promql_parser.parse(_layout(transformed(expression, _without_variables)).line)
    return _lines(_layout(expression), 0)


def _without_variables(part: Expression) -> Expression:
    def plain(value: Duration) -> Duration:
        return _SOME_TIME if isinstance(value, GrafanaVariable) else value

    match part:
        case Series():
            over, offset = part.over and plain(part.over), part.offset and plain(part.offset)
            return replace(part, over=over, offset=offset)
        case Subquery():
            step, offset = part.step and plain(part.step), part.offset and plain(part.offset)
            return replace(part, over=plain(part.over), step=step, offset=offset)
        case _:
            return part


def _lines(layout: _Layout, level: int) -> str:
    indent = level * _INDENT
    if isinstance(layout, _Word) or len(layout.line.encode()) <= _WIDTH:
        return indent + layout.line
    if isinstance(layout, _List):
        parts = ",\n".join(_lines(part, level + 1) for part in layout.parts)
        return f"{indent}{layout.start}(\n{parts}\n{indent}){layout.end}"
    left, right = _lines(layout.left, level + 1), _lines(layout.right, level + 1)
    return f"{left}\n{indent}{layout.operator}\n{right}"


def _layout(expression: Expression) -> _Layout:
    match expression:
        case Number():
            return _Word(expression.text)
        case String():
            return _Word(quoted(expression.value))
        case Series():
            return _Word(_selector(expression))
        case Subquery():
            return _ranged(expression)
        case Call():
            return _List(expression.function, tuple(map(_layout, expression.arguments)))
        case Aggregate():
            return _List(_aggregation(expression), tuple(map(_layout, operands(expression))))
        case Negative():
            return _negated(expression)
        case Binary():
            left = _side(expression, expression.left, is_right=False)
            right = _side(expression, expression.right, is_right=True)
            return _Operation(left, _operation(expression), right)


def _brackets(operand: Expression) -> _List:
    return _List("", (_layout(operand),))


def _side(parent: Binary, child: Expression, *, is_right: bool) -> _Layout:
    return _brackets(child) if _needs_brackets(parent, child, is_right=is_right) else _layout(child)


def _needs_brackets(parent: Binary, child: Expression, *, is_right: bool) -> bool:
    match child:
        case Binary():
            outer, inner = _LEVELS[parent.operator], _LEVELS[child.operator]
            # Prometheus needs none where set operators mix, but readers do.
            mixes = outer != inner and {parent.operator, child.operator} <= {*_SET_OPERATORS}
            groups_here = is_right == (parent.operator == _POWER)
            return mixes or inner < outer or (inner == outer and not groups_here)
        case Negative():
            return parent.operator == _POWER and not is_right
        case Number():
            return parent.operator == _POWER and not is_right and child.text.startswith("-")
        case _:
            return False


def _negated(expression: Negative) -> _Layout:
    operand = expression.operand
    layout = _brackets(operand) if isinstance(operand, Binary) else _layout(operand)
    if isinstance(layout, _List):
        return replace(layout, start=f"-{layout.start}")
    return _Word(f"-{layout.line}")


def _ranged(expression: Subquery) -> _Layout:
    operand = expression.operand
    layout = _brackets(operand) if isinstance(operand, Binary | Negative) else _layout(operand)
    step = "" if expression.step is None else _time(expression.step)
    over = f"[{_time(expression.over)}:{step}]{_offset(expression.offset)}"
    if isinstance(layout, _List):
        return replace(layout, end=over)
    return _Word(f"{layout.line}{over}")


def _time(value: Duration) -> str:
    if isinstance(value, GrafanaVariable):
        return str(value)
    sign = "-" if value < timedelta(0) else ""
    return sign + promql_parser.display_duration(abs(value))


def _offset(value: Duration | None) -> str:
    return f" offset {_time(value)}" if value else ""


def _selector(series: Series) -> str:
    matchers = ",".join(
        f"{matcher.label}{matcher.op}{quoted(matcher.value)}"
        for matcher in sorted(
            series.matchers, key=lambda matcher: (matcher.label, matcher.op, matcher.value)
        )
    )
    over = "" if series.over is None else f"[{_time(series.over)}]"
    return f"{series.name}{f'{{{matchers}}}' if matchers else ''}{over}{_offset(series.offset)}"


def _labels(labels: tuple[str, ...]) -> str:
    return f"({', '.join(labels)})"


def _aggregation(aggregate: Aggregate) -> str:
    if aggregate.without is not None:
        return f"{aggregate.operator} without {_labels(aggregate.without)} "
    if aggregate.by:
        return f"{aggregate.operator} by {_labels(aggregate.by)} "
    return aggregate.operator


def _operation(binary: Binary) -> str:
    words = [binary.operator]
    if binary.returns_bool:
        words.append("bool")
    if binary.match is not None:
        words.append(_matching(binary.match))
    return " ".join(words)


def _matching(match: Matching) -> str:
    text = f"{'ignoring' if match.is_ignored else 'on'} {_labels(match.labels)}"
    return f"{text} group_{match.many} {_labels(match.include)}" if match.many else text
