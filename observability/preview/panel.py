"""A panel of a dashboard as HTML, with the data that answered it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from markdown_it import MarkdownIt

from observability.dashboards.reading import substituted
from observability.drawing.markup import Node, printable, tag
from observability.drawing.numbers import written
from observability.drawing.page import table
from observability.drawing.palette import Colour
from observability.drawing.palette import series as series_colour
from observability.drawing.picture import Picture, Plot, Series, Style
from observability.drawing.plots import bounds
from observability.drawing.scale import ticks
from observability.drawing.svg import svg
from observability.preview.answers import PanelAnswer, Time, step_of

Json = Mapping[str, Any]

COLUMN, ROW, HEADER, LEGEND = 56, 36, 62, 58
"""Sizes in pixels: a column and a row of the grid, a panel's heading, its legend."""
_AXIS = 32
"""Pixels of a picture above and below its plot."""

_COLOURS = {"green": Colour.GOOD, "orange": Colour.RISK, "red": Colour.BAD}
"""The palette's colours, by Grafana's names; others are those of text."""


def _mapped(value: float, mappings: Sequence[Json]) -> Json | None:
    for mapping in mappings:
        options = mapping["options"]
        if mapping["type"] == "value" and f"{value:g}" in options:
            return dict(options[f"{value:g}"])
        if mapping["type"] == "range" and value <= options["to"]:
            return dict(options["result"])
    return None


def _in_place_of(label: str, mappings: Sequence[Json]) -> str:
    """Return what is written in place of a label's value."""
    for mapping in mappings:
        if mapping["type"] == "regex":
            return str(mapping["options"]["result"]["text"])
    return label


def _threshold(value: float, thresholds: Json | None) -> str:
    colour = Colour.INK
    for step in (thresholds or {}).get("steps", []):
        if step["value"] is None or value >= step["value"]:
            colour = _COLOURS.get(step["color"], Colour.INK)
    return colour


def _shown(value: float, config: Json) -> tuple[str, str]:
    """Return a value as text, and its colour."""
    word = _mapped(value, config.get("mappings", []))
    if word is not None:
        return word["text"], _COLOURS.get(word["color"], Colour.INK)
    text = written(value, config.get("unit", "short"), config.get("decimals"))
    return text, _threshold(value, config.get("thresholds"))


def _stat(answer: PanelAnswer) -> Element:
    config = answer.panel["fieldConfig"]["defaults"]
    by_name = answer.panel["options"]["textMode"] == "name"
    values = [
        (query.legend(series), *_shown(series.samples[-1][1], config))
        for query in answer.queries
        for series in query.result.series
    ]
    return tag(
        "div",
        *(
            tag("p", name, class_=f"value {colour}")
            if by_name
            else tag(
                "p", *([tag("small", name)] if values[1:] else []), text, class_=f"value {colour}"
            )
            for name, text, colour in values
        ),
        class_="values",
    )


def _reference(name: str, overrides: Sequence[Json]) -> str | None:
    """Return the colour of a dashed line, None for a line that is not one."""
    for override in overrides:
        if override["matcher"]["id"] != "byRegexp":
            continue
        if re.search(override["matcher"]["options"].strip("/"), name):
            for item in override["properties"]:
                if item["id"] == "color":
                    return _COLOURS.get(item["value"]["fixedColor"], Colour.INK)
    return None


def _style(custom: Json) -> Style:
    if custom["drawStyle"] == "bars":
        return Style.BARS
    if custom["stacking"]["mode"] == "normal":
        return Style.AREA
    return Style.STEPS if custom["lineInterpolation"] == "stepAfter" else Style.LINE


def _series(answer: PanelAnswer) -> tuple[Series, ...]:
    config = answer.panel["fieldConfig"]
    named = [(a.legend(s), tuple(s.samples)) for a in answer.queries for s in a.result.series]
    # One series has the colour that the panel fixes; shades of it for several are not drawn.
    fixed = config["defaults"]["color"].get("fixedColor")
    own = _COLOURS.get(fixed, Colour.INK) if fixed and not named[1:] else None
    references = [_reference(name, config.get("overrides", [])) for name, _ in named]
    return tuple(
        Series(
            name=name,
            samples=samples,
            colour=reference or own or series_colour(index),
            style=_style(config["defaults"]["custom"]),
            dashed=reference is not None,
        )
        for index, ((name, samples), reference) in enumerate(zip(named, references, strict=True))
    )


