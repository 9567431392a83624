"""One alert name for several SLOs, where one of them pages.

kube-prometheus lets a page inhibit the tickets of the same alert name and namespace: the page of
one SLO would silence the ticket of another. A family that only tickets may share a name, and says
so with `alert_family`.
"""

from collections.abc import Iterator

from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.model import naming
from observability.model.burn_rate import Severity


def check(subject: Subject) -> Iterator[Problem]:
    """Return the alert names that must not be shared."""
    by_name: dict[str, list[str]] = {}
    for slo in subject.catalogue.slos:
        by_name.setdefault(naming.burn_alert(subject.catalogue.system, slo), []).append(slo.name)
    pages = {rule.alert for rule in subject.rules if rule.severity == Severity.CRITICAL}
    sharing: dict[str, set[str]] = {name: set(slos) for name, slos in by_name.items()}
    for rule in subject.rules:
        if rule.alert is not None and rule.slo is not None:
            sharing.setdefault(rule.alert, set()).add(rule.slo)
    slos = {slo.name: slo for slo in subject.catalogue.slos}
    for alert, names in sorted(sharing.items()):
        on_purpose = alert not in by_name or all(
            slos[name].alert_family for name in names if name in slos
        )
        if len(names) < 2 or (on_purpose and alert not in pages):  # noqa: PLR2004
            continue
        first = min(names)
        yield Problem(
            check="alerts/shared",
            file=slos[first].origin if first in slos else "alerts/",
            name=alert,
            what=f"several SLOs share this alert: {', '.join(sorted(names))}",
            consequence=(
                "the page of one inhibits the tickets of the others"
                if alert in pages
                else "nobody can tell which promise an alert is about"
            ),
            cure="rename an SLO, or give those that only ticket one alert_family",
        )
