"""What is asked of every component, by the same numbers."""

from observability import (
    Cause,
    Component,
    DailyTimeToZero,
    Ratio,
    Severity,
    TimeToZero,
    Unanswered,
    all_of,
    any_of,
    below,
    days,
    hours,
    minutes,
    percent,
)
from observability.catalogue.metrics.external import VOLUME_AVAILABLE, VOLUME_CAPACITY

OWNER = "git-platform"

BY_CLAIM = ("persistentvolumeclaim",)
FREE = Ratio(part=VOLUME_AVAILABLE.all, whole=VOLUME_CAPACITY.all, by=BY_CLAIM, legend="free space")
LEAST_FREE = Ratio(
    part=VOLUME_AVAILABLE.all,
    whole=VOLUME_CAPACITY.all,
    lowest_of=days(1),
    by=BY_CLAIM,
    legend="least free space of a day",
)


def port_closed(component: Component) -> Cause:
    """Return the cause that a component serves and nobody can see what it does."""
    return Cause(
        name=f"{component}-port-closed",
        alert_family="port-closed",
        component=component,
        question=f"Is {component} unseen although it serves?",
        when=Unanswered(component=component),
        lasting=minutes(10),
        severity=Severity.WARNING,
        consequence=f"Users are served, and no SLO of {component} counts whether they are.",
        action="Ask a pod's metrics port through a port-forward: does it answer there?",
        rationale=(
            "As long as TargetDown: discovery and the first scrapes of a new pod take minutes. "
            "Kubernetes tells a closed port from pods that are gone, which up == 0 does not."
        ),
        owner=OWNER,
    )


def volume_full(component: Component, consequence: str) -> Cause:
    """Return the cause that a volume of a component has hours left."""
    return Cause(
        name=f"{component}-volume-full",
        alert_family="volume-full",
        component=component,
        question=f"Has a volume of {component} only hours left?",
        when=any_of(
            below(FREE, percent(3)),
            all_of(
                below(FREE, percent(25)),
                below(
                    TimeToZero(gauge=VOLUME_AVAILABLE.all, trend=hours(1), by=BY_CLAIM), hours(4)
                ),
            ),
        ),
        lasting=minutes(5),
        severity=Severity.CRITICAL,
        consequence=consequence,
        action="Enlarge the claim, and find what grows: its panel shows since when.",
        rationale=(
            "kubernetes-mixin pages at 3 %, etcd at 4 hours by its trend. Above 25 % a trend of an "
            "hour is a clone or a clean-up, and no reason to wake anybody."
        ),
        owner=OWNER,
    )


def volume_filling(component: Component) -> Cause:
    """Return the cause that a volume of a component has days left."""
    return Cause(
        name=f"{component}-volume-filling",
        alert_family="volume-filling",
        component=component,
        question=f"Has a volume of {component} only days left?",
        when=any_of(
            below(LEAST_FREE, percent(15)),
            all_of(
                below(LEAST_FREE, percent(50)),
                below(DailyTimeToZero(gauge=VOLUME_AVAILABLE.all, by=BY_CLAIM), days(7)),
            ),
        ),
        lasting=hours(1),
        severity=Severity.WARNING,
        consequence=f"Nobody is hurt yet; {component} stops when its volume is full.",
        action="Enlarge the claim this week, or find out why nothing is given back.",
        rationale=(
            "CockroachDB tickets at 15 %. The lowest of a day is compared with that of the day "
            "before, since a daily clean-up makes any trend of hours point at zero each evening; a "
            "week is time to order disks. Above half free, a fall of one day is a one-time load."
        ),
        owner=OWNER,
    )
