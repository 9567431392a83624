"""Whether an SLO can be counted: live, waiting for upstream, or blind; and for what."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from observability.model.catalogue import Catalogue
from observability.model.metric import Status
from observability.model.slo import SLO


class Readiness(StrEnum):
    """What can be said of an SLO now."""

    LIVE = "live"
    """All that it reads is there."""
    WAITING = "waiting"
    """The catalogue says that upstream must do something first."""
    BLIND = "blind"
    """What it reads should be there, and is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOReadiness:
    """The state of an SLO; `needs` says what must happen, or which metrics are missing."""

    slo: str
    state: Readiness
    needs: tuple[str, ...]


def slo_readiness(slo: SLO, exposed: Collection[str]) -> SLOReadiness:
    """Return the state of one SLO, given the metrics that are exposed."""
    if not slo.is_live:
        return SLOReadiness(slo=slo.name, state=Readiness.WAITING, needs=slo.waits_for)
    missing = tuple(
        metric.name
        for metric in slo.metrics
        if metric.status is Status.RECORDED and metric.name not in exposed
    )
    return SLOReadiness(
        slo=slo.name, state=Readiness.BLIND if missing else Readiness.LIVE, needs=missing
    )


def slos_readiness(catalogue: Catalogue, exposed: Collection[str]) -> list[SLOReadiness]:
    """Return the state of every SLO that is promised."""
    return [slo_readiness(slo, exposed) for slo in catalogue.slos if not slo.retired]
