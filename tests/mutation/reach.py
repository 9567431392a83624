"""Which part of a rule file, and of its tests, a change of one rule can reach.

Rules of a group that neither read the changed rule's series nor are read on the way there give
what they gave before: evaluating them again proves nothing and takes most of the time. What is
left out is left out of the expectations too, so that a case can only fail by what is changed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Rule = Mapping[str, Any]

_NAME = re.compile(r"[a-zA-Z_:][\w:]*")


def _reads(rule: Rule) -> frozenset[str]:
    # Label names and functions are among them, and match no record.
    return frozenset(_NAME.findall(rule["expr"]))


def readers(rules: Sequence[Rule], at: int) -> frozenset[int]:
    """Return the rule and all that read it, directly or through others, by position."""
    found = {at}
    for _ in rules:
        records = {rules[i].get("record") for i in found}
        found |= {i for i, rule in enumerate(rules) if _reads(rule) & records}
    return frozenset(found)


def needed(rules: Sequence[Rule], by: Iterable[int]) -> frozenset[int]:
    """Return the rules and all that they read, directly or through others, by position."""
    found = set(by)
    for _ in rules:
        names = frozenset().union(*(_reads(rules[i]) for i in found))
        found |= {i for i, rule in enumerate(rules) if rule.get("record") in names}
    return frozenset(found)


def _fires_of(alert: Rule, expected: Mapping[str, Any]) -> bool:
    """Tell whether an expected alert is the rule's: its labels are among the alert's."""
    labels: Mapping[str, str] = expected["exp_labels"]
    return all(labels.get(label) == value for label, value in alert["labels"].items())


def _alerts(test: Mapping[str, Any], reached: Sequence[Rule]) -> list[dict[str, Any]]:
    kept = []
    for expected in test.get("alert_rule_test", ()):
        mine = [rule for rule in reached if rule.get("alert") == expected["alertname"]]
        if mine:
            firing = [e for e in expected["exp_alerts"] if any(_fires_of(rule, e) for rule in mine)]
            kept.append({**expected, "exp_alerts": firing})
    return kept


def reached_of(test: Mapping[str, Any], reached: Sequence[Rule]) -> dict[str, Any] | None:
    """Return a case with only what it expects of the rules that are reached, or None."""
    records = {rule["record"] for rule in reached if "record" in rule}
    alerts = _alerts(test, reached)
    samples = [
        expected
        for expected in test.get("promql_expr_test", ())
        if records & set(_NAME.findall(expected["expr"]))
    ]
    if not alerts and not samples:
        return None
    rest = {
        key: value
        for key, value in test.items()
        if key not in {"alert_rule_test", "promql_expr_test"}
    }
    return rest | {"alert_rule_test": alerts, "promql_expr_test": samples}


def expects_something(test: Mapping[str, Any]) -> bool:
    """Tell whether a case expects an alert or a sample: such a case tells more than silence."""
    return any(alert["exp_alerts"] for alert in test["alert_rule_test"]) or any(
        sample["exp_samples"] for sample in test["promql_expr_test"]
    )
