"""What if an SLO were another: the rules that would be, and how often people would be told."""

from dataclasses import replace

import pytest

from observability import BurnRatePolicy, percent
from observability.alerts.plain import plain_rules
from observability.errors import DefinitionError
from observability.evaluation.firings import AlertCounts, Firing, fired
from observability.explanations.what_if import WhatIf, differences, what_if
from tests.shop import ORDERS_ACCEPTED, POLICY, PROD, SHOP

NAME = ORDERS_ACCEPTED.name
OTHER = replace(POLICY, name="other", min_bad_events=7)


def firing(slo: str | None, severity: str | None, at: float, tier: str = "fast") -> Firing:
    """Return an alert that fired for a minute."""
    labels = {"alertname": "Any", "slo": slo, "severity": severity, "burn_tier": tier}
    return fired(
        {name: value for name, value in labels.items() if value is not None},
        firing_at=at,
        resolved_at=at + 60,
    )


def asked(
    *,
    objective: str | None = None,
    own: BurnRatePolicy | None = None,
    policy: BurnRatePolicy | None = None,
) -> WhatIf:
    """Ask of the invented shop's SLO."""
    return what_if(
        SHOP,
        PROD,
        objectives={NAME: percent(objective)} if objective else {},
        policies={NAME: own} if own else {},
        policy=policy,
    )


def test_without_a_change_rules_are_those_that_are_emitted() -> None:
    """So that only what was asked for can differ."""
    assert asked().rules == tuple(plain_rules(SHOP, PROD))


def test_an_environment_of_its_own_objective_is_changed_too() -> None:
    """Prod may differ from the definition; the question is stronger than both."""
    prod = replace(PROD, objectives={NAME: percent(99.5)})
    found = what_if(SHOP, prod, objectives={NAME: percent(99)}, policies={}, policy=None)
    ((old, new),) = [
        (old.objective, new.objective)
        for old, new in zip(found.before, found.after, strict=True)
        if old.name == NAME
    ]
    assert (old, new) == (percent(99.5), percent(99))
    assert "13.44 * 0.01" in str(found.rules)


def test_an_slo_of_its_own_policy_leaves_that_of_all() -> None:
    """What is asked of one is stronger than what is asked of all."""
    found = {slo.name: slo.policy for slo in asked(own=POLICY, policy=OTHER).after}
    assert found.pop(NAME) == POLICY
    assert set(found.values()) <= {OTHER}


def test_only_pages_and_tickets_of_the_slo_count() -> None:
    """What merely informs is sent to nobody, and others' alerts are others'."""
    before = [
        *(firing(NAME, severity, 0) for severity in ("critical", "warning", "info", None)),
        firing(NAME, "warning", 600),
        firing("another", "critical", 0),
        firing(None, "critical", 0),
    ]
    (found,) = differences(asked(objective="99"), before, [])
    assert (found.sent_before, found.sent_after) == (
        AlertCounts(pages=1, tickets=2),
        AlertCounts(pages=0, tickets=0),
    )


def test_tiers_that_fire_at_once_are_one_page() -> None:
    """As in the review and in the replay's own table: one notification, however many tiers."""
    before = [firing(NAME, "critical", 0), firing(NAME, "critical", 30, tier="steady")]
    (found,) = differences(asked(objective="99"), before, [])
    assert found.sent_before == AlertCounts(pages=1, tickets=0)


def test_what_did_not_change_is_no_difference() -> None:
    """An SLO that is asked to be what it is differs in nothing."""
    assert differences(asked(objective="99.9", own=POLICY), [], []) == ()


def test_what_cannot_be_is_refused() -> None:
    """In the model's own words."""
    with pytest.raises(DefinitionError, match="tier 'fast' could never fire: 13.44 \\* 0.1"):
        asked(objective="90")
