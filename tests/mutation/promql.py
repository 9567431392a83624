"""What can go wrong in one place of a PromQL expression.

Each change is small and plausible: an operator, a number, a window, a matcher, a function, an
operand or a label list. The expression is parsed with the grammar of Prometheus and printed
again; what does not parse is no mutant.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import chain

from promql_parser import (
    AggModifierType,
    AggregateExpr,
    BinaryExpr,
    Call,
    Expr,
    LabelModifierType,
    MatchOp,
    MatrixSelector,
    NumberLiteral,
    ParenExpr,
    SubqueryExpr,
    VectorSelector,
    parse,
)

from observability.expressions.promql import duration, quoted

_OPERATORS = {
    "+": ("-",),
    "-": ("+",),
    "*": ("/",),
    "/": ("*",),
    ">": (">=", "<"),
    ">=": (">", "<"),
    "<": ("<=", ">"),
    "<=": ("<", ">"),
    "==": ("!=", ">=", "<="),
    "!=": ("==", ">", "<"),
    "and": ("or", "unless"),
    "or": ("and", "unless"),
    "unless": ("and", "or"),
}
_SETS = ("and", "or", "unless")
_COMPARISONS = (">", ">=", "<", "<=", "==", "!=")
_AGGREGATIONS = {
    "sum": ("max", "min", "avg", "count"),
    "max": ("min", "sum", "avg"),
    "min": ("max", "sum", "avg"),
    "count": ("sum", "group"),
    "group": ("count", "sum"),
}
_FUNCTIONS = {
    "sum_over_time": ("max_over_time", "count_over_time", "last_over_time"),
    "count_over_time": ("sum_over_time", "present_over_time"),
    "last_over_time": ("max_over_time", "min_over_time", "sum_over_time"),
    "max_over_time": ("min_over_time", "last_over_time", "count_over_time"),
    "present_over_time": ("absent_over_time",),
    "increase": ("rate", "delta"),
    "clamp_max": ("clamp_min",),
}
_CLAMPS = ("clamp", "clamp_max", "clamp_min")
_LONG_AGAIN = 400
"""From so many characters on a part that stands twice in an expression is changed once."""
_LONG = 120
"""From so many characters on a part is what was compiled as a whole, and not one selector."""
_MANY = 20
"""From here on a tenth more or less of a whole number is more than one more or less."""
_INSTANT = timedelta(milliseconds=1)
_MATCHES = (
    (MatchOp.Equal, "="),
    (MatchOp.NotEqual, "!="),
    (MatchOp.Re, "=~"),
    (MatchOp.NotRe, "!~"),
)
_NOT = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}
_MATCHER = re.compile(r'\w+(?:=|!=|=~|!~)"[^"]*"')
_DATA = (
    (re.compile(r"[\w:]+\{[^}]*\}"), "series"),
    (re.compile(r"\b\d[\w.]*"), "1"),
    (re.compile(r"\s+"), " "),
)
"""What of a text is data: series with their matchers, durations and numbers, and spaces."""
_PAIRS = {"slo:valid:": "slo:bad:", "slo:bad:": "slo:valid:"}


@dataclass(frozen=True, slots=True)
class _Text:
    """A changed expression; a loose one needs brackets to stay whole within another."""

    text: str
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The long parts of expressions that were changed before.

    What is compiled by the same code is the same but for its data. Of what an earlier expression
    has, only the data are changed; what stands in one expression twice, word for word, is changed
    in its first place.
    """

    before: set[str] = field(default_factory=set)
    """Shapes of earlier expressions."""
    now: set[str] = field(default_factory=set)
    """Shapes of this one."""
    texts: set[str] = field(default_factory=set)
    """Parts of this one."""

    def begin(self) -> None:
        """Begin with the next expression."""
        self.before.update(self.now)
        self.now.clear()
        self.texts.clear()


def _shape(text: str) -> str:
    for data, word in _DATA:
        text = data.sub(word, text)
    return text


def _plain(expr: Expr) -> _Text:
    return _Text(expr.prettify(), isinstance(expr, BinaryExpr))


def _bracketed(part: _Text) -> str:
    return f"({part.text})" if part.is_loose else part.text


def _on(matching: LabelModifierType, labels: Sequence[str]) -> str:
    word = "on" if matching == LabelModifierType.Include else "ignoring"
    return f"{word} ({', '.join(labels)})"


def _clauses(node: BinaryExpr) -> list[str]:
    """Return `bool`, `on (…)`, `group_left (…)` of an operator, as far as it has them."""
    modifier = node.modifier
    if modifier is None:
        return []
    clauses = ["bool"] if modifier.return_bool else []
    if modifier.matching is not None:
        clauses.append(_on(modifier.matching.type, modifier.matching.labels))
    return clauses


