"""In which order rules are replayed, and how each reads what the others recorded."""

from collections.abc import Mapping, Sequence

import promql_parser

from observability.errors import ReplayError
from observability.replay.alerting import ALERTS
from observability.replay.rules import RecordingRule, Rule


def series_read(expression: str) -> frozenset[str]:
    """Return the names of the series that an expression reads, `up` for `up{job="x"}`."""
    names: set[str] = set()

    def note(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector) and node.name:
            names.add(node.name)

    promql_parser.walk(promql_parser.parse(expression), note)
    return frozenset(names)


def selectors(expression: str) -> frozenset[str]:
    """Return the selectors of an expression, without ranges and modifiers: `up{job="x"}`."""
    selectors: set[str] = set()

    def note(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            selectors.add(_parts(node)[0])

    promql_parser.walk(promql_parser.parse(expression), note)
    return frozenset(selectors)


def levels(rules: Sequence[Rule]) -> tuple[tuple[Rule, ...], ...]:
    """Return the rules in levels, in which each rule reads only what an earlier level recorded.

    All rules of one level are replayed before the next begins, whatever their groups: a whole
    recording needs no more imports than there are levels.

    Raises:
        ReplayError: rules read each other in a circle, or one reads itself. Prometheus would read
            what was recorded at the evaluation before.

    """
    left = [(rule, series_read(rule.expression)) for rule in rules]
    levels: list[tuple[Rule, ...]] = []
    while left:
        # A name is there once all rules that record it are.
        awaited = {_recorded(rule) for rule, _ in left}
        ready = tuple(rule for rule, reads in left if not reads & awaited)
        if not ready:
            circle = ", ".join(sorted(rule.name for rule, _ in left))
            raise ReplayError(f"circular dependency between rules: {circle}")
        left = [(rule, reads) for rule, reads in left if reads & awaited]
        levels.append(ready)
    return tuple(levels)


def lifetimes(rules: Sequence[Rule]) -> dict[str, int]:
    """Return for how many milliseconds Prometheus shows a sample of each recorded name.

    That is until the next evaluation: one millisecond less than the interval, or a range of
    Prometheus 2 would hold the evaluation before as well.
    """
    longest: dict[str, int] = {}
    for rule in rules:
        name = _recorded(rule)
        longest[name] = max(rule.interval * 1000 - 1, longest.get(name, 0))
    return longest


def _recorded(rule: Rule) -> str:
    return rule.record if isinstance(rule, RecordingRule) else ALERTS


def ending(expression: str, recorded: Mapping[str, int], *, scraped: int | None) -> str:
    """Return the expression so that it sees each series end where it ended.

    Prometheus marks the end of a series with a stale marker: a recorded one at the first evaluation
    that has no value for it, a scraped one at the first scrape without it. OpenMetrics has no such
    markers, and without them an instant selector shows the last value for five minutes. So `x` is
    made `last_over_time(x[59s999ms])`: the value of the last evaluation or scrape, and none if it
    had none. A range reads the same with and without markers, and stays as it is.

    Args:
        expression: PromQL.
        recorded: for how many milliseconds a sample of each recorded name shows.
        scraped: the same for all other series, or None to leave them as they are.

    """
    within_range = False

    def enter(node: promql_parser.Expr) -> None:
        nonlocal within_range
        if isinstance(node, promql_parser.MatrixSelector):
            within_range = True

    def leave(node: promql_parser.Expr) -> promql_parser.Expr | None:
        nonlocal within_range
        match node:
            case promql_parser.MatrixSelector():
                within_range = False
            case promql_parser.VectorSelector() if not within_range:
                lifetime = scraped if node.name is None else recorded.get(node.name, scraped)
                return None if lifetime is None else _call("last_over_time", _over(node, lifetime))
            case promql_parser.Call() if node.func.name == "absent":
                # It takes its labels from a selector, which is a call by now.
                (last,) = node.args
                if isinstance(last, promql_parser.Call) and last.func.name == "last_over_time":
                    return _call("absent_over_time", last.args[0].prettify())
        return None

    # `str` would cut the milliseconds off a range; `prettify` keeps them.
    return promql_parser.transform(promql_parser.parse(expression), enter, leave).prettify()


def _over(selector: promql_parser.VectorSelector, lifetime: int) -> str:
    series, modifiers = _parts(selector)
    return f"{series}[{lifetime}ms]{modifiers}"


def _parts(selector: promql_parser.VectorSelector) -> tuple[str, str]:
    """Return which series a selector selects, and its modifiers `offset` and `@`."""
    text = selector.prettify()
    # The modifiers hold no brace.
    end = text.rfind("}") + 1 or len(selector.name or "")
    return text[:end], text[end:]


def _call(function: str, argument: str) -> promql_parser.Expr:
    return promql_parser.parse(f"{function}({argument})")
