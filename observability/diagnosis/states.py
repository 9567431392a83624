"""Whether an SLO is live, waits for upstream, or is blind; and for what."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from observability.model.catalogue import Catalogue
from observability.model.metric import Status
from observability.model.slo import SLO


class State(StrEnum):
    """What can be said of an SLO now."""

    LIVE = "live"
    """All that it reads is there."""
    WAITING = "waiting"
    """The catalogue says that upstream must do something first."""
    BLIND = "blind"
    """What it reads should be there, and is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SLOState:
    """The state of an SLO; `needs` says what must happen, or which metrics are missing."""

    slo: str
    state: State
    needs: tuple[str, ...]


def slo_state(slo: SLO, exposed: Collection[str]) -> SLOState:
    """Return the state of one SLO, given the metrics that are exposed."""
    if not slo.is_live:
        return SLOState(slo=slo.name, state=State.WAITING, needs=slo.waits_for)
    missing = tuple(
        metric.name
        for metric in slo.metrics
        if metric.status is Status.RECORDED and metric.name not in exposed
    )
    return SLOState(slo=slo.name, state=State.BLIND if missing else State.LIVE, needs=missing)


def slo_states(catalogue: Catalogue, exposed: Collection[str]) -> list[SLOState]:
    """Return the state of every SLO."""
    return [slo_state(slo, exposed) for slo in catalogue.slos]
