"""Which alerts fired in the wake of which fault, and how good that makes each alert."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from observability.recordings.timeline import Fault
from observability.replay.alerting import Firing

WAKE = 600
"""Seconds after a fault in which an alert may begin to fire because of it. An alert lags by its
interval and `for`, and by the scrape that first shows the fault."""


USER_FACING = "frontend"
"""The component that calls all others: a fault of any of them may show in its alerts, while alerts
of another component tell of that component only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """A fault and the alerts that began to fire while it lasted, or in its wake."""

    fault: Fault
    firings: tuple[Firing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One alerting rule, as its alerts tell it: those of one name differ by SLO and severity."""

    alert: str
    slo: str | None
    component: str | None
    severity: str | None
    burn_tier: str | None

    @classmethod
    def of(cls, firing: Firing) -> "Rule":
        """Return the rule that an alert came from."""
        labels = firing.labels
        return cls(
            alert=firing.alert,
            slo=firing.slo,
            component=labels.get("component"),
            severity=firing.severity,
            burn_tier=labels.get("burn_tier"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well a rule tells incidents (SRE workbook, chapter 5, "Alerting considerations").

    Attributes:
        rule: the rule.
        fired: how often it fired.
        precision: the share of its firings that began in an incident or its wake.
        recall: the share of the incidents on which it fired.
        detection: seconds from the start of an incident until it fired, the median; None if it
            fired on none.
        reset: seconds from the end of an incident until it was over, the median; below 0 if it was
            over before. None if it fired on none, or has not ended.

    """

    rule: Rule
    fired: int
    precision: float
    recall: float
    detection: float | None
    reset: float | None


def wakes(
    faults: Sequence[Fault], fired: Iterable[Firing]
) -> tuple[tuple[Wake, ...], tuple[Firing, ...]]:
    """Return each fault with the alerts that it explains, and the alerts that none explains.

    A fault may explain the alerts of the component that it struck, and those of the frontend. Of
    several that may, one that struck the alert's component is taken
    before others, one that still lasts before one that is over, and then the latest.
    """
    explained: dict[Fault, list[Firing]] = {fault: [] for fault in faults}
    rest = []
    for firing in fired:
        possible = [fault for fault in faults if _explains(fault, firing)]
        if possible:
            explained[max(possible, key=lambda fault: _likelihood(fault, firing))].append(firing)
        else:
            rest.append(firing)
    found = tuple(Wake(fault=f, firings=tuple(firings)) for f, firings in explained.items())
    return found, tuple(rest)


def qualities(incidents: Sequence[Fault], fired: Sequence[Firing]) -> tuple[Quality, ...]:
    """Return the quality of each rule that fired, those that fired most often first."""
    found, rest = wakes(incidents, fired)
    rules = dict.fromkeys(Rule.of(firing) for firing in fired)
    judged = [_quality(rule, found, rest) for rule in rules]
    return tuple(sorted(judged, key=lambda quality: (-quality.fired, str(quality.rule))))


def _quality(rule: Rule, found: Sequence[Wake], rest: Sequence[Firing]) -> Quality:
    false = sum(1 for firing in rest if Rule.of(firing) == rule)
    by_incident = [
        (wake.fault, [firing for firing in wake.firings if Rule.of(firing) == rule])
        for wake in found
    ]
    detected = [(fault, firings) for fault, firings in by_incident if firings]
    true = sum(len(firings) for _, firings in detected)
    detections = [firings[0].firing_at - fault.start for fault, firings in detected]
    resets = [
        over - fault.end
        for fault, firings in detected
        if (over := firings[-1].resolved_at) is not None
    ]
    return Quality(
        rule=rule,
        fired=true + false,
        precision=true / (true + false),
        recall=len(detected) / len(found) if found else 0.0,
        detection=median(detections) if detections else None,
        reset=median(resets) if resets else None,
    )


def _explains(fault: Fault, firing: Firing) -> bool:
    within = fault.start <= firing.firing_at <= fault.end + WAKE
    return within and (
        _strikes(fault, firing) or firing.labels.get("component") in {None, USER_FACING}
    )


def _strikes(fault: Fault, firing: Firing) -> bool:
    return fault.target == "all" or _component(fault.target) == firing.labels.get("component")


def _likelihood(fault: Fault, firing: Firing) -> tuple[bool, bool, float]:
    return _strikes(fault, firing), firing.firing_at <= fault.end, fault.start


def _component(target: str) -> str:
    """Return the component of a fault's target, which is one itself or a node: `object-1`."""
    component, dash, node = target.rpartition("-")
    return component if dash and node.isdecimal() else target
