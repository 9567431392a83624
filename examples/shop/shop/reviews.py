"""What people bring to SLO reviews, by environment or recording."""

from observability import Incident, ReviewInputs, utc

MORNING = ReviewInputs(
    incidents=(
        Incident(
            name="2026-03-02 the order database restarted",
            start=utc("2026-03-02T10:00"),
            end=utc("2026-03-02T10:10"),
            slos=("orders-accepted",),
            cause="dependency",
            summary="Half of all orders failed for ten minutes.",
        ),
    ),
)

REVIEWS = {"morning": MORNING}
