"""How good the alerts were: precision, recall, detection and reset time (SRE workbook, ch. 5).

A significant event is an incident that people listed. Without incidents, nothing can be said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from statistics import median

from observability.model.review import Incident
from observability.model.slo import SLO
from observability.review.ledger import Firing


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One alert of one severity, against the incidents of its SLO.

    Attributes:
        alert: its name.
        slo: its SLO, None for alerts on targets and rules.
        severity: its severity.
        firings: how often it fired in the period; tiers at the same time are one.
        precision: firings during an incident ÷ firings; None if it never fired, or nobody listed
            incidents.
        recall: incidents it fired for ÷ incidents; None without incidents of its SLO.
        detection: from an incident's start to the first firing, the median.
        reset: from an incident's end to the last resolution, the median; negative if it resolved
            before the end.

    """

    alert: str
    slo: str | None
    severity: str
    firings: int
    precision: Fraction | None
    recall: Fraction | None
    detection: timedelta | None
    reset: timedelta | None


@dataclass(frozen=True, slots=True)
class _Span:
    start: float
    end: float | None


def merged(firings: Sequence[Firing]) -> list[_Span]:
    """Return the times when any of them fired."""
    spans: list[_Span] = []
    for one in sorted(firings, key=lambda firing: firing.firing):
        last = spans[-1] if spans else None
        if last is not None and (last.end is None or one.firing <= last.end):
            ends = (last.end, one.resolved)
            known = [end for end in ends if end is not None]
            spans[-1] = _Span(last.start, max(known) if len(known) == len(ends) else None)
        else:
            spans.append(_Span(one.firing, one.resolved))
    return spans


def _overlaps(span: _Span, incident: Incident, grace: float) -> bool:
    """Whether a firing belongs to an incident; it may begin until its short window has passed."""
    begins = incident.start.timestamp()
    return span.start <= incident.end.timestamp() + grace and (
        span.end is None or span.end >= begins
    )


def quality(
    slo: SLO | None,
    alert: str,
    severity: str,
    firings: Sequence[Firing],
    incidents: Sequence[Incident],
) -> Quality:
    """Return how good an alert was, from its own firings and the incidents of its SLO."""
    spans = merged(firings)
    grace = _grace(slo, severity)
    for_incident = {
        incident.name: [span for span in spans if _overlaps(span, incident, grace)]
        for incident in incidents
    }
    right = [s for s in spans if any(s in found for found in for_incident.values())]
    caught = [incident for incident in incidents if for_incident[incident.name]]
    detection = [max(0.0, for_incident[i.name][0].start - i.start.timestamp()) for i in caught]
    reset = [
        end - i.end.timestamp() for i in caught if (end := for_incident[i.name][-1].end) is not None
    ]
    return Quality(
        alert=alert,
        slo=None if slo is None else slo.name,
        severity=severity,
        firings=len(spans),
        precision=Fraction(len(right), len(spans)) if spans and incidents else None,
        recall=Fraction(len(caught), len(incidents)) if incidents else None,
        detection=timedelta(seconds=median(detection)) if detection else None,
        reset=timedelta(seconds=median(reset)) if reset else None,
    )


def _grace(slo: SLO | None, severity: str) -> float:
    if slo is None:
        return 0.0
    shorts = [
        tier.short_window.total_seconds()
        for tier in slo.policy.tiers
        if str(tier.severity) == severity
    ]
    return max(shorts, default=0.0)
