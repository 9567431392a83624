"""The check alerts/unaddressed."""

from tests.shop import alerts, of_rules, whats

WHOLE = alerts("vector(1)", severity="warning", namespace="shop")


def test_an_alert_without_a_severity_or_a_namespace_is_found() -> None:
    """No route of ours takes it."""
    subject = of_rules(alerts("vector(1)"))
    assert whats("alerts/unaddressed", subject) == [
        "the alert has no severity",
        "the alert has no namespace",
    ]


def test_a_severity_that_no_route_knows_is_found() -> None:
    """It would be a ticket, whatever was meant."""
    subject = of_rules(alerts("vector(1)", severity="page", namespace="shop"))
    assert whats("alerts/unaddressed", subject) == ["no route knows the severity 'page'"]


def test_a_cause_without_an_owner_is_found() -> None:
    """Nobody would mend it."""
    labels = {"severity": "warning", "namespace": "shop", "cause": "shop-gone"}
    subject = of_rules(alerts("vector(1)", **labels))
    assert whats("alerts/unaddressed", subject) == ["the alert has no owner"]
    assert whats("alerts/unaddressed", of_rules(alerts("vector(1)", owner="shop", **labels))) == []


def test_an_alert_that_says_whom_to_tell_passes() -> None:
    """An SLO's owner is known by its SLO."""
    assert whats("alerts/unaddressed", of_rules(WHOLE)) == []
