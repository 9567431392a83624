"""A replay as a picture: which alerts fired when, beneath what happened then.

An SVG without script, which follows light and dark, and a page that holds it with a table of the
same. Both are built as trees, so that the serialiser escapes whatever labels and faults are called.
Why a picture of our own: docs/decisions/0030.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, tostring

from observability.markup import serialised, tag
from observability.recordings.timeline import Fault
from observability.replay.alerting import Firing
from observability.replay.engine import Replay
from observability.replay.evaluation import Span
from observability.replay.incidents import Rule
from observability.replay.times import lasting, moment
from observability.terminal import printable

_WIDTH, _LEFT, _RIGHT = 1240, 290, 24
_HEADING, _ROW, _GAP, _BOTTOM = 64, 34, 30, 36
_BAR = 16
_NARROWEST = 2.0
"""How wide the bar is of what was over at once."""
_LONGEST = 40
"""How many characters of a label fit."""
_MOST_MARKS = 12
_MARKS = tuple(
    unit * count
    for unit, counts in (
        (60, (1, 2, 5, 10, 15, 30)),
        (3_600, (1, 2, 3, 6, 12)),
        (86_400, (1, 2, 7, 14, 28)),
    )
    for count in counts
)
"""The distances between two marks of the axis, in seconds."""
_DAY = 86_400

_COLOURS = """
svg { --paper: #fff; --ink: #1b1f24; --soft: #59636e; --rule: #d1d9e0; --lane: #eef1f4;
  --critical: #c4232c; --warning: #b87a00; --other: #59636e; --fault: #0757ba;
  background: var(--paper); font-family: system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0f1318; --ink: #e6e9ed; --soft: #9ba5b0; --rule: #39424d; --lane: #1c232b;
    --critical: #ff7a72; --warning: #e0ac2f; --other: #9ba5b0; --fault: #78b4ff; }
}
@media print { svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
.paper { fill: var(--paper); }
.lane { fill: var(--lane); }
.mark { stroke: var(--rule); }
text { fill: var(--soft); font-size: 11px; }
text.title { fill: var(--ink); font-size: 16px; font-weight: 600; }
text.name { fill: var(--ink); font-size: 12px; }
text.heading { fill: var(--ink); font-size: 12px; font-weight: 600; }
.fault { fill: var(--fault); }
.band { fill: var(--fault); opacity: .13; }
.critical { fill: var(--critical); }
.warning { fill: var(--warning); }
.other { fill: var(--other); }
"""
_PAGE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #59636e; --rule: #d1d9e0; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0f1318; --ink: #e6e9ed; --soft: #9ba5b0; --rule: #39424d; }
}
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
  margin: 0 auto; max-width: 80rem; padding: 1.5rem; }
body svg { height: auto; width: 100%; }
div { overflow-x: auto; }
table { border-collapse: collapse; font-size: .84rem; margin: 1.5rem 0; width: 100%; }
caption { font-weight: 600; padding-bottom: .3rem; text-align: left; }
th, td { border-bottom: 1px solid var(--rule); padding: .25rem .4rem; text-align: left;
  vertical-align: top; }
td:last-child { overflow-wrap: anywhere; }
thead th { color: var(--soft); }
td.time { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media print { tr { break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    """A time, in seconds of Unix time, and what a reader learns who points at it."""

    start: float
    end: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lane:
    """A row of the picture: what it is called, what else is to be said of it, and when it was."""

    name: str
    more: str
    kind: str
    bars: tuple[_Bar, ...]


def svg(found: Replay, incidents: Sequence[Fault], title: str) -> str:
    """Return the picture: a row for each rule that fired, and above them what happened.

    Args:
        found: what the rules did.
        incidents: what happened; what lies outside of the replay is left out.
        title: what was replayed.

    """
    picture = _picture(found, incidents, title)
    picture.set("xmlns", "http://www.w3.org/2000/svg")
    return tostring(picture, encoding="unicode") + "\n"


def page(found: Replay, incidents: Sequence[Fault], title: str) -> str:
    """Return a page with the picture, and its alerts and incidents as tables."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        # An icon of nothing: a browser asks for one otherwise.
        tag("link", rel="icon", href="data:,"),
        tag("title", printable(title)),
        # Not `printable`: its lines end.
        tag("style", _PAGE),
    )
    tables = [
        _table(
            "Alerts",
            ("fired", "resolved", "lasted", "severity", "alert", "labels"),
            [_alert(firing) for firing in found.firings],
        )
    ]
    within = _within(incidents, found.span)
    if within:
        tables.append(
            _table(
                "Incidents",
                ("began", "ended", "lasted", "what", "whom"),
                [_incident(fault) for fault in within],
            )
        )
    main = tag("main", *(tag("div", one) for one in (_picture(found, incidents, title), *tables)))
    whole = tag("html", head, tag("body", main), lang="en")
    text = serialised(whole)
    return f"<!doctype html>\n{text}\n"


