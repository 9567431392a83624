"""What the checks of dashboards share: the dashboards among the artefacts, and a fault in one."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from observability.artefact import Artefact
from observability.checks.problem import Problem
from observability.checks.subject import Subject
from observability.dashboards.reading import Json

Fault = tuple[str, str]
"""In which panel, variable or link (or "" for the dashboard itself), and what is wrong."""


def dashboards(subject: Subject) -> Iterator[tuple[Artefact, Json]]:
    """Yield the emitted dashboards, as artefacts and as their JSON."""
    for artefact in subject.artefacts:
        body: Any = artefact.body
        if artefact.path.endswith(".json") and isinstance(body, dict):
            yield artefact, body


def problems(
    subject: Subject,
    check: str,
    faults: Callable[[Json], Iterable[Fault]],
    *,
    consequence: str,
    cure: str,
) -> Iterator[Problem]:
    """Yield the faults of every dashboard as problems of one check."""
    for artefact, body in dashboards(subject):
        for where, what in faults(body):
            yield Problem(
                check=check,
                file=artefact.path,
                name=": ".join(filter(None, (str(body.get("title")), where))),
                what=what,
                consequence=consequence,
                cure=cure,
            )
