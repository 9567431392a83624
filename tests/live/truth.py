"""What really happened in the time that some rows cover, by the program's own log. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.live.evidence import Answer
from tests.live.oracle import MINUTE
from tests.live.pods import Pod, Span
from tests.live.slis import SLI, Boolean, Coverage, Ratio, TimeSlice
from tests.live.worlds import leaders


@dataclass(frozen=True, slots=True)
class Truth:
    """Valid and bad events, or minutes, of a stretch of time."""

    valid: float
    bad: float


def truth(
    sli: SLI,
    answers: Sequence[Answer],
    pods: Mapping[str, Pod],
    ends: Sequence[float],
    leaderless: tuple[Span, ...],
) -> Truth | None:
    """Return what rows with these newest times should hold together; None if nobody can say.

    Args:
        sli: the SLI.
        answers: the program's answers to one Prometheus.
        pods: the pods of its world, by name.
        ends: for each row the time of its newest sample.
        leaderless: when nobody led.

    """
    stored = [a for a in answers if pods[a.pod].component == sli.component]
    begin, end = min(ends) - MINUTE, max(ends)
    match sli:
        case Ratio():
            return _counted(stored, pods, begin, end)
        case TimeSlice():
            minutes = [_minute(stored, pods, end) for end in ends]
            return Truth(sum(minute is not None for minute in minutes), sum(map(bool, minutes)))
        case Boolean():
            seconds = sum(max(0.0, min(b, end) - max(a, begin)) for a, b in leaderless)
            return Truth(len(ends), round(seconds / MINUTE, 1))
        case Coverage():
            return None


def leaderless(pods: Sequence[Pod], until: float) -> tuple[Span, ...]:
    """Return when not exactly one pod leads, to half a second."""
    spans: list[Span] = []
    steps = [step / 2 for step in range(-120, int(until) * 2)]
    for time in steps:
        if leaders(tuple(pods), time) != 1:
            if spans and spans[-1][1] == time:
                spans[-1] = (spans[-1][0], time + 0.5)
            else:
                spans.append((time, time + 0.5))
    return tuple(spans)


def _counted(answers: Sequence[Answer], pods: Mapping[str, Pod], begin: float, end: float) -> Truth:
    """Return what each process counted up to its last answer that was stored."""
    valid = bad = 0
    for processes in _processes(answers).values():
        seen = [a for a in processes if a.stored is not None and a.stored <= end]
        if not seen:
            continue
        before = [a for a in seen if a.stored is not None and a.stored <= begin]
        # Nobody saw what a process counted before it was scraped for the first time.
        old = before or (seen[:1] if _is_old(seen[0], pods) else [])
        valid += seen[-1].requests - (old[-1].requests if old else 0)
        bad += seen[-1].failed - (old[-1].failed if old else 0)
    return Truth(valid, bad)


def _minute(answers: Sequence[Answer], pods: Mapping[str, Pod], end: float) -> bool | None:
    """Tell whether the minute was slow; None if nobody was asked for anything."""
    slow = None
    for process in _processes(answers).values():
        counted = _counted(process, pods, end - MINUTE, end)
        if counted.valid > 0:
            last = [a for a in process if a.stored is not None and a.stored <= end][-1]
            slow = bool(slow) or last.slow
    return slow


def _processes(answers: Sequence[Answer]) -> dict[tuple[str, int], list[Answer]]:
    processes: dict[tuple[str, int], list[Answer]] = {}
    for answer in sorted(answers, key=lambda a: a.stored if a.stored is not None else a.time):
        processes.setdefault((answer.pod, answer.life), []).append(answer)
    return processes


def _is_old(answer: Answer, pods: Mapping[str, Pod]) -> bool:
    return pods[answer.pod].lives[answer.life].start < 0
