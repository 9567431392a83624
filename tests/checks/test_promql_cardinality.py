"""The check promql/cardinality."""

import pytest

from observability.checks.problem import Level
from tests.shop import SCOPE, alerts, found, of_catalogue, of_rules, records, whats

ORDERS = f"shop_orders_total{{{SCOPE}}}"


@pytest.mark.parametrize(
    ("expression", "labels"),
    [
        (f"rate({ORDERS}[5m])", ["customer", "process"]),
        (f"sum by (customer) ({ORDERS})", ["customer"]),
        (f"sum without (customer) ({ORDERS})", ["process"]),
    ],
)
def test_a_recording_that_keeps_such_a_label_is_found(expression: str, labels: list[str]) -> None:
    """One more series for each customer, or each start of a process."""
    assert whats("promql/cardinality", of_rules(records(expression))) == [
        f"the result keeps the label {label!r}" for label in labels
    ]


def test_an_alert_that_keeps_such_a_label_is_a_warning() -> None:
    """It may be meant: one alert for each."""
    checked = of_rules(alerts(f"sum by (process) ({ORDERS}) > 1"))
    [problem] = found("promql/cardinality", checked)
    assert problem.level is Level.WARNING


def test_recordings_without_such_labels_pass() -> None:
    """Aggregated away, or never there."""
    sound = of_rules(
        records(f"sum({ORDERS})"),
        records(f"sum without (customer, process) ({ORDERS})"),
        records(f"max by (pod) (up{{{SCOPE}}})"),
    )
    assert whats("promql/cardinality", sound) == []
    assert whats("promql/cardinality", of_catalogue()) == []
