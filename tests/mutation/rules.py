"""The mutants of an emitted rule file: one rule changed in one place, and a name for it.

What promtool's tests cannot see is left alone: a group's name and interval (promtool ignores the
interval), and annotations, which are words and no rule.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from promql_parser import parse, parse_duration

from observability.expressions import names
from tests.mutation.difference import difference
from tests.mutation.promql import Seen, changed

Rule = dict[str, Any]

_ROLLED_UP = (names.VALID_ROLLUP, names.BAD_ROLLUP, names.MINUTES_ROLLUP)
_LINK = "or on ()"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mutant:
    """A rule with one place changed; `body` is None where the rule is gone."""

    file: str
    at: int
    """The rule's place in its group."""
    rule: str
    """The record's or alert's name, with its tier."""
    change: str
    body: Rule | None

    @property
    def name(self) -> str:
        """The file, the rule and the change."""
        return f"{self.file}: {self.rule}: {self.change}"


def _rule_name(rule: Rule) -> str:
    if "record" in rule:
        return str(rule["record"])
    tier = rule["labels"].get("burn_tier")
    return f"{rule['alert']} ({tier})" if tier else str(rule["alert"])


def _catches_up(rule: Rule) -> str:
    """Return the part of a roll-up that is for evaluations that did not take place.

    promtool's tests evaluate a group at each step, so that no emitted test can tell. What it does
    is held by `tests/expressions/test_budget.py`, and mutated with the figures.
    """
    text = str(parse(rule["expr"]).prettify())
    return text[: text.rindex(_LINK) + len(_LINK)] if rule.get("record") in _ROLLED_UP else ""


def _expression(rule: Rule, seen: Seen) -> Iterator[tuple[str, Rule]]:
    untold = _catches_up(rule)
    for text in changed(rule["expr"], seen):
        if text.startswith(untold):
            yield difference(rule["expr"], text), rule | {"expr": text}


def _lasting(rule: Rule) -> Iterator[tuple[str, Rule]]:
    lasting = rule.get("for")
    if lasting is None:
        return
    minutes = parse_duration(lasting) // timedelta(minutes=1)
    yield "for is dropped", {key: value for key, value in rule.items() if key != "for"}
    for other in (2 * minutes, minutes // 2):
        yield f"for is {other}m", rule | {"for": f"{other}m"}


def _named(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for key in ("record", "alert"):
        if key in rule:
            name = f"{rule[key]}X"
            yield f"{key} is {name}", rule | {key: name}


def _labelled(rule: Rule) -> Iterator[tuple[str, Rule]]:
    labels: Mapping[str, str] = rule["labels"]
    for label, value in labels.items():
        yield f"label {label} is {value}x", rule | {"labels": {**labels, label: f"{value}x"}}


def _changes(rule: Rule, seen: Seen) -> Iterator[tuple[str, Rule | None]]:
    """Return what can go wrong in a rule, each with the rule as it then is."""
    yield "the rule is dropped", None
    yield from _expression(rule, seen)
    for kind in (_lasting, _named, _labelled):
        yield from kind(rule)


def read(path: Path) -> list[Rule]:
    """Return the rules of a file of one group.

    Raises:
        OSError: the file cannot be read.

    """
    body = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    (group,) = body["groups"]
    return list(group["rules"])


def mutants(path: Path) -> list[Mutant]:
    """Return the mutants of a rule file, in the order of its text."""
    found: list[Mutant] = []
    names: Counter[str] = Counter()
    seen = Seen()
    for at, rule in enumerate(read(path)):
        name = _rule_name(rule)
        for change, body in _changes(rule, seen):
            names[f"{name}: {change}"] += 1
            again = names[f"{name}: {change}"]
            text = change if again == 1 else f"{change} (place {again})"
            found.append(Mutant(file=path.name, at=at, rule=name, change=text, body=body))
    return found
