"""A cause: what is wrong in the system itself, whom it hurts, and what to do about it.

An alert beside those of SLOs: for what no SLO sees, such as a component that is gone with its
counters, and for what is wrong before users notice.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from observability.errors import DefinitionError
from observability.model.burn_rate import Severity
from observability.model.component import Component
from observability.model.condition import (
    Condition,
    Limit,
    NoRollout,
    asked_in,
    counted_in,
    metrics_of,
)
from observability.model.metric import Metric, Status
from observability.model.origin import remember
from observability.model.windows import MINUTE

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME_LENGTH = 63
"""The limit of a Kubernetes label value, which a cause's name becomes."""

_WANTED = {
    "consequence": "say who is hurt, and how",
    "action": "say what whoever is told does first; without that it is no alert",
    "rationale": "say where its numbers come from",
    "owner": "say which team is told",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What alerts while `when` holds, once it has held for `lasting`.

    Attributes:
        name: lower-case words joined by `-`; the alert's name is made of it.
        component: whose pods are to be looked at.
        question: what the alert answers.
        when: the condition.
        lasting: whole minutes for which it holds before the alert fires.
        keeps_firing: whole minutes for which the alert fires on after the condition.
        severity: a page, or a ticket.
        consequence: who is hurt, and how: a sentence.
        action: what whoever is told does first: a sentence.
        rationale: where the limit and the times come from.
        owner: the team that is told.
        alert_family: alerts share this name instead of the cause's own.

    """

    name: str
    component: Component
    question: str
    when: Condition
    lasting: timedelta
    severity: Severity
    consequence: str
    action: str
    rationale: str
    owner: str
    keeps_firing: timedelta = timedelta(0)
    alert_family: str = ""
    origin: str = field(default="", compare=False, repr=False)
    """The file that it is written in; known by itself."""

    def __post_init__(self) -> None:
        """Refuse an alert that nobody could act on, and times that no evaluation meets."""
        remember(self)
        if len(self.name) > _NAME_LENGTH or not _NAME.fullmatch(self.name):
            raise DefinitionError(
                f"{self.name[:80]!r} is not a cause's name: use lower-case words joined by '-', "
                f"at most {_NAME_LENGTH} characters, like 'quorum-lost'"
            )
        self._check_words()
        if self.severity is Severity.INFO:
            raise DefinitionError(
                f"{self.name}: nobody is told of info: give warning or critical, or make it a panel"
            )
        if isinstance(self.when, NoRollout):
            raise DefinitionError(f"{self.name}: NoRollout is no fault: give it in all_of()")
        self._check_times()
        for metric in self.metrics:
            if not metric.is_about(self.component) and metric.status is not Status.EXTERNAL:
                raise DefinitionError(
                    f"{self.name}: {metric.name} is not exposed by {self.component}; "
                    f"it is by: {', '.join(map(str, metric.components))}"
                )

    def _check_words(self) -> None:
        for what, cure in _WANTED.items():
            if not str(getattr(self, what)).strip():
                raise DefinitionError(f"{self.name}: {what} is empty: {cure}")
        if "?" not in self.question:
            raise DefinitionError(f"{self.name}: write the question that it answers, with a '?'")

    def _check_times(self) -> None:
        for what in ("lasting", "keeps_firing"):
            time: timedelta = getattr(self, what)
            if time < timedelta(0) or time % MINUTE:
                raise DefinitionError(
                    f"{self.name}: {what} is {time.total_seconds():g} s: its rules are evaluated "
                    "every minute, so give whole minutes"
                )
        if self.severity is Severity.CRITICAL and not self.lasting:
            raise DefinitionError(
                f"{self.name}: a page without lasting= wakes people for what one evaluation saw: "
                "give at least minutes(1)"
            )

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics that its condition reads."""
        return metrics_of(self.when)

    @property
    def asks_presence_of(self) -> tuple[Component, ...]:
        """The components of whose pods it asks Kubernetes."""
        return asked_in(self.when)

    @property
    def counts_pods_of(self) -> dict[Component, tuple[Limit, ...]]:
        """The components whose pods it counts, with the limits that they are compared with."""
        return counted_in(self.when)

    @property
    def components(self) -> tuple[Component, ...]:
        """The components that it is about."""
        return tuple(dict.fromkeys((self.component, *self.asks_presence_of)))

    @property
    def waits_for(self) -> tuple[str, ...]:
        """What upstream must do before it can fire rightly; empty when it can."""
        waiting = (Status.DEFINED, Status.PLANNED)
        return tuple(dict.fromkeys(m.awaits for m in self.metrics if m.status in waiting))

    @property
    def is_live(self) -> bool:
        """Whether everything that it reads is there today."""
        return not self.waits_for
