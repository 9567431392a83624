"""From when to when an alert was pending and fired, as Prometheus decides it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LATE = 1.5
"""So many intervals after a result, an evaluation without one has been between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One time that an alert of one set of labels was pending, and perhaps fired.

    Times are evaluations, in seconds.

    Attributes:
        pending_at: the evaluation that found it active first.
        firing_at: the evaluation from which on it fired; None if it never did.
        resolved_at: the evaluation that found it over; None if it was active until the end.

    """

    pending_at: float
    firing_at: float | None
    resolved_at: float | None


def kept_for(keep_firing_for: float, interval: float) -> float:
    """Return for how many seconds after its first evaluation without a result an alert fires on.

    Until the first evaluation by which it had none for `keep_firing_for`: whole intervals.
    """
    return -(-keep_firing_for // interval) * interval


def episodes(
    active: Sequence[float],
    *,
    interval: float,
    end: float,
    for_: float = 0,
    keep_firing_for: float = 0,
) -> Iterator[Episode]:
    """Yield each time that an alert was pending or fired.

    An alert is pending from the first evaluation at which its expression has a result, fires from
    the first one at which it has been active for `for`, and is over at the first one without a
    result, or, with `keep_firing_for`, at the first one by which it had none for so long
    (Prometheus, rules/alerting.go, `AlertingRule.Eval`).

    Args:
        active: the evaluations at which the expression had a result, in order, in seconds.
        interval: seconds between two evaluations.
        end: the last evaluation.
        for_: the rule's `for`, in seconds.
        keep_firing_for: the rule's `keep_firing_for`, in seconds.

    """

    def over(last: float, *, fired: bool) -> float:
        return last + interval + (kept_for(keep_firing_for, interval) if fired else 0)

    pending = fired = last = None
    for now in active:
        if pending is not None and last is not None and now - last > _LATE * interval:
            resolved = over(last, fired=fired is not None)
            if resolved < now:
                yield Episode(pending_at=pending, firing_at=fired, resolved_at=resolved)
                pending = fired = None
        pending = now if pending is None else pending
        if fired is None and now - pending >= for_:
            fired = now
        last = now
    if pending is not None and last is not None:
        resolved = over(last, fired=fired is not None)
        yield Episode(
            pending_at=pending, firing_at=fired, resolved_at=resolved if resolved <= end else None
        )
