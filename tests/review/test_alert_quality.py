"""Precision, recall, detection and reset time of alerts."""

from datetime import timedelta
from fractions import Fraction

from observability.review.alert_quality import Quality
from observability.review.ledger import Firing
from tests.review.shop import NOW, ORDERS, WEEKS, at, incident, inputs, ledger, reviewed, rows


def fired(start: str, end: str | None, severity: str = "critical", tier: str = "fast") -> Firing:
    """Return a time that the SLO's alert fired."""
    return Firing(
        alert="ShopOrdersAccepted",
        slo=ORDERS.name,
        severity=severity,
        tier=tier,
        firing=at(start).timestamp(),
        resolved=None if end is None else at(end).timestamp(),
    )


NOON = incident("noon", "2026-03-10T12:00", "2026-03-10T13:00")
EVENING = incident("evening", "2026-03-12T18:00", "2026-03-12T18:30")


def pages(*firings: Firing, incidents: tuple[object, ...] = (NOON, EVENING)) -> Quality:
    """Return the quality of the page."""
    found = reviewed(ledger(rows(WEEKS.start, NOW), firings=firings), inputs(incidents=incidents))
    assert found.quality is not None
    return next(one for one in found.quality if one.severity == "critical")


def test_a_firing_in_an_incident_is_right_and_any_other_is_not() -> None:
    """Precision counts firings that belong to an incident, recall incidents that were seen."""
    found = pages(
        fired("2026-03-10T12:10", "2026-03-10T13:05"), fired("2026-03-20T03:00", "2026-03-20T03:20")
    )
    assert (found.firings, found.precision, found.recall) == (2, Fraction(1, 2), Fraction(1, 2))


def test_detection_and_reset_are_counted_from_the_incident() -> None:
    """Ten minutes to fire, five to resolve."""
    found = pages(fired("2026-03-10T12:10", "2026-03-10T13:05"))
    assert (found.detection, found.reset) == (timedelta(minutes=10), timedelta(minutes=5))


def test_tiers_that_fire_together_are_one_call() -> None:
    """Two tiers of a severity at the same time call people once."""
    found = pages(
        fired("2026-03-10T12:10", "2026-03-10T12:50"),
        fired("2026-03-10T12:20", "2026-03-10T13:20", tier="steady"),
    )
    assert (found.firings, found.reset) == (1, timedelta(minutes=20))


def test_an_alert_that_still_fires_has_no_reset_time() -> None:
    """What has not ended has not been reset."""
    found = pages(fired("2026-03-12T18:05", None))
    assert (found.recall, found.reset) == (Fraction(1, 2), None)


def test_an_alert_that_never_fired_has_a_recall() -> None:
    """Silence during an incident is what recall is about."""
    found = pages()
    assert (found.firings, found.precision, found.recall) == (0, None, Fraction(0))


def test_without_incidents_neither_is_said() -> None:
    """Nobody listed incidents, so a firing is neither right nor wrong."""
    found = pages(fired("2026-03-10T12:10", "2026-03-10T13:05"), incidents=())
    assert (found.firings, found.precision, found.recall) == (1, None, None)


def test_unknown_firings_are_not_no_firings() -> None:
    """Where nobody could tell what fired, nothing is said of alerts."""
    assert reviewed(ledger(rows(WEEKS.start, NOW), firings=None)).quality is None
