"""An SLO whose `review_by` has passed.

A promise that nobody looked at since is kept or broken for reasons that may no longer hold.
"""

from collections.abc import Iterator
from datetime import date

from observability.checks.problem import Problem
from observability.checks.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Return the SLOs that are overdue."""
    for slo in subject.catalogue.slos:
        if date.fromisoformat(slo.review_by) < subject.today and not slo.retired:
            yield Problem(
                check="slos/review",
                file=slo.origin,
                name=slo.name,
                what=f"the SLO was to be reviewed by {slo.review_by}",
                consequence="its objective and reasons may no longer hold, and it pages people",
                cure="review it, then set review_by to the date of the next review",
            )
