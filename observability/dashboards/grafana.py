"""Pages as Grafana's JSON: the only module that knows grafanalib, and Grafana's own names.

grafanalib is an adapter, not a validator: it gives old defaults and checks little, so everything
is said here, and what it writes for Grafanas long gone is taken out again (`normalised`).
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import assert_never

from grafanalib import core as grafana

from observability.artefact import Artefact
from observability.dashboards.export import exported_variable, normalised
from observability.dashboards.layout import HEADING, Place, placed
from observability.dashboards.page import (
    Annotation,
    AtMost,
    Colour,
    Column,
    Link,
    Page,
    PagePanel,
    PageRow,
    Query,
    Step,
    Table,
    Text,
    Variable,
    Word,
)
from observability.expressions.promql import duration
from observability.model.panel import COLUMNS, View
from observability.model.quantity import Unit

SCHEMA_VERSION = 39
"""The dashboard schema of Grafana 11: nothing that we write is newer. Grafana 10 reads it, and
newer ones migrate it; some refuse a schema that is newer than themselves."""
PLUGIN_VERSION = "11.0.0"
"""Of whose panels these are: without it, Grafana migrates them from its oldest."""
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}

UNITS = {
    Unit.COUNT: "short",
    Unit.RATIO: "percentunit",
    Unit.SECONDS: "s",
    Unit.BYTES: "bytes",
    Unit.PER_SECOND: "ops",
    Unit.BYTES_PER_SECOND: "Bps",
    Unit.SECONDS_PER_SECOND: "short",
}
"""Grafana's ids of our units."""

Json = dict[str, object]
_MINUTE = timedelta(minutes=1)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _steps(steps: Sequence[Step]) -> list[Json]:
    chosen = steps or (Step(value=None, colour=Colour.QUIET),)
    return [
        {"color": str(step.colour), "value": None if step.value is None else _number(step.value)}
        for step in chosen
    ]


def _words(words: Sequence[Word | AtMost]) -> list[Json]:
    values: Json = {}
    ranges: list[Json] = []
    for index, word in enumerate(words):
        result: Json = {"color": str(word.colour), "index": index, "text": word.text}
        match word:
            case Word():
                values[str(word.value)] = result
            case AtMost():
                options: Json = {"from": None, "to": word.limit, "result": result}
                ranges.append({"type": "range", "options": options})
            case _ as unknown:
                assert_never(unknown)
    by_value: list[Json] = [{"type": "value", "options": values}] if values else []
    return by_value + ranges


def _always(text: str) -> list[Json]:
    """Return the mapping of every text to one: links keep the text that they need."""
    result: Json = {"index": 0, "text": text}
    options: Json = {"pattern": ".+", "result": result}
    return [{"type": "regex", "options": options}]


def _link(link: Link) -> Json:
    return {"title": link.title, "url": link.url, "targetBlank": False}


def _target(query: Query, number: int, form: View | Table | Text) -> Json:
    instant = form is View.STAT or isinstance(form, Table)
    target = grafana.Target(
        expr=query.expression,
        legendFormat=query.legend,
        format="table" if isinstance(form, Table) else "time_series",
        refId=_ref_id(number),
        instant=instant,
        intervalFactor=1,
        datasource=DATASOURCE,
    ).to_json_data()
    own: Json = dict(target) | {"editorMode": "code", "range": not instant, "interval": None}
    return own | ({"exemplar": True} if query.exemplars else {})


