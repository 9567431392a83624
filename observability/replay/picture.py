"""A replay as a picture: which alerts fired when, beneath what happened then; and as a page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from observability.drawing.markup import tag
from observability.drawing.page import html_page, table
from observability.drawing.palette import Colour, of_severity
from observability.drawing.picture import Heading, Lane, Picture, Span, Track
from observability.drawing.svg import standalone
from observability.drawing.svg import svg as drawn
from observability.drawing.times import lasting, moment, until_the_end
from observability.evaluation.firings import Firing
from observability.evaluation.quality import Alert
from observability.recordings.timeline import Fault
from observability.replay.engine import Replay
from observability.replay.incidents import firings_by_rule

_MEANINGS = {
    Colour.BAD: "critical: pages",
    Colour.RISK: "warning: ticket",
    Colour.SOFT: "other alerts",
    Colour.LINK: "what happened",
}
_STYLE = """
figure.scroll svg { min-width: 60rem; }
td:not(:last-child) { white-space: nowrap; }
td:last-child { min-width: 20rem; overflow-wrap: anywhere; }
@media print { figure.scroll svg { min-width: 0; } }
"""


def svg(replayed: Replay, incidents: Sequence[Fault], title: str) -> str:
    """Return the picture: a row for each rule that fired, and above them what happened.

    Args:
        replayed: what the rules did.
        incidents: what happened; what lies outside of the replay is left out.
        title: what was replayed.

    """
    picture = _picture(replayed, _within(replayed, incidents), title)
    tracks = (Heading(words=title, large=True), *picture.tracks)
    return standalone(replace(picture, tracks=tracks))


def page(replayed: Replay, incidents: Sequence[Fault], title: str) -> str:
    """Return a page with the picture, and its alerts and incidents as tables."""
    happened = _within(replayed, incidents)
    tables = [
        table(
            "Alerts, in UTC",
            ("fired", "resolved", "lasted", "severity", "alert", "labels"),
            [_alert(firing) for firing in replayed.firings],
        )
    ]
    if happened:
        tables.append(
            table(
                "Incidents, in UTC",
                ("began", "ended", "lasted", "what", "whom"),
                [_incident(fault) for fault in happened],
            )
        )
    picture = _picture(replayed, happened, title)
    return html_page(
        title,
        tag("header", tag("h1", title)),
        tag("main", tag("figure", drawn(picture), class_="scroll"), *tables),
        css=_STYLE,
    )


def _within(replayed: Replay, incidents: Sequence[Fault]) -> tuple[Fault, ...]:
    span = replayed.span
    return tuple(f for f in incidents if f.end >= span.start and f.start <= span.end)


def _picture(replayed: Replay, happened: Sequence[Fault], title: str) -> Picture:
    span = replayed.span
    upper, lower = tuple(_faults(happened)), tuple(_alerts(replayed.firings))
    shown = {lane.colour for lane in (*upper, *lower)}
    key = tuple((colour, words) for colour, words in _MEANINGS.items() if colour in shown)
    when = f"{moment(span.start)} to {moment(span.end)} UTC"
    tracks: list[Track] = [Heading(words=when, key=key)]
    if upper:
        tracks += [Heading(words="What happened"), *upper]
    tracks += [Heading(words="Alerts" if lower else "No alert fired."), *lower]
    return Picture(
        title=title,
        words=_words(replayed, happened, lower),
        start=span.start,
        end=span.end,
        tracks=tuple(tracks),
        width=1240,
        left=290,
    )


def _faults(happened: Sequence[Fault]) -> Iterator[Lane]:
    for kind in dict.fromkeys(fault.kind for fault in happened):
        of_kind = [fault for fault in happened if fault.kind == kind]
        yield Lane(
            name=kind,
            note=", ".join(dict.fromkeys(fault.target for fault in of_kind)),
            colour=Colour.LINK,
            spans=tuple(Span(start=f.start, end=f.end, words=_fault_words(f)) for f in of_kind),
            casts=True,
        )


def _fault_words(fault: Fault) -> str:
    length = fault.end - fault.start
    return f"{fault.kind} of {fault.target}, {moment(fault.start)} UTC" + (
        f", for {lasting(length)}" if length else ""
    )


def _alerts(firings: Sequence[Firing]) -> Iterator[Lane]:
    """Yield a row for each rule that fired, by name, and pages before tickets."""
    order = {"critical": 0, "warning": 1}

    def place(rule: tuple[Alert, tuple[str, ...]]) -> tuple[object, ...]:
        alert, tiers = rule
        severity = order.get(alert.severity or "", len(order))
        return alert.name, alert.slo or "", severity, alert.component or "", tiers

    by_rule = firings_by_rule(firings)
    for alert, tiers in sorted(by_rule, key=place):
        about = (alert.slo or alert.component, alert.severity, ", ".join(tiers))
        yield Lane(
            name=alert.name,
            note=" · ".join(label for label in about if label),
            colour=of_severity(alert.severity),
            spans=tuple(
                Span(start=f.firing_at, end=f.resolved_at, words=_firing_words(f))
                for f in by_rule[alert, tiers]
            ),
        )


def _firing_words(firing: Firing) -> str:
    labels = ", ".join(f"{name}={value}" for name, value in sorted(firing.labels.items()))
    over = firing.resolved_at
    until = "" if over is None else f"to {moment(over)}, "
    lasted = until_the_end(firing.firing_at, over)
    return f"{moment(firing.firing_at)} UTC {until}{lasted}: {labels}"


def _words(replayed: Replay, happened: Sequence[Fault], alerts: Sequence[Lane]) -> str:
    """Return what the picture shows, for those who do not see it."""
    span = f"From {moment(replayed.span.start)} to {moment(replayed.span.end)} UTC"
    sentences = [f"{span}, {len(replayed.firings) or 'no'} alerts fired."]
    for lane in alerts:
        lasted = sum((span.end or replayed.span.end) - span.start for span in lane.spans)
        sentences.append(
            f"{lane.name} ({lane.note}): {len(lane.spans)} times, first at "
            f"{moment(lane.spans[0].start)}, {lasting(lasted)} in all."
        )
    if happened:
        sentences.append(f"Meanwhile: {'; '.join(map(_fault_words, happened))}.")
    return " ".join(sentences)


def _alert(firing: Firing) -> tuple[str, ...]:
    over = firing.resolved_at
    labels = (f"{name}={value}" for name, value in sorted(firing.labels.items()))
    return (
        moment(firing.firing_at),
        "" if over is None else moment(over),
        until_the_end(firing.firing_at, over),
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
