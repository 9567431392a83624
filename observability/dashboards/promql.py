"""PromQL as a dashboard needs it: with Grafana's variables, for whatever environment is chosen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from observability.dashboards.page import Query
from observability.expressions import names
from observability.expressions.budget import divided, ledger_of
from observability.expressions.promql import (
    Binary,
    Call,
    Expression,
    Number,
    Raw,
    Series,
    call,
    duration,
    equals,
    join,
    number,
    render,
)
from observability.expressions.scope import Scope
from observability.model.metric import Matcher, MatchOp
from observability.model.target import ScrapeTarget
from observability.model.windows import FRESH, exact_range

ENVIRONMENT = "$environment"
NAMESPACE = "$namespace"
SLO_CHOSEN = "$slo"
COMPONENTS_CHOSEN = "$components"

RATE_INTERVAL = timedelta(hours=23, minutes=59, seconds=59, milliseconds=1)
"""Stands for Grafana's $__rate_interval until the PromQL is written: no real range is so odd."""
INTERVAL = timedelta(hours=23, minutes=59, seconds=59, milliseconds=2)
"""Stands for Grafana's $__interval."""
_VARIABLES = ((RATE_INTERVAL, "$__rate_interval"), (INTERVAL, "$__interval"))

BY_SLO = (names.COMPONENT_LABEL, names.ENVIRONMENT_LABEL, names.SLO_LABEL)


def written(expression: Expression) -> str:
    """Return the expression as PromQL with Grafana's variables."""
    text = render(expression)
    for stand_in, variable in _VARIABLES:
        text = text.replace(duration(stand_in), variable)
    return text


def asked(expression: Expression, legend: str = "", *, exemplars: bool = False) -> Query:
    """Return the query of an expression."""
    return Query(
        expression=written(expression),
        legend=legend,
        reads=tuple(sorted(series_read(expression))),
        exemplars=exemplars,
    )


def series_read(expression: Expression) -> set[str]:
    """Return the names of the series that an expression reads."""
    match expression:
        case Series():
            return {expression.name}
        case Call():
            return set().union(*map(series_read, expression.arguments))
        case Binary():
            return series_read(expression.left) | series_read(expression.right)
        case Number() | Raw():
            return set()


def scope_chosen(target: ScrapeTarget) -> Scope:
    """Return the scope of a component in the chosen environment."""
    return Scope(
        environment=ENVIRONMENT,
        component=str(target.component),
        namespace=NAMESPACE,
        job=target.component.job,
        declared=target.replicas,
        sample_limit=target.sample_limit,
    )


def of_all(name: str, *matchers: Matcher) -> Series:
    """Return a recorded series of all SLOs of the chosen environment and components."""
    chosen = Matcher(names.COMPONENT_LABEL, MatchOp.REGEX, COMPONENTS_CHOSEN)
    return Series(name, (chosen, *equals(**{names.ENVIRONMENT_LABEL: ENVIRONMENT}), *matchers))


def of_one(name: str, *matchers: Matcher) -> Series:
    """Return a recorded series of the chosen SLO in the chosen environment."""
    chosen = {names.ENVIRONMENT_LABEL: ENVIRONMENT, names.SLO_LABEL: SLO_CHOSEN}
    return Series(name, equals(**chosen) + matchers)


def of_component(component: str) -> Callable[..., Series]:
    """Return what gives a recorded series of all SLOs of one component."""

    def of(name: str, *matchers: Matcher) -> Series:
        chosen = {names.COMPONENT_LABEL: component, names.ENVIRONMENT_LABEL: ENVIRONMENT}
        return Series(name, equals(**chosen) + matchers)

    return of


def newest(series: Series) -> Expression:
    """Return the newest value that a five-minute group recorded."""
    return call("last_over_time", replace(series, over=FRESH))


def by(function: str, labels: Sequence[str], expression: Expression) -> Expression:
    """Return an aggregation that keeps `labels`."""
    grouped = f"{function} by ({', '.join(labels)}) " if labels else function
    return call(grouped, expression)


def one_by_one(values: Sequence[str]) -> str:
    """Return a matcher's regular expression for any of some names, which hold no signs of one."""
    return "|".join(sorted(values))


def summed(series: Series, window: timedelta) -> Expression:
    """Return exactly the rows of `window`, summed."""
    return call("sum_over_time", replace(series, over=exact_range(window)))


def burn_rate(series: Callable[..., Series], window: timedelta) -> Expression:
    """Return how many times faster than sustainable the budget burns over `window`.

    error ratio / (1 - objective) (SRE workbook, ch. 5). `series` chooses the SLOs.
    """
    ledger = ledger_of(window)
    ratio = divided(summed(series(ledger.bad), window), summed(series(ledger.valid), window))
    return join("/", ratio, join("-", number(1), newest(series(names.OBJECTIVE))))
