"""An SLO: a promise about an SLI over a window, with its owner and its reasons."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from observability.errors import DefinitionError
from observability.model.burn_rate import Basis, BurnRatePolicy
from observability.model.component import Component
from observability.model.metric import Metric, Status
from observability.model.origin import remember
from observability.model.sli import (
    SLI,
    BooleanSLI,
    LatencySLI,
    RatioSLI,
    RawSLI,
    ScrapeSLI,
    TimeSliceSLI,
    may_be_idle,
)

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME_LENGTH = 63
"""The limit of a Kubernetes label value, which an SLO's name becomes."""


def metrics_of(sli: SLI) -> tuple[Metric, ...]:
    """Return the metrics that an SLI reads (`up` aside, which Prometheus itself makes)."""
    match sli:
        case RatioSLI():
            return tuple({s.metric.name: s.metric for s in sli.selectors}.values())
        case LatencySLI() | TimeSliceSLI():
            return (sli.requests.metric,)
        case BooleanSLI():
            return (sli.gauge.metric,)
        case ScrapeSLI():
            return ()
        case RawSLI():
            return sli.metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class SLO:
    """A promise: of the valid events of `sli`, at least `objective` are good over `window`.

    `objective` is a ratio (write `percent(99.9)`). `blocked_by` names what upstream must mend
    before the SLI means anything, even though its metrics are recorded. `events_per_day` is how
    many valid events a usual day has where it pages, if that is known: `check` holds the policy to
    it.
    """

    name: str
    component: Component
    description: str
    sli: SLI
    objective: Decimal
    window: timedelta
    policy: BurnRatePolicy
    owner: str
    approved_by: str
    review_by: str
    rationale: str
    alert_family: str = ""
    """Alerts share this name instead of the SLO's own (for one promise about many components)."""
    blocked_by: str = ""
    events_per_day: int | None = None
    never_idle: bool = False
    """Its traffic never stops, day or night: ten minutes without a valid event are a page."""
    retired: str = ""
    """Since this day nobody promises it: it is counted on, and nothing alerts on it."""
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Refuse a promise that could never be kept, broken or alerted on."""
        remember(self)
        if len(self.name) > _NAME_LENGTH or not _NAME.fullmatch(self.name):
            raise DefinitionError(
                f"{self.name[:80]!r} is not an SLO name: use lower-case words joined by '-', "
                f"at most {_NAME_LENGTH} characters, like 'push-availability'"
            )
        if not 0 < self.objective < 1:
            raise DefinitionError(
                f"{self.name}: objective {self.objective * 100:f} % leaves no error budget or is "
                "no promise: give a value above 0 and below 100"
            )
        if self.window < timedelta(days=1) or self.window % timedelta(days=1):
            raise DefinitionError(f"{self.name}: the window is whole days, at least 1: days(28)")
        if self.events_per_day is not None and self.events_per_day < 1:
            raise DefinitionError(
                f"{self.name}: events_per_day is {self.events_per_day}: give at least 1, or leave "
                "it out where it is not known"
            )
        self._expect_dates()
        for tier in self.policy.tiers:
            if (
                self.policy.basis is Basis.RATE
                and tier.factor(self.window) * Fraction(self.budget) >= 1
            ):
                raise DefinitionError(
                    f"{self.name}: tier {tier.name!r} could never fire: "
                    f"{float(tier.factor(self.window)):g} * {self.budget} is 1 or more, and an "
                    "error ratio cannot exceed 1; raise the objective or give another policy"
                )
        self._refuse_what_the_sli_cannot()

    def _expect_dates(self) -> None:
        """Refuse days that are not written as ISO dates."""
        days = {"review_by": self.review_by} | ({"retired": self.retired} if self.retired else {})
        for word, day in days.items():
            try:
                date.fromisoformat(day)
            except ValueError:
                raise DefinitionError(
                    f"{self.name}: {word} {day!r} is not a date like 2026-12-31"
                ) from None

    def _refuse_what_the_sli_cannot(self) -> None:
        """Refuse words that do not fit the kind of SLI, and metrics of another component."""
        if self.never_idle and not may_be_idle(self.sli):
            raise DefinitionError(
                f"{self.name}: never_idle is about events that users make; each minute or target "
                f"is an event of a {type(self.sli).__name__}, so leave it out"
            )
        for metric in metrics_of(self.sli):
            if self.component not in metric.components and metric.status is not Status.EXTERNAL:
                raise DefinitionError(
                    f"{self.name}: {metric.name} is not exposed by {self.component}; "
                    f"it is by: {', '.join(map(str, metric.components))}"
                )

    @property
    def budget(self) -> Decimal:
        """The error budget as a ratio of valid events: 1 - objective, exact."""
        return 1 - self.objective

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics that the SLI reads."""
        return metrics_of(self.sli)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """What upstream must do before this SLO can be live; empty when it is."""
        awaited = [m.awaits for m in self.metrics if m.status in (Status.DEFINED, Status.PLANNED)]
        return tuple(dict.fromkeys([*awaited, *([self.blocked_by] if self.blocked_by else [])]))

    @property
    def can_be_judged(self) -> bool:
        """Whether rows of it, if there are any, mean something.

        A planned metric does not exist, so that none of its events proves nothing: no bad event
        must not pass for 100 % good.
        """
        return all(metric.status is not Status.PLANNED for metric in self.metrics)

    def is_promised(self, day: date) -> bool:
        """Tell whether it is promised on a day: it is not retired yet."""
        return not self.retired or day < date.fromisoformat(self.retired)

    @property
    def is_live(self) -> bool:
        """Whether everything that it reads is recorded today."""
        return not self.waits_for
