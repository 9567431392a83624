"""Which fault of a recording concerns which alert."""

from collections.abc import Collection
from dataclasses import dataclass

from observability.evaluation.firings import Firing
from observability.evaluation.quality import Alert, Concerns
from observability.recordings.timeline import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One alerting rule, as its alerts tell it: those of one name differ by SLO and severity."""

    alert: str
    slo: str | None
    component: str | None
    severity: str | None
    burn_tier: str | None

    @classmethod
    def of(cls, firing: Firing) -> "Rule":
        """Return the rule that an alert came from."""
        return cls(
            alert=firing.alert,
            slo=firing.slo,
            component=firing.component,
            severity=firing.severity,
            burn_tier=", ".join(firing.tiers) or None,
        )


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
