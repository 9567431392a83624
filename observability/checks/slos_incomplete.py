"""A promise without an owner, a reason, or somebody who agreed to it.

Without an owner nobody acts on its tickets; without a rationale nobody dares to change it; without
`approved_by` it is one person's wish.
"""

from collections.abc import Iterator

from observability.checks.problem import Problem
from observability.checks.subject import Subject

_CONSEQUENCES = {
    "owner": "nobody acts on its tickets",
    "approved_by": "it is one person's wish, and falls with the first dispute",
    "rationale": "nobody can tell whether the objective is still right",
    "description": "whoever is paged does not learn what was promised",
}


def check(subject: Subject) -> Iterator[Problem]:
    """Return what is missing of each SLO."""
    for slo in subject.catalogue.slos:
        for name, consequence in _CONSEQUENCES.items():
            if not getattr(slo, name).strip():
                yield Problem(
                    check="slos/incomplete",
                    file=slo.origin,
                    name=slo.name,
                    what=f"the SLO has no {name}",
                    consequence=consequence,
                    cure=f"fill in {name}=",
                )
