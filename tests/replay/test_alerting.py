"""What an alert is called, and its state at each evaluation."""

from dataclasses import replace

from observability.replay.alerting import episodes, labelled, states
from observability.replay.rules import AlertingRule

HOT = AlertingRule(
    alert="Hot", expression="heat", labels={}, interval=60, for_=0, keep_firing_for=0
)
END = 6_000


def shown(rule: AlertingRule, *active: int) -> dict[int, str]:
    """Return the state at each evaluation of a rule that is active at these times."""
    found = states(rule, episodes(rule, active, end=END), end=END)
    return {time: state for state, time in found}


def test_a_state_for_each_evaluation() -> None:
    """It is pending until it fires, firing until it is over, and between two episodes neither."""
    rule = replace(HOT, for_=120, keep_firing_for=60)
    assert shown(rule, 60, 120, 180, 480) == {
        60: "pending",
        120: "pending",
        180: "firing",
        240: "firing",
        480: "pending",
    }


def test_states_until_the_end() -> None:
    """What is pending, firing or kept firing at the last evaluation is so at it, and no later."""
    assert shown(replace(HOT, for_=120), END) == {END: "pending"}
    assert shown(HOT, END) == {END: "firing"}
    assert shown(replace(HOT, keep_firing_for=600), END - 60) == {END - 60: "firing", END: "firing"}


def test_labels_of_the_rule_win() -> None:
    """A label of the rule replaces that of the result; the result's name is dropped."""
    rule = replace(HOT, labels={"severity": "critical"})
    assert labelled(rule, {"__name__": "heat", "severity": "low", "job": "oven"}) == {
        "alertname": "Hot",
        "job": "oven",
        "severity": "critical",
    }
