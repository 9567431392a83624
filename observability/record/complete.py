"""Reject partial results of what is kept: missing data would look like no events."""

from observability.errors import RecordError
from observability.prometheus.answers import QueryResult


def require_complete(answer: QueryResult) -> QueryResult:
    """Return the answer, if it is all of it.

    Raises:
        RecordError: Prometheus warns that it may be a part only.

    """
    if answer.warnings:
        raise RecordError(
            f"Prometheus answers a part only: {'; '.join(answer.warnings)}; ask again when it "
            "answers in full"
        )
    return answer
