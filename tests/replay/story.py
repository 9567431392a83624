"""A replay as a story that people can read: when each fault was, and what it set off when."""

from collections.abc import Iterable, Sequence

from observability.drawing.times import lasting, moment
from observability.evaluation.firings import Firing
from observability.evaluation.quality import Alert, Attributed, alert_of, attribute
from observability.recordings.timeline import Fault
from observability.replay.engine import Replay
from observability.replay.incidents import concerns, firings_by_rule

USER_FACING = {"frontend"}

Attribution = tuple[tuple[Attributed[Fault], ...], tuple[Firing, ...]]


def attributed(replayed: Replay, faults: Sequence[Fault]) -> Attribution:
    """Return each fault with the firings that belong to it, and the firings without a fault."""
    return attribute(replayed.firings, faults, concerns(USER_FACING))


def _fault(fault: Fault) -> str:
    value = "" if fault.value is None else f" {fault.value:g}"
    length = f", {lasting(fault.end - fault.start)}" if fault.end > fault.start else ""
    return f"{moment(fault.start)}  {fault.kind} {fault.target}{value}{length}"


def _about(alert: Alert, tiers: Sequence[str]) -> str:
    about = alert.slo or alert.component or "-"
    return f"{alert.severity or '-':<9} {', '.join(tiers) or '-':<9} {alert.name:<33} {about:<30}"


def _times(firing: Firing) -> str:
    end = "the end" if firing.resolved_at is None else moment(firing.resolved_at)
    return f"{moment(firing.firing_at)} to {end}"


def _explained(fault: Fault, firings: Iterable[Firing]) -> Iterable[str]:
    yield _fault(fault)
    for firing in firings:
        after = lasting(firing.firing_at - fault.start)
        yield f"    {_about(alert_of(firing), firing.tiers)} after {after:<9} {_times(firing)}"
    yield ""


def _silent(faults: Iterable[Fault]) -> Iterable[str]:
    alike: dict[tuple[str, str, float | None], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.kind, fault.target, fault.value), []).append(fault)
    for first, *others in alike.values():
        more = f", and {len(others)} more until {moment(others[-1].start)}" if others else ""
        yield f"    {_fault(first)}{more}"
    if not alike:
        yield "    (none)"


def _unexplained(firings: Sequence[Firing]) -> Iterable[str]:
    by_rule = firings_by_rule(firings)
    for (alert, tiers), fired in by_rule.items():
        if len(fired) == 1:
            yield f"    {_about(alert, tiers)} {_times(fired[0])}"
        else:
            when = f"{len(fired)} times, {moment(fired[0].firing_at)} to "
            yield f"    {_about(alert, tiers)} {when}{moment(fired[-1].firing_at)}"
    if not by_rule:
        yield "    (none)"


def story(name: str, replayed: Replay, faults: Sequence[Fault]) -> str:
    """Return the story of a replay: times, and no judgement of them."""
    explained, rest = attributed(replayed, faults)
    span = f"{moment(replayed.span.start)} to {moment(replayed.span.end)}"
    lines = [
        f"What alerts/promtool does on the recording `{name}`, {span} UTC.",
        "Written by `pytest tests/replay --update-golden`; read the difference before you commit.",
        "",
        *(
            line
            for found in explained
            if found.firings
            for line in _explained(found.incident, found.firings)
        ),
        "Faults without an alert",
        *_silent(found.incident for found in explained if not found.firings),
        "",
        "Alerts without a fault",
        *_unexplained(rest),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"
