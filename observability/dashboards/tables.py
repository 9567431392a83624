"""Tables that several pages show: SLOs, and the alerts that fire."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from observability.dashboards.conventions import (
    BUDGET_STEPS,
    BURN_STEPS,
    COVERAGE_STEPS,
    RULES_MISSING,
    STATE_WORDS,
    component_link,
    firing,
    slo_link,
)
from observability.dashboards.page import Column, PagePanel, Table
from observability.dashboards.promql import BY_SLO, asked
from observability.expressions import names
from observability.expressions.budget import burn_rate, newest
from observability.expressions.promql import Aggregate, Expression, Series, join, number
from observability.expressions.scope import Recorded
from observability.model.metric import Matcher
from observability.model.panel import Unit
from observability.model.system import System

_WINDOWS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=3))
_AT_RISK = Decimal("0.25")
"""The share of the budget below which an SLO that still meets its objective is at risk."""
_ALERT_LABELS = ("alertname", "severity", "component", "slo")


def state(series: Recorded, alerts: Series) -> Expression:
    """Return an SLO's state as a number of `STATE_WORDS`: the first of these that holds."""
    remaining = Aggregate("max", newest(series(names.BUDGET_REMAINING)), by=BY_SLO)
    burning = Aggregate("max", alerts, by=BY_SLO)
    known = Aggregate("max", newest(series(names.INFO)), by=BY_SLO)

    def is_(state: int, where: Expression) -> Expression:
        return join("+", join("*", number(0), where), number(state))

    return join(
        "or",
        is_(2, join("<=", remaining, number(0))),
        is_(1, join("<=", remaining, number(_AT_RISK))),
        is_(1, burning),
        is_(0, remaining),
        is_(3, known),
    )


def slo_table(
    system: System,
    series: Recorded,
    alerts: Series,
    *,
    width: int = 24,
    height: int = 11,
) -> PagePanel:
    """Return the table of SLOs; `alerts` are those on them that fire."""
    queries = (
        newest(series(names.INFO)),
        state(series, alerts),
        Aggregate("max", newest(series(names.BUDGET_REMAINING)), by=BY_SLO),
        *(Aggregate("max", burn_rate(series, window), by=BY_SLO) for window in _WINDOWS),
        Aggregate("max", newest(series(names.COVERAGE)), by=BY_SLO),
    )
    return PagePanel(
        title="SLOs",
        description=(
            "Which promises hold, how much budget is left, how fast is it burning, and who owns "
            "it? A burn rate of 1 spends exactly the budget. Coverage is the share of the window "
            "for which there is history: below 100 %, the period's figures are of less time."
        ),
        form=Table(
            columns=(
                Column(
                    title="SLO", label="slo", link=slo_link(system, "${__value.raw}"), width=230
                ),
                Column(title="State", query=1, words=STATE_WORDS, width=90),
                Column(title="Budget left", query=2, unit=Unit.RATIO, steps=BUDGET_STEPS),
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
        queries=tuple(map(asked, queries)),
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
        queries=(asked(Aggregate("max", firing(*matchers), by=_ALERT_LABELS)),),
        unanswered="No alert fires.",
        width=width,
        height=height,
    )
