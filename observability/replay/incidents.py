"""Which alert fired by which rule, and which fault of a recording concerns it."""

from collections.abc import Collection, Iterable

from observability.evaluation.firings import Firing
from observability.evaluation.quality import Alert, Concerns, alert_of
from observability.recordings.timeline import Fault


def firings_by_rule(firings: Iterable[Firing]) -> dict[tuple[Alert, tuple[str, ...]], list[Firing]]:
    """Return firings by their alerting rule: rules of one alert differ by the tiers that fire."""
    by_rule: dict[tuple[Alert, tuple[str, ...]], list[Firing]] = {}
    for firing in firings:
        by_rule.setdefault((alert_of(firing), firing.tiers), []).append(firing)
    return by_rule


def concerns(user_facing: Collection[str]) -> Concerns[Fault]:
    """Return what tells how much a fault concerns an alert.

    2 is a fault of the alert's own component. 1 is one of any component, if the alert is about one
    that users call and that calls all others, or about no component at all.
    """

    def concern(alert: Alert, fault: Fault) -> int:
        if fault.target == "all" or _component(fault.target) == alert.component:
            return 2
        return int(alert.component is None or alert.component in user_facing)

    return concern


def _component(target: str) -> str:
    """Return the component of a fault's target, which is one itself or a node: `object-1`."""
    component, dash, node = target.rpartition("-")
    return component if dash and node.isdecimal() else target
