"""The page of a component: its SLOs, then the questions of whoever is on call for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from observability.dashboards.conventions import (
    NONE_WANTED,
    RULES_MISSING,
    alert_marks,
    deploy_marks,
    escaped,
    links,
    variables,
)
from observability.dashboards.page import Colour, Page, PagePanel, PageRow, Step, Text, Variable
from observability.dashboards.promql import (
    PODS_CHOSEN,
    label_values,
    of_component,
    query_of,
    scope_chosen,
)
from observability.dashboards.quantities import query
from observability.dashboards.tables import alerts_table, slo_table
from observability.expressions import names
from observability.expressions.counting import POD
from observability.expressions.promql import Aggregate
from observability.expressions.quantities import Place
from observability.model import naming
from observability.model.catalogue import Catalogue
from observability.model.metric import Matcher, MatchOp
from observability.model.panel import COLUMNS, Dashboard, Limits, Panel, View
from observability.model.quantity import Unit
from observability.model.system import System

WAITING = " · waiting"
"""The end of the title of a panel whose metrics the system does not record yet."""

_HEIGHTS = {View.STAT: 4}


def _steps(limits: Limits | None) -> tuple[Step, ...]:
    if limits is None:
        return ()
    if limits.critical > limits.warning:
        order = (Colour.FINE, limits.warning, Colour.WARNING, limits.critical, Colour.CRITICAL)
    else:
        order = (Colour.CRITICAL, limits.critical, Colour.WARNING, limits.warning, Colour.FINE)
    first, low, middle, high, last = order
    return (
        Step(value=None, colour=first),
        Step(value=low, colour=middle),
        Step(value=high, colour=last),
    )


def _unanswered(panel: Panel) -> str:
    if panel.waits_for:
        return "Waiting for upstream: see the top of this row."
    if panel.external_sources:
        return f"Nothing from {'; '.join(panel.external_sources)}. Is it scraped?"
    return "Nothing was recorded: no traffic, or the pods are not scraped (see Targets)."


def _description(panel: Panel, place: Place) -> str:
    texts = [panel.question]
    if panel.waits_for:
        texts.append("Waits for upstream: " + " ".join(panel.waits_for))
    if panel.external_sources:
        title = place.catalogue.system.title
        texts.append(f"Not {title}'s own: {'; '.join(panel.external_sources)}.")
    return "\n\n".join(texts)


def _panel(panel: Panel, place: Place) -> PagePanel:
    return PagePanel(
        title=panel.title + (WAITING if panel.waits_for else ""),
        description=_description(panel, place),
        form=panel.view,
        queries=tuple(query(quantity, place) for quantity in panel.shows),
        unit=panel.unit,
        unanswered=_unanswered(panel),
        absent="waits" if panel.waits_for else "no data",
        colour=Colour.CRITICAL if panel.bad else None,
        steps=_steps(panel.limits),
        draws_limits=panel.limits is not None,
        reference=("declared",),
        minimum=None if panel.unit is Unit.COUNT else Decimal(0),
        maximum=Decimal(1) if panel.unit is Unit.RATIO and panel.limits else None,
        width=panel.width,
        height=_HEIGHTS.get(panel.view, 7),
    )


def _first_screen(dashboard: Dashboard, place: Place) -> tuple[PagePanel, ...]:
    series = of_component(str(dashboard.component))
    ours = Matcher(names.COMPONENT_LABEL, MatchOp.EQUAL, str(dashboard.component))
    declared = place.declared(dashboard.component)
    missing = replace(declared, name=names.BAD_MINUTE)
    return (
        *(
            PagePanel(
                title=title,
                description=question,
                form=View.STAT,
                queries=(query_of(Aggregate("max", counted)),),
                unanswered=RULES_MISSING,
                steps=steps,
                width=3,
                height=8,
            )
            for title, question, counted, steps in (
                ("Targets", "How many pods should be scraped?", declared, ()),
                ("Targets missing", "How many of them are not scraped?", missing, NONE_WANTED),
            )
        ),
        slo_table(place.catalogue, series, height=8, width=18),
        alerts_table(place.catalogue, (ours,), width=24, height=5),
    )


def _rows(dashboard: Dashboard, place: Place) -> Iterator[PageRow]:
    """Yield the rows of what can be seen today, and one row of all that waits."""
    for row in dashboard.rows:
        live = tuple(_panel(panel, place) for panel in row.panels if not panel.waits_for)
        if live:
            yield PageRow(title=row.title, panels=live, collapsed=row.collapsed)
    waiting = [panel for panel in dashboard.panels if panel.waits_for]
    if waiting:
        yield PageRow(
            title=f"Waits for upstream ({len(waiting)})",
            panels=(
                _what_waits(waiting, place.catalogue.system),
                *(_panel(panel, place) for panel in waiting),
            ),
            collapsed=True,
        )


def _what_waits(panels: Sequence[Panel], system: System) -> PagePanel:
    unlocking: dict[str, list[str]] = {}
    for panel in panels:
        unlocking.setdefault(" ".join(panel.waits_for), []).append(panel.title)
    lines = [
        f"- {', '.join(map(escaped, titles))}: {escaped(what)}"
        for what, titles in unlocking.items()
    ]
    why = (
        f"On call there is nothing to do here. {system.title} does not record what these panels "
        "ask for yet; they are empty until upstream does this:\n"
    )
    return PagePanel(
        title="What these panels wait for",
        description="Why are the panels of this row empty?",
        form=Text(markdown="\n".join((why, *lines))),
        width=COLUMNS,
        height=3 + 2 * len(lines),
    )


def component_page(dashboard: Dashboard, catalogue: Catalogue) -> Page:
    """Return the page of a component."""
    scope = scope_chosen(catalogue.system, catalogue.target(dashboard.component))
    place = Place(catalogue, scope, pods=(Matcher(POD, MatchOp.REGEX, PODS_CHOSEN),))
    uid = naming.component_page(catalogue.system, dashboard.component.name)
    ours = Matcher(names.COMPONENT_LABEL, MatchOp.EQUAL, str(dashboard.component))
    return Page(
        uid=uid,
        title=naming.page_title(catalogue.system, dashboard.component.name),
        description=dashboard.question,
        since="now-3h",
        variables=(
            *variables(catalogue),
            Variable(name=POD, label="Pod", query=label_values(scope.up, POD), many=True),
        ),
        rows=(PageRow(title="", panels=_first_screen(dashboard, place)), *_rows(dashboard, place)),
        links=links(catalogue, here=uid),
        annotations=(
            *alert_marks(ours),
            deploy_marks(naming.job(catalogue.system, dashboard.component)),
        ),
        tags=(catalogue.system.name, dashboard.component.name),
        made_from=dashboard.origin,
    )
