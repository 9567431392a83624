"""Who takes the budget of an SLO away: its bad events by operation and by pod.

An SLO is chosen by a variable, but every SLI counts other metrics. So each SLI asks its own query,
which answers only while its SLO is the chosen one (two matchers on one label: both must hold).
"""

from collections.abc import Callable

from observability.dashboards.page import Colour, PagePanel, Query
from observability.dashboards.promql import (
    INTERVAL,
    OF_ONE,
    RATE_INTERVAL,
    query_of,
    scope_chosen,
)
from observability.expressions import names
from observability.expressions.budget import newest
from observability.expressions.counting import (
    POD,
    contributing_labels,
    counting,
    few_valued,
    while_growing,
)
from observability.expressions.growth import growth
from observability.expressions.promql import Aggregate, Expression, join, on
from observability.expressions.scope import Scope
from observability.model.catalogue import Catalogue
from observability.model.metric import Matcher, MatchOp
from observability.model.panel import View
from observability.model.quantity import Unit
from observability.model.sli import TimeSliceSLI
from observability.model.slo import SLO


def _legend(labels: tuple[str, ...]) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in labels)


def _while_chosen(expression: Expression, slo: SLO, legend: str) -> Query:
    chosen = newest(OF_ONE(names.INFO, Matcher(names.SLO_LABEL, MatchOp.EQUAL, slo.name)))
    return query_of(join("and", expression, chosen, match=on()), legend)


def _bad_by(labels: tuple[str, ...], slo: SLO, scope: Scope) -> Query | None:
    if not labels:
        return None
    bad = counting(slo.sli, scope, by=labels, within=INTERVAL).bad
    return _while_chosen(bad, slo, _legend(labels))


def _by_operation(slo: SLO, scope: Scope) -> Query | None:
    labels = tuple(label for label in contributing_labels(slo.sli) if label != POD)
    return _bad_by(labels, slo, scope)


def _by_pod(slo: SLO, scope: Scope) -> Query | None:
    labels = tuple(label for label in contributing_labels(slo.sli) if label == POD)
    return _bad_by(labels, slo, scope)


def _slowest(slo: SLO, scope: Scope) -> Query | None:
    match slo.sli:
        case TimeSliceSLI():
            pass
        case _:
            return None
    requests = slo.sli.requests
    labels = (POD, *few_valued(requests))
    quantile = scope.series(requests, "", Matcher("quantile", MatchOp.EQUAL, slo.sli.quantile))
    count = growth(
        scope.series(requests, "_count"), scope, RATE_INTERVAL, metric=requests.metric, by=(POD,)
    )
    busy = while_growing(quantile, count, requests.metric)
    return _while_chosen(Aggregate("max", busy, by=labels), slo, _legend(labels))


def contributors(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    """Return the panels on who takes the chosen SLO's budget away."""
    scopes = {
        target.component: scope_chosen(catalogue.system, target) for target in catalogue.targets
    }

    def queries_of(ask: Callable[[SLO, Scope], Query | None]) -> tuple[Query, ...]:
        queries = (ask(slo, scopes[slo.component]) for slo in catalogue.slos)
        return tuple(query for query in queries if query is not None)

    panels = (
        PagePanel(
            title="Bad events by operation",
            description="Which operations take the budget away?",
            form=View.BARS,
            queries=queries_of(_by_operation),
            unanswered=(
                "This SLO counts minutes, or one kind of operation only, or nothing was bad."
            ),
            colour=Colour.CRITICAL,
        ),
        PagePanel(
            title="Bad events by pod",
            description="Is it one pod, or all of them? For scrape coverage: pods that are down.",
            form=View.BARS,
            queries=queries_of(_by_pod),
            unanswered="This SLO counts minutes, or nothing was bad.",
            colour=Colour.CRITICAL,
        ),
        PagePanel(
            title="Slowest pods",
            description="Which pod and operation is slow? For SLOs on latency.",
            form=View.LINES,
            queries=queries_of(_slowest),
            unit=Unit.SECONDS,
            unanswered="This SLO is not about latency, or nothing was asked for.",
        ),
    )
    # No SLO of the catalogue may be of the kind that a panel asks about.
    return tuple(panel for panel in panels if panel.queries)
