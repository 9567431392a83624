"""The month recording: its faults as incidents. Toil and satisfaction were not asked."""

from observability import Incident, ReviewInputs, utc

GIT = ("push-availability", "fetch-availability")

INPUTS = ReviewInputs(
    incidents=(
        Incident(
            name="2025-12-03 frontend errors",
            start=utc("2025-12-03T12:00"),
            end=utc("2025-12-03T12:10"),
            slos=GIT,
            cause="deploy",
            summary="12 % of Git operations failed for ten minutes.",
        ),
        Incident(
            name="2025-12-09 slow burn",
            start=utc("2025-12-09T09:00"),
            end=utc("2025-12-09T21:00"),
            slos=GIT,
            cause="dependency",
            summary="0.6 % of Git operations failed for twelve hours.",
        ),
        Incident(
            name="2025-12-18 two object nodes down",
            start=utc("2025-12-18T11:00"),
            end=utc("2025-12-18T11:03"),
            slos=("push-availability",),
            cause="hardware",
            summary="Two of three object nodes were gone: no push found its quorum.",
        ),
        Incident(
            name="2025-12-22 one frontend failing",
            start=utc("2025-12-22T12:00"),
            end=utc("2025-12-22T13:00"),
            slos=GIT,
            cause="deploy",
            summary="Half of one frontend's Git operations failed for an hour.",
        ),
        Incident(
            name="2025-12-25 two minutes of nothing",
            start=utc("2025-12-25T12:00"),
            end=utc("2025-12-25T12:02"),
            slos=GIT,
            cause="deploy",
            summary="Every Git operation failed for two minutes.",
        ),
    ),
)
