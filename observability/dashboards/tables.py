"""Tables that several pages show: SLOs, and the alerts that fire."""

from collections.abc import Sequence
from datetime import timedelta

from observability.dashboards.conventions import (
    BURN_STEPS,
    COVERAGE_STEPS,
    OVERSPENT,
    RULES_MISSING,
    alerts_firing,
    budget_steps,
    runbook_link,
    slo_link,
    state_table,
    state_words,
)
from observability.dashboards.page import Column, Link, PagePanel, Table
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

_HOUR = timedelta(hours=1)


def slo_table(
    catalogue: Catalogue, series: Recorded, *, title: str = "SLOs", width: int = 24, height: int = 9
) -> PagePanel:
    """Return the table of SLOs."""
    system, table = catalogue.system, state_table(catalogue)
    queries = (
        newest(series(names.INFO)),
        state(table, series),
        Aggregate("max", burn_rate(series, _HOUR), by=BY_SLO),
        Aggregate("max", newest(series(names.BUDGET_REMAINING)), by=BY_SLO),
        Aggregate("max", newest(series(names.COVERAGE)), by=BY_SLO),
    )
    return PagePanel(
        title=title,
        description=(
            "Which promises hold, how fast does each burn now, how much budget is left, and who "
            "owns it? PARTIAL: coverage, the share of the window for which there is history, is "
            f"below {WHOLE * 100:f} %, so that there is no verdict; the other figures are of that "
            "share. A burn rate of 1 spends exactly the budget."
        ),
        form=Table(
            columns=(
                Column(
                    title="SLO", label="slo", width=250, link=slo_link(system, "${__value.raw}")
                ),
                Column(title="State", query=1, width=130, words=state_words(table)),
                Column(title="Burn 1h", query=2, width=90, steps=BURN_STEPS),
                Column(
                    title="Budget left",
                    query=3,
                    width=130,
                    unit=Unit.RATIO,
                    steps=budget_steps(catalogue),
                    words=OVERSPENT,
                ),
                Column(title="Coverage", query=4, width=100, unit=Unit.RATIO, steps=COVERAGE_STEPS),
                Column(title="Owner", label="owner", width=170),
                Column(
                    title="Runbook",
                    label="runbook_url",
                    width=100,
                    shows="open",
                    link=Link(title="The runbook", url="${__value.raw}"),
                ),
            ),
            sort_by="Burn 1h",
            descending=True,
        ),
        queries=tuple(map(query_of, queries)),
        unanswered=RULES_MISSING,
        width=width,
        height=height,
    )


def alerts_table(
    catalogue: Catalogue, matchers: Sequence[Matcher], *, width: int, height: int
) -> PagePanel:
    """Return the table of the pages and tickets that fire."""
    return PagePanel(
        title="Alerts firing",
        description=(
            "Which pages and tickets fire right now? An alert's name leads to its runbook. An "
            "empty table is good news."
        ),
        form=Table(
            columns=(
                Column(title="Alert", label="alertname", width=340, link=runbook_link(catalogue)),
                Column(title="Severity", label="severity", width=80),
                Column(title="Component", label="component", width=130),
                Column(
                    title="SLO",
                    label="slo",
                    width=210,
                    link=slo_link(catalogue.system, "${__value.raw}"),
                ),
            ),
            sort_by="Severity",
        ),
        queries=(query_of(alerts_firing(*matchers)),),
        unanswered="No alert fires.",
        width=width,
        height=height,
    )
