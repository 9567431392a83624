"""What a retired SLO still does: it is counted."""

from dataclasses import replace

import pytest

from observability.alerts.groups import ledger_group, period_group
from observability.alerts.outage import used
from observability.alerts.rules import AlertingRule, RecordingRule
from observability.expressions.promise import promise
from observability.proofs.files import proofs
from tests.shop import FRONTEND, ORDERS_ACCEPTED, PROD, SHOP

PROMISED = replace(ORDERS_ACCEPTED, never_idle=True)
RETIRED = replace(PROMISED, retired="2026-02-01")


def rules(retired: bool) -> list[RecordingRule | AlertingRule]:  # noqa: FBT001  which of the two
    """Return all rules of the SLO."""
    promised = promise(SHOP, RETIRED if retired else PROMISED, PROD)
    return [*ledger_group(promised).rules, *period_group(promised).rules]


def test_nothing_alerts_on_it() -> None:
    """No burn, nothing missing, idle, contradicted or stopped; promised, it has all of these."""
    assert [rule for rule in rules(retired=True) if isinstance(rule, AlertingRule)] == []
    names = {rule.alert for rule in rules(retired=False) if isinstance(rule, AlertingRule)}
    assert names == {
        f"Shop{name}"
        for name in (
            *("OrdersAccepted", "SLODataMissing", "SLOIdle", "SLOContradicted", "TrafficStopped"),
        )
    }


def test_it_is_counted_on_by_the_same_rows() -> None:
    """Rows, and what the roll-up needs to know of itself; no figures of a period, no info."""
    kept = [rule for rule in rules(retired=True) if isinstance(rule, RecordingRule)]
    before = [rule for rule in rules(retired=False) if isinstance(rule, RecordingRule)]
    assert all(rule in before for rule in kept)
    left_out = {rule.record for rule in before} - {rule.record for rule in kept}
    assert left_out == {
        *("slo:valid:period", "slo:bad:period", "slo:excess:period", "slo:error_ratio:period"),
        *("slo:coverage:ratio", "slo:error_budget_remaining:ratio", "slo:error_budget:events"),
        *("slo:period:seconds", "slo:info"),
    }


@pytest.mark.parametrize(("slo", "slos"), [(PROMISED, ("orders-accepted",)), (RETIRED, ())])
def test_its_component_is_not_paged_for_by_it(slo: object, slos: tuple[str, ...]) -> None:
    """Nobody promises these users anything."""
    assert used(replace(SHOP, slos=(slo,)), PROD, FRONTEND) == slos  # type: ignore[arg-type]


def test_rules_that_alert_on_nothing_have_no_proofs() -> None:
    """What is left are the cases of targets and of our rules."""
    made = {artefact.path.rpartition("/")[2] for artefact in proofs(SHOP, PROD)}
    assert "orders-accepted.test.yaml" in made
    left = proofs(replace(SHOP, slos=(RETIRED,)), PROD)
    assert not any("orders-accepted" in artefact.path for artefact in left)
