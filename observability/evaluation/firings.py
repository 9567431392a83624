"""Alerts that fired, and how often people heard of them.

Three words, here and in the documents. An *alert* has a name and a severity, and is about one
thing: an SLO, a component, our rules. A *tier* is one of the rules behind an SLO's alert. A
*notification* is what people get: one page or one ticket for as long as any tier of an alert
fires, since tiers of one alert and severity that fire at the same time are sent as one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from observability.model.burn_rate import Severity

_TIER = "burn_tier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One time that an alert fired: one of its tiers, or several at once.

    Times are evaluations, in seconds of Unix time.

    Attributes:
        labels: as Alertmanager would be told, `alertname` among them; of several tiers, without
            the label that tells them apart.
        tiers: the tiers that fired, in the order in which they began; empty where an alert has
            none.
        pending_at: the evaluation that found it active first; None where that is not known.
        firing_at: the evaluation from which on it fired.
        resolved_at: the evaluation that found it over; None if it still fired at the end.

    """

    labels: Mapping[str, str]
    tiers: tuple[str, ...] = ()
    pending_at: float | None = None
    firing_at: float
    resolved_at: float | None

    @property
    def alert(self) -> str:
        """The alert's name."""
        return self.labels["alertname"]

    @property
    def slo(self) -> str | None:
        """The SLO that it is about, if its labels say so."""
        return self.labels.get("slo")

    @property
    def component(self) -> str | None:
        """The component that it is about, if its labels say so."""
        return self.labels.get("component")

    @property
    def severity(self) -> str | None:
        """What it wants of people, if its labels say so."""
        return self.labels.get("severity")


def fired(
    labels: Mapping[str, str],
    *,
    firing_at: float,
    resolved_at: float | None,
    pending_at: float | None = None,
) -> Firing:
    """Return one time that the alert of one rule fired; its tier is told by its labels."""
    tier = labels.get(_TIER)
    return Firing(
        labels=labels,
        tiers=() if tier is None else (tier,),
        pending_at=pending_at,
        firing_at=firing_at,
        resolved_at=resolved_at,
    )


def notifications(firings: Iterable[Firing]) -> tuple[Firing, ...]:
    """Return what people hear: tiers of one alert and severity that fire at once are one.

    They are in the order of time.
    """

    def alert(firing: Firing) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((k, v) for k, v in firing.labels.items() if k != _TIER))

    found: list[Firing] = []
    for labels, tiers in groupby(sorted(firings, key=lambda f: (alert(f), f.firing_at)), key=alert):
        merged: list[Firing] = []
        for tier in tiers:
            last = merged[-1] if merged else None
            if last is None or (last.resolved_at is not None and tier.firing_at > last.resolved_at):
                merged.append(replace(tier, labels=dict(labels)))
            else:
                ends = (last.resolved_at, tier.resolved_at)
                known = [end for end in ends if end is not None]
                merged[-1] = replace(
                    last,
                    tiers=tuple(dict.fromkeys((*last.tiers, *tier.tiers))),
                    resolved_at=max(known) if len(known) == len(ends) else None,
                )
        found += merged
    return tuple(sorted(found, key=lambda firing: (firing.firing_at, alert(firing))))


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCounts:
    """How many notifications there were: pages, and tickets."""

    pages: int
    tickets: int


def alert_counts(firings: Iterable[Firing]) -> AlertCounts:
    """Return how many pages and tickets some firings are."""
    severities = [firing.severity for firing in notifications(firings)]
    return AlertCounts(
        pages=severities.count(Severity.CRITICAL), tickets=severities.count(Severity.WARNING)
    )
