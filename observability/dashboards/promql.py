"""PromQL as a dashboard needs it: with Grafana's variables, for whatever environment is chosen."""

from collections.abc import Sequence
from datetime import timedelta

from observability.dashboards.page import Query
from observability.expressions import names
from observability.expressions.printing import render
from observability.expressions.promql import (
    Expression,
    GrafanaVariable,
    Series,
    equals,
    series_in,
)
from observability.expressions.scope import Recorded, Scope
from observability.model import naming
from observability.model.metric import Matcher, MatchOp
from observability.model.system import System
from observability.model.target import ScrapeTarget
from observability.model.windows import MINUTE

ENVIRONMENT = str(GrafanaVariable("environment"))
NAMESPACE = str(GrafanaVariable("namespace"))
SLO_CHOSEN = str(GrafanaVariable("slo"))
PODS_CHOSEN = str(GrafanaVariable("pod"))
COMPONENTS_CHOSEN = str(GrafanaVariable("components"))

RATE_INTERVAL = GrafanaVariable("__rate_interval")
"""A range that holds a few scrapes at least, and the time between two points of a chart."""
INTERVAL = GrafanaVariable("__interval")
"""The time between two points of a chart."""


def query_of(expression: Expression, legend: str = "", *, exemplars: bool = False) -> Query:
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
        # Environments may differ: the longest interval that does well, and what is there now.
        scrape_interval=MINUTE,
        late=timedelta(0),
    )


OF_ENVIRONMENT = Recorded(equals(**{names.ENVIRONMENT_LABEL: ENVIRONMENT}))
"""All SLOs of the chosen environment."""
OF_ALL = OF_ENVIRONMENT.narrowed(Matcher(names.COMPONENT_LABEL, MatchOp.REGEX, COMPONENTS_CHOSEN))
"""All SLOs of the chosen environment and components."""
OF_ONE = OF_ENVIRONMENT.narrowed(*equals(**{names.SLO_LABEL: SLO_CHOSEN}))
"""The chosen SLO in the chosen environment."""


def of_component(component: str) -> Recorded:
    """Return the recorded series of all SLOs of one component."""
    return OF_ENVIRONMENT.narrowed(*equals(**{names.COMPONENT_LABEL: component}))


def label_values(series: Series, label: str) -> str:
    """Return Grafana's question for the values that a label has in some series."""
    return f"label_values({render(series)}, {label})"


def one_by_one(values: Sequence[str]) -> str:
    """Return a matcher's regular expression for any of some names, which hold no signs of one."""
    return "|".join(sorted(values))
