"""A ratio whose valid events are counted when an operation starts, and good ones when it ends.

What has not ended yet is then a bad event for as long as it lasts. Operations of a second straddle
two minutes seldom, and rows add up; operations of minutes page without a failure. The other way
round, good, bad or excluded events that are counted before the valid ones, is refused.
"""

from collections.abc import Iterator

from observability.checks.problem import Level, Problem
from observability.checks.subject import Subject
from observability.model.metric import CountedAt
from observability.model.sli import RatioSLI


def check(subject: Subject) -> Iterator[Problem]:
    """Return the SLOs whose operations are bad until they have ended."""
    for slo in subject.catalogue.slos:
        match slo.sli:
            case RatioSLI(valid=valid, good=good) if valid is not None and good is not None:
                moments = (valid.metric.counted_at, good.metric.counted_at)
                if moments == (CountedAt.START, CountedAt.END):
                    yield Problem(
                        check="slos/moment",
                        file=slo.origin,
                        name=slo.name,
                        what=(
                            f"{valid.metric.name} counts operations that start, and "
                            f"{good.metric.name} those that end well"
                        ),
                        consequence="an operation is a bad event for as long as it lasts",
                        cure="count valid events at the end, too, or give bad= in place of good=",
                        level=Level.WARNING,
                    )
            case _:
                pass
