"""The table of states as PromQL, for all SLOs at once: what `evaluation.states` says, compiled."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from observability.evaluation.states import Comparison, Figure, State, StateRule, StateTable
from observability.expressions import names
from observability.expressions.budget import newest
from observability.expressions.promql import Aggregate, Expression, call, equals, join, number
from observability.expressions.scope import Recorded
from observability.model.metric import Matcher, MatchOp

BY_SLO = (names.COMPONENT_LABEL, names.ENVIRONMENT_LABEL, names.SLO_LABEL)
_GRAIN = Decimal("0.00000001")
"""A budget in events is a decimal number. What a float computes of it is rounded to this grain, so
that just the budget is not taken for a little more or less of it."""


def _figure(of: Recorded, name: str) -> Expression:
    return Aggregate("max", newest(of(name)), by=BY_SLO)


def _exactly(events: Expression) -> Expression:
    return call("round", events, number(_GRAIN))


def counted_budget(of: Recorded) -> Expression:
    """Return the bad events that the objective allows for the valid events that were counted.

    Of the SLO's window, as far back as there is history: nothing is scaled up to the whole of it.
    """
    return _exactly(join("*", _figure(of, names.BUDGET_EVENTS), _figure(of, names.COVERAGE)))


def budget_left(of: Recorded) -> Expression:
    """Return how many whole bad events may still come, of what was counted so far."""
    return call("floor", join("-", counted_budget(of), _figure(of, names.BAD_PERIOD)))


def _figures(of: Recorded) -> Mapping[Figure, Expression]:
    """Return the figures of the SLOs' windows; of an SLO without a series the figure is 0."""
    live = of.narrowed(*equals(**{names.STATUS_LABEL: names.LIVE}))
    judged = of.narrowed(Matcher(names.STATUS_LABEL, MatchOp.NOT_EQUAL, names.PLANNED))
    return {
        Figure.VALID: _figure(of, names.VALID_PERIOD),
        Figure.BAD: _figure(of, names.BAD_PERIOD),
        Figure.EXCESS: _figure(of, names.EXCESS_PERIOD),
        Figure.BUDGET: counted_budget(of),
        Figure.COVERAGE: _figure(of, names.COVERAGE),
        Figure.LIVE: _figure(live, names.INFO),
        Figure.CAN_BE_JUDGED: _figure(judged, names.INFO),
    }


_OPPOSITE = {"<": ">=", "<=": ">", "==": "!=", ">=": "<", ">": "<="}
_NOTHING = dict.fromkeys(Figure, Fraction(0))


def _compared(
    comparison: Comparison, operator: str, figures: Mapping[Figure, Expression]
) -> Expression:
    limit: Expression = number(comparison.limit)
    if comparison.of is not None:
        other = figures[comparison.of]
        limit = other if comparison.limit == 1 else _exactly(join("*", limit, other))
    return join(operator, figures[comparison.figure], limit)


def _where(rule: StateRule, figures: Mapping[Figure, Expression], slos: Expression) -> Expression:
    """Return the SLOs of which all comparisons of a rule hold.

    One that holds of 0 holds of an SLO without the series, so its opposite is taken away.
    """
    chosen = slos
    for comparison in rule.when:
        if comparison.holds(_NOTHING):
            opposite = _compared(comparison, _OPPOSITE[comparison.operator], figures)
            chosen = join("unless", chosen, opposite)
        else:
            chosen = join("and", chosen, _compared(comparison, comparison.operator, figures))
    return chosen


def state(table: StateTable, of: Recorded) -> Expression:
    """Return the state of each SLO, as the place in the table of the first one that holds."""
    figures, slos = _figures(of), _figure(of, names.INFO)
    return join(
        "or",
        *(
            join("+", join("*", number(0), _where(rule, figures, slos)), number(place))
            for place, rule in enumerate(table)
        ),
    )


def in_state(table: StateTable, wanted: State, of: Recorded) -> Expression:
    """Return the SLOs that are in a state."""
    places = [place for place, rule in enumerate(table) if rule.state is wanted]
    return join("or", *(join("==", state(table, of), number(place)) for place in places))
