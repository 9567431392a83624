"""A panel of a dashboard as HTML, with the data that answered it."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from operator import itemgetter
from typing import Any

from markdown_it import MarkdownIt

from observability.dashboards.lint import substituted
from observability.preview.answers import PanelAnswer, Time, step_of
from observability.preview.chart import COLOURS, Chart, Line, svg
from observability.preview.numbers import written

Json = Mapping[str, Any]

COLUMN, ROW, HEADER, LEGEND = 56, 36, 62, 58
"""Sizes in pixels: a column and a row of the grid, a panel's heading, its legend."""

_COLOURS = {"green": "var(--fine)", "orange": "var(--warning)", "red": "var(--critical)"}


def _colour(name: str) -> str:
    return _COLOURS.get(name, "var(--text)")


def _mapped(value: float, mappings: Sequence[Json]) -> Json | None:
    for mapping in mappings:
        found = mapping["options"].get(f"{value:g}")
        if found is not None:
            return dict(found)
    return None


def _threshold(value: float, thresholds: Json | None) -> str:
    colour = "text"
    for step in (thresholds or {}).get("steps", []):
        if step["value"] is None or value >= step["value"]:
            colour = step["color"]
    return colour


def _shown(value: float, config: Json) -> tuple[str, str]:
    """Return a value as text, and the colour that it has."""
    word = _mapped(value, config.get("mappings", []))
    if word is not None:
        return word["text"], _colour(word["color"])
    text = written(value, config.get("unit", "short"), config.get("decimals"))
    return text, _colour(_threshold(value, config.get("thresholds")))


def _stat(answer: PanelAnswer) -> str:
    config = answer.panel["fieldConfig"]["defaults"]
    by_name = answer.panel["options"]["textMode"] == "name"
    values = []
    several = sum(len(asked.result.series) for asked in answer.asked) > 1
    for asked in answer.asked:
        for series in asked.result.series:
            text, colour = _shown(series.samples[-1][1], config)
            name = asked.legend(series)
            shown = name if by_name else text
            label = f"<small>{escape(name)}</small>" if several and not by_name else ""
            values.append(f'<p style="color:{colour}">{label}{escape(shown)}</p>')
    return f'<div class="values">{"".join(values)}</div>'


def _is_reference(name: str, overrides: Sequence[Json]) -> str | None:
    """Return the colour of a dashed line, None for a line that is not one."""
    for override in overrides:
        if override["matcher"]["id"] != "byRegexp":
            continue
        if re.search(override["matcher"]["options"].strip("/"), name):
            for item in override["properties"]:
                if item["id"] == "color":
                    return _colour(item["value"]["fixedColor"])
    return None


def _style(custom: Json) -> str:
    if custom["drawStyle"] == "bars":
        return "bars"
    if custom["stacking"]["mode"] == "normal":
        return "area"
    return "steps" if custom["lineInterpolation"] == "stepAfter" else "line"


def _lines(answer: PanelAnswer) -> tuple[Line, ...]:
    overrides = answer.panel["fieldConfig"].get("overrides", [])
    found: list[Line] = []
    for asked in answer.asked:
        for series in asked.result.series:
            name = asked.legend(series)
            reference = _is_reference(name, overrides)
            found.append(
                Line(
                    name=name,
                    samples=series.samples,
                    colour=reference or f"var(--series{len(found) % COLOURS})",
                    dashed=reference is not None,
                )
            )
    return tuple(found)


def _chart(answer: PanelAnswer, time: Time) -> str:
    panel = answer.panel
    config = panel["fieldConfig"]["defaults"]
    lines = _lines(answer)
    steps = config["thresholds"]["steps"] if _draws_limits(config) else []
    chart = Chart(
        title=panel["title"],
        lines=lines,
        style=_style(config["custom"]),
        unit=config["unit"],
        start=time.start,
        end=time.end,
        step=step_of(panel, time),
        width=panel["gridPos"]["w"] * COLUMN - 24,
        height=panel["gridPos"]["h"] * ROW - HEADER - LEGEND,
        minimum=config.get("min"),
        maximum=config.get("max"),
        limits=tuple((s["value"], _colour(s["color"])) for s in steps if s["value"] is not None),
    )
    rows = "".join(
        f'<li><i style="background:{line.colour}"></i>{escape(line.name)} '
        f"<b>{escape(written(line.samples[-1][1], config['unit']))}</b></li>"
        for line in lines
    )
    return f'{svg(chart)}<ul class="legend">{rows}</ul>'