def _chart(answer: PanelAnswer, time: Time) -> Iterator[Element]:
    panel = answer.panel
    config = panel["fieldConfig"]["defaults"]
    write = partial(written, unit=config["unit"])
    drawn = _series(answer)
    low, high = bounds(drawn)
    custom = config["custom"]
    low = config.get("min", min(low, custom.get("axisSoftMin", low)))
    high = config.get("max", max(high, custom.get("axisSoftMax", high)))
    marks = ticks(low, high)
    limits = config["thresholds"]["steps"]
    if config["custom"]["thresholdsStyle"]["mode"] == "off":
        limits = []
    plot = Plot(
        height=panel["gridPos"]["h"] * ROW - HEADER - LEGEND - _AXIS,
        low=marks[0],
        high=marks[-1],
        axis=tuple((mark, write(mark)) for mark in marks),
        series=drawn,
        write=write,
        step=step_of(panel, time),
        limits=tuple(
            (step["value"], _COLOURS.get(step["color"], Colour.INK))
            for step in limits
            if step["value"] is not None
        ),
    )
    yield svg(
        Picture(
            title=panel["title"],
            words=f"{len(drawn)} series",
            start=time.start,
            end=time.end,
            tracks=(plot,),
            width=panel["gridPos"]["w"] * COLUMN - 24,
            left=76,
        )
    )
    yield tag(
        "ul",
        *(
            tag(
                "li",
                tag("i", class_=line.colour),
                line.name,
            )
            for line in drawn
        ),
        class_="legend",
    )


def _merged(answer: PanelAnswer) -> list[dict[str, Any]]:
    """Return the rows of a table: answers joined where the labels that all of them have agree."""
    frames = [(query.target["refId"], query.result.series) for query in answer.queries]
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


def _cell(value: object, config: Json) -> Node:
    if value is None:
        return tag("span", "–", class_="value soft")
    if isinstance(value, float):
        text, colour = _shown(value, config)
        return tag("span", text, class_=f"value {colour}")
    return _in_place_of(str(value), config.get("mappings", []))


def _table(answer: PanelAnswer) -> Element:
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
    return table(
        panel["title"],
        [titles[name] for name in sources],
        [[_cell(row.get(n), configs.get(titles[n], {})) for n in sources] for row in rows],
    )


def _text(panel: Json, values: Mapping[str, str]) -> Element:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    inner = markdown.render(printable(substituted(panel["options"]["content"], values)))
    # It is well-formed: CommonMark's own HTML is closed, and what a panel holds is escaped.
    return fromstring(f'<div class="scroll">{inner}</div>')  # noqa: S314


def _body(answer: PanelAnswer, time: Time, values: Mapping[str, str]) -> Iterator[Node]:
    panel = answer.panel
    if panel["type"] == "text":
        yield _text(panel, values)
    elif not answer.has_data:
        yield tag("p", panel["fieldConfig"]["defaults"]["noValue"], class_="unanswered")
    elif panel["type"] == "stat":
        yield _stat(answer)
    elif panel["type"] == "table":
        yield _table(answer)
    else:
        yield from _chart(answer, time)


def drawn_panel(answer: PanelAnswer, time: Time, values: Mapping[str, str], top: int) -> Element:
    """Return a panel at its place on the grid, `top` being the first row of that grid."""
    panel = answer.panel
    place = panel["gridPos"]
    question, _, rest = str(panel["description"]).partition("\n\n")
    return tag(
        "section",
        tag("h4", panel["title"]),
        tag("p", question, class_="question"),
        *_body(answer, time, values),
        class_=f"panel {panel['type']}",
        style=f"grid-column:{place['x'] + 1}/span {place['w']};"
        f"grid-row:{place['y'] - top + 1}/span {place['h']}",
        title=rest,
    )
