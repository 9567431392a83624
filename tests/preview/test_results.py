"""What rules would have recorded over a recording."""

from datetime import timedelta

from observability.alerts.rules import AlertingRule, RecordingRule, RuleGroup
from observability.expressions.promql import Series, call
from observability.preview.results import _alert, levels
from observability.prometheus.answers import ResultSeries

MINUTE = timedelta(minutes=1)


def _records(name: str, *reads: str) -> RecordingRule:
    expression = call("sum", *map(Series, reads))
    return RecordingRule(record=name, expression=expression, labels={})


def test_a_rule_comes_after_what_it_reads() -> None:
    """Whatever the order in which rules are given; alerts come last."""
    alert = AlertingRule(alert="Late", expression=Series("a"), labels={}, annotations={})
    group = RuleGroup(
        name="demo",
        interval=MINUTE,
        rules=(alert, _records("c", "b"), _records("b", "a"), _records("a", "raw")),
    )
    found = [[getattr(rule, "record", "alert") for rule, _ in level] for level in levels([group])]
    assert found == [["a"], ["b"], ["c"], ["alert"]]


def test_an_alert_is_pending_until_it_lasted() -> None:
    """After a pause it must last again."""
    alert = AlertingRule(
        alert="Down", expression=Series("x"), labels={}, annotations={}, lasting=2 * MINUTE
    )
    times = (60, 120, 180, 240, 600, 660)
    answer = ResultSeries(labels={"pod": "a"}, samples=tuple((t, 1.0) for t in times))
    states = [sample.series.label("alertstate") for sample in _alert(alert, answer, MINUTE)]
    assert states == ["pending", "pending", "firing", "firing", "pending", "pending"]
