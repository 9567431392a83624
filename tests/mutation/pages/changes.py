"""The operators: what is changed in a module's text, one place at a time (docs/mutation.md)."""

import ast
import builtins
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.mutation.difference import difference

_ARITHMETIC: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}
_COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


def _both_ways(*pairs: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    return {a: (b,) for pair in pairs for a, b in (pair, pair[::-1])}


_WORDS: Mapping[str, tuple[str, ...]] = {
    **_both_ways(
        ("/", "*"),
        ("+", "-"),
        ("==", "!="),
        ("and", "unless"),
        ("_sum", "_count"),
        ("rate", "increase"),
        ("max", "min"),
        ("sum_over_time", "count_over_time"),
        ("floor", "ceil"),
    ),
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "sum": ("max",),
    "count": ("sum",),
    "deriv": ("delta",),
    "last_over_time": ("max_over_time",),
    "avg_over_time": ("sum_over_time",),
}
"""Operators and functions of PromQL, and names of a summary's series, in quotes."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    **_both_ways(
        ("max", "min"),
        ("start", "end"),
        ("valid", "bad"),
        ("short", "long"),
        ("short_window", "long_window"),
        ("minutes", "rollup"),
        ("MINUTE", "ROLLUP"),
        ("events", "rate"),
        ("ahead", "behind"),
        ("toil", "satisfaction"),
        ("firing_at", "resolved_at"),
        ("VALID", "BAD"),
        ("VALID_MINUTE", "BAD_MINUTE"),
        ("VALID_ROLLUP", "BAD_ROLLUP"),
        ("VALID_PERIOD", "BAD_PERIOD"),
        ("CRITICAL", "WARNING"),
        ("RATE_INTERVAL", "INTERVAL"),
        ("OF_ALL", "OF_ONE"),
    ),
    "floor": ("round",),
    "ceil": ("round",),
    "FRESH": ("MINUTE",),
    "WHOLE": ("FEW_EVENTS",),
}
"""Windows, sides, sorts of events and roundings that are easily taken for each other."""
_LOOKS = frozenset(
    {"width", "height", "minimum", "maximum", "decimals", "title", "description", "strict"}
)
"""Arguments that change how a page looks, or what is asserted, and no figure."""
_LABELS = frozenset({"by", "match"})

_Change = tuple[ast.AST, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A module's text with one change.

    Attributes:
        module: its name, without the package.
        place: the function, method or constant that is changed.
        change: what is changed, in its statement.
        text: the whole module as it then is.

    """

    module: str
    place: str
    change: str
    text: str

    @property
    def name(self) -> str:
        """What it is listed by."""
        return f"{self.module}: {self.place}: {self.change}"


def mutants(module: str, text: str, places: Collection[str] = ()) -> list[Mutant]:
    """Return the mutants of a module, in the order of its text; of some places if any are named."""
    tree = ast.parse(text)
    bound = {*dir(builtins), *_bound(tree)}
    found: list[Mutant] = []
    seen: Counter[tuple[str, str]] = Counter()
    for place, statement in _places(tree.body):
        if places and place.split(".")[0] not in places:
            continue
        for node, replacement in _changes(statement, bound):
            whole = _replaced(text, node, replacement)
            if ast.dump(ast.parse(whole)) == ast.dump(tree):
                continue
            change = difference(_line(text, node), _line(whole, node))
            seen[place, change] += 1
            if (again := seen[place, change]) > 1:
                change += f" (place {again})"
            found.append(Mutant(module=module, place=place, change=change, text=whole))
    return found


def _bound(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.alias():
                yield node.asname or node.name
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arg():
                yield node.arg


def _places(body: Sequence[ast.stmt], within: str = "") -> Iterator[tuple[str, ast.stmt]]:
    for statement in body:
        match statement:
            case ast.ClassDef():
                yield from _places(statement.body, f"{statement.name}.")
            case ast.FunctionDef():
                yield within + statement.name, statement
            case (
                ast.Assign(targets=[ast.Name() as target])
                | ast.AnnAssign(target=ast.Name() as target, value=ast.expr())
            ):
                yield within + target.id, statement


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what can be changed within a node: no types, docstrings, decorators or messages."""
    if isinstance(node, ast.arguments):
        yield from node.defaults
        for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            if default is not None and argument.arg not in _LOOKS:
                yield default
        return
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            match child:
                case ast.JoinedStr() | ast.Raise() | ast.Expr(value=ast.Constant()):
                    continue
                case ast.keyword() if child.arg in _LOOKS:
                    continue
                case ast.AST():
                    yield child


def _changes(node: ast.AST, bound: Collection[str]) -> Iterator[_Change]:
    yield from _here(node, bound)
    for child in _inner(node):
        yield from _changes(child, bound)


def _with(node: ast.AST, **fields: Any) -> _Change:  # noqa: ANN401  fields of any node
    changed = copy(node)
    for field, value in fields.items():
        setattr(changed, field, value)
    text = ast.unparse(changed)
    return node, f"({text})" if isinstance(node, ast.expr) else text


def _without(node: ast.AST, field: str, at: int) -> _Change:
    values = getattr(node, field)
    return _with(node, **{field: [*values[:at], *values[at + 1 :]]})


def _here(  # noqa: C901, PLR0912  one case for each operator of the list
    node: ast.AST, bound: Collection[str]
) -> Iterator[_Change]:
    match node:
        case ast.BinOp() if type(node.op) in _ARITHMETIC:
            yield _with(node, op=_ARITHMETIC[type(node.op)]())
        case ast.AugAssign() if type(node.op) in _ARITHMETIC:
            yield _with(node, op=_ARITHMETIC[type(node.op)]())
        case ast.Compare():
            for at, operator in enumerate(node.ops):
                for other in _COMPARISONS[type(operator)]:
                    yield _with(node, ops=[*node.ops[:at], other(), *node.ops[at + 1 :]])
        case ast.BoolOp():
            yield _with(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
            for at in range(len(node.values)):
                rest = [*node.values[:at], *node.values[at + 1 :]]
                yield _with(node, values=rest) if len(rest) > 1 else (node, _text(rest[0]))
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node, _text(node.operand)
        case ast.IfExp():
            yield node, _text(node.body)
            yield node, _text(node.orelse)
        case ast.If():
            yield node.test, f"(not {_text(node.test)})"
        case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            for each, part in enumerate(node.generators):
                for at in range(len(part.ifs)):
                    fewer = copy(part)
                    fewer.ifs = [*part.ifs[:at], *part.ifs[at + 1 :]]
                    parts = [*node.generators[:each], fewer, *node.generators[each + 1 :]]
                    yield _with(node, generators=parts)
        case ast.Dict():
            for at in range(len(node.values) - 1):
                first, second = node.values[at : at + 2]
                if ast.dump(first) != ast.dump(second):
                    swapped = [*node.values[:at], second, first, *node.values[at + 2 :]]
                    yield _with(node, values=swapped)
        case ast.Tuple(ctx=ast.Load()) if _is_listing(node):
            for at in range(len(node.elts)):
                yield _without(node, "elts", at)
        case ast.Call():
            for at, keyword in enumerate(node.keywords):
                if keyword.arg in _LABELS:
                    yield _without(node, "keywords", at)
            if isinstance(node.func, ast.Name) and node.func.id == "Decimal":
                yield from _decimals(node)
        case ast.Slice(lower=ast.expr(), upper=None):
            yield node, ":"
        case ast.Constant():
            for value in _constants(node.value):
                yield node, repr(value)
        case ast.Name(ctx=ast.Load()):
            for name in _NAMES.get(node.id, ()):
                if name in bound:
                    yield node, name
        case ast.Attribute(ctx=ast.Load()):
            for name in _NAMES.get(node.attr, ()):
                yield _with(node, attr=name)


def _is_listing(node: ast.Tuple) -> bool:
    """Whether a tuple lists things of one sort: labels, windows, or rows of a table."""
    sorts = {type(element) for element in node.elts}
    calls = {ast.unparse(e.func) for e in node.elts if isinstance(e, ast.Call)}
    if len(node.elts) < 2:
        return False
    if sorts == {ast.Call}:
        return len(calls) == 1
    capitals = all(isinstance(e, ast.Attribute) and e.attr.isupper() for e in node.elts)
    texts = all(isinstance(e, ast.Constant) and isinstance(e.value, str) for e in node.elts)
    return capitals or texts


def _decimals(node: ast.Call) -> Iterator[_Change]:
    match node.args:
        case [ast.Constant(value=str() as text) as argument]:
            for factor in (Decimal("0.9"), Decimal("1.1")):
                yield argument, repr(f"{(Decimal(text) * factor).normalize():f}")


def _constants(value: object) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
            yield value - 1
        case float():
            yield value * 0.9
            yield value * 1.1
        case str():
            yield from _WORDS.get(value, ())


def _text(node: ast.AST) -> str:
    return f"({ast.unparse(node)})"


def _offset(lines: Sequence[bytes], line: int, column: int) -> int:
    return sum(map(len, lines[: line - 1])) + column


def _replaced(text: str, node: Any, replacement: str) -> str:  # noqa: ANN401  a node with a place
    raw = text.encode()
    lines = raw.splitlines(keepends=True)
    start = _offset(lines, node.lineno, node.col_offset)
    end = _offset(lines, node.end_lineno, node.end_col_offset)
    return (raw[:start] + replacement.encode() + raw[end:]).decode()


def _line(text: str, node: Any) -> str:  # noqa: ANN401  a node with a place
    """Return the statement that is changed, as it is in a text, in one form whatever its layout."""
    for statement in ast.walk(ast.parse(text)):
        if (
            isinstance(statement, ast.stmt)
            and not hasattr(statement, "body")
            and statement.lineno <= node.lineno <= (statement.end_lineno or 0)
        ):
            return _quoted(statement)
    return _quoted(_head(text, node.lineno))


def _quoted(node: ast.AST) -> str:
    return ast.unparse(node).replace("'", '"')


def _head(text: str, line: int) -> ast.AST:
    """Return the condition or call that opens a block, or the arguments of a function."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.lineno <= line < node.body[0].lineno:
            return node.args
    inner = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(inner, key=lambda node: len(ast.unparse(node)))
