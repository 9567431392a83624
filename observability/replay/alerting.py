"""When an alert would have been pending, firing and resolved, as Prometheus decides it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from observability.replay.rules import AlertingRule

ALERT_NAME = "alertname"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One time that an alert fired, of one set of labels.

    Attributes:
        alert: the alert's name.
        labels: all of its labels, as Alertmanager would be told, `alertname` among them.
        pending_at: the evaluation that found it active first, in seconds of Unix time.
        firing_at: the evaluation from which on it fired; later than `pending_at` with a `for`.
        resolved_at: the evaluation that found it over; None if it still fired at the end.

    """

    alert: str
    labels: Mapping[str, str]
    pending_at: int
    firing_at: int
    resolved_at: int | None

    @property
    def severity(self) -> str | None:
        """What it wants of people, if its labels say so."""
        return self.labels.get("severity")

    @property
    def slo(self) -> str | None:
        """The SLO that it is about, if its labels say so."""
        return self.labels.get("slo")


def labelled(rule: AlertingRule, result: Mapping[str, str]) -> dict[str, str]:
    """Return the labels of the alert that a series of the expression's result makes."""
    kept = {name: value for name, value in result.items() if name != "__name__"}
    return {**kept, **rule.labels, ALERT_NAME: rule.alert}


def firings(
    rule: AlertingRule, labels: Mapping[str, str], active: Sequence[int], *, end: int
) -> Iterator[Firing]:
    """Yield each time that an alert fired; a time that was only pending is none.

    An alert is pending from the first evaluation at which its expression has a result, fires from
    the first one at which it has been active for `for`, and is over at the first one without a
    result, or, with `keep_firing_for`, at the first one by which it had none for so long
    (Prometheus, rules/alerting.go, `AlertingRule.Eval`).

    Args:
        rule: the alerting rule.
        labels: the labels of the alert.
        active: the evaluations at which the expression had a result with these labels, in order, in
            seconds of Unix time.
        end: the last evaluation.

    """
    pending = fired = last = None
    for now in active:
        if last is not None and now - last > rule.interval:
            over = _over(rule, last, fired=fired is not None)
            if over < now:
                if pending is not None and fired is not None:
                    yield _firing(rule, labels, pending, fired, over)
                pending = fired = None
        pending = now if pending is None else pending
        if fired is None and now - pending >= rule.lasting:
            fired = now
        last = now
    if pending is not None and fired is not None and last is not None:
        over = _over(rule, last, fired=True)
        yield _firing(rule, labels, pending, fired, over if over <= end else None)


def _over(rule: AlertingRule, last: int, *, fired: bool) -> int:
    """Return the evaluation at which it is over, if it was active last at `last`."""
    without = last + rule.interval
    kept = -(-rule.keeps_firing // rule.interval) * rule.interval if fired else 0
    return without + kept


def _firing(
    rule: AlertingRule, labels: Mapping[str, str], pending: int, fired: int, over: int | None
) -> Firing:
    return Firing(
        alert=rule.alert,
        labels=labels,
        pending_at=pending,
        firing_at=fired,
        resolved_at=over,
    )
