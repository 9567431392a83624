"""Pages as Grafana's JSON: the only module that knows grafanalib, and Grafana's own names.

grafanalib is an adapter, not a validator: it gives old defaults and checks little, so everything
is said here, and what it writes for Grafanas long gone is taken out again (`normalised`).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import assert_never

from grafanalib import core as grafana

from observability.artefact import Artefact
from observability.dashboards.layout import HEADING, Place, placed
from observability.dashboards.page import (
    Annotation,
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

SCHEMA_VERSION = 42
"""The dashboard schema of Grafana 13; older Grafanas from 10 on read it."""
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

_LEGACY = {
    "__inputs",
    "auto",
    "auto_count",
    "auto_min",
    "cacheTimeout",
    "columns",
    "error",
    "fontSize",
    "gnetId",
    "height",
    "hideControls",
    "hideTimeOverride",
    "intervalFactor",
    "maxPerRow",
    "metric",
    "minSpan",
    "query",
    "repeatDirection",
    "rows",
    "sharedCrosshair",
    "span",
    "step",
    "style",
    "tagValuesQuery",
    "tagsQuery",
    "target",
    "time_options",
    "useTags",
}
"""What grafanalib writes and current Grafana no longer reads."""
_LEGACY_OF_PANEL = {"editable"}
_LEGACY_OF_TABLE = {"color", "mappings"}
_LEGACY_OF_ROW = {"fieldConfig", "links", "targets", "transformations", "transparent"}
_LEGACY_OF_CUSTOM = {"displayMode"}

Json = dict[str, object]
_MINUTE = timedelta(minutes=1)


def normalised(value: object, *, inside: str = "") -> object:
    """Return grafanalib's output as plain data, without nulls and without keys of old Grafanas.

    A threshold's first step keeps its null: there it means "from the beginning". A variable's
    `query` and an annotation's `target` are current, a panel target's are not.
    """
    if hasattr(value, "to_json_data"):
        value = value.to_json_data()
    if isinstance(value, Mapping):
        needed = {"steps": {"value"}, "templating": {"query"}, "annotations": {"target"}}
        keep = needed.get(inside, set())
        legacy = _LEGACY - keep
        if inside == "panels":
            kind = {"table": _LEGACY_OF_TABLE, "row": _LEGACY_OF_ROW}
            legacy |= _LEGACY_OF_PANEL | kind.get(str(value.get("type")), set())
        if inside == "custom":
            legacy |= _LEGACY_OF_CUSTOM
        return {
            key: normalised(item, inside=inside if key == "list" else key)
            for key, item in value.items()
            if key not in legacy and (item is not None or key in keep)
        }
    if isinstance(value, list | tuple):
        return [normalised(item, inside=inside) for item in value]
    return value


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _steps(steps: Sequence[Step]) -> list[Json]:
    chosen = steps or (Step(value=None, colour=Colour.QUIET),)
    return [
        {"color": str(step.colour), "value": None if step.value is None else _number(step.value)}
        for step in chosen
    ]


def _words(words: Sequence[Word]) -> list[Json]:
    options = {
        str(word.value): {"color": str(word.colour), "index": index, "text": word.text}
        for index, word in enumerate(words)
    }
    return [{"type": "value", "options": options}] if words else []


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
        "noValue": panel.unanswered,
        "unit": UNITS[panel.unit],
    }
    for key, value in (("min", panel.minimum), ("max", panel.maximum)):
        if value is not None:
            defaults[key] = _number(value)
    if panel.decimals is not None:
        defaults["decimals"] = panel.decimals
    return defaults


def _description(panel: PagePanel) -> str:
    if not panel.sources:
        return f"{panel.description}\n\nSource: the definitions."
    return f"{panel.description}\n\nSource: {', '.join(panel.sources)}."


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
        noValue=panel.unanswered,
        extraJson={
            "fieldConfig": {"defaults": _defaults(panel) | {"color": {"mode": "thresholds"}}},
            "options": {
                "justifyMode": "auto",
                "wideLayout": True,
                "showPercentChange": False,
                "percentChangeColorMode": "standard",
            },
        },
    )


def _chart(panel: PagePanel, view: View, place: Place) -> object:
    # A bar is one interval's events: no shorter than a minute, or bars would be splinters.
    shortest = panel.shortest_step or (_MINUTE if view is View.BARS else None)
    custom: Json = {
        "hideFrom": {"legend": False, "tooltip": False, "viz": False},
        "insertNulls": False,
        "stacking": {"mode": "normal" if view is View.STACK else "none", "group": "A"},
        "thresholdsStyle": {"mode": "dashed" if panel.draws_limits else "off"},
        "scaleDistribution": {"type": "linear"},
    }
    return grafana.TimeSeries(
        **_common(panel, place),
        drawStyle="bars" if view is View.BARS else "line",
        fillOpacity={View.STACK: 40, View.BARS: 80}.get(view, 6),
        lineInterpolation="stepAfter" if view is View.STEPS else "linear",
        lineWidth=1 if view in (View.STACK, View.BARS) else 2,
        showPoints="never",
        legendDisplayMode="table" if place.w >= COLUMNS // 3 else "list",
        legendCalcs=["lastNotNull", "max"],
        tooltipMode="multi",
        tooltipSort="desc",
        unit=UNITS[panel.unit],
        overrides=[_dashed(prefix) for prefix in panel.reference],
        extraJson={
            **({"interval": duration(shortest)} if shortest else {}),
            "fieldConfig": {"defaults": _defaults(panel) | {"custom": custom}},
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
    properties: list[Json] = []
    if column.query is not None:
        properties.append({"id": "unit", "value": UNITS[column.unit]})
        if column.unit is Unit.RATIO:
            properties.append({"id": "decimals", "value": 2})
    if column.words:
        properties.append({"id": "mappings", "value": _words(column.words)})
    if column.steps:
        thresholds = {"mode": "absolute", "steps": _steps(column.steps)}
        properties.append({"id": "thresholds", "value": thresholds})
    if column.steps or column.words:
        properties.append({"id": "custom.cellOptions", "value": {"type": "color-text"}})
        properties.append({"id": "color", "value": {"mode": "thresholds"}})
    if column.link is not None:
        properties.append({"id": "links", "value": [_link(column.link)]})
    if column.width is not None:
        properties.append({"id": "custom.width", "value": column.width})
    return {"matcher": {"id": "byName", "options": column.title}, "properties": properties}


_ALWAYS_HIDDEN = {"Time", "environment", "namespace", "policy", "runbook_url", "status"}
"""What tables of SLOs and alerts carry and never show, unless a column asks for it."""


def _table(panel: PagePanel, table: Table, place: Place) -> object:
    names = [_source_name(column, len(panel.queries)) for column in table.columns]
    titles = [column.title for column in table.columns]
    values = {
        _source_name(Column(title="", query=n), len(panel.queries))
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
        extraJson={"options": {"mode": "markdown", "content": text.markdown}},
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


def _current(variable: Json) -> Json:
    """Return a variable with its present choice as current Grafana writes it."""
    given = variable.get("current")
    value = given.get("value") if isinstance(given, dict) else None
    text = "All" if value == "$__all" else value
    rest = {key: item for key, item in variable.items() if key != "current"}
    return rest if value is None else rest | {"current": {"text": text, "value": value}}


_DATASOURCE_VARIABLE = grafana.Template(
    name="datasource", label="Data source", type="datasource", query="prometheus", refresh=1
)


def _annotation(annotation: Annotation) -> Json:
    return {
        "datasource": DATASOURCE,
        "enable": True,
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
    body["templating"] = {"list": [_current(v) for v in body["templating"]["list"]]}
    return Artefact(f"dashboards/{page.uid}.json", body, page.made_from)
