"""All dashboards on one static page: self-contained, light and dark, without scripts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from observability.preview.answers import PanelAnswer, Time
from observability.preview.panel import ROW, panel_html

Json = Mapping[str, Any]

_STYLE = """
:root{color-scheme:light dark;--page:#f4f5f8;--panel:#fff;--text:#22252b;--quiet:#5c6370;
--edge:#d9dce3;--fine:#1a7f37;--warning:#a85400;--critical:#c4162a;
--series0:#2f7a2f;--series1:#b07d00;--series2:#2b6cb0;--series3:#c05621;--series4:#b83280;
--series5:#0e7c86;--series6:#6b46c1;--series7:#7a5c00;--series8:#4a5568;--series9:#9b2c2c}
@media(prefers-color-scheme:dark){:root{--page:#111217;--panel:#181b1f;--text:#d8d9e0;
--quiet:#9aa0ac;--edge:#2c3038;--fine:#73bf69;--warning:#ff9830;--critical:#ff7383;
--series0:#73bf69;--series1:#f2cc0c;--series2:#8ab8ff;--series3:#ff9830;--series4:#ff8ac8;
--series5:#5fd3d9;--series6:#c0a5ff;--series7:#e0b400;--series8:#b7bdc9;--series9:#ff7383}}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:var(--page);color:var(--text);
font:14px/1.4 system-ui,sans-serif}
main,header,nav{max-width:1440px;margin:0 auto}
nav a,section.text a{color:inherit}nav a{margin-right:16px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:19px;margin:40px 0 2px}
h3{font-size:15px;margin:20px 0 6px}h4{font-size:13px;margin:0}
.lead,.question{color:var(--quiet);margin:0}
.question{font-size:12px;height:17px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.grid{display:grid;grid-template-columns:repeat(24,minmax(0,1fr));grid-auto-rows:ROWpx;gap:0}
.panel{background:var(--panel);border:1px solid var(--edge);border-radius:4px;margin:3px;
padding:8px 10px;overflow:hidden;display:flex;flex-direction:column}
.panel svg{width:100%;flex:0 1 auto;min-height:0}
.grid line,svg .grid{stroke:var(--edge)}svg text.axis{fill:var(--quiet);font-size:11px}
svg .series{fill:none;stroke-width:1.6}svg .reference{fill:none;stroke-width:1.2;
stroke-dasharray:7 6}svg .limit{stroke-width:1;stroke-dasharray:3 4}
.legend{list-style:none;margin:0;padding:0;font-size:11px;display:flex;flex-wrap:wrap;
gap:0 12px;overflow:auto;flex:1 1 0;min-height:30px}
.legend i{display:inline-block;width:10px;height:3px;margin-right:5px;vertical-align:middle}
.legend b{font-weight:600}
.values{display:flex;flex:1;gap:18px;align-items:center;justify-content:center}
.values p{font-size:25px;margin:0;text-align:center;font-weight:600}
.values small{display:block;font-size:12px;color:var(--quiet);font-weight:400}
.unanswered{color:var(--quiet);margin:auto;text-align:center;font-size:12px;max-width:60ch}
.rows,.text>div{overflow:auto;flex:1}
table{border-collapse:collapse;width:100%;font-size:12px}
th,td{text-align:left;padding:3px 8px;border-bottom:1px solid var(--edge);white-space:nowrap}
section.text td{white-space:normal}td.number{font-variant-numeric:tabular-nums}
td.none{color:var(--quiet)}
@media(max-width:900px){.grid{display:block}.panel{min-height:160px}}
@media print{.panel{break-inside:avoid}}
""".replace("ROW", str(ROW))


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


def _dashboard(drawn: Drawn, time: Time) -> str:
    answers = {answer.panel["id"]: answer for answer in drawn.answers}
    values = {**drawn.values, **time.variables()}
    parts = []
    for title, collapsed, panels in _groups(drawn.dashboard):
        if title:
            closed = " (closed at first)" if collapsed else ""
            parts.append(f"<h3>{escape(title)}{closed}</h3>")
        top = min(panel["gridPos"]["y"] for panel in panels)
        inner = "".join(panel_html(answers[p["id"]], time, values, top) for p in panels)
        parts.append(f'<div class="grid">{inner}</div>')
    chosen = ", ".join(
        f"{name}={value}" for name, value in drawn.values.items() if name != "datasource"
    )
    uid = drawn.dashboard["uid"]
    question = str(drawn.dashboard["description"]).partition("\n")[0]
    return (
        f'<article id="{escape(uid)}"><h2>{escape(drawn.dashboard["title"])}</h2>'
        f'<p class="lead">{escape(question)} <small>{escape(chosen)}</small></p>'
        f"{''.join(parts)}</article>"
    )


def page(drawn: Iterable[Drawn], time: Time, source: str) -> str:
    """Return the page; `source` says where its data come from."""
    dashboards = list(drawn)
    start, end = (
        datetime.fromtimestamp(moment, UTC).strftime("%d %b %Y %H:%M")
        for moment in (time.start, time.end)
    )
    links = "".join(
        f'<a href="#{escape(one.dashboard["uid"])}">{escape(one.dashboard["title"])}</a>'
        for one in dashboards
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        # An icon of nothing: a browser asks for one otherwise.
        '<link rel="icon" href="data:,">'
        f"<title>Dashboards</title><style>{_STYLE}</style></head><body>"
        f'<header><h1>Dashboards</h1><p class="lead">Data: {escape(source)}, {start} to {end} '
        "UTC. Drawn from the dashboards’ JSON without Grafana: a picture, not Grafana itself."
        f"</p></header><nav>{links}</nav>"
        f"<main>{''.join(_dashboard(one, time) for one in dashboards)}</main></body></html>\n"
    )