def _joined(left: _Text, operator: str, clauses: Sequence[str], right: _Text) -> str:
    return " ".join([_bracketed(left), operator, *clauses, _bracketed(right)])


def _label_lists(labels: Sequence[str]) -> Iterator[list[str]]:
    """Return the list without each of its labels, and without any."""
    for label in labels:
        yield [other for other in labels if other != label]
    if len(labels) > 1:
        yield []


def _other_clauses(node: BinaryExpr) -> Iterator[list[str]]:
    modifier = node.modifier
    if modifier is None:
        return
    if modifier.return_bool:
        yield []
    if modifier.matching is not None:
        matching, labels = modifier.matching.type, modifier.matching.labels
        for fewer in _label_lists(labels):
            yield [_on(matching, fewer)]
        is_on = matching == LabelModifierType.Include
        yield [_on(LabelModifierType.Exclude if is_on else LabelModifierType.Include, labels)]
        yield []


def _binary(node: BinaryExpr) -> Iterator[_Text]:
    operator, clauses = str(node.op), _clauses(node)
    left, right = _plain(node.lhs), _plain(node.rhs)
    for other in _OPERATORS.get(operator, ()):
        yield _Text(_joined(left, other, clauses, right), is_loose=True)
    for others in _other_clauses(node):
        yield _Text(_joined(left, operator, others, right), is_loose=True)
    yield left
    if operator not in _COMPARISONS:
        yield right


def _numbers(text: str) -> Iterator[str]:
    value = Decimal(text)
    is_whole = value == value.to_integral_value()
    if is_whole:
        yield from (f"{value - 1:f}", f"{value + 1:f}")
    if not is_whole or abs(value) >= _MANY:
        for factor in (Decimal("0.9"), Decimal("1.1")):
            yield f"{(value * factor).normalize():f}"


def _offsets(back: timedelta) -> tuple[timedelta, ...]:
    return (timedelta(0), 2 * back, back / 2) if back else ()


def _windows(over: timedelta | None) -> tuple[timedelta, ...]:
    if over is None:
        return ()
    # What is 1 ms short of a whole window stays short when that is doubled or halved.
    short = _INSTANT if over % timedelta(seconds=1) else timedelta(0)
    return (over + short, 2 * (over + short) - short, (over + short) / 2 - short)


def _selected(name: str, matchers: Sequence[str], over: timedelta | None, back: timedelta) -> str:
    braces = "{" + ",".join(matchers) + "}" if matchers else ""
    range_ = f"[{duration(over)}]" if over else ""
    offset = f" offset {duration(back)}" if back else ""
    return f"{name}{braces}{range_}{offset}"


def _selector(selector: VectorSelector, over: timedelta | None = None) -> Iterator[str]:
    name, nothing = selector.name or "", timedelta(0)
    back = selector.offset or nothing
    parts = [
        (m.name, next(text for op, text in _MATCHES if op == m.op), m.value)
        for m in selector.matchers.matchers
    ]
    matchers = [f"{label}{op}{quoted(value)}" for label, op, value in parts]
    for prefix, other in _PAIRS.items():
        if name.startswith(prefix):
            yield _selected(other + name.removeprefix(prefix), matchers, over, back)
    for at, (label, op, value) in enumerate(parts):
        before, after = matchers[:at], matchers[at + 1 :]
        yield _selected(name, [*before, *after], over, back)
        yield _selected(name, [*before, f"{label}{_NOT[op]}{quoted(value)}", *after], over, back)
    for other_back in _offsets(back):
        yield _selected(name, matchers, over, other_back)
    for other_over in _windows(over):
        yield _selected(name, matchers, other_over, back)


def _aggregate(node: AggregateExpr, operator: str, labels: Sequence[str] | None, body: str) -> str:
    modifier = node.modifier
    if modifier is None or labels is None:
        return f"{operator}({body})"
    word = "by" if modifier.type == AggModifierType.By else "without"
    return f"{operator} {word} ({', '.join(labels)}) ({body})"


def _aggregation(node: AggregateExpr) -> Iterator[str]:
    labels = None if node.modifier is None else node.modifier.labels
    body = node.expr.prettify()
    for other in _AGGREGATIONS.get(str(node.op), ()):
        yield _aggregate(node, other, labels, body)
    for fewer in _label_lists(labels or ()):
        yield _aggregate(node, str(node.op), fewer, body)


def _queried(body: str, over: timedelta, step: str, end: str, back: timedelta) -> str:
    return f"{body}[{duration(over)}:{step}]{end}{f' offset {duration(back)}' if back else ''}"


