"""How good an alert is: precision, recall, detection and reset (SRE workbook, ch. 5).

A firing belongs to an incident if it *began* while the incident lasted, or within
`ATTRIBUTION_WINDOW` after it, and the incident concerns the alert. It belongs to one incident at
most: one that still lasts, of these the one that concerns it most, of these the latest. An alert
that fired already when an incident began told nobody of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from statistics import median
from typing import Generic, NamedTuple, Protocol, TypeVar

from observability.evaluation.firings import Firing, notifications

ATTRIBUTION_WINDOW = timedelta(minutes=10)
"""How long after an incident an alert may begin because of it: it lags by its interval and `for`,
and by the scrape that first shows what happened."""


class Alert(NamedTuple):
    """What an alert is called, what it is about, and what it wants of people."""

    name: str
    slo: str | None
    component: str | None
    severity: str | None


class Incident(Protocol):
    """A significant event, from start to end in seconds of Unix time."""

    @property
    def start(self) -> float:
        """When it began."""

    @property
    def end(self) -> float:
        """When it was over."""


Event = TypeVar("Event", bound=Incident)
Concerns = Callable[[Alert, Event], int]
"""How much an incident concerns an alert: 0 is not at all, and it can explain none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One alert, held against incidents.

    Attributes:
        alert: which one.
        firings: how many notifications it sent.
        precision: those that belong to an incident, as a share; None if there was none, or nobody
            listed an incident.
        recall: the incidents that it was sent for, as a share of those that concern it; None if
            none does.
        detection: from an incident's start to its first notification, the median.
        reset: from an incident's end until its last notification was resolved, the median; below 0
            if it was before.

    """

    alert: Alert
    firings: int
    precision: Fraction | None
    recall: Fraction | None
    detection: timedelta | None
    reset: timedelta | None


@dataclass(frozen=True, slots=True)
class Attributed(Generic[Event]):
    """An incident, and the firings that belong to it in the order in which they began."""

    incident: Event
    firings: tuple[Firing, ...]


def alert_of(firing: Firing) -> Alert:
    """Return the alert that fired."""
    return Alert(firing.alert, firing.slo, firing.component, firing.severity)


def attribute(
    firings: Iterable[Firing], incidents: Sequence[Event], concerns: Concerns[Event]
) -> tuple[tuple[Attributed[Event], ...], tuple[Firing, ...]]:
    """Return each incident with the firings that belong to it, and those that belong to none."""
    belonging: list[list[Firing]] = [[] for _ in incidents]
    others = []
    for firing in sorted(firings, key=lambda firing: firing.firing_at):
        possible = [
            (firing.firing_at <= incident.end, how_much, incident.start, at)
            for at, incident in enumerate(incidents)
            if incident.start
            <= firing.firing_at
            <= incident.end + ATTRIBUTION_WINDOW.total_seconds()
            and (how_much := concerns(alert_of(firing), incident))
        ]
        if possible:
            *_, at = max(possible)
            belonging[at].append(firing)
        else:
            others.append(firing)
    return (
        tuple(map(Attributed, incidents, map(tuple, belonging))),
        tuple(others),
    )


def quality(
    firings: Iterable[Firing],
    incidents: Sequence[Event],
    concerns: Concerns[Event],
    expected: Iterable[Alert] = (),
) -> tuple[Quality, ...]:
    """Return how good each alert was that fired, or was expected to.

    Args:
        firings: of any tiers; those of one alert that fire at once count as one notification.
        incidents: the significant events.
        concerns: how much an incident concerns an alert.
        expected: alerts that are told of even if they never fired.

    """
    sent = notifications(firings)
    attributed, others = attribute(sent, incidents, concerns)
    alerts = {*map(alert_of, sent), *expected}
    return tuple(
        _quality(alert, attributed, others, concerns)
        for alert in sorted(alerts, key=lambda alert: tuple(part or "" for part in alert))
    )


def _quality(
    alert: Alert,
    attributed: Sequence[Attributed[Event]],
    others: Sequence[Firing],
    concerns: Concerns[Event],
) -> Quality:
    mine = [
        (one.incident, [firing for firing in one.firings if alert_of(firing) == alert])
        for one in attributed
        if concerns(alert, one.incident)
    ]
    noticed = [(incident, firings) for incident, firings in mine if firings]
    right = sum(len(firings) for _, firings in noticed)
    sent = right + sum(alert_of(firing) == alert for firing in others)
    resets = [
        resolved - incident.end
        for incident, firings in noticed
        if (resolved := firings[-1].resolved_at) is not None
    ]
    return Quality(
        alert=alert,
        firings=sent,
        precision=Fraction(right, sent) if sent and attributed else None,
        recall=Fraction(len(noticed), len(mine)) if mine else None,
        detection=_median(firings[0].firing_at - incident.start for incident, firings in noticed),
        reset=_median(resets),
    )


def _median(seconds: Iterable[float]) -> timedelta | None:
    known = list(seconds)
    return timedelta(seconds=median(known)) if known else None
