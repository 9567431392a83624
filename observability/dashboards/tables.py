"""Tables that several pages show: SLOs, and the alerts that fire."""

from collections.abc import Sequence
from datetime import timedelta

from observability.dashboards.conventions import (
    BURN_STEPS,
    COVERAGE_STEPS,
    RULES_MISSING,
    budget_steps,
    component_link,
    firing,
    slo_link,
    state_table,
    state_words,
)
from observability.dashboards.page import Column, PagePanel, Table
from observability.dashboards.promql import query_of
from observability.evaluation.states import WHOLE
from observability.expressions import names
from observability.expressions.budget import burn_rate, newest
from observability.expressions.promql import Aggregate
from observability.expressions.scope import Recorded
from observability.expressions.states import BY_SLO, state
from observability.model.catalogue import Catalogue
from observability.model.metric import Matcher
from observability.model.quantity import Unit
from observability.model.system import System

_WINDOWS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=3))
_ALERT_LABELS = ("alertname", "severity", "component", "slo")


def slo_table(
    catalogue: Catalogue, series: Recorded, *, width: int = 24, height: int = 11
) -> PagePanel:
    """Return the table of SLOs."""
    system, table = catalogue.system, state_table(catalogue)
    queries = (
        newest(series(names.INFO)),
        state(table, series),
        Aggregate("max", newest(series(names.BUDGET_REMAINING)), by=BY_SLO),
        *(Aggregate("max", burn_rate(series, window), by=BY_SLO) for window in _WINDOWS),
        Aggregate("max", newest(series(names.COVERAGE)), by=BY_SLO),
    )
    return PagePanel(
        title="SLOs",
        description=(
            "Which promises hold, how much budget is left, how fast is it burning, and who owns "
            "it? PARTIAL: coverage, the share of the window for which there is history, is below "
            f"{WHOLE * 100:f} %, so that there is no verdict; the other figures are of that share. "
            "A burn rate of 1 spends exactly the budget."
        ),
        form=Table(
            columns=(
                Column(
                    title="SLO", label="slo", link=slo_link(system, "${__value.raw}"), width=230
                ),
                Column(title="State", query=1, words=state_words(table), width=90),
                Column(
                    title="Budget left", query=2, unit=Unit.RATIO, steps=budget_steps(catalogue)
                ),
                Column(title="Burn 1h", query=3, steps=BURN_STEPS),
                Column(title="Burn 6h", query=4, steps=BURN_STEPS),
                Column(title="Burn 3d", query=5, steps=BURN_STEPS),
                Column(title="Objective", label="objective"),
                Column(title="Window", label="window"),
                Column(title="Coverage", query=6, unit=Unit.RATIO, steps=COVERAGE_STEPS),
                Column(
                    title="Component",
                    label="component",
                    link=component_link(system, "${__value.raw}"),
                ),
                Column(title="Owner", label="owner"),
            ),
            sort_by="Budget left",
        ),
        queries=tuple(map(query_of, queries)),
        unanswered=RULES_MISSING,
        width=width,
        height=height,
    )


def alerts_table(
    system: System, matchers: Sequence[Matcher], *, width: int, height: int
) -> PagePanel:
    """Return the table of the alerts that fire."""
    return PagePanel(
        title="Alerts firing",
        description="What fires right now? An empty table is good news.",
        form=Table(
            columns=(
                Column(title="Alert", label="alertname"),
                Column(title="Severity", label="severity"),
                Column(title="Component", label="component"),
                Column(title="SLO", label="slo", link=slo_link(system, "${__value.raw}")),
            ),
            sort_by="Severity",
        ),
        queries=(query_of(Aggregate("max", firing(*matchers), by=_ALERT_LABELS)),),
        unanswered="No alert fires.",
        width=width,
        height=height,
    )
