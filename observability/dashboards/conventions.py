"""What all pages share: uids, variables, links, marks of alerts and deploys."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from observability.dashboards.page import (
    Annotation,
    AtMost,
    Colour,
    Link,
    PagePanel,
    Step,
    Variable,
    Word,
)
from observability.dashboards.promql import (
    COMPONENTS_CHOSEN,
    ENVIRONMENT,
    NAMESPACE,
    OF_ENVIRONMENT,
    label_values,
    query_of,
)
from observability.evaluation.states import WHOLE, StateTable, Tone, rules
from observability.expressions import names
from observability.expressions.budget import newest
from observability.expressions.printing import render
from observability.expressions.promql import (
    Aggregate,
    Expression,
    Series,
    call,
    equals,
    join,
    number,
    on,
)
from observability.expressions.scope import Recorded
from observability.model import naming
from observability.model.burn_rate import Severity
from observability.model.catalogue import Catalogue
from observability.model.metric import Matcher, MatchOp
from observability.model.panel import View
from observability.model.quantity import Unit
from observability.model.system import System

FIVE_MINUTES = timedelta(minutes=5)


def variables(catalogue: Catalogue) -> tuple[Variable, ...]:
    """Return the choices that every page has: the environment, and the namespace that follows."""
    return (
        Variable(
            name="environment",
            label="Environment",
            query=label_values(Series(names.INFO), names.ENVIRONMENT_LABEL),
            default=catalogue.primary.name,
        ),
        Variable(
            name="namespace",
            label="Namespace",
            query=label_values(OF_ENVIRONMENT(names.INFO), "namespace"),
            default=catalogue.primary.namespace,
            hidden=True,
        ),
    )


def links(catalogue: Catalogue, *, here: str) -> tuple[Link, ...]:
    """Return links to the other pages; the time range and the environment go along."""
    system = catalogue.system
    drawn = {dashboard.component for dashboard in catalogue.dashboards}
    pages = [
        Link(title="Overview", url=f"/d/{naming.overview(system)}"),
        Link(title="SLO", url=f"/d/{naming.slo_detail(system)}"),
        *(
            Link(title=component, url=f"/d/{naming.component_page(system, component)}")
            for component in (str(t.component) for t in catalogue.targets if t.component in drawn)
        ),
    ]
    return tuple(link for link in pages if link.url != f"/d/{here}")


def slo_link(system: System, slo: str) -> Link:
    """Return the link to an SLO's page, with the environment and the time range that are shown."""
    chosen = f"var-environment=${{environment}}&var-slo={slo}&${{__url_time_range}}"
    return Link(title="The SLO in detail", url=f"/d/{naming.slo_detail(system)}?{chosen}")


def runbook_of(catalogue: Catalogue, alert: str) -> str:
    """Return the address of an alert's runbook."""
    return f"{catalogue.primary.runbooks_url}/{alert}.md"


def runbook_link(catalogue: Catalogue) -> Link:
    """Return the link from an alert's name to its runbook."""
    return Link(title="The runbook", url=runbook_of(catalogue, "${__value.raw}"))


def component_link(system: System, component: str) -> Link:
    """Return the link to a component's page, with the environment and the time range."""
    chosen = "var-environment=${environment}&${__url_time_range}"
    uid = naming.component_page(system, component)
    return Link(title="The component", url=f"/d/{uid}?{chosen}")


ALERT_LABELS = ("alertname", names.SEVERITY_LABEL, names.COMPONENT_LABEL, names.SLO_LABEL)
"""What tells alerts apart: the tiers of one alert are one."""
OF_CHOSEN_COMPONENTS = Matcher(names.COMPONENT_LABEL, MatchOp.REGEX, f"{COMPONENTS_CHOSEN}|")
"""Alerts on the chosen components, and those on none of them."""


def alerts_firing(*matchers: Matcher) -> Expression:
    """Return the pages and tickets of the chosen environment that fire, each once.

    Not what only informs, and not what waits for upstream: nobody is told of it.
    """
    told = f"{Severity.CRITICAL}|{Severity.WARNING}"
    firing = Series(
        "ALERTS",
        (
            *equals(alertstate="firing", environment=ENVIRONMENT),
            Matcher(names.SEVERITY_LABEL, MatchOp.REGEX, told),
            Matcher(names.STATUS_LABEL, MatchOp.NOT_EQUAL, names.WAITING),
            *matchers,
        ),
    )
    return Aggregate("max", firing, by=ALERT_LABELS)