def _ref_id(number: int) -> str:
    """Return A … Z, AA, AB …: the name of the query of that number."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return (
        letters[number]
        if number < len(letters)
        else _ref_id(number // 26 - 1) + letters[number % 26]
    )


def _defaults(panel: PagePanel) -> Json:
    """Return what every form says of its values."""
    defaults: Json = {
        "links": [_link(link) for link in panel.links],
        "mappings": _words(panel.words),
        "noValue": _absent(panel),
        "unit": UNITS[panel.unit],
    }
    for key, value in (("min", panel.minimum), ("max", panel.maximum)):
        if value is not None:
            defaults[key] = _number(value)
    if panel.decimals is not None:
        defaults["decimals"] = panel.decimals
    return defaults


def _absent(panel: PagePanel) -> str:
    """Return what stands where there is no value: in a table, that is each empty cell."""
    match panel.form:
        case Table():
            return "–"
        case View.STAT:
            return panel.absent
        case _:
            return panel.unanswered


def _description(panel: PagePanel) -> str:
    texts = [panel.description]
    if panel.unanswered:
        texts.append(f"If it is empty: {panel.unanswered}")
    texts.append(f"Source: {', '.join(panel.sources) or 'the definitions'}.")
    return "\n\n".join(texts)


def _common(panel: PagePanel, place: Place) -> Json:
    return {
        "title": panel.title,
        "description": _description(panel),
        "dataSource": DATASOURCE,
        "editable": False,
        "gridPos": {"x": place.x, "y": place.y, "w": place.w, "h": place.h},
        "maxDataPoints": None,
        "targets": [_target(q, n, panel.form) for n, q in enumerate(panel.queries)],
        "thresholds": _steps(panel.steps),
        "timeFrom": duration(panel.since) if panel.since else None,
    }


def _stat(panel: PagePanel, place: Place) -> object:
    return grafana.Stat(
        **_common(panel, place),
        colorMode="value",
        graphMode="none",
        reduceCalc="lastNotNull",
        textMode="name" if panel.shows_name else "auto",
        format=UNITS[panel.unit],
        mappings=_words(panel.words),
        noValue=_absent(panel),
        extraJson={
            "pluginVersion": PLUGIN_VERSION,
            "fieldConfig": {"defaults": _defaults(panel) | {"color": {"mode": "thresholds"}}},
            "options": {
                "justifyMode": "auto",
                "wideLayout": True,
                "showPercentChange": False,
                "percentChangeColorMode": "standard",
            },
        },
    )


def _axis(panel: PagePanel) -> Json:
    """Return how far an axis reaches if values do not: else nothing but 0 is drawn up to 100."""
    highest = {Unit.RATIO: 0.01, Unit.COUNT: 1}.get(panel.unit)
    if panel.maximum is not None:
        return {}
    return {"axisSoftMin": 0} | ({} if highest is None else {"axisSoftMax": highest})


def _colours(colour: Colour | None) -> Json:
    if colour is None:
        return {"mode": "palette-classic-by-name"}
    return {"mode": "fixed" if colour is Colour.QUIET else "shades", "fixedColor": str(colour)}


def _chart(panel: PagePanel, view: View, place: Place) -> object:
    # A bar is one interval's events: no shorter than a minute, or bars would be splinters.
    shortest = panel.shortest_step or (_MINUTE if view is View.BARS else None)
    custom: Json = {
        "hideFrom": {"legend": False, "tooltip": False, "viz": False},
        "insertNulls": False,
        "stacking": {"mode": "normal" if view in (View.STACK, View.BARS) else "none", "group": "A"},
        "thresholdsStyle": {"mode": "dashed" if panel.draws_limits else "off"},
        "scaleDistribution": {"type": "linear"},
        **_axis(panel),
    }
    return grafana.TimeSeries(
        **_common(panel, place),
        drawStyle="bars" if view is View.BARS else "line",
        fillOpacity={View.STACK: 40, View.BARS: 80}.get(view, 0),
        lineInterpolation="stepAfter" if view is View.STEPS else "linear",
        lineWidth=1 if view in (View.STACK, View.BARS) else 2,
        showPoints="never",
        # A table of a few rows hides the other series.
        legendDisplayMode="list",
        legendCalcs=[],
        tooltipMode="multi",
        tooltipSort="desc",
        unit=UNITS[panel.unit],
        overrides=[_dashed(prefix) for prefix in panel.reference],
        extraJson={
            **({"interval": duration(shortest)} if shortest else {}),
            "pluginVersion": PLUGIN_VERSION,
            "fieldConfig": {
                "defaults": _defaults(panel) | {"color": _colours(panel.colour), "custom": custom}
            },
            "options": {"legend": {"showLegend": True}, "tooltip": {"hideZeros": False}},
        },
    )


def _dashed(prefix: str) -> Json:
    colour = Colour.CRITICAL if prefix == "page" else Colour.WARNING
    return {
        "matcher": {"id": "byRegexp", "options": f"/^{prefix}/"},
        "properties": [
            {"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [8, 8]}},
            {"id": "custom.lineWidth", "value": 1},
            {"id": "custom.fillOpacity", "value": 0},
            {"id": "color", "value": {"mode": "fixed", "fixedColor": str(colour)}},
        ],
    }


def _source_name(column: Column, queries: int) -> str:
    """Return what Grafana calls a column before we rename it."""
    if column.query is None:
        return column.label
    return "Value" if queries == 1 else f"Value #{_ref_id(column.query)}"


def _override(column: Column) -> Json:
    properties: list[Json] = [{"id": "custom.width", "value": column.width}]
    if column.query is not None:
        properties.append({"id": "unit", "value": UNITS[column.unit]})
        if column.unit is Unit.RATIO:
            properties.append({"id": "decimals", "value": 2})
    if column.words:
        properties.append({"id": "mappings", "value": _words(column.words)})
    if column.shows:
        properties.append({"id": "mappings", "value": _always(column.shows)})
    if column.steps:
        thresholds = {"mode": "absolute", "steps": _steps(column.steps)}
        properties.append({"id": "thresholds", "value": thresholds})
    if column.steps or column.words:
        properties.append({"id": "custom.cellOptions", "value": {"type": "color-text"}})
        properties.append({"id": "color", "value": {"mode": "thresholds"}})
    if column.link is not None:
        properties.append({"id": "links", "value": [_link(column.link)]})
    return {"matcher": {"id": "byName", "options": column.title}, "properties": properties}


_ALWAYS_HIDDEN = {"Time", "environment", "namespace", "policy", "runbook_url", "status"}
"""What tables of SLOs and alerts carry and never show, unless a column asks for it."""


def _table(panel: PagePanel, table: Table, place: Place) -> object:
    names = [_source_name(column, len(panel.queries)) for column in table.columns]
    titles = [column.title for column in table.columns]
    values = {
        _source_name(Column(title="", query=n, width=0), len(panel.queries))
        for n in range(len(panel.queries))
    }
    organize: Json = {
        # Old Grafanas know only what to leave out, new ones what to take.
        "excludeByName": dict.fromkeys(sorted((_ALWAYS_HIDDEN | values) - set(names)), True),
        "includeByName": dict.fromkeys(names, True),
        "indexByName": {name: index for index, name in enumerate(names)},
        "renameByName": dict(zip(names, titles, strict=True)),
    }
    return grafana.Table(
        **_common(panel, place),
        overrides=[_override(column) for column in table.columns],
        sortBy=(
            [grafana.TableSortByField(displayName=table.sort_by, desc=table.descending)]
            if table.sort_by
            else []
        ),
        transformations=[
            {"id": "merge", "options": {}},
            {"id": "organize", "options": organize},
        ],
        extraJson={
            "pluginVersion": PLUGIN_VERSION,
            "fieldConfig": {
                "defaults": _defaults(panel)
                | {"color": {"mode": "thresholds"}, "custom": {"cellOptions": {"type": "auto"}}}
            },
            "options": {"cellHeight": "sm"},
        },
    )


def _text(panel: PagePanel, text: Text, place: Place) -> object:
    common = _common(panel, place) | {"targets": [], "dataSource": None}
    return grafana.Text(
        **common,
        extraJson={
            "pluginVersion": PLUGIN_VERSION,
            "options": {"mode": "markdown", "content": text.markdown},
        },
    )


def _panel(panel: PagePanel, place: Place) -> object:
    match panel.form:
        case Table() as table:
            return _table(panel, table, place)
        case Text() as text:
            return _text(panel, text, place)
        case View.STAT:
            return _stat(panel, place)
        case View() as view:
            return _chart(panel, view, place)
        case _ as unknown:
            assert_never(unknown)


def _rows(rows: Sequence[PageRow]) -> list[object]:
    objects: list[object] = []
    top = 0
    for row in rows:
        heading = HEADING if row.title else 0
        places, bottom = placed(row.panels, top + heading)
        panels = [_panel(p, place) for p, place in zip(row.panels, places, strict=True)]
        if row.title:
            objects.append(
                grafana.RowPanel(
                    title=row.title,
                    collapsed=row.collapsed,
                    panels=panels if row.collapsed else [],
                    gridPos={"x": 0, "y": top, "w": COLUMNS, "h": HEADING},
                    editable=False,
                    maxDataPoints=None,
                )
            )
        if not row.collapsed:
            objects += panels
        top = top + heading if row.collapsed else bottom
    return objects


def _variable(variable: Variable) -> object:
    return grafana.Template(
        name=variable.name,
        label=variable.label,
        query=variable.query,
        dataSource=DATASOURCE,
        default="$__all" if variable.many else variable.default or None,
        includeAll=variable.many,
        multi=variable.many,
        allValue=".+" if variable.many else None,
        # 2: asked again whenever the time range changes.
        refresh=2,
        hide=grafana.HIDE_VARIABLE if variable.hidden else grafana.SHOW,
    )


_DATASOURCE_VARIABLE = grafana.Template(
    name="datasource",
    label="Data source",
    type="datasource",
    query="prometheus",
    default="default",
    refresh=1,
)


def _annotation(annotation: Annotation) -> Json:
    return {
        "datasource": DATASOURCE,
        "enable": annotation.shown,
        "hide": False,
        "iconColor": annotation.colour,
        "name": annotation.name,
        "target": {"expr": annotation.expression, "interval": "1m", "refId": "Anno"},
        "textFormat": annotation.text,
        "titleFormat": annotation.title,
    }


def _page_link(link: Link) -> object:
    internal = link.url.startswith("/d/")
    return grafana.DashboardLink(
        title=link.title,
        type="link",
        uri=link.url,
        keepTime=internal,
        includeVars=internal,
        asDropdown=False,
        icon="dashboard" if internal else "doc",
    )


def dashboard(page: Page, mark: str) -> Artefact:
    """Return a page as the file of its dashboard; `mark` says who made it."""
    made = grafana.Dashboard(
        uid=page.uid,
        title=page.title,
        description=f"{page.description}\n\n{mark} from {page.made_from}; do not edit.",
        tags=[*page.tags],
        panels=_rows(page.rows),
        templating=grafana.Templating(
            list=[_DATASOURCE_VARIABLE, *(_variable(variable) for variable in page.variables)]
        ),
        annotations=grafana.Annotations(list=[_annotation(a) for a in page.annotations]),
        links=[_page_link(link) for link in page.links],
        time=grafana.Time(page.since, "now"),
        timezone="browser",
        refresh="1m",
        editable=False,
        graphTooltip=grafana.GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
        schemaVersion=SCHEMA_VERSION,
        version=1,
    ).auto_panel_ids()
    body = normalised(made)
    assert isinstance(body, dict)  # noqa: S101  a dashboard is an object
    body["templating"] = {"list": [exported_variable(v) for v in body["templating"]["list"]]}
    return Artefact(f"dashboards/{page.uid}.json", body, page.made_from)
