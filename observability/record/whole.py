"""What is kept must be whole: a part would pass for silence for as long as it is kept."""

from observability.errors import RecordError
from observability.prometheus.answers import QueryResult


def whole(answer: QueryResult) -> QueryResult:
    """Return the answer.

    Raises:
        RecordError: Prometheus warns that it may be a part only.

    """
    if answer.warnings:
        raise RecordError(
            f"Prometheus answers a part only: {'; '.join(answer.warnings)}; ask again when it "
            "answers in full"
        )
    return answer
