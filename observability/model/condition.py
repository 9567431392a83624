"""Conditions: what causes compare, and what they want to be so besides."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from observability.errors import DefinitionError
from observability.model.component import Component
from observability.model.metric import Metric, MetricType
from observability.model.quantity import (
    Declared,
    Increase,
    Mean,
    Present,
    Quantity,
    Rate,
    Ratio,
    Unit,
    WorstQuantile,
    selectors_of,
    unit_of,
)
from observability.model.units import percentage


class SizeOf(StrEnum):
    """Which number of a component's pods is meant."""

    DECLARED = "declared"
    MAJORITY = "majority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A number of pods that follows from how many there should be: all, more than half, fewer.

    There should be as many as are declared, or as Kubernetes is told to run where that is more.
    """

    of: SizeOf
    less: int = 0

    def __sub__(self, pods: int) -> "Size":
        """Return a number that is smaller by some pods."""
        return replace(self, less=self.less + pods)

    def __str__(self) -> str:
        """Return it in words."""
        return f"{self.of} - {self.less}" if self.less else str(self.of)


declared = Size(of=SizeOf.DECLARED)
"""All pods of a component."""
majority = Size(of=SizeOf.MAJORITY)
"""More than half of them: what a Raft group needs to agree."""

Limit = int | Decimal | timedelta | Size


class Operator(StrEnum):
    """How a quantity is compared with a limit."""

    BELOW = "<"
    ABOVE = ">"
    EXACTLY = "=="


_IN_WORDS = {Operator.BELOW: "below", Operator.ABOVE: "above", Operator.EXACTLY: "exactly"}


def _shown(limit: Limit) -> str:
    match limit:
        case timedelta():
            minutes = limit / timedelta(minutes=1)
            return f"{minutes / 60:g} h" if minutes >= 60 else f"{minutes:g} min"  # noqa: PLR2004
        case Decimal():
            return percentage(limit)
        case _:
            return str(limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A quantity that is below, above or exactly a limit; of counters, of the last `over`."""

    quantity: Quantity
    operator: Operator
    limit: Limit
    over: timedelta | None = None

    def __post_init__(self) -> None:
        """Refuse a limit in another unit, one that cannot be passed, and a time of no use."""
        self._check_unit()
        self._check_reach()
        if self._counts and self.over is None:
            raise DefinitionError(f"{self}: say of which time it is, like over=minutes(10)")
        if self.over is not None and not self._counts:
            raise DefinitionError(f"{self}: it is a value of now: leave over= out")

    def _check_unit(self) -> None:
        unit = unit_of(self.quantity)
        fits, example = {
            Unit.COUNT: (isinstance(self.limit, int | Size), "3 or majority"),
            Unit.RATIO: (isinstance(self.limit, Decimal), "percent(5)"),
            Unit.SECONDS: (isinstance(self.limit, timedelta), "hours(4)"),
        }.get(unit, (False, ""))
        if not example:
            raise DefinitionError(
                f"{self}: it is in {unit}, for which no limit holds for long: compare a share of "
                "something, or a time"
            )
        if not fits:
            raise DefinitionError(f"{self}: it is in {unit}: give a limit like {example}")
        if isinstance(self.limit, Size) and not isinstance(self.quantity, Present):
            raise DefinitionError(
                f"{self}: declared and majority are numbers of pods: compare Present(component=…)"
            )

    def _check_reach(self) -> None:
        limit = self.limit
        if isinstance(limit, Size):
            return
        value = limit.total_seconds() if isinstance(limit, timedelta) else limit
        # No quantity of ours is negative, and no share above 1.
        most = 1 if isinstance(limit, Decimal) else None
        never = {
            Operator.BELOW: value <= 0,
            Operator.ABOVE: value < 0 or (most is not None and value >= most),
            Operator.EXACTLY: value < 0,
        }[self.operator]
        if never or (most is not None and value > most):
            raise DefinitionError(
                f"{self}: it never is, or always: give a limit that can be passed"
            )
        if self.operator is Operator.EXACTLY and not isinstance(limit, int):
            raise DefinitionError(f"{self}: only whole numbers are exactly something: say below()")

    @property
    def _counts(self) -> bool:
        return isinstance(self.quantity, Increase | Rate | Mean | WorstQuantile) or (
            isinstance(self.quantity, Ratio)
            and self.quantity.part.metric.type is MetricType.COUNTER
        )

    def __str__(self) -> str:
        """Return it in words."""
        limit = f"{_IN_WORDS[self.operator]} {_shown(self.limit)}"
        if isinstance(self.quantity, Declared | Present):
            return (
                f"{type(self.quantity).__name__.lower()} pods of {self.quantity.component} {limit}"
            )
        of = " / ".join(selector.metric.name for selector in selectors_of(self.quantity))
        during = f" in {_shown(self.over)}" if self.over else ""
        return f"{type(self.quantity).__name__}({of}){during} {limit}"


