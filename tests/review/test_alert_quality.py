"""Alerts held against the incidents that people listed."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from observability.evaluation.firings import Firing, fired
from observability.evaluation.quality import Quality
from observability.review.markdown import markdown
from observability.review.sections.whole import whole
from tests.review.shop import (
    CATALOGUE,
    NOW,
    ORDERS,
    WEEKS,
    at,
    incident,
    inputs,
    ledger,
    reviewed,
    rows,
)

NOON = incident("noon", "2026-03-10T12:00", "2026-03-10T13:00")
EVENING = incident("evening", "2026-03-12T18:00", "2026-03-12T18:30")
ALERT = "ShopOrdersAccepted"
PAYMENTS = replace(ORDERS, name="payments-accepted")


def firing(
    start: str, end: str | None, tier: str = "fast", severity: str = "critical", **more: str
) -> Firing:
    """Return a time that the SLO's alert fired."""
    labels = {
        "alertname": ALERT,
        "slo": ORDERS.name,
        "component": "frontend",
        "severity": severity,
        "burn_tier": tier,
    }
    return fired(
        labels | more,
        firing_at=at(start).timestamp(),
        resolved_at=None if end is None else at(end).timestamp(),
    )


def pages(
    *firings: Firing, incidents: tuple[object, ...] = (NOON, EVENING), slo: str = ORDERS.name
) -> Quality:
    """Return the quality of an SLO's page."""
    found = reviewed(
        ledger(rows(WEEKS.start, NOW), firings=firings),
        inputs(incidents=incidents),
        catalogue=replace(CATALOGUE, slos=(ORDERS, PAYMENTS)),
    )
    assert found.quality is not None
    return next(
        one for one in found.quality if (one.alert.severity, one.alert.slo) == ("critical", slo)
    )


def test_a_firing_in_an_incident_is_right_and_any_other_is_not() -> None:
    """Precision counts firings that began in an incident, recall incidents that were noticed."""
    found = pages(
        firing("2026-03-10T12:10", "2026-03-10T13:05"),
        firing("2026-03-20T03:00", "2026-03-20T03:20"),
    )
    assert (found.firings, found.precision, found.recall) == (2, Fraction(1, 2), Fraction(1, 2))
    assert (found.detection, found.reset) == (timedelta(minutes=10), timedelta(minutes=5))


def test_an_alert_that_fired_outside_any_incident_is_noise() -> None:
    """Incidents were listed, and none of this SLO: its firings are right in none of them."""
    payment = {"slo": PAYMENTS.name, "alertname": "ShopPaymentsAccepted"}
    found = pages(firing("2026-03-10T12:10", "2026-03-10T13:05", **payment), slo=PAYMENTS.name)
    assert (found.firings, found.precision, found.recall) == (1, Fraction(0), None)


def test_an_alert_that_never_fired_has_a_recall() -> None:
    """Silence during an incident is what recall is about."""
    found = pages()
    assert (found.firings, found.precision, found.recall) == (0, None, Fraction(0))


def test_without_incidents_neither_is_said() -> None:
    """Nobody listed incidents, so a firing is neither right nor wrong."""
    found = pages(firing("2026-03-10T12:10", "2026-03-10T13:05"), incidents=())
    assert (found.firings, found.precision, found.recall) == (1, None, None)


@pytest.mark.parametrize(
    ("firings", "words"),
    [
        ((), "0 pages and 0 tickets"),
        (
            (
                firing("2026-03-10T12:10", "2026-03-10T12:30"),
                firing("2026-03-10T12:20", "2026-03-10T12:50", "steady"),
                firing("2026-03-10T12:20", None, "slow", "warning"),
            ),
            "1 page and 1 ticket",
        ),
    ],
)
def test_pages_and_tickets_are_notifications(firings: tuple[Firing, ...], words: str) -> None:
    """The review says how many there were, and that tiers at the same time are one."""
    found = reviewed(ledger(rows(WEEKS.start, NOW), firings=firings))
    assert f"{words} in this period" in markdown(whole(found))


def test_unknown_firings_are_not_no_firings() -> None:
    """Where it is not known what fired, nothing is said of alerts."""
    found = reviewed(ledger(rows(WEEKS.start, NOW), firings=None))
    assert found.quality is None
    assert "Which alerts fired is unknown" in markdown(whole(found))


def test_only_alerts_of_what_an_incident_hurt_are_expected() -> None:
    """Orders were hurt and payments were not: of those an alert that never fired is not told of."""
    found = reviewed(
        ledger(rows(WEEKS.start, NOW)),
        inputs(incidents=(NOON,)),
        catalogue=replace(CATALOGUE, slos=(ORDERS, PAYMENTS)),
    )
    assert found.quality is not None
    assert {quality.alert.slo for quality in found.quality} == {ORDERS.name}