def _picture(found: Replay, incidents: Sequence[Fault], title: str) -> Element:
    span = found.span
    happened = _within(incidents, span)
    upper, lower = tuple(_faults(happened)), tuple(_alerts(found.firings))
    faults_top = _HEADING + _GAP
    alerts_top = faults_top + _ROW * len(upper) + (_GAP if upper else 0)
    bottom = alerts_top + _ROW * max(1, len(lower))
    height = bottom + _BOTTOM
    words = _words(found, happened, lower)
    parts = [
        tag("title", printable(title), id="replay-title"),
        tag("desc", printable(words), id="replay-words"),
        tag("style", _COLOURS),
        tag("rect", class_="paper", width=str(_WIDTH), height=str(height)),
        _text(12, 28, _short(title, 2 * _LONGEST), "title"),
        _text(12, 48, f"{moment(span.start)} to {moment(span.end)} UTC", ""),
        *_key(lower, happened),
        *_axis(span, faults_top if upper else alerts_top, bottom),
        *(
            _rect(
                _Bar(start=one.start, end=one.end, words=""),
                span,
                alerts_top,
                "band",
                bottom - alerts_top,
            )
            for one in happened
        ),
    ]
    if upper:
        parts.append(_text(12, faults_top - 8, "What happened", "heading"))
    parts.append(_text(12, alerts_top - 8, "Alerts", "heading"))
    for top, lane in (
        *((faults_top + _ROW * row, lane) for row, lane in enumerate(upper)),
        *((alerts_top + _ROW * row, lane) for row, lane in enumerate(lower)),
    ):
        parts.append(_drawn(lane, span, top))
    if not lower:
        parts.append(_text(_LEFT, alerts_top + 20, "No alert fired.", "name"))
    return tag(
        "svg",
        *parts,
        role="img",
        aria_labelledby="replay-title replay-words",
        view_box=f"0 0 {_WIDTH} {height}",
        width=str(_WIDTH),
        height=str(height),
    )


def _within(incidents: Sequence[Fault], span: Span) -> tuple[Fault, ...]:
    return tuple(one for one in incidents if one.end >= span.start and one.start <= span.end)


def _faults(incidents: Sequence[Fault]) -> Iterator[_Lane]:
    for kind in dict.fromkeys(fault.kind for fault in incidents):
        of_kind = [fault for fault in incidents if fault.kind == kind]
        yield _Lane(
            name=kind,
            more=", ".join(dict.fromkeys(fault.target for fault in of_kind)),
            kind="fault",
            bars=tuple(_Bar(start=f.start, end=f.end, words=_fault_words(f)) for f in of_kind),
        )


def _fault_words(fault: Fault) -> str:
    length = fault.end - fault.start
    return f"{fault.kind} of {fault.target}, {moment(fault.start)} UTC" + (
        f", for {lasting(length)}" if length else ""
    )


def _alerts(firings: Sequence[Firing]) -> Iterator[_Lane]:
    """Yield a row for each rule that fired, by name, and pages before tickets."""
    order = {"critical": 0, "warning": 1}
    rules = sorted(
        dict.fromkeys(map(Rule.of, firings)),
        key=lambda rule: (rule.alert, rule.slo or "", order.get(rule.severity or "", 2), str(rule)),
    )
    for rule in rules:
        about = (rule.slo or rule.component, rule.severity, rule.burn_tier)
        yield _Lane(
            name=rule.alert,
            more=" · ".join(one for one in about if one),
            kind=rule.severity if rule.severity in order else "other",
            bars=tuple(
                _Bar(start=f.firing_at, end=f.resolved_at, words=_firing_words(f))
                for f in firings
                if Rule.of(f) == rule
            ),
        )


def _firing_words(firing: Firing) -> str:
    labels = ", ".join(f"{name}={value}" for name, value in sorted(firing.labels.items()))
    over = firing.resolved_at
    until = (
        "until the end"
        if over is None
        else f"to {moment(over)}, {lasting(over - firing.firing_at)}"
    )
    return f"{moment(firing.firing_at)} UTC {until}: {labels}"


