"""When an alert would have been pending, firing and resolved, as Prometheus decides it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from observability.evaluation.episodes import Episode
from observability.evaluation.episodes import episodes as evaluated
from observability.evaluation.firings import Firing, fired
from observability.replay.rules import AlertingRule

ALERTS = "ALERTS"
"""The series that Prometheus records of each alert, at each evaluation, with its `alertstate`."""
ALERT_NAME = "alertname"
ALERT_STATE = "alertstate"


def labelled(rule: AlertingRule, result: Mapping[str, str]) -> dict[str, str]:
    """Return the labels of the alert that a series of the expression's result makes."""
    labels = {name: value for name, value in result.items() if name != "__name__"}
    return {**labels, **rule.labels, ALERT_NAME: rule.alert}


def episodes(rule: AlertingRule, active: Sequence[int], *, end: int) -> Iterator[Episode]:
    """Yield each time that an alert was pending or fired; it was active at these evaluations."""
    return evaluated(
        active,
        interval=rule.interval,
        end=end,
        for_=rule.for_,
        keep_firing_for=rule.keep_firing_for,
    )


def firings(labels: Mapping[str, str], episodes: Iterable[Episode]) -> Iterator[Firing]:
    """Yield each time that an alert with these labels fired; one that was only pending is none."""
    for episode in episodes:
        if episode.firing_at is not None:
            yield fired(
                labels,
                pending_at=episode.pending_at,
                firing_at=episode.firing_at,
                resolved_at=episode.resolved_at,
            )


def states(
    rule: AlertingRule, episodes: Iterable[Episode], *, end: int
) -> Iterator[tuple[str, int]]:
    """Yield the state of an alert at each evaluation, `pending` or `firing`, as `ALERTS` has it.

    At an evaluation at which it is over it has none (Prometheus, rules/alerting.go).

    Args:
        rule: the alerting rule.
        episodes: its episodes.
        end: the last evaluation.

    """
    for episode in episodes:
        over = end + 1 if episode.resolved_at is None else int(episode.resolved_at)
        fires = over if episode.firing_at is None else episode.firing_at
        for now in range(int(episode.pending_at), over, rule.interval):
            yield "pending" if now < fires else "firing", now
