"""A panel of a dashboard: a question, and the quantities that answer it."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Self

from observability.errors import DefinitionError
from observability.model.component import Component
from observability.model.metric import Metric, Status
from observability.model.origin import remember
from observability.model.quantity import Quantity, Unit, selectors_of, unit_of
from observability.model.units import in_seconds

COLUMNS = 24
"""The columns of a dashboard's grid."""


class View(StrEnum):
    """How a panel is drawn."""

    LINES = "lines"
    STACK = "stack"
    """Filled areas on top of each other: parts of a whole."""
    STEPS = "steps"
    """Lines that jump: states and whole numbers."""
    BARS = "bars"
    """One bar for each interval: rare events."""
    STAT = "stat"
    """The newest value, large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where a value starts to be a warning and to be critical; below, if critical is the lower."""

    warning: Decimal
    critical: Decimal

    def __post_init__(self) -> None:
        """Refuse limits that do not say which side is the bad one."""
        if self.warning == self.critical:
            raise DefinitionError(
                "warning and critical are equal: cannot tell whether high or low is bad"
            )

    @classmethod
    def of_time(cls, *, warning: timedelta, critical: timedelta) -> Self:
        """Return the limits of a value in seconds."""
        return cls(warning=in_seconds(warning), critical=in_seconds(critical))


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A question, and the quantities that answer it."""

    title: str
    question: str
    shows: tuple[Quantity, ...]
    view: View = View.LINES
    limits: Limits | None = None
    bad: bool = False
    """Whether what it shows is bad news: it is drawn in shades of red."""
    width: int = 8

    def __post_init__(self) -> None:
        """Refuse a panel that nobody could read."""
        if not self.title.strip():
            raise DefinitionError("a panel needs a title")
        if "?" not in self.question:
            raise DefinitionError(f"{self.title}: write the question that it answers, with a '?'")
        if not self.shows:
            raise DefinitionError(f"{self.title}: give at least one quantity in shows=")
        units = sorted({str(unit_of(quantity)) for quantity in self.shows})
        if len(units) > 1:
            raise DefinitionError(
                f"{self.title}: one axis cannot show {' and '.join(units)}: make two panels"
            )
        if not 1 <= self.width <= COLUMNS:
            raise DefinitionError(f"{self.title}: width is 1 to {COLUMNS} columns")

    @property
    def unit(self) -> Unit:
        """The unit of all its quantities."""
        return unit_of(self.shows[0])

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics that it reads, each once."""
        metrics = [s.metric for quantity in self.shows for s in selectors_of(quantity)]
        return tuple({metric.name: metric for metric in metrics}.values())

    @property
    def waits_for(self) -> tuple[str, ...]:
        """What upstream must do before every quantity can be seen; empty when all can."""
        waiting = (Status.DEFINED, Status.PLANNED)
        return tuple(dict.fromkeys(m.awaits for m in self.metrics if m.status in waiting))

    @property
    def external_sources(self) -> tuple[str, ...]:
        """Who else must be scraped for it."""
        return tuple(dict.fromkeys(m.source for m in self.metrics if m.status is Status.EXTERNAL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Panels under one heading; collapsed rows ask nothing until they are opened."""

    title: str
    panels: tuple[Panel, ...]
    collapsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The dashboard of a component."""

    component: Component
    question: str
    rows: tuple[Row, ...]
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Refuse two panels of one title, and metrics of another component."""
        remember(self)
        titles = [panel.title for panel in self.panels]
        twice = sorted({title for title in titles if titles.count(title) > 1})
        if twice:
            raise DefinitionError(
                f"dashboard of {self.component}: two panels are named {', '.join(twice)}"
            )
        for panel in self.panels:
            for metric in panel.metrics:
                if not metric.is_about(self.component):
                    raise DefinitionError(
                        f"{panel.title}: {metric.name} is not exposed by {self.component}; "
                        f"it is by: {', '.join(map(str, metric.components))}"
                    )

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels of all rows."""
        return tuple(panel for row in self.rows for panel in row.panels)
