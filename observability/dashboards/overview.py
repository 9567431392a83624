"""The overview: are we fine, and if not, where?"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from observability.dashboards.conventions import (
    BURN_STEPS,
    NONE_WANTED,
    OF_CHOSEN_COMPONENTS,
    OVERSPENT,
    RULES_MISSING,
    alert_marks,
    alerts_firing,
    budget_over_time,
    budget_steps,
    component_link,
    deploy_marks,
    escaped,
    links,
    of_severity,
    state_table,
    steps,
    variables,
)
from observability.dashboards.page import (
    Colour,
    Column,
    Page,
    PagePanel,
    PageRow,
    Table,
    Text,
    Variable,
)
from observability.dashboards.promql import (
    ENVIRONMENT,
    OF_ALL,
    OF_ENVIRONMENT,
    RATE_INTERVAL,
    label_values,
    one_by_one,
    query_of,
)
from observability.dashboards.tables import alerts_table, slo_table
from observability.dashboards.verdict import (
    missing_targets,
    of_scrapes,
    to_users,
    verdict,
)
from observability.evaluation.states import MISSED
from observability.expressions import names
from observability.expressions.budget import burn_rate, newest
from observability.expressions.promql import Aggregate, Expression, Series, call, join, number
from observability.expressions.states import in_state
from observability.model import naming, prometheus
from observability.model.burn_rate import Severity
from observability.model.catalogue import Catalogue
from observability.model.metric import Matcher, MatchOp
from observability.model.panel import View
from observability.model.quantity import Unit
from observability.model.slo import SLO
from observability.model.system import System

_HOUR = timedelta(hours=1)


def _or_zero(counted: Expression, known: Expression) -> Expression:
    """Return a count, or 0 if nothing is counted although there is something to count."""
    return join("or", Aggregate("count", counted), join("*", number(0), Aggregate("count", known)))


def _alerts_firing(severity: Severity) -> Expression:
    alerts = alerts_firing(of_severity(severity), OF_CHOSEN_COMPONENTS)
    return _or_zero(alerts, newest(OF_ALL(names.INFO)))


def _stat(title: str, question: str, expression: Expression, **more: object) -> PagePanel:
    return PagePanel(
        title=title,
        description=question,
        form=View.STAT,
        queries=(query_of(expression),),
        unanswered=RULES_MISSING,
        width=4,
        height=3,
        **more,  # type: ignore[arg-type]
    )


def _answers(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    users = OF_ALL.narrowed(to_users(catalogue))
    age = join("-", call("time"), Aggregate("max", call("timestamp", OF_ALL(names.VALID_MINUTE))))
    return (
        *verdict(catalogue),
        _stat(
            "Pages firing",
            "Is anybody being woken up?",
            _alerts_firing(Severity.CRITICAL),
            steps=NONE_WANTED,
        ),
        _stat(
            "Tickets firing",
            "Is there something to look at within days?",
            _alerts_firing(Severity.WARNING),
            steps=steps(Colour.FINE, (1, Colour.WARNING)),
        ),
        _stat(
            "SLOs missed",
            "How many promises to users are broken? One with too little history is not, whatever "
            "it shows.",
            _or_zero(in_state(state_table(catalogue), MISSED, users), newest(OF_ALL(names.INFO))),
            steps=NONE_WANTED,
        ),
        _stat(
            "Least budget left",
            "How close is the worst promise to users to being broken?",
            Aggregate("min", newest(users(names.BUDGET_REMAINING))),
            unit=Unit.RATIO,
            decimals=1,
            steps=budget_steps(catalogue),
            words=OVERSPENT,
        ),
        _stat(
            "Targets missing",
            "Do we see every pod that is declared?",
            missing_targets(catalogue),
            steps=steps(Colour.FINE, (1, Colour.WARNING)),
        ),
        _stat(
            "Age of data",
            "How old is the newest minute that was counted? Rules count a minute about a minute "
            "after its end.",
            age,
            unit=Unit.SECONDS,
            decimals=0,
            steps=steps(Colour.FINE, (180, Colour.WARNING)),
        ),
    )


def _over_time(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    users = OF_ALL.narrowed(to_users(catalogue))
    return (
        budget_over_time(
            catalogue,
            users,
            "{{slo}}",
            title="Budget left",
            description=(
                "Which promises to users lost budget, and when? Below 0 one is broken; a line at "
                "-100 % is there or lower."
            ),
            width=12,
            height=9,
        ),
        PagePanel(
            title="Burn rate, 1 hour",
            description="Which budgets burn now, and how fast? At 1 a budget lasts its window.",
            form=View.LINES,
            queries=(query_of(burn_rate(users, _HOUR), "{{slo}}"),),
            unanswered=RULES_MISSING,
            steps=BURN_STEPS,
            draws_limits=True,
            minimum=Decimal(0),
            width=12,
            height=9,
        ),
    )


def _own_rules(system: System) -> PagePanel:
    ours = Matcher("rule_group", MatchOp.REGEX, naming.any_group(system, ENVIRONMENT))
    counters = (
        (prometheus.RULE_FAILURES.name, "failed"),
        (prometheus.RULE_ITERATIONS_MISSED.name, "late"),
    )
    return PagePanel(
        title="Our own rules",
        description="Are SLOs counted at all: do evaluations of their rules fail or come late?",
        form=View.BARS,
        queries=tuple(
            query_of(
                Aggregate(
                    "sum",
                    call("increase", Series(counter, (ours,), over=RATE_INTERVAL)),
                    by=("rule_group",),
                ),
                f"{what} {{{{rule_group}}}}",
            )
            for counter, what in counters
        ),
        unanswered="Nothing from Prometheus, of itself. Is its own metrics port scraped?",
        colour=Colour.CRITICAL,
        minimum=Decimal(0),
        width=24,
        height=6,
    )


def _components(catalogue: Catalogue) -> tuple[PagePanel, ...]:
    declared, missing = (
        OF_ALL(name, of_scrapes(catalogue)) for name in (names.VALID_MINUTE, names.BAD_MINUTE)
    )
    remaining = newest(OF_ALL(names.BUDGET_REMAINING, to_users(catalogue)))
    worst = Aggregate("min", remaining, by=("component",))
    of_some = Matcher(names.COMPONENT_LABEL, MatchOp.NOT_EQUAL, "")
    alerts = Aggregate(
        "count", alerts_firing(of_some, OF_CHOSEN_COMPONENTS), by=(names.COMPONENT_LABEL,)
    )
    queries = (
        Aggregate("sum", join("-", declared, missing), by=("component",)),
        Aggregate("sum", declared, by=("component",)),
        worst,
        alerts,
    )
    return (
        PagePanel(
            title="Components",
            description=(
                "Which component is short of pods, budget or peace? Declared is the size that the "
                "definitions give, not what happens to run."
            ),
            form=Table(
                columns=(
                    Column(
                        title="Component",
                        label="component",
                        width=120,
                        link=component_link(catalogue.system, "${__value.raw}"),
                    ),
                    Column(title="Targets up", query=0, width=95),
                    Column(title="Declared", query=1, width=85),
                    Column(
                        title="Least budget left",
                        query=2,
                        width=135,
                        unit=Unit.RATIO,
                        steps=budget_steps(catalogue),
                        words=OVERSPENT,
                    ),
                    Column(title="Alerts firing", query=3, width=105, steps=NONE_WANTED),
                ),
                sort_by="Component",
            ),
            queries=tuple(map(query_of, queries)),
            unanswered=RULES_MISSING,
            width=10,
            height=8,
        ),
        alerts_table(catalogue, (OF_CHOSEN_COMPONENTS,), width=14, height=8),
    )


def _waiting(system: System, slos: Sequence[SLO]) -> PageRow:
    unlocking = {slo.name: escaped(" ".join(slo.waits_for)) for slo in slos}
    rows = [f"| {slo.name} | {slo.component} | {unlocking[slo.name]} |" for slo in slos]
    table = "\n".join(["| SLO | Component | What unblocks it |", "|---|---|---|", *rows])
    panel = PagePanel(
        title="SLOs that wait for upstream",
        description="What is promised but not measured yet, and what would unblock it?",
        form=Text(
            markdown=(
                f"On call there is nothing to do here. {system.title} does not record the metrics "
                "of these promises yet, so that nobody can tell whether they hold. They are "
                "written and tested; their rules are in `alerts/<environment>/waiting/`, and are "
                f"not applied unless asked for.\n\n{table}"
            )
        ),
        width=24,
        height=14,
    )
    return PageRow(title=f"Waits for upstream ({len(slos)})", panels=(panel,), collapsed=True)


def overview(catalogue: Catalogue) -> Page:
    """Return the overview of all SLOs and components."""
    waiting = [slo for slo in catalogue.slos if not slo.is_live]
    system = catalogue.system
    jobs = one_by_one([naming.job(system, target.component) for target in catalogue.targets])
    uid = naming.overview(system)
    users = OF_ALL.narrowed(to_users(catalogue))
    sight = slo_table(catalogue, OF_ALL.narrowed(of_scrapes(catalogue)), title="Scrape coverage")
    rows = [
        PageRow(
            title="",
            panels=(
                *_answers(catalogue),
                slo_table(catalogue, users),
            ),
        ),
        PageRow(title="Components and alerts", panels=_components(catalogue)),
        PageRow(title="Over time", panels=(*_over_time(catalogue), _own_rules(system))),
        PageRow(title="Scrape coverage", panels=(sight,), collapsed=True),
    ]
    if waiting:
        rows.append(_waiting(system, waiting))
    return Page(
        uid=uid,
        title=naming.page_title(system, "Overview"),
        description="Are we fine, and if not, where?",
        since="now-6h",
        variables=(
            *variables(catalogue),
            Variable(
                name="components",
                label="Components",
                query=label_values(OF_ENVIRONMENT(names.INFO), names.COMPONENT_LABEL),
                many=True,
            ),
        ),
        rows=tuple(rows),
        links=links(catalogue, here=uid),
        annotations=(*alert_marks(OF_CHOSEN_COMPONENTS), deploy_marks(jobs)),
        tags=(system.name, "overview"),
        made_from=catalogue.origin,
    )