def of_severity(severity: Severity) -> Matcher:
    """Return what chooses the alerts of a severity."""
    return Matcher(names.SEVERITY_LABEL, MatchOp.EQUAL, str(severity))


def budget_over_time(
    catalogue: Catalogue, series: Recorded, legend: str, **panel: object
) -> PagePanel:
    """Return the chart of the budget that is left, over the longest window of the catalogue."""
    remaining = newest(series(names.BUDGET_REMAINING))
    return PagePanel(
        form=View.LINES,
        queries=(query_of(call("clamp_min", remaining, number(-1)), legend),),
        unit=Unit.RATIO,
        unanswered=RULES_MISSING,
        steps=budget_steps(catalogue),
        draws_limits=True,
        since=max(slo.window for slo in catalogue.slos),
        minimum=Decimal(-1),
        maximum=Decimal(1),
        **panel,  # type: ignore[arg-type]
    )


def alert_marks(*matchers: Matcher) -> tuple[Annotation, ...]:
    """Return marks on the charts while alerts fire; tickets, which last for days, on demand."""
    return tuple(
        Annotation(
            name=name,
            expression=render(alerts_firing(of_severity(severity), *matchers)),
            title="{{alertname}}",
            text="{{slo}} {{component}}",
            colour=colour,
            shown=severity is Severity.CRITICAL,
        )
        for name, severity, colour in (
            ("Pages", Severity.CRITICAL, Colour.CRITICAL),
            ("Tickets", Severity.WARNING, Colour.WARNING),
        )
    )


def deploy_marks(jobs: str) -> Annotation:
    """Return marks where pods appeared: deploys, rollouts, restarts of StatefulSets."""
    up = Series("up", (*equals(namespace=NAMESPACE), Matcher("job", MatchOp.REGEX, jobs)))
    came = join(
        "unless", up, replace(up, offset=FIVE_MINUTES), match=on(("namespace", "job", "instance"))
    )
    return Annotation(
        name="Pods that appeared (deploys, rollouts)",
        expression=render(Aggregate("count", came, by=("job",))),
        title="{{job}}",
        text="pods that were not scraped 5 minutes before",
        colour="blue",
    )


_TONES = {
    Tone.GOOD: Colour.FINE,
    Tone.RISK: Colour.WARNING,
    Tone.BAD: Colour.CRITICAL,
    Tone.SOFT: Colour.QUIET,
}


def state_table(catalogue: Catalogue) -> StateTable:
    """Return the states of a catalogue's SLOs, as its reviews judge them, too."""
    return rules(catalogue.error_budget_policy.at_risk_share)


def state_words(table: StateTable) -> tuple[Word, ...]:
    """Return the words for the places of a table of states."""
    return tuple(
        Word(value=place, text=rule.state.word, colour=_TONES[rule.state.tone])
        for place, rule in enumerate(table)
    )


def steps(first: Colour, *then: tuple[int | str, Colour]) -> tuple[Step, ...]:
    """Return colours from the lowest value up."""
    return (
        Step(value=None, colour=first),
        *(Step(value=Decimal(value), colour=colour) for value, colour in then),
    )


def budget_steps(catalogue: Catalogue) -> tuple[Step, ...]:
    """Return the colours of the budget that is left: overspent, at risk, more."""
    at_risk = 1 - catalogue.error_budget_policy.at_risk_share
    return steps(Colour.CRITICAL, (0, Colour.WARNING), (f"{at_risk.normalize():f}", Colour.FINE))


OVERSPENT = tuple(
    AtMost(limit=1 - times, text=f"spent ×{times}+", colour=Colour.CRITICAL)
    for times in (100, 10, 5, 2)
)
"""In words what is left of a budget that was spent more than once: nobody reads -9900 %."""
BURN_STEPS = steps(Colour.FINE, (1, Colour.WARNING), (5, Colour.CRITICAL))
"""Of a burn rate: sustainable up to 1."""
NONE_WANTED = steps(Colour.FINE, (1, Colour.CRITICAL))
COVERAGE_STEPS = steps(Colour.WARNING, (str(WHOLE), Colour.FINE))
"""Of the share of the window for which there is history."""

RULES_MISSING = (
    "No row: the SLO rules of this environment are not loaded here, or Prometheus began less than "
    "10 minutes ago. Load alerts/<environment>/."
)


def escaped(text: str) -> str:
    """Return text that Markdown and Grafana's variables leave alone."""
    for sign in ("\\", "|", "<", ">", "[", "]", "*", "_", "`", "$"):
        text = text.replace(sign, f"&#{ord(sign)};")
    return text
