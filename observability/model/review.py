"""What people bring to an SLO review, and the error-budget policy. None of it is ever inferred."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from observability.errors import DefinitionError
from observability.model.component import Component


class Level(StrEnum):
    """How much toil an SLO's service makes, or how satisfied its users are."""

    LOW = "low"
    HIGH = "high"


def utc(text: str) -> datetime:
    """Return a time in UTC, written like "2026-01-13T12:00"."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise DefinitionError(f"{text!r} is not a time like 2026-01-13T12:00") from None
    if time.tzinfo is not None and time.utcoffset():
        raise DefinitionError(f"{text!r} is not in UTC: convert it, and write no offset")
    return time.replace(tzinfo=UTC)


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DefinitionError(f"{where}: {text!r} is not a date like 2026-12-31") from None


def _filled(where: str, **fields: str) -> None:
    empty = sorted(name for name, value in fields.items() if not value.strip())
    if empty:
        raise DefinitionError(f"{where}: {' and '.join(empty)} must be given")


def _span(where: str, start: datetime, end: datetime) -> None:
    if start.tzinfo is None or end.tzinfo is None:
        raise DefinitionError(f'{where}: times are in UTC: write utc("2026-01-13T12:00")')
    if end <= start:
        raise DefinitionError(f"{where}: end must be after start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something that went wrong: start < time <= end, in UTC.

    `cause` is its class (deploy, capacity, dependency, …), by which budgets are added up over a
    quarter; `postmortem` is a link, "" while there is none.
    """

    name: str
    start: datetime
    end: datetime
    slos: tuple[str, ...]
    cause: str
    summary: str
    postmortem: str = ""

    def __post_init__(self) -> None:
        """Refuse an incident that hurt no SLO, has no class or no duration."""
        where = f"incident {self.name!r}"
        _filled(where, name=self.name, cause=self.cause, summary=self.summary)
        _span(where, self.start, self.end)
        if not self.slos:
            raise DefinitionError(f"{where}: name the SLOs that it hurt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A time whose events somebody approved not to count; the SLI is shown with and without."""

    name: str
    start: datetime
    end: datetime
    slos: tuple[str, ...]
    reason: str
    approved_by: str

    def __post_init__(self) -> None:
        """Refuse an exclusion without reason or approver."""
        where = f"exclusion {self.name!r}"
        _filled(where, name=self.name, reason=self.reason, approved_by=self.approved_by)
        _span(where, self.start, self.end)
        if not self.slos:
            raise DefinitionError(f"{where}: name the SLOs that it is for")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deploy:
    """A version of a component that began to roll out `at` a time, in UTC.

    Where no metric tells which version runs, people do. `link` leads to the change.
    """

    at: datetime
    component: Component
    version: str
    link: str = ""

    def __post_init__(self) -> None:
        """Refuse a deploy of nothing, and a time that is not in UTC."""
        where = f"deploy of {self.component}"
        _filled(where, version=self.version)
        _span(where, self.at, self.at + timedelta(seconds=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What somebody promised to do; `done_on` is "" until it is done."""

    what: str
    owner: str
    due: str
    done_on: str = ""

    def __post_init__(self) -> None:
        """Refuse an action of nobody, and what is no date."""
        where = f"action {self.what!r}"
        _filled(where, what=self.what, owner=self.owner)
        _day(self.due, where)
        if self.done_on:
            _day(self.done_on, where)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastObjective:
    """The objective that an SLO had before `until`, a date: from its midnight on it is another."""

    slo: str
    objective: Decimal
    until: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse what was no promise."""
        where = f"past objective of {self.slo}"
        _day(self.until, where)
        _filled(where, slo=self.slo, reason=self.reason)
        if not 0 < self.objective < 1:
            raise DefinitionError(f"{where}: give a value above 0 and below 100 %")

    @property
    def ended(self) -> datetime:
        """The moment from which another objective holds."""
        day = date.fromisoformat(self.until)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToilAndSatisfaction:
    """Toil and satisfaction around an SLO, as people answered: rows of the decision matrix."""

    slo: str
    toil: Level
    satisfaction: Level
    asked_on: str
    source: str

    def __post_init__(self) -> None:
        """Refuse an answer of nobody."""
        where = f"toil and satisfaction of {self.slo}"
        _day(self.asked_on, where)
        _filled(where, slo=self.slo, source=self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBudgetPolicy:
    """What follows from a spent budget, and who decides (SRE workbook, "Error budget policy").

    Shares are of the budget of the SLO's whole window, which the workbook sets at four weeks.
    """

    source: str
    at_risk_share: Decimal
    """From this share of the budget on, an SLO that is still met is AT_RISK."""
    incident_share: Decimal
    """An incident that spent more wants a postmortem with an action of the highest priority."""
    class_share: Decimal
    """A class of incidents that spent more in a quarter wants such an action on its plan."""
    freeze: str
    """What stops when the budget is spent."""
    exemptions: tuple[str, ...]
    decides: str
    """Who decides when the policy's consequence is disputed."""

    def __post_init__(self) -> None:
        """Refuse shares that are no shares."""
        for name in ("at_risk_share", "incident_share", "class_share"):
            if not 0 < getattr(self, name) <= 1:
                raise DefinitionError(f"error-budget policy: {name} is above 0 and at most 100 %")
        _filled("error-budget policy", freeze=self.freeze, decides=self.decides)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInputs:
    """The human inputs of one environment, or of one recording."""

    incidents: tuple[Incident, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    deploys: tuple[Deploy, ...] = ()
    actions: tuple[Action, ...] = ()
    past_objectives: tuple[PastObjective, ...] = ()
    toil_and_satisfaction: tuple[ToilAndSatisfaction, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two incidents, exclusions, deploys or toil_and_satisfaction of one name."""
        _once("incident", (incident.name for incident in self.incidents))
        _once("exclusion", (exclusion.name for exclusion in self.exclusions))
        _once("deploy", (f"{d.component} {d.version} {d.at:%H:%M}" for d in self.deploys))
        _once("answer on toil and satisfaction", (a.slo for a in self.toil_and_satisfaction))

    def check(self, known: Iterable[str]) -> None:
        """Refuse the name of an SLO that is not among the known ones."""
        names = set(known)
        named = [
            *((f"incident {i.name!r}", slo) for i in self.incidents for slo in i.slos),
            *((f"exclusion {e.name!r}", slo) for e in self.exclusions for slo in e.slos),
            *(("past objective", past.slo) for past in self.past_objectives),
            *(("toil and satisfaction", answer.slo) for answer in self.toil_and_satisfaction),
        ]
        for where, slo in named:
            if slo not in names:
                raise DefinitionError(
                    f"{where}: there is no SLO {slo!r}; there are: {', '.join(sorted(names))}"
                )


def _once(kind: str, given: Iterable[str]) -> None:
    names = list(given)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DefinitionError(f"two {kind}s are named {', '.join(twice)}: rename one")
