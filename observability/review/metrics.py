"""What a run says of itself, for node-exporter's textfile collector."""

from collections import Counter
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from observability.review.assembly import Review
from observability.review.decisions import decisions
from observability.review.figures import State


def write_metrics(review: Review, path: Path, *, seconds: float) -> None:
    """Write the metrics of a run that went well; the file appears at once, when it is whole.

    Raises:
        OSError: the file cannot be written.

    """
    registry = CollectorRegistry()

    def gauge(name: str, help_text: str) -> Gauge:
        return Gauge(f"observability_review_{name}", help_text, ["environment"], registry=registry)

    environment = review.environment.name
    gauge("last_success_timestamp_seconds", "When a review was written last.").labels(
        environment
    ).set(review.written.timestamp())
    gauge("duration_seconds", "How long it took.").labels(environment).set(seconds)
    gauge("queries", "How many queries it took.").labels(environment).set(review.ledger.queries)
    gauge("decisions", "How many decisions are due.").labels(environment).set(
        len(decisions(review))
    )
    states = Gauge(
        "observability_review_slos",
        "SLOs by state.",
        ["environment", "state"],
        registry=registry,
    )
    counted = Counter(one.state for one in review.figures)
    for state in State:
        states.labels(environment, str(state)).set(counted[state])
    write_to_textfile(str(path), registry)
