"""Who takes the budget of an SLO away: its bad events by operation and by pod.

An SLO is chosen by a variable, but every SLI counts other metrics. So each SLI asks its own query,
which answers only while its SLO is the chosen one (two matchers on one label: both must hold).
"""

from collections.abc import Callable

from observability.dashboards.page import PagePanel, Query
from observability.dashboards.promql import (
    INTERVAL,
    OF_ONE,
    RATE_INTERVAL,
    asked,
    scope_chosen,
)
from observability.expressions import names
from observability.expressions.budget import newest
from observability.expressions.counting import growth, while_growing
from observability.expressions.promql import Aggregate, Expression, join, number, on
from observability.expressions.scope import Scope
from observability.model.catalogue import Catalogue
from observability.model.metric import LabelKind, Matcher, MatchOp, Selector
from observability.model.panel import Unit, View
from observability.model.sli import RatioSLI, ScrapeSLI, TimeSliceSLI
from observability.model.slo import SLO

_POD = ("pod",)


def _split(*selectors: Selector) -> tuple[str, ...]:
    """Return the labels of few values that all selectors have and none of them chooses by."""
    chosen = {matcher.label for selector in selectors for matcher in selector.matchers}
    few = [
        {
            label.stored_as
            for label in selector.metric.labels
            if label.kind in (LabelKind.OPEN, LabelKind.CLOSED)
        }
        for selector in selectors
    ]
    return tuple(sorted(set.intersection(*few) - chosen))


def _legend(labels: tuple[str, ...]) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in labels)


def _while_chosen(expression: Expression, slo: SLO, legend: str) -> Query:
    chosen = newest(OF_ONE(names.INFO, Matcher(names.SLO_LABEL, MatchOp.EQUAL, slo.name)))
    return asked(join("and", expression, chosen, match=on()), legend)


def _count(selector: Selector, scope: Scope, labels: tuple[str, ...]) -> Expression:
    return Aggregate("sum", growth(scope.series(selector), scope, INTERVAL), by=labels)


def _bad(sli: RatioSLI, scope: Scope, labels: tuple[str, ...]) -> Expression:
    if sli.bad is not None:
        return _count(sli.bad, scope, labels)
    assert sli.valid is not None and sli.good is not None  # noqa: S101, PT018  two of three
    valid, good = (_count(selector, scope, labels) for selector in (sli.valid, sli.good))
    return join("-", valid, join("or", good, join("*", number(0), valid)))


def _by_operation(slo: SLO, scope: Scope) -> Query | None:
    match slo.sli:
        case RatioSLI(bad=None, valid=Selector() as valid, good=Selector() as good):
            labels = _split(valid, good)
        case RatioSLI(bad=Selector() as bad):
            labels = _split(bad)
        case _:
            return None
    if not labels:
        return None
    return _while_chosen(_bad(slo.sli, scope, labels), slo, _legend(labels))


def _by_pod(slo: SLO, scope: Scope) -> Query | None:
    match slo.sli:
        case RatioSLI():
            bad = _bad(slo.sli, scope, _POD)
        case ScrapeSLI():
            bad = Aggregate("sum", join("==", scope.up, number(0)), by=_POD)
            bad = join("+", bad, number(1))
        case _:
            return None
    return _while_chosen(bad, slo, _legend(_POD))


def _slowest(slo: SLO, scope: Scope) -> Query | None:
    match slo.sli:
        case TimeSliceSLI():
            pass
        case _:
            return None
    requests = slo.sli.requests
    labels = (*_POD, *_split(requests))
    quantile = scope.series(requests, "", Matcher("quantile", MatchOp.EQUAL, slo.sli.quantile))
    count = scope.series(requests, "_count")
    busy = while_growing(quantile, growth(count, scope, RATE_INTERVAL))
    return _while_chosen(Aggregate("max", busy, by=labels), slo, _legend(labels))


def contributors(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    """Return the panels on who takes the chosen SLO's budget away."""
    scopes = {
        target.component: scope_chosen(catalogue.system, target) for target in catalogue.targets
    }

    def asked(ask: Callable[[SLO, Scope], Query | None]) -> tuple[Query, ...]:
        queries = (ask(slo, scopes[slo.component]) for slo in catalogue.slos)
        return tuple(query for query in queries if query is not None)

    return (
        PagePanel(
            title="Bad events by operation",
            description="Which operations take the budget away?",
            form=View.BARS,
            queries=asked(_by_operation),
            unanswered=(
                "This SLO counts minutes, or one kind of operation only, or nothing was bad."
            ),
        ),
        PagePanel(
            title="Bad events by pod",
            description="Is it one pod, or all of them? For scrape coverage: pods that are down.",
            form=View.BARS,
            queries=asked(_by_pod),
            unanswered="This SLO counts minutes, or nothing was bad.",
        ),
        PagePanel(
            title="Slowest pods",
            description="Which pod and operation is slow? For SLOs on latency.",
            form=View.LINES,
            queries=asked(_slowest),
            unit=Unit.SECONDS,
            unanswered="This SLO is not about latency, or nothing was asked for.",
        ),
    )