def _draws_limits(config: Json) -> bool:
    return bool(config["custom"]["thresholdsStyle"]["mode"] != "off")


def _merged(answer: PanelAnswer) -> list[dict[str, Any]]:
    """Return the rows of a table: answers joined where the labels that all of them have agree."""
    frames = [(asked.target["refId"], asked.result.series) for asked in answer.asked]
    labels = [
        {label for series in answers for label in series.labels if label != "__name__"}
        for _, answers in frames
        if answers
    ]
    key = sorted(set.intersection(*labels)) if labels else []
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for name, answers in frames:
        column = "Value" if len(frames) == 1 else f"Value #{name}"
        for series in answers:
            row = rows.setdefault(tuple(series.labels.get(label, "") for label in key), {})
            row |= series.labels
            row[column] = series.samples[-1][1]
    return list(rows.values())


def _cell(value: object, config: Json) -> str:
    if value is None:
        return '<td class="none">–</td>'
    if isinstance(value, float):
        text, colour = _shown(value, config)
        return f'<td class="number" style="color:{colour}">{escape(text)}</td>'
    return f"<td>{escape(str(value))}</td>"


def _table(answer: PanelAnswer) -> str:
    panel = answer.panel
    organize = next(t["options"] for t in panel["transformations"] if t["id"] == "organize")
    sources = sorted(organize["indexByName"], key=lambda name: int(organize["indexByName"][name]))
    titles = organize["renameByName"]
    configs: dict[str, dict[str, Any]] = {}
    for override in panel["fieldConfig"]["overrides"]:
        properties = {item["id"]: item["value"] for item in override["properties"]}
        configs[override["matcher"]["options"]] = properties
    rows = _merged(answer)
    for order in panel["options"].get("sortBy", []):
        source = next(name for name in sources if titles[name] == order["displayName"])
        missing = [row for row in rows if source not in row]
        rows = [row for row in rows if source in row]
        rows.sort(key=itemgetter(source), reverse=order["desc"])
        rows += missing
    head = "".join(f"<th>{escape(titles[name])}</th>" for name in sources)
    body = "".join(
        "<tr>" + "".join(_cell(row.get(n), configs.get(titles[n], {})) for n in sources) + "</tr>"
        for row in rows
    )
    return (
        f'<div class="rows"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _text(panel: Json, values: Mapping[str, str]) -> str:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return f"<div>{markdown.render(substituted(panel['options']['content'], values))}</div>"


def _body(answer: PanelAnswer, time: Time, values: Mapping[str, str]) -> str:
    panel = answer.panel
    if panel["type"] == "text":
        return _text(panel, values)
    if not answer.has_data:
        return f'<p class="unanswered">{escape(panel["fieldConfig"]["defaults"]["noValue"])}</p>'
    match panel["type"]:
        case "stat":
            return _stat(answer)
        case "table":
            return _table(answer)
        case _:
            return _chart(answer, time)


def panel_html(answer: PanelAnswer, time: Time, values: Mapping[str, str], top: int) -> str:
    """Return a panel at its place on the grid, `top` being the first row of that grid."""
    panel = answer.panel
    place = panel["gridPos"]
    question, _, rest = str(panel["description"]).partition("\n\n")
    area = (
        f"grid-column:{place['x'] + 1}/span {place['w']};"
        f"grid-row:{place['y'] - top + 1}/span {place['h']}"
    )
    return (
        f'<section class="panel {panel["type"]}" style="{area}" title="{escape(rest)}">'
        f"<h4>{escape(panel['title'])}</h4>"
        f'<p class="question">{escape(question)}</p>'
        f"{_body(answer, time, values)}</section>"
    )
