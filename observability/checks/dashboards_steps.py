"""A rate over a fixed range, or a step that something widens behind the reader's back.

Between two steps that are further apart than the range, what happened is seen by no rate at all:
`$__rate_interval` grows with the step. `maxDataPoints` and `intervalFactor` widen the step.
"""

import re
from collections.abc import Iterator

from observability.checks.dashboard import Fault, problems
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json, targets


def _faults(dashboard: Json) -> Iterator[Fault]:
    for panel, target in targets(dashboard):
        if panel.get("maxDataPoints") is not None:
            yield panel["title"], "maxDataPoints makes wide steps of long ranges"
        if target.get("intervalFactor", 1) != 1:
            yield panel["title"], "intervalFactor multiplies the step"
        for rate in re.findall(r"\b(?:i?rate|increase)\((?:[^()]|\([^()]*\))*\)", target["expr"]):
            if "$__rate_interval" not in rate:
                yield panel["title"], "a rate over a fixed range misses what is between two steps"


def check(subject: Subject) -> Iterator[Problem]:
    """Return the faults."""
    return problems(
        subject,
        "dashboards/steps",
        _faults,
        consequence="events between two points are not shown",
        cure="use $__rate_interval, and leave steps to Grafana",
    )