def below(quantity: Quantity, limit: Limit, *, over: timedelta | None = None) -> Comparison:
    """Return the condition that a quantity is below a limit."""
    return Comparison(quantity=quantity, operator=Operator.BELOW, limit=limit, over=over)


def above(quantity: Quantity, limit: Limit, *, over: timedelta | None = None) -> Comparison:
    """Return the condition that a quantity is above a limit."""
    return Comparison(quantity=quantity, operator=Operator.ABOVE, limit=limit, over=over)


def exactly(quantity: Quantity, limit: Limit, *, over: timedelta | None = None) -> Comparison:
    """Return the condition that a quantity is exactly a limit."""
    return Comparison(quantity=quantity, operator=Operator.EXACTLY, limit=limit, over=over)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Kubernetes calls pods of a component ready, and not one of its targets answers a scrape."""

    component: Component


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRollout:
    """No rollout of a component moved within ten minutes: one that moves misses pods on purpose.

    Only beside another condition, in all_of().
    """

    component: Component


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of some conditions."""

    conditions: tuple["Condition", ...]

    def __post_init__(self) -> None:
        """Refuse one alone, and one that cannot stand alone."""
        _several(self.conditions, "any_of")
        if any(isinstance(condition, NoRollout) for condition in self.conditions):
            raise DefinitionError("any_of: NoRollout is no fault: give it in all_of()")


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of some conditions; the value is the first one's."""

    conditions: tuple["Condition", ...]

    def __post_init__(self) -> None:
        """Refuse one alone, and those of which none is a fault."""
        _several(self.conditions, "all_of")
        if isinstance(self.conditions[0], NoRollout):
            raise DefinitionError("all_of: NoRollout is no fault: give another condition first")


Leaf = Comparison | Unanswered | NoRollout
Condition = Leaf | AnyOf | AllOf


def in_words(condition: Condition) -> str:
    """Return a condition as people read it."""
    match condition:
        case Comparison():
            return str(condition)
        case Unanswered():
            return f"pods of {condition.component} are ready and none of its targets answers"
        case NoRollout():
            return f"no rollout of {condition.component} moved within 10 minutes"
        case AnyOf():
            return f"({') or ('.join(map(in_words, condition.conditions))})"
        case AllOf():
            return " and ".join(map(in_words, condition.conditions))


def _several(conditions: tuple[Condition, ...], name: str) -> None:
    if len(conditions) < 2:  # noqa: PLR2004  it says so itself
        raise DefinitionError(f"{name}: give at least two conditions")


def any_of(*conditions: Condition) -> AnyOf:
    """Return the condition that at least one of these holds."""
    return AnyOf(conditions)


def all_of(*conditions: Condition) -> AllOf:
    """Return the condition that all of these hold."""
    return AllOf(conditions)


def leaves(condition: Condition) -> tuple[Leaf, ...]:
    """Return the conditions that a condition is made of, from the left."""
    if isinstance(condition, AnyOf | AllOf):
        return tuple(leaf for part in condition.conditions for leaf in leaves(part))
    return (condition,)


def metrics_of(condition: Condition) -> tuple[Metric, ...]:
    """Return the metrics that a condition reads, each once; presence aside, which has its own."""
    metrics = [
        selector.metric
        for leaf in leaves(condition)
        if isinstance(leaf, Comparison)
        for selector in selectors_of(leaf.quantity)
    ]
    return tuple({metric.name: metric for metric in metrics}.values())


def counted_in(condition: Condition) -> dict[Component, tuple[Limit, ...]]:
    """Return the components whose pods a condition counts, each with its limits."""
    limits: dict[Component, tuple[Limit, ...]] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Comparison) and isinstance(leaf.quantity, Present):
            component = leaf.quantity.component
            limits[component] = (*limits.get(component, ()), leaf.limit)
    return limits


def asked_in(condition: Condition) -> tuple[Component, ...]:
    """Return the components of whose pods a condition asks Kubernetes, each once."""
    others = (leaf.component for leaf in leaves(condition) if not isinstance(leaf, Comparison))
    return tuple(dict.fromkeys([*counted_in(condition), *others]))
