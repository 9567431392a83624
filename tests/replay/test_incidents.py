"""Which fault explains which alert, and what that says of the alert."""

import pytest

from observability.recordings.timeline import Fault
from observability.replay.alerting import Firing
from observability.replay.incidents import WAKE, qualities, wakes


def fault(target: str, start: float, end: float, kind: str = "burst") -> Fault:
    """Return a fault."""
    return Fault(kind=kind, target=target, start=start, end=end, value=None)


def firing(at: int, *, component: str = "object", until: int | None = None) -> Firing:
    """Return an alert of a component."""
    return Firing(
        alert="Errors",
        labels={"alertname": "Errors", "component": component, "severity": "critical"},
        pending_at=at,
        firing_at=at,
        resolved_at=until,
    )


def explaining(faults: list[Fault], one: Firing) -> Fault | None:
    """Return the fault that explains an alert."""
    found, _ = wakes(faults, [one])
    return next((wake.fault for wake in found if wake.firings), None)


@pytest.mark.parametrize(
    ("at", "explained"),
    [(999, False), (1000, True), (2000, True), (2000 + WAKE, True), (2001 + WAKE, False)],
)
def test_a_fault_explains_what_fires_during_it_and_in_its_wake(at: int, *, explained: bool) -> None:
    """An alert that begins before a fault, or long after, is not of its making."""
    assert (explaining([fault("object", 1000, 2000)], firing(at)) is not None) is explained


def test_a_node_is_its_component() -> None:
    """A fault of one node explains the alerts of its component."""
    assert explaining([fault("object-1", 1000, 2000)], firing(1500)) is not None


def test_a_fault_of_another_component_explains_nothing() -> None:
    """An alert on objects is not explained by what struck metadata."""
    assert explaining([fault("metadata", 1000, 2000)], firing(1500)) is None


def test_the_frontend_shows_the_faults_of_all() -> None:
    """An alert of the frontend may come of a fault behind it."""
    one = firing(1500, component="frontend")
    assert explaining([fault("object-1", 1000, 2000)], one) is not None


def test_the_component_that_was_struck_comes_first() -> None:
    """Of two faults at once, the one that struck the alert's component explains it."""
    faults = [fault("frontend", 1000, 2000), fault("object", 1400, 2000)]
    assert explaining(faults, firing(1500, component="frontend")) == faults[0]


def test_what_lasts_comes_before_what_is_over() -> None:
    """A fault that still lasts explains an alert rather than one that has ended."""
    faults = [fault("object", 1000, 2000), fault("object", 1400, 1450)]
    assert explaining(faults, firing(1500)) == faults[0]


def test_quality() -> None:
    """Precision, recall, detection and reset time are those of the SRE workbook."""
    incidents = [fault("object", at, at + 600) for at in (10_000, 20_000, 30_000, 40_000)]
    fired = [
        firing(10_060, until=10_900),
        firing(20_180, until=20_960),
        firing(30_120, until=None),
        firing(50_000, until=50_060),
    ]
    (quality,) = qualities(incidents, fired)
    assert (quality.fired, quality.precision, quality.recall) == (4, 0.75, 0.75)
    assert (quality.detection, quality.reset) == (120, 330)


def test_quality_of_an_alert_that_found_nothing() -> None:
    """An alert without an incident has no detection time, and no precision."""
    (quality,) = qualities([fault("object", 1000, 2000)], [firing(90_000, until=90_060)])
    assert (quality.precision, quality.recall) == (0, 0)
    assert (quality.detection, quality.reset) == (None, None)
