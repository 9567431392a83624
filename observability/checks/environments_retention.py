"""An environment that keeps its history for less than an SLO's window.

The figures of the period then cover a part of it only: they are marked PARTIAL, and thresholds
that are shares of the period's budget are scaled. That is right, and less than was promised.
"""

from collections.abc import Iterator

from observability.checks.problem import Level, Problem
from observability.checks.subject import Subject
from observability.expressions.promql import duration


def check(subject: Subject) -> Iterator[Problem]:
    """Return the environments, each with the SLOs whose window it cannot show."""
    for environment in subject.catalogue.environments:
        retention = environment.monitoring.retention
        slos = [s for s in subject.catalogue.promises(environment) if s.window > retention]
        if slos:
            longest = max(slo.window for slo in slos)
            yield Problem(
                check="environments/retention",
                file=environment.origin,
                name=environment.name,
                what=(
                    f"Prometheus keeps {duration(retention)}, and windows are up to "
                    f"{duration(longest)}"
                ),
                consequence=f"PARTIAL figures for: {', '.join(slo.name for slo in slos)}",
                cure=(
                    f"keep at least {duration(longest)}, or give the environment shorter windows "
                    "(windows={…})"
                ),
                level=Level.WARNING,
            )
