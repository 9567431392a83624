"""Burn-rate policies: when to alert on an error budget, as shares of it (SRE workbook, ch. 5)."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from observability.errors import DefinitionError
from observability.model.origin import remember

_SHORTEST_PAGE = timedelta(hours=1)


class Severity(StrEnum):
    """What an alert wants of people."""

    CRITICAL = "critical"
    """Wakes somebody up: a page."""
    WARNING = "warning"
    """Somebody looks within days: a ticket."""
    INFO = "info"
    """Nobody is told; it is there to be read."""


class Basis(StrEnum):
    """What is compared with the budget."""

    RATE = "rate"
    """The error ratio of the windows: the usual choice."""
    EVENTS = "events"
    """The bad events of the windows against the period's budget in events: for little traffic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnRateTier:
    """Alert when `budget_share` of the period's budget is spent within `long_window`.

    The short window lets the alert end soon after the errors do: a twelfth of the long one (SRE
    workbook, ch. 5, table 5-8), or a larger share where traffic is so small that a twelfth would
    often hold no event at all.

    The alert fires on for `keep_firing_for` after the burn, since an error ratio near a threshold
    comes and goes: one continuous fault is one notification.
    """

    name: str
    severity: Severity
    budget_share: Decimal
    long_window: timedelta
    short_window_divisor: int = 12

    @property
    def keep_firing_for(self) -> timedelta:
        """How long the alert fires on after the burn.

        A page: a third of the long window, and at least an hour. That is how rarely bad events may
        come, down to three an hour, before the page ends and a new one begins (decision 0006). A
        ticket: its short window, which is longer.
        """
        if self.severity is Severity.CRITICAL:
            return max(self.long_window / 3, _SHORTEST_PAGE)
        return self.short_window

    @property
    def short_window(self) -> timedelta:
        """The window that must still be burning."""
        return self.long_window / self.short_window_divisor

    def factor(self, period: timedelta) -> Fraction:
        """How many times faster than sustainable the budget burns at the threshold.

        budget share x period / window (SRE workbook, ch. 5, "Burn rate").
        """
        microsecond = timedelta(microseconds=1)
        return Fraction(self.budget_share) * Fraction(
            period // microsecond, self.long_window // microsecond
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnRatePolicy:
    """The tiers of an SLO's alerts, and the floor of bad events below which none fires.

    The floor is on bad events, never on traffic: a floor on traffic would hide the total outage
    of a quiet service. It is on those of a tier's long window, since the short one of a quiet
    service holds few events even when all of them are bad.
    """

    name: str
    tiers: tuple[BurnRateTier, ...]
    min_bad_events: int
    basis: Basis = Basis.RATE
    source: str
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Refuse a policy without tiers, with a tier named twice, or without a floor."""
        remember(self)
        names = [tier.name for tier in self.tiers]
        if not names or len(set(names)) < len(names):
            raise DefinitionError(f"policy {self.name!r} needs tiers, each with a name of its own")
        if self.min_bad_events < 1:
            raise DefinitionError(f"policy {self.name!r}: min_bad_events is at least 1")

    @property
    def paging(self) -> tuple[BurnRateTier, ...]:
        """The tiers that wake somebody up."""
        return tuple(tier for tier in self.tiers if tier.severity is Severity.CRITICAL)

    @property
    def pages(self) -> bool:
        """Whether any tier wakes somebody up."""
        return bool(self.paging)
