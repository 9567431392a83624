"""What a review leaves for node-exporter's textfile collector."""

from collections import Counter

from observability.evaluation.states import STATES
from observability.review.assembly import Review
from observability.review.decisions import decisions
from observability.telemetry import Gauge


def gauges(review: Review, *, seconds: float) -> tuple[Gauge, ...]:
    """Return the metrics of a run that went well and took so many seconds."""
    counts = Counter(figures.state for figures in review.figures)
    return (
        Gauge(
            name="last_success_timestamp_seconds",
            help="When a review was written last.",
            value=review.written.timestamp(),
        ),
        Gauge(name="duration_seconds", help="How long it took.", value=seconds),
        Gauge(name="queries", help="How many queries it took.", value=review.ledger.queries),
        Gauge(name="decisions", help="How many decisions are due.", value=len(decisions(review))),
        Gauge(
            name="slos",
            help="SLOs by state.",
            by="state",
            value={state.name: counts[state] for state in STATES},
        ),
    )
