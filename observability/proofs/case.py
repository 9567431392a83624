"""A case of a promtool test file: named, with input series and what must come out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from observability.alerts.rules import AlertingRule
from observability.expressions.names import TIER_LABEL
from observability.expressions.promql import duration, equals, quoted
from observability.model.windows import MINUTE
from observability.proofs.notation import notation
from observability.proofs.rows import Burning
from observability.proofs.series import InputSeries

OF_DAYS = timedelta(minutes=10)
"""How often rules are evaluated in a case of days."""
_KILO = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAlerts:
    """Which alerts of a name fire at a time: none, or these."""

    alert: str
    at: timedelta
    firing: tuple[tuple[AlertingRule, str], ...] = ()
    """The rules that fire, each with its `$value` as its description prints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSamples:
    """What an expression gives at a time: nothing, or these values by labels."""

    expression: str
    at: timedelta
    samples: tuple[tuple[Mapping[str, str], float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One story: its name says the fact that it proves."""

    name: str
    series: Sequence[InputSeries]
    interval: timedelta = MINUTE
    evaluated: timedelta = MINUTE
    """How often the rules are evaluated: a case of days has no time for every minute."""
    alerts: Sequence[ExpectedAlerts] = field(default=())
    samples: Sequence[ExpectedSamples] = field(default=())


def series_text(name: str, labels: Mapping[str, str]) -> str:
    """Return a series as PromQL names it."""
    inner = ",".join(f"{m.label}{m.op}{quoted(m.value)}" for m in equals(**labels))
    return f"{name}{{{inner}}}" if inner else name


def _four_digits(value: float) -> str:
    return f"{value:.4g}"


def humanize_percentage(value: Fraction) -> str:
    """Return a ratio as Prometheus's `humanizePercentage` prints it."""
    return f"{_four_digits(float(value) * 100)}%"


def humanize(value: Fraction) -> str:
    """Return a number of 1 or more as Prometheus's `humanize` prints it."""
    number = float(value)
    for prefix in ("", "k", "M", "G"):
        if number < _KILO:
            return _four_digits(number) + prefix
        number /= _KILO
    return _four_digits(number) + "T"


def _printed(text: str, value: str) -> str:
    """Return an annotation with its one `{{ $value … }}` filled in."""
    start, end = text.find("{{ $value"), text.find("}}")
    return text if start < 0 else f"{text[:start]}{value}{text[end + 2 :]}"


def _expected(rule: AlertingRule, value: str) -> dict[str, object]:
    return {
        "exp_labels": dict(rule.labels),
        "exp_annotations": {key: _printed(text, value) for key, text in rule.annotations.items()},
    }


def firing(
    rules: Iterable[AlertingRule], burning: Sequence[Burning]
) -> tuple[tuple[AlertingRule, str], ...]:
    """Return the rules of the tiers that burn, with their values as printed."""
    by_tier = {tier.tier.name: tier for tier in burning}
    found = []
    for rule in rules:
        tier = by_tier.get(rule.labels[TIER_LABEL])
        if tier is not None:
            is_ratio = "humanizePercentage" in rule.annotations["description"]
            text = humanize_percentage(tier.value) if is_ratio else humanize(tier.value)
            found.append((rule, text))
    return tuple(found)


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def test_file(
    cases: Iterable[Case], *, rule_files: Sequence[str], evaluation_interval: timedelta
) -> dict[str, object]:
    """Return a promtool test file of the cases."""
    return {
        "rule_files": list(rule_files),
        "evaluation_interval": duration(evaluation_interval),
        "tests": [_test(case) for case in cases],
    }


def _test(case: Case) -> dict[str, object]:
    test: dict[str, object] = {
        "name": case.name,
        "interval": duration(case.interval),
        "input_series": [
            {"series": series_text(s.name, dict(s.labels)), "values": notation(s.samples)}
            for s in case.series
        ],
    }
    if case.alerts:
        test["alert_rule_test"] = [
            {
                "eval_time": duration(expected.at),
                "alertname": expected.alert,
                "exp_alerts": [_expected(rule, value) for rule, value in expected.firing],
            }
            for expected in case.alerts
        ]
    if case.samples:
        test["promql_expr_test"] = [
            {
                "expr": expected.expression,
                "eval_time": duration(expected.at),
                "exp_samples": [
                    {"labels": series_text("", labels) or "{}", "value": _number(value)}
                    for labels, value in expected.samples
                ],
            }
            for expected in case.samples
        ]
    return test
