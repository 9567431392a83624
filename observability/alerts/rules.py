"""Rules and groups as data, before they become YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from observability.expressions.printing import render
from observability.expressions.promql import Expression, duration


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRule:
    """A series that Prometheus records at each evaluation of its group."""

    record: str
    expression: Expression
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertingRule:
    """An alert.

    `for_` is how long the expression must hold before it fires, `keep_firing_for` how long it
    fires on afterwards.
    """

    alert: str
    expression: Expression
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    for_: timedelta | None = None
    keep_firing_for: timedelta | None = None


Rule = RecordingRule | AlertingRule


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    """Rules that are evaluated one after the other, every `interval`."""

    name: str
    interval: timedelta
    rules: tuple[Rule, ...] = field(default=())


def _rule_body(rule: Rule) -> dict[str, object]:
    match rule:
        case RecordingRule():
            return {
                "record": rule.record,
                "expr": render(rule.expression),
                "labels": dict(rule.labels),
            }
        case AlertingRule():
            body: dict[str, object] = {"alert": rule.alert, "expr": render(rule.expression)}
            if rule.for_ is not None:
                body["for"] = duration(rule.for_)
            if rule.keep_firing_for is not None:
                body["keep_firing_for"] = duration(rule.keep_firing_for)
            return body | {"labels": dict(rule.labels), "annotations": dict(rule.annotations)}


def group_body(group: RuleGroup) -> dict[str, object]:
    """Return a group as Prometheus reads it."""
    return {
        "name": group.name,
        "interval": duration(group.interval),
        "rules": [_rule_body(rule) for rule in group.rules],
    }