def _words(found: Replay, incidents: Sequence[Fault], alerts: Sequence[_Lane]) -> str:
    """Return what the picture shows, for those who do not see it."""
    span = f"From {moment(found.span.start)} to {moment(found.span.end)} UTC"
    sentences = [f"{span}, {len(found.firings) or 'no'} alerts fired."]
    for lane in alerts:
        first = lane.bars[0]
        lasted = sum((bar.end or found.span.end) - bar.start for bar in lane.bars)
        sentences.append(
            f"{lane.name} ({lane.more}): {len(lane.bars)} times, first at {moment(first.start)}, "
            f"{lasting(lasted)} in all."
        )
    if incidents:
        sentences.append(f"Meanwhile: {'; '.join(map(_fault_words, incidents))}.")
    return " ".join(sentences)


def _x(time: float, span: Span) -> float:
    share = (time - span.start) / max(1.0, span.end - span.start)
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * min(1.0, max(0.0, share))


def _drawn(lane: _Lane, span: Span, top: float) -> Element:
    right = _WIDTH - _RIGHT
    row = [
        tag("title", printable(f"{lane.name} {lane.more}")),
        _text(12, top + 14, _short(lane.name, _LONGEST), "name"),
        _text(12, top + 27, _short(lane.more, _LONGEST + 8), ""),
    ]
    middle = top + _ROW / 2
    for bar in lane.bars:
        row.append(_rect(bar, span, middle - _BAR / 2, lane.kind, _BAR))
        if bar.end is None:
            points = f"{right},{middle - 8:g} {right + 12},{middle:g} {right},{middle + 8:g}"
            row.append(tag("polygon", points=points, class_=lane.kind))
    return tag("g", *row)


def _rect(bar: _Bar, span: Span, top: float, kind: str, height: float) -> Element:
    left, right = _x(bar.start, span), _x(span.end if bar.end is None else bar.end, span)
    return tag(
        "rect",
        *([tag("title", printable(bar.words))] if bar.words else []),
        x=f"{left:.1f}",
        y=f"{top:.1f}",
        width=f"{max(_NARROWEST, right - left):.1f}",
        height=f"{height:.1f}",
        class_=kind,
    )


def _axis(span: Span, top: float, bottom: float) -> Iterator[Element]:
    length = span.end - span.start
    distance = next((one for one in _MARKS if length / one <= _MOST_MARKS), _MARKS[-1])
    first = -(-int(span.start) // distance) * distance
    for time in range(first, int(span.end) + 1, distance):
        x = f"{_x(time, span):.1f}"
        label = "%d %b" if time % _DAY == 0 else "%H:%M"
        yield tag("line", x1=x, x2=x, y1=f"{top:.1f}", y2=f"{bottom + 4:.1f}", class_="mark")
        yield _text(
            _x(time, span),
            bottom + 18,
            datetime.fromtimestamp(time, UTC).strftime(label),
            "",
            "middle",
        )
    yield _text(12, bottom + 18, "UTC", "")


def _key(alerts: Sequence[_Lane], incidents: Sequence[Fault]) -> Iterator[Element]:
    names = {"critical": "critical: pages", "warning": "warning: ticket", "other": "other alerts"}
    kinds = {lane.kind for lane in alerts}
    entries = [(kind, words) for kind, words in names.items() if kind in kinds]
    entries += [("fault", "what happened")] if incidents else []
    for place, (kind, words) in enumerate(entries):
        x = _WIDTH - _RIGHT - 130 * (len(entries) - place)
        yield tag("rect", x=str(x), y="38", width="12", height="12", class_=kind)
        yield _text(x + 18, 48, words, "")


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> Element:
    return tag("text", printable(words), x=f"{x:g}", y=f"{y:g}", class_=kind, text_anchor=anchor)


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _alert(firing: Firing) -> tuple[str, ...]:
    over = firing.resolved_at
    labels = (f"{name}={value}" for name, value in sorted(firing.labels.items()))
    return (
        moment(firing.firing_at),
        "" if over is None else moment(over),
        "until the end" if over is None else lasting(over - firing.firing_at),
        firing.severity or "",
        firing.alert,
        ", ".join(label for label in labels if not label.startswith("alertname=")),
    )


def _incident(fault: Fault) -> tuple[str, ...]:
    return (
        moment(fault.start),
        moment(fault.end),
        lasting(fault.end - fault.start),
        fault.kind,
        fault.target,
    )


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    head = tag("tr", *(tag("th", column, scope="col") for column in columns))
    body = (
        tag(
            "tr",
            *(
                tag("td", printable(cell), class_="time" if index < 3 else "")  # noqa: PLR2004
                for index, cell in enumerate(row)
            ),
        )
        for row in rows
    )
    return tag(
        "table", tag("caption", f"{caption}, in UTC"), tag("thead", head), tag("tbody", *body)
    )
