"""When an alert is pending, firing and over."""

from dataclasses import replace

import pytest

from observability.replay.alerting import episodes, firings, labelled, states
from observability.replay.rules import AlertingRule

HOT = AlertingRule(
    alert="Hot", expression="heat", labels={}, interval=60, lasting=0, keeps_firing=0
)
END = 6_000


def fired(rule: AlertingRule, *active: int) -> list[tuple[int, int, int | None]]:
    """Return when a rule that is active at these times is pending, firing and over."""
    found = firings(rule, {}, episodes(rule, active, end=END))
    return [(one.pending_at, one.firing_at, one.resolved_at) for one in found]


def test_it_fires_at_once_without_for() -> None:
    """Without a `for`, pending and firing are one evaluation; it is over at the next without."""
    assert fired(HOT, 60, 120) == [(60, 60, 180)]


def test_it_fires_after_for() -> None:
    """It fires at the first evaluation at which it has been active for `for`."""
    assert fired(replace(HOT, lasting=120), 60, 120, 180, 240) == [(60, 180, 300)]


def test_a_gap_begins_for_again() -> None:
    """An evaluation without a result ends what is pending."""
    assert fired(replace(HOT, lasting=120), 60, 120, 240, 300, 360) == [(240, 360, 420)]


def test_a_gap_ends_what_fires() -> None:
    """An evaluation without a result ends what fires, and the next result is another firing."""
    assert fired(HOT, 60, 180) == [(60, 60, 120), (180, 180, 240)]


@pytest.mark.parametrize(("kept", "over"), [(60, 180), (119, 240), (120, 240), (121, 300)])
def test_it_is_kept_firing(kept: int, over: int) -> None:
    """It is over at the first evaluation by which it had no result for `keep_firing_for`."""
    assert fired(replace(HOT, keeps_firing=kept), 60) == [(60, 60, over)]


def test_a_result_while_it_is_kept_goes_on() -> None:
    """A result within `keep_firing_for` is the same firing, which is kept from its end on."""
    assert fired(replace(HOT, keeps_firing=120), 60, 180) == [(60, 60, 360)]


def test_what_is_pending_is_not_kept() -> None:
    """Only what fires is kept firing."""
    assert fired(replace(HOT, lasting=120, keeps_firing=600), 60, 180) == []


def shown(rule: AlertingRule, *active: int) -> dict[int, str]:
    """Return the state at each evaluation of a rule that is active at these times."""
    found = states(rule, episodes(rule, active, end=END), end=END)
    return {time: state for state, time in found}


def test_a_state_for_each_evaluation() -> None:
    """It is pending until it fires, firing until it is over, and between two episodes neither."""
    rule = replace(HOT, lasting=120, keeps_firing=60)
    assert shown(rule, 60, 120, 180, 480) == {
        60: "pending",
        120: "pending",
        180: "firing",
        240: "firing",
        480: "pending",
    }


def test_states_until_the_end() -> None:
    """What is pending, firing or kept firing at the last evaluation is so at it, and no later."""
    assert shown(replace(HOT, lasting=120), END) == {END: "pending"}
    assert shown(HOT, END) == {END: "firing"}
    assert shown(replace(HOT, keeps_firing=600), END - 60) == {END - 60: "firing", END: "firing"}


def test_it_fires_at_the_end() -> None:
    """What is active at the last evaluation has no end."""
    assert fired(HOT, END - 60, END) == [(END - 60, END - 60, None)]


def test_labels_of_the_rule_win() -> None:
    """A label of the rule replaces that of the result; the result's name is dropped."""
    rule = replace(HOT, labels={"severity": "critical"})
    assert labelled(rule, {"__name__": "heat", "severity": "low", "job": "oven"}) == {
        "alertname": "Hot",
        "job": "oven",
        "severity": "critical",
    }
