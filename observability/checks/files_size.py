"""A PrometheusRule that grows towards the size at which it is refused.

The Operator's webhook refuses what would make more than 512 KiB of configuration. At 400 KiB there
is time to split it.
"""

from collections.abc import Iterator

from observability.checks.emitted import is_prometheus_rule
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.files import serialise

LIMIT = 400 * 1024


def check(subject: Subject) -> Iterator[Problem]:
    """Return the PrometheusRules that are too large."""
    for artefact in subject.artefacts:
        if not is_prometheus_rule(artefact):
            continue
        size = len(serialise(artefact).encode())
        if size > LIMIT:
            yield Problem(
                check="files/size",
                file=artefact.path,
                name=artefact.made_from,
                what=f"the PrometheusRule has {size // 1024} KiB",
                consequence="over 512 KiB the cluster refuses it, and no rule changes any more",
                cure="split it: fewer SLOs a file",
            )
