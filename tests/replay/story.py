"""A replay as a story that people can read: each fault, and what it set off."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from textwrap import wrap

from observability.evaluation.firings import Firing
from observability.evaluation.quality import attribute
from observability.recordings.timeline import Fault
from observability.replay.engine import Replay
from observability.replay.incidents import Rule, concerns


def lasting(seconds: float) -> str:
    """Return seconds as people say them: 90 s, 6 min, 7 h 30 min, 2 d 3 h."""
    for size, unit, smaller, below in ((86_400, "d", 3_600, "h"), (3_600, "h", 60, "min")):
        if seconds >= size:
            whole, rest = divmod(round(seconds), size)
            small = rest // smaller
            return f"{whole} {unit} {small} {below}" if small else f"{whole} {unit}"
    return f"{seconds:g} s" if seconds % 60 or not seconds else f"{seconds // 60:g} min"


def moment(seconds: float) -> str:
    """Return a time as date and time in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _fault(fault: Fault) -> str:
    value = "" if fault.value is None else f" {fault.value:g}"
    length = f", {lasting(fault.end - fault.start)}" if fault.end > fault.start else ""
    return f"{moment(fault.start)}  {fault.kind} {fault.target}{value}{length}"


def _about(rule: Rule) -> str:
    about = rule.slo or rule.component or "-"
    return f"{rule.severity or '-':<9} {rule.burn_tier or '-':<9} {rule.alert:<33} {about:<30}"


def _lasted(firing: Firing) -> str:
    if firing.resolved_at is None:
        return "until the end"
    return f"lasted {lasting(firing.resolved_at - firing.firing_at)}"


def _explained(fault: Fault, firings: Iterable[Firing]) -> Iterable[str]:
    yield _fault(fault)
    for firing in firings:
        after = lasting(firing.firing_at - fault.start)
        yield f"    {_about(Rule.of(firing))} after {after:<14} {_lasted(firing)}"
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
    by_rule: dict[Rule, list[Firing]] = {}
    for firing in firings:
        by_rule.setdefault(Rule.of(firing), []).append(firing)
    for rule, found in by_rule.items():
        if len(found) == 1:
            yield f"    {_about(rule)} {moment(found[0].firing_at)}  {_lasted(found[0])}"
        else:
            when = f"{len(found)} times, {moment(found[0].firing_at)} to "
            yield f"    {_about(rule)} {when}{moment(found[-1].firing_at)}"
    if not by_rule:
        yield "    (none)"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, 100, subsequent_indent=indent)


def story(
    name: str, replayed: Replay, faults: Sequence[Fault], *, proves: str, notes: Sequence[str]
) -> str:
    """Return the story of a replay, with what it proves and what is to be known about it."""
    explained, rest = attribute(replayed.firings, faults, concerns({"frontend"}))
    span = f"{moment(replayed.span.start)} to {moment(replayed.span.end)}"
    lines = [
        f"What alerts/promtool does on the recording `{name}`, {span} UTC.",
        *_wrapped(proves),
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
    if notes:
        lines += [
            "",
            "Notes",
            *(f"  - {note.replace(chr(10), chr(10) + '    ')}" for note in notes),
        ]
    return "\n".join(line.rstrip() for line in lines) + "\n"
