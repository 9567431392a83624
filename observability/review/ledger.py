"""What a review read: rows, alerts that fired, contributors, restarts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from observability.evaluation.firings import Firing
from observability.evaluation.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRows:
    """Rows that no ledger should hold, by kind; each is left out of the sums."""

    unpaired: int = 0
    """A valid row without its bad row, or the other way round."""
    not_whole: int = 0
    """NaN, infinite or fractional."""
    duplicate_series: int = 0
    """A second series for the same SLO, as when two replicas are asked at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributors:
    """An SLO's bad events by label, as the raw series tell them.

    Attributes:
        total: how many bad events they tell; fewer than the ledger's where series are gone.
        events: how many of them by label name and value.
        failure: why Prometheus could not be asked, or "".

    """

    total: int = 0
    events: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """Targets of a component that restarted after `start`, until `end` (sharp to five minutes).

    They may be many, one after the other; `targets` is how many did within twenty minutes at most.
    """

    component: str
    start: datetime
    end: datetime
    targets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartCoverage:
    """Whether restarts of a component's targets could have been seen.

    Attributes:
        shown: the share of the targets' time in which a metric would show one, 0 to 1.
        appeared: how often a target appeared, or came back after more than fifteen minutes: it may
            have restarted unseen.

    """

    shown: float
    appeared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What was read of the ledger.

    Attributes:
        rows: of five minutes, by SLO, from before the period on: burn rates look back.
        minutes: of one minute, by SLO, within the windows of incidents and exclusions only.
        firings: the alerts that fired; None where that is unknown.
        rejected_rows: rows that were left out, by SLO.
        source: where it was read, for people.
        queries: how many questions it took.
        warnings: what Prometheus warned of.
        contributors: by SLO that was asked for.
        restarts: in the order of time; None where they are unknown.
        restart_coverage: by component, whether they could have been seen.

    """

    rows: Mapping[str, Rows]
    minutes: Mapping[str, Rows]
    firings: tuple[Firing, ...] | None
    rejected_rows: Mapping[str, RejectedRows]
    source: str
    queries: int
    warnings: tuple[str, ...] = ()
    contributors: Mapping[str, Contributors] = field(default_factory=dict)
    restarts: tuple[Restart, ...] | None = None
    restart_coverage: Mapping[str, RestartCoverage] = field(default_factory=dict)
