"""PromQL as a dashboard needs it: with Grafana's variables, for whatever environment is chosen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from observability.dashboards.page import Query
from observability.expressions import names
from observability.expressions.budget import divided, ledger_of
from observability.expressions.printing import render
from observability.expressions.promql import (
    Expression,
    GrafanaVariable,
    Series,
    call,
    equals,
    join,
    number,
    series_in,
)
from observability.expressions.scope import Scope
from observability.model import naming
from observability.model.metric import Matcher, MatchOp
from observability.model.system import System
from observability.model.target import ScrapeTarget
from observability.model.windows import FRESH, exact_range

ENVIRONMENT = str(GrafanaVariable("environment"))
NAMESPACE = str(GrafanaVariable("namespace"))
SLO_CHOSEN = str(GrafanaVariable("slo"))
COMPONENTS_CHOSEN = str(GrafanaVariable("components"))

RATE_INTERVAL = GrafanaVariable("__rate_interval")
"""A range that holds a few scrapes at least, and the time between two points of a chart."""
INTERVAL = GrafanaVariable("__interval")
"""The time between two points of a chart."""

BY_SLO = (names.COMPONENT_LABEL, names.ENVIRONMENT_LABEL, names.SLO_LABEL)


def asked(expression: Expression, legend: str = "", *, exemplars: bool = False) -> Query:
    """Return the query of an expression."""
    return Query(
        expression=render(expression),
        legend=legend,
        reads=tuple(sorted({series.name for series in series_in(expression)})),
        exemplars=exemplars,
    )


def scope_chosen(system: System, target: ScrapeTarget) -> Scope:
    """Return the scope of a component in the chosen environment."""
    return Scope(
        environment=ENVIRONMENT,
        component=str(target.component),
        namespace=NAMESPACE,
        job=naming.job(system, target.component),
        workload=naming.object_name(system, target.component.name),
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
