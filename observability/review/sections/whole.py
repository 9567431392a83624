"""The whole review, in order."""

from observability.review.assembly import Review
from observability.review.document import Document
from observability.review.ledger import Ledger
from observability.review.period import ALL, Period
from observability.review.sections.budgets import exclusions, incidents, policy
from observability.review.sections.classes import classes
from observability.review.sections.health import health
from observability.review.sections.outlook import alerts, debt, targets
from observability.review.sections.slos import slos
from observability.review.sections.summary import decisions, scoreboard
from observability.review.wording import counted, when


def _named(period: Period) -> str:
    """Return a period's name; a whole recording is called by its days."""
    return period.name if period.name != ALL else f"{period.start:%Y-%m-%d} – {period.end:%Y-%m-%d}"


def _in_part(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """Return the fact that the data may be a part, which must be read before any figure."""
    if not ledger.warnings:
        return ()
    return (("incomplete", "Prometheus warned that a part may be missing: see Data health"),)


def whole(review: Review) -> Document:
    """Return the document of a review."""
    period, ledger = review.period, review.ledger
    expected = len([figures for figures in review.figures if figures.count.rows])
    return Document(
        title=f"SLO review of {review.environment.name}, {_named(period)}",
        facts=(
            ("period", f"{when(period.start)} – {when(period.end)} UTC"),
            ("data", f"{ledger.source}, {counted(ledger.queries, 'query', 'queries')}"),
            *_in_part(ledger),
            ("SLOs with rows", f"{expected} of {len(review.figures)}"),
            ("written", f"{when(review.written)} UTC"),
            ("definitions", review.revision or "revision unknown"),
        ),
        sections=(
            decisions(review),
            scoreboard(review),
            health(review),
            slos(review),
            incidents(review),
            classes(review),
            exclusions(review),
            alerts(review),
            policy(review),
            targets(review),
            debt(review),
        ),
    )
