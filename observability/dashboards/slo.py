"""The page of any one SLO: what was promised, what is left of it, what takes it away."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from observability.dashboards.contributors import contributors
from observability.dashboards.conventions import (
    BURN_STEPS,
    COVERAGE_STEPS,
    OVERSPENT,
    RULES_MISSING,
    alert_marks,
    budget_over_time,
    budget_steps,
    component_link,
    deploy_marks,
    links,
    runbook_of,
    state_table,
    state_words,
    variables,
)
from observability.dashboards.page import Colour, Page, PagePanel, PageRow, Query, Text, Variable
from observability.dashboards.promql import (
    INTERVAL,
    OF_ENVIRONMENT,
    OF_ONE,
    SLO_CHOSEN,
    label_values,
    one_by_one,
    query_of,
)
from observability.dashboards.tables import alerts_table
from observability.evaluation.states import StateTable
from observability.expressions import names
from observability.expressions.budget import burn_rate, newest
from observability.expressions.promql import (
    Aggregate,
    Expression,
    call,
    duration,
    fraction,
    join,
    number,
    on,
)
from observability.expressions.states import budget_left, state
from observability.model import naming
from observability.model.burn_rate import BurnRateTier, Severity
from observability.model.catalogue import Catalogue
from observability.model.metric import Matcher, MatchOp
from observability.model.panel import View
from observability.model.quantity import Unit
from observability.model.system import System
from observability.model.windows import ROLLUP

_KIND = {Severity.CRITICAL: "page", Severity.WARNING: "ticket", Severity.INFO: "info"}
_ONE = Matcher(names.SLO_LABEL, MatchOp.EQUAL, SLO_CHOSEN)


def _period(name: str) -> Expression:
    return newest(OF_ONE(name))


def _stat(title: str, question: str, expression: Expression, **more: object) -> PagePanel:
    legend = str(more.pop("legend", ""))
    settings: dict[str, object] = {"width": 3, "height": 4} | more
    return PagePanel(
        title=title,
        description=question,
        form=View.STAT,
        queries=(query_of(expression, legend),),
        unanswered=RULES_MISSING,
        **settings,  # type: ignore[arg-type]
    )


def _meanings(table: StateTable) -> str:
    """Return what each state says, in words."""
    states = dict.fromkeys(rule.state for rule in table)
    return "; ".join(f"{state.word}: {state.meaning}" for state in states) + "."


def _answers(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    table = state_table(catalogue)
    return (
        _stat(
            "State",
            "Does the promise hold? " + _meanings(table),
            state(table, OF_ONE),
            words=state_words(table),
        ),
        _stat(
            "Objective", "What is promised?", _period(names.OBJECTIVE), unit=Unit.RATIO, decimals=2
        ),
        _stat(
            "Window", "Over which time is it promised?", _period(names.PERIOD), unit=Unit.SECONDS
        ),
        _stat(
            "Attained",
            "Which share of valid events was good, over as much of the window as there is history?",
            join("-", number(1), _period(names.ERROR_RATIO_PERIOD)),
            unit=Unit.RATIO,
            decimals=3,
        ),
        _stat(
            "Budget left",
            "Which share of the error budget is left? Below 0 the promise is broken.",
            _period(names.BUDGET_REMAINING),
            unit=Unit.RATIO,
            decimals=1,
            steps=budget_steps(catalogue),
            words=OVERSPENT,
        ),
        _stat(
            "Budget left in events",
            "How many more bad events does the objective allow for what was counted so far? Where "
            "history is shorter than the window, it is what is known: nothing is scaled up.",
            budget_left(OF_ONE),
        ),
        _stat(
            "Coverage",
            "For which share of the window is there history? Below 100 %, the period's figures "
            "are of less time than was promised.",
            _period(names.COVERAGE),
            unit=Unit.RATIO,
            decimals=1,
            steps=COVERAGE_STEPS,
        ),
        _stat(
            "Owner",
            "Whom do I ask?",
            Aggregate("max", _period(names.INFO), by=("owner",)),
            legend="{{owner}}",
            shows_name=True,
        ),
    )


def _budget(catalogue: Catalogue) -> PagePanel:
    return budget_over_time(
        catalogue,
        OF_ONE,
        "budget left",
        title="Budget left over time",
        description=(
            "When was the budget spent: in one incident, or little by little? Below 0 the promise "
            "is broken; a line at -100 % is there or lower. The line begins where history does."
        ),
        width=24,
        height=8,
    )


def _factors(catalogue: Catalogue, *, windows: str) -> tuple[Query, ...]:
    """Return the burn rates at which the chosen SLO's policy alerts, one line for each tier.

    `windows` is `long` or `short`: both must be over the line for the alert to fire.
    """
    lines: dict[tuple[timedelta, str, BurnRateTier], set[str]] = {}
    for environment in catalogue.environments:
        for slo in catalogue.promises(environment):
            for tier in slo.policy.tiers:
                lines.setdefault((slo.window, windows, tier), set()).add(slo.policy.name)
    queries = []
    for (period, _, tier), policies in sorted(
        lines.items(),
        key=lambda line: (line[0][0], -line[0][2].factor(line[0][0]), line[0][2].name),
    ):
        chosen = newest(
            OF_ONE(
                names.INFO,
                Matcher("policy", MatchOp.REGEX, one_by_one(list(policies))),
                Matcher("window", MatchOp.EQUAL, duration(period)),
            )
        )
        factor = call("vector", fraction(tier.factor(period)))
        window = tier.long_window if windows == "long" else tier.short_window
        queries.append(
            query_of(
                join("and", factor, chosen, match=on()),
                f"{_KIND[tier.severity]} {tier.name}: {duration(window)}",
            )
        )
    return tuple(queries)


def _windows(catalogue: Catalogue, *, short: bool) -> list[timedelta]:
    windows = {
        tier.short_window if short else tier.long_window
        for slo in catalogue.slos
        for tier in slo.policy.tiers
    }
    return sorted(windows)


def _burns(windows: Iterable[timedelta]) -> tuple[Query, ...]:
    return tuple(
        query_of(burn_rate(OF_ONE, window), f"burn {duration(window)}") for window in windows
    )


def _burning(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    texts = (
        (
            False,
            "Burn rate, long windows",
            (
                "How much was burnt: is it enough to matter? An alert fires while both of a "
                "tier's windows are over its line, and enough events were bad."
            ),
        ),
        (
            True,
            "Burn rate, short windows",
            "Does it still burn? The short window ends an alert soon after the errors end.",
        ),
    )
    return tuple(
        PagePanel(
            title=title,
            description=question,
            form=View.LINES,
            queries=(
                *_burns(_windows(catalogue, short=short)),
                *_factors(catalogue, windows="short" if short else "long"),
            ),
            unanswered=RULES_MISSING,
            steps=BURN_STEPS,
            reference=("page", "ticket"),
            minimum=Decimal(0),
            width=12,
            height=10,
        )
        for short, title, question in texts
    )


def _traffic(system: System) -> tuple[PagePanel, ...]:
    texts = (
        (
            "Valid events",
            "How much was there to be judged, per minute? For SLIs that count minutes, at most 1.",
            names.VALID_MINUTE,
            "valid per minute",
            Colour.QUIET,
        ),
        (
            "Bad events",
            "How many of them were bad, per minute?",
            names.BAD_MINUTE,
            "bad per minute",
            Colour.CRITICAL,
        ),
    )
    return tuple(
        PagePanel(
            title=title,
            description=question,
            form=View.STEPS,
            # A mean, so that a wide step leaves no row out, and none counts twice at its edges.
            queries=(
                query_of(call("avg_over_time", replace(OF_ONE(name), over=INTERVAL)), legend),
            ),
            unanswered=RULES_MISSING,
            shortest_step=ROLLUP,
            colour=colour,
            minimum=Decimal(0),
            links=(component_link(system, "${component}"),),
            width=12,
            height=8,
        )
        for title, question, name, legend, colour in texts
    )


def _runbook(system: System) -> PagePanel:
    page = naming.component_page(system, "${component}")
    here = "?var-environment=${environment}&${__url_time_range}"
    return PagePanel(
        title="What to do",
        description="What does an alert on this SLO mean, and what helps?",
        form=Text(
            markdown=(
                "- [Runbook of this SLO's alerts](${runbook})\n"
                f"- [Dashboard of ${{component}}](/d/{page}{here})\n"
                f"- [All SLOs](/d/{naming.overview(system)}{here})"
            )
        ),
        width=8,
        height=6,
    )


def slo_detail(catalogue: Catalogue) -> Page:
    """Return the page of any one SLO, which is chosen by a variable."""
    system = catalogue.system
    first = next((slo for slo in catalogue.slos if slo.is_live), catalogue.slos[0])
    jobs = one_by_one([naming.job(system, target.component) for target in catalogue.targets])
    uid = naming.slo_detail(system)
    return Page(
        uid=uid,
        title=naming.page_title(system, "SLO"),
        description="What was promised, what is left of the budget, and what takes it away?",
        since="now-24h",
        variables=(
            *variables(catalogue),
            Variable(
                name="slo",
                label="SLO",
                query=label_values(OF_ENVIRONMENT(names.INFO), names.SLO_LABEL),
                default=first.name,
            ),
            Variable(
                name="component",
                label="Component",
                query=label_values(OF_ONE(names.INFO), names.COMPONENT_LABEL),
                default=str(first.component),
                hidden=True,
            ),
            Variable(
                name="runbook",
                label="Runbook",
                query=label_values(OF_ONE(names.INFO), "runbook_url"),
                default=runbook_of(catalogue, naming.burn_alert(system, first)),
                hidden=True,
            ),
        ),
        rows=(
            PageRow(
                title="",
                panels=(
                    *_answers(catalogue),
                    alerts_table(catalogue, (_ONE,), width=16, height=6),
                    _runbook(system),
                    _budget(catalogue),
                ),
            ),
            PageRow(title="Burn rate", panels=_burning(catalogue)),
            PageRow(title="Events", panels=_traffic(system)),
            PageRow(title="Contributors", panels=contributors(catalogue), collapsed=True),
        ),
        links=links(catalogue, here=uid),
        annotations=(*alert_marks(_ONE), deploy_marks(jobs)),
        tags=(system.name, "slo"),
        made_from=catalogue.origin,
    )
