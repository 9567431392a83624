"""All dashboards on one static page: self-contained, light and dark, without scripts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from observability.drawing.markup import tag
from observability.drawing.page import html_page
from observability.drawing.times import moment
from observability.preview.answers import PanelAnswer, Time
from observability.preview.panel import drawn_panel

Json = Mapping[str, Any]

_STYLE = Path(__file__).with_name("page.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A dashboard with its answers and the values of its variables."""

    dashboard: Json
    answers: Sequence[PanelAnswer]
    values: Mapping[str, str]


def _groups(dashboard: Json) -> Iterator[tuple[str, bool, list[Json]]]:
    """Yield the rows: their title, whether Grafana shows them closed, and their panels."""
    title, collapsed, panels = "", False, []
    for panel in dashboard["panels"]:
        if panel["type"] != "row":
            panels.append(panel)
            continue
        if panels:
            yield title, collapsed, panels
        title, collapsed, panels = panel["title"], panel["collapsed"], list(panel["panels"])
        if collapsed:
            yield title, True, panels
            title, collapsed, panels = "", False, []
    if panels:
        yield title, collapsed, panels


def _dashboard(drawn: Drawn, time: Time) -> Element:
    answers = {answer.panel["id"]: answer for answer in drawn.answers}
    values = {**drawn.values, **time.variables()}
    chosen = ", ".join(
        f"{name}={value}" for name, value in drawn.values.items() if name != "datasource"
    )
    question = str(drawn.dashboard["description"]).partition("\n")[0]
    parts = []
    for title, collapsed, panels in _groups(drawn.dashboard):
        if title:
            parts.append(tag("h3", title, " (closed at first)" if collapsed else ""))
        top = min(panel["gridPos"]["y"] for panel in panels)
        inner = (drawn_panel(answers[p["id"]], time, values, top) for p in panels)
        parts.append(tag("div", *inner, class_="panels"))
    return tag(
        "article",
        tag("h2", drawn.dashboard["title"]),
        tag("p", f"{question} ", tag("small", chosen), class_="lead"),
        *parts,
        id=drawn.dashboard["uid"],
    )


def page(drawn: Iterable[Drawn], time: Time, source: str) -> str:
    """Return the page; `source` says where its data come from."""
    dashboards = list(drawn)
    links = (
        tag("a", each.dashboard["title"], href=f"#{each.dashboard['uid']}") for each in dashboards
    )
    return html_page(
        "Dashboards",
        tag(
            "header",
            tag("h1", "Dashboards"),
            tag(
                "p",
                f"Data: {source}, {moment(time.start)} to {moment(time.end)} UTC. Drawn from the "
                "dashboards’ JSON without Grafana: a picture, not Grafana itself.",
                class_="lead",
            ),
        ),
        tag("nav", *links, aria_label="Dashboards"),
        tag("main", *(_dashboard(each, time) for each in dashboards)),
        css=_STYLE.read_text(encoding="utf-8"),
    )
