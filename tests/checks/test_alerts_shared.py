"""The check alerts/shared."""

from dataclasses import replace

from observability import Catalogue, Severity
from tests.shop import ORDERS_ACCEPTED, POLICY, SHOP, found, of_catalogue

TICKETS = replace(
    POLICY, tiers=tuple(replace(tier, severity=Severity.WARNING) for tier in POLICY.tiers)
)


def _two(**changes: object) -> Catalogue:
    changed = replace(ORDERS_ACCEPTED, **changes)  # type: ignore[arg-type]
    return replace(SHOP, slos=(changed, replace(changed, name="orders-cancelled")))


def test_a_family_that_pages_is_found() -> None:
    """The page of one SLO would inhibit the ticket of the other."""
    [problem] = found("alerts/shared", of_catalogue(_two(alert_family="orders")))
    assert problem.what == "several SLOs share this alert: orders-accepted, orders-cancelled"
    assert "inhibits" in problem.consequence


def test_a_name_that_is_shared_by_accident_is_found() -> None:
    """One SLO has the family whose name is the other SLO's own."""
    mine = replace(ORDERS_ACCEPTED, policy=TICKETS)
    other = replace(mine, name="orders-cancelled", alert_family="orders-accepted")
    [problem] = found("alerts/shared", of_catalogue(replace(SHOP, slos=(mine, other))))
    assert "nobody can tell" in problem.consequence


def test_a_family_that_only_tickets_passes() -> None:
    """That is what `alert_family` is for; and alerts on telemetry are shared by all SLOs."""
    family = _two(alert_family="orders", policy=TICKETS)
    assert found("alerts/shared", of_catalogue(family)) == []
    assert found("alerts/shared", of_catalogue(_two())) == []
