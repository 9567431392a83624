"""The order of rules, and how their expressions are made to see where a series ends."""

import pytest

from observability.errors import ReplayError
from observability.replay.order import ending, levels, lifetimes, selectors, series_read
from observability.replay.rules import AlertingRule, RecordingRule, Rule


def rule(record: str, expression: str, interval: int = 60) -> RecordingRule:
    """Return a recording rule."""
    return RecordingRule(record=record, expression=expression, labels={}, interval=interval)


def alert(name: str, expression: str, interval: int = 60) -> AlertingRule:
    """Return an alerting rule."""
    return AlertingRule(
        alert=name,
        expression=expression,
        labels={},
        interval=interval,
        for_=0,
        keep_firing_for=0,
    )


def test_a_rule_comes_after_what_it_reads() -> None:
    """A level reads only what earlier levels recorded, whatever the order of the rules."""
    found = levels([rule("c", "a + b"), rule("b", "sum(a)"), rule("a", "raw")])
    assert [[one.name for one in level] for level in found] == [["a{}"], ["b{}"], ["c{}"]]


def test_a_name_is_there_once_all_rules_recorded_it() -> None:
    """Who reads a name that two rules record waits for both."""
    found = levels([rule("a", "raw"), rule("b", "a"), rule("a", "b2"), rule("b2", "raw")])
    assert [[one.expression for one in level] for level in found] == [["raw", "raw"], ["b2"], ["a"]]


def test_who_reads_alerts_comes_after_all_of_them() -> None:
    """An alerting rule records `ALERTS`, at the interval of its group."""
    rules: list[Rule] = [
        rule("a", "sum(ALERTS)"),
        alert("Hot", "raw"),
        alert("Hotter", "b"),
        rule("b", "raw"),
    ]
    found = [[one.name for one in level] for level in levels(rules)]
    assert found == [["Hot{}", "b{}"], ["Hotter{}"], ["a{}"]]
    assert lifetimes(rules)["ALERTS"] == 59_999


def test_an_alert_on_alerts() -> None:
    """An alert that depends on alerts waits for itself, and is refused by name."""
    with pytest.raises(ReplayError, match=r"circular dependency between rules: Noisy\{\}"):
        levels([alert("Hot", "raw"), alert("Noisy", "count(ALERTS) > 9")])


@pytest.mark.parametrize("expression", ["a", "b", "a[5m:1m]"])
def test_rules_in_a_circle(expression: str) -> None:
    """Rules that read each other, or themselves, are refused by name."""
    with pytest.raises(ReplayError, match=r"circular dependency between rules: .*a\{\}"):
        levels(
            [
                rule("a", f"max_over_time({expression})" if "[" in expression else expression),
                rule("b", "a"),
            ]
        )


def test_names_and_selectors_of_an_expression() -> None:
    """Every series that an expression reads is found, in ranges, subqueries and with modifiers."""
    expression = 'sum(rate(a{x="}"}[5m] offset 1m)) / max_over_time(b[1h:1m]) + c @ 5'
    assert series_read(expression) == {"a", "b", "c"}
    assert selectors(expression) == {'a{x="}"}', "b", "c"}


def test_lifetime_is_a_millisecond_less_than_the_interval() -> None:
    """A recorded sample shows until the next evaluation, and not at it."""
    rules = [rule("a", "raw"), rule("b", "raw", 300), rule("b", "raw2", 60)]
    assert lifetimes(rules) == {"a": 59_999, "b": 299_999}


@pytest.mark.parametrize(
    ("expression", "seen"),
    [
        ("a", "last_over_time(a[59s999ms])"),
        ('a{x="}"} offset 1m', 'last_over_time(a{x="}"}[59s999ms] offset 1m)'),
        ("sum_over_time(a[4m59s999ms])", "sum_over_time(a[4m59s999ms])"),
        ("max_over_time(a[1h:1m])", "max_over_time(last_over_time(a[59s999ms])[1h:1m])"),
        ("raw", "last_over_time(raw[10s])"),
        ("absent(raw)", "absent_over_time(raw[10s])"),
        ("(a or raw) * 2", "(last_over_time(a[59s999ms]) or last_over_time(raw[10s])) * 2"),
    ],
)
def test_instant_selectors_see_where_a_series_ends(expression: str, seen: str) -> None:
    """An instant selector becomes the value of the last evaluation or scrape; a range stays."""
    assert ending(expression, {"a": 59_999}, scraped=10_000) == seen


def test_scraped_series_are_left_alone_without_an_interval() -> None:
    """Where a recording does not tell how often it was scraped, raw series are read as they are."""
    assert ending("raw + a", {"a": 59_999}, scraped=None) == "raw + last_over_time(a[59s999ms])"
