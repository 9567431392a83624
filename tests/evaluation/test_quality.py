"""How good alerts are, on firings and incidents whose figures are counted by hand."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

import pytest

from observability.evaluation.firings import Firing, fired
from observability.evaluation.quality import Alert, Quality, attribute, quality

NONE, ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Incident:
    """An incident of a component."""

    start: float
    end: float
    component: str = "object"


def firing(
    at: float, until: float | None = None, *, component: str = "object", tier: str = "fast"
) -> Firing:
    """Return an alert of a component that fired."""
    labels = {"alertname": "Errors", "component": component, "severity": "critical"}
    return fired(labels | {"burn_tier": tier}, firing_at=at, resolved_at=until)


def concerns(alert: Alert, incident: Incident) -> int:
    """Return 2 for the alert's own component, 1 for any if it is the front's."""
    return 2 if alert.component == incident.component else int(alert.component == "front")


def of_object(*firings: Firing, incidents: tuple[Incident, ...]) -> Quality:
    """Return the quality of the alert on objects."""
    (found,) = quality(firings, incidents, concerns)
    return found


@pytest.mark.parametrize(
    ("at", "belongs"), [(999, False), (1000, True), (2000, True), (2600, True), (2601, False)]
)
def test_a_firing_belongs_to_an_incident_in_which_it_began(at: float, *, belongs: bool) -> None:
    """From the incident's start until ten minutes after its end."""
    ((found,), others) = attribute([firing(at)], [Incident(1000, 2000)], concerns)
    assert (len(found.firings), len(others)) == ((1, 0) if belongs else (0, 1))


def test_an_alert_that_fires_already_tells_nobody_of_an_incident() -> None:
    """It was sent before, and is not sent again."""
    found = of_object(firing(500, 3000), incidents=(Incident(1000, 2000),))
    assert (found.firings, found.precision, found.recall) == (1, NONE, NONE)


def test_an_incident_that_does_not_concern_an_alert_explains_nothing() -> None:
    """Nor is the alert held to have missed it."""
    found = of_object(firing(1500), incidents=(Incident(1000, 2000, "metadata"),))
    assert (found.precision, found.recall) == (NONE, None)


def test_a_firing_belongs_to_one_incident() -> None:
    """One that still lasts, then that which concerns it most, then the latest."""

    def chosen(component: str, *incidents: Incident) -> int:
        found, _ = attribute([firing(1500, component=component)], incidents, concerns)
        (only,) = (at for at, one in enumerate(found) if one.firings)
        return only

    assert chosen("front", Incident(1000, 2000, "front"), Incident(1400, 2000)) == 0
    assert chosen("object", Incident(1000, 2000), Incident(1400, 1450)) == 0
    assert chosen("front", Incident(1000, 2000), Incident(1400, 1450, "front")) == 0
    assert chosen("object", Incident(1000, 2000), Incident(1400, 2000)) == 1
    assert chosen("object", Incident(1400, 1600), Incident(1000, 2000)) == 0


def test_an_incident_still_lasts_in_its_last_second() -> None:
    """A firing at 1500 belongs to what ends then, not to what began later and was over before."""
    incidents = [Incident(1000, 1500), Incident(1400, 1450)]
    found, _ = attribute([firing(1500)], incidents, concerns)
    assert [len(incident.firings) for incident in found] == [1, 0]


def test_precision_recall_detection_and_reset() -> None:
    """Three of four firings were right, three of four incidents were noticed.

    After 60, 120 and 180 s; it was resolved 300 and 360 s after the end, and once not at all.
    """
    found = of_object(
        firing(10_060, 10_900),
        firing(20_180, 20_960),
        firing(25_000, 25_060),
        firing(30_120),
        incidents=tuple(Incident(at, at + 600) for at in (10_000, 20_000, 30_000, 40_000)),
    )
    assert (found.firings, found.precision, found.recall) == (4, Fraction(3, 4), Fraction(3, 4))
    assert found.detection == timedelta(seconds=120)
    assert found.reset == timedelta(seconds=330)


def test_reset_is_negative_if_it_was_over_before_the_incident() -> None:
    """An alert that gave up a minute early."""
    found = of_object(firing(1100, 1940), incidents=(Incident(1000, 2000),))
    assert found.reset == timedelta(seconds=-60)


def test_the_first_firing_detects_and_the_last_resets() -> None:
    """An alert that comes and goes within one incident noticed it once, when it came first."""
    found = of_object(firing(1060, 1200), firing(1500, 2300), incidents=(Incident(1000, 2000),))
    assert (found.firings, found.precision, found.recall) == (2, ALL, ALL)
    assert (found.detection, found.reset) == (timedelta(seconds=60), timedelta(seconds=300))


def test_tiers_that_fire_together_are_one_firing() -> None:
    """Two tiers at once are right once, and end when the later one does."""
    found = of_object(
        firing(1060, 1500), firing(1120, 2180, tier="steady"), incidents=(Incident(1000, 2000),)
    )
    assert (found.firings, found.precision) == (1, ALL)
    assert found.reset == timedelta(seconds=180)


def test_without_incidents_a_firing_is_neither_right_nor_wrong() -> None:
    """Nobody listed any: precision and recall are unknown, and how often it fired is not."""
    found = of_object(firing(1060, 1500), incidents=())
    assert (found.firings, found.precision, found.recall) == (1, None, None)


def test_an_alert_that_should_have_fired_is_told_of() -> None:
    """Silence in an incident is what recall is about."""
    silent = Alert("Errors", None, "object", "critical")
    (found,) = quality([], [Incident(1000, 2000)], concerns, expected=[silent])
    assert (found.firings, found.precision, found.recall) == (0, None, NONE)


def test_each_alert_is_held_to_its_own_firings() -> None:
    """Two alerts notice one incident, after 60 and 120 s: one notification of each."""
    both = [firing(1060), firing(1120, component="front")]
    assert [
        (found.alert.component, found.firings, found.detection)
        for found in quality(both, [Incident(1000, 2000)], concerns)
    ] == [("front", 1, timedelta(seconds=120)), ("object", 1, timedelta(seconds=60))]


def test_alerts_are_in_the_order_of_their_names() -> None:
    """Then of their SLOs, components and severities; what has none comes before what has one."""
    alerts = [
        Alert("Errors", None, None, None),
        Alert("Errors", None, "front", None),
        Alert("Errors", None, "object", None),
        Alert("Errors", "push", "front", None),
        Alert("Errors", "push", "front", "critical"),
        Alert("Latency", None, "front", "critical"),
    ]
    assert [found.alert for found in quality([], [], concerns, expected=alerts[::-1])] == alerts