def _steps(node: SubqueryExpr) -> tuple[timedelta, str, str, timedelta]:
    assert node.range is not None, "the grammar wants one"
    step = "" if node.step is None else duration(node.step)
    return node.range, step, f" {node.at}" if node.at else "", node.offset or timedelta(0)


def _subquery(node: SubqueryExpr) -> Iterator[str]:
    body = node.expr.prettify()
    over, step, end, back = _steps(node)
    if end:
        yield _queried(body, over, step, "", back)
    for other_back in _offsets(back):
        yield _queried(body, over, step, end, other_back)
    for other_over in _windows(over):
        yield _queried(body, other_over, step, end, back)
    for other_step in _windows(node.step):
        yield _queried(body, over, duration(other_step), end, back)


def _call(node: Call) -> Iterator[_Text]:
    arguments = ", ".join(argument.prettify() for argument in node.args)
    for other in _FUNCTIONS.get(node.func.name, ()):
        yield _Text(f"{other}({arguments})")
    if node.func.name in _CLAMPS:
        yield _plain(node.args[0])


def _here(node: Expr) -> Iterator[_Text]:
    """Return the expression with its outermost node changed."""
    match node:
        case BinaryExpr():
            yield from _binary(node)
        case NumberLiteral():
            yield from map(_Text, _numbers(node.prettify()))
        case VectorSelector():
            yield from map(_Text, _selector(node))
        case MatrixSelector():
            yield from map(_Text, _selector(node.vector_selector, node.range))
        case AggregateExpr():
            yield from map(_Text, _aggregation(node))
        case SubqueryExpr():
            yield from map(_Text, _subquery(node))
        case Call():
            yield from _call(node)


def _in_operands(node: BinaryExpr, seen: Seen) -> Iterator[str]:
    operator, clauses = str(node.op), _clauses(node)
    left, right = _Text(node.lhs.prettify()), _Text(node.rhs.prettify())
    for changed in _changed(node.lhs, seen):
        yield _joined(changed, operator, clauses, right)
    for changed in _changed(node.rhs, seen):
        yield _joined(left, operator, clauses, changed)


def _in_arguments(node: Call, seen: Seen) -> Iterator[str]:
    texts = [argument.prettify() for argument in node.args]
    for at, argument in enumerate(node.args):
        for changed in _changed(argument, seen):
            arguments = ", ".join([*texts[:at], changed.text, *texts[at + 1 :]])
            yield f"{node.func.name}({arguments})"


def _inside(node: Expr, seen: Seen) -> Iterator[str]:
    """Return the expression with something within its operands changed."""
    match node:
        case BinaryExpr():
            yield from _in_operands(node, seen)
        case ParenExpr():
            yield from (f"({changed.text})" for changed in _changed(node.expr, seen))
        case AggregateExpr():
            labels = None if node.modifier is None else node.modifier.labels
            for changed in _changed(node.expr, seen):
                yield _aggregate(node, str(node.op), labels, changed.text)
        case SubqueryExpr():
            over, step, end, back = _steps(node)
            for changed in _changed(node.expr, seen):
                yield _queried(_bracketed(changed), over, step, end, back)
        case Call():
            yield from _in_arguments(node, seen)


def _changed(node: Expr, seen: Seen) -> Iterator[_Text]:
    """Return the expression with one place changed, of the long parts seen before only data."""
    text = node.prettify()
    shape = _shape(text)
    is_known = len(text) > _LONG and shape in seen.before
    if len(text) > _LONG_AGAIN and text in seen.texts:
        return
    seen.texts.add(text)
    seen.now.add(shape)
    for changed in chain(_here(node), map(_Text, _inside(node, seen))):
        if not is_known or _shape(changed.text) == shape:
            yield changed


def _unscoped(text: str) -> Iterator[str]:
    """Return the expression without a matcher that several selectors have, in all of them.

    Where the two sides of an operator are matched, one alone keeps out what the other lets in.
    """
    found = Counter(_MATCHER.findall(text))
    for matcher in sorted(matcher for matcher, times in found.items() if times > 1):
        yield text.replace(f"{matcher},", "").replace(f",{matcher}", "").replace(matcher, "")


def changed(expression: str, seen: Seen | None = None) -> list[str]:
    """Return the expression with one place changed, once for each change that parses.

    Args:
        expression: what is changed.
        seen: what was changed before, if parts of the same shape are not to be changed again.

    Raises:
        ValueError: the expression itself is no PromQL.

    """
    original, seen = parse(expression), seen or Seen()
    seen.begin()
    found: dict[str, None] = {}
    candidates = (candidate.text for candidate in _changed(original, seen))
    for candidate in chain(candidates, _unscoped(original.prettify())):
        try:
            text = parse(candidate).prettify()
        except ValueError:
            continue
        if text != original.prettify():
            found[text] = None
    return list(found)
