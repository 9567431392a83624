"""Conditions of causes in PromQL: a result while they hold, with the value of the first one."""

from datetime import timedelta
from typing import assert_never

from observability.expressions import names
from observability.expressions.presence import moves, row, unanswered
from observability.expressions.promql import Expression, call, join, number, on
from observability.expressions.quantities import Place, Window, compiled
from observability.expressions.scope import scope
from observability.model.catalogue import Catalogue
from observability.model.component import Component
from observability.model.condition import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    NoRollout,
    Size,
    SizeOf,
    Unanswered,
)
from observability.model.environment import Environment
from observability.model.kubernetes import Workload
from observability.model.quantity import Present
from observability.model.units import in_seconds

_NOW = Window(events=timedelta(0), rate=timedelta(0))
"""Of values of now, which look nowhere back."""


def workload(catalogue: Catalogue, component: Component) -> Workload:
    """Return what makes the pods of a component of which causes ask."""
    kind = catalogue.target(component).workload
    assert kind is not None  # noqa: S101  the catalogue refuses a cause without it
    return kind


def _size(size: Size, present: Present, environment: Environment) -> Expression:
    wanted = row(names.PODS_WANTED, str(present.component), environment.name)
    pods: Expression = wanted
    if size.of is SizeOf.MAJORITY:
        pods = join("+", call("floor", join("/", wanted, number(2))), number(1))
    return join("-", pods, number(size.less)) if size.less else pods


def _compared(comparison: Comparison, at: Place, environment: Environment) -> Expression:
    quantity, limit = comparison.quantity, comparison.limit
    operator = str(comparison.operator)
    over = comparison.over
    window = _NOW if over is None else Window(events=over, rate=over)
    value = compiled(quantity, at, window)
    if isinstance(limit, Size):
        assert isinstance(quantity, Present)  # noqa: S101  Comparison refuses others
        return join(operator, value, _size(limit, quantity, environment))
    return join(
        operator, value, number(in_seconds(limit) if isinstance(limit, timedelta) else limit)
    )


def holds(
    condition: Condition, catalogue: Catalogue, environment: Environment, component: Component
) -> Expression:
    """Return a result while a condition holds for a component.

    Args:
        condition: the condition.
        catalogue: the definitions around it.
        environment: where it is asked.
        component: whose series are read, where the condition names none.

    """

    def part(inner: Condition) -> Expression:
        return holds(inner, catalogue, environment, component)

    def where(of: Component) -> Place:
        return Place(catalogue, scope(environment, catalogue.target(of)))

    match condition:
        case Comparison():
            return _compared(condition, where(component), environment)
        case Unanswered(component=of):
            return unanswered(where(of).scope, workload(catalogue, of))
        case NoRollout(component=of):
            raise TypeError(f"NoRollout of {of} stands alone: Cause refuses that")
        case AnyOf():
            return join("or", *map(part, condition.conditions))
        case AllOf():
            first, *others = condition.conditions
            expression = part(first)
            for other in others:
                if isinstance(other, NoRollout):
                    of = other.component
                    under_way = moves(where(of).scope, workload(catalogue, of))
                    expression = join("unless", expression, under_way, match=on())
                else:
                    expression = join("and", expression, part(other))
            return expression
        case _ as unknown:
            assert_never(unknown)
