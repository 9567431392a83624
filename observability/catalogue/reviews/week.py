"""The week recording: its faults as incidents, its rollout as a deploy.

What people say of them is invented with it, the version too.

Toil and satisfaction are known of two SLOs only, so that a review shows what it says of the others.
"""

from observability import (
    Action,
    Deploy,
    Exclusion,
    Incident,
    Level,
    ReviewInputs,
    ToilAndSatisfaction,
    utc,
)
from observability.catalogue.system import FRONTEND

GIT = ("push-availability", "fetch-availability")

INPUTS = ReviewInputs(
    incidents=(
        Incident(
            name="2026-01-13 frontend errors",
            start=utc("2026-01-13T12:00"),
            end=utc("2026-01-13T12:10"),
            slos=GIT,
            cause="deploy",
            summary="15 % of Git operations failed for ten minutes.",
            postmortem="https://example.org/postmortems/2026-01-13",
        ),
        Incident(
            name="2026-01-15 slow burn",
            start=utc("2026-01-15T08:00"),
            end=utc("2026-01-16T02:00"),
            slos=GIT,
            cause="dependency",
            summary="0.4 % of Git operations failed for 18 hours.",
        ),
        Incident(
            name="2026-01-17 errors in the storm",
            start=utc("2026-01-17T12:30"),
            end=utc("2026-01-17T12:45"),
            slos=GIT,
            cause="capacity",
            summary="1 % of Git operations failed while CI cloned five times as much as usual.",
        ),
        Incident(
            name="2026-01-18 two object nodes down",
            start=utc("2026-01-18T10:00"),
            end=utc("2026-01-18T10:05"),
            slos=("push-availability", "object-scrape-coverage"),
            cause="hardware",
            summary="Two of three object nodes were gone: no push found its quorum.",
            postmortem="https://example.org/postmortems/2026-01-18",
        ),
        Incident(
            name="2026-01-19 a minute of nothing",
            start=utc("2026-01-19T12:00"),
            end=utc("2026-01-19T12:01"),
            slos=GIT,
            cause="deploy",
            summary="Every Git operation failed for a minute.",
        ),
    ),
    exclusions=(
        Exclusion(
            name="CI clone storm",
            start=utc("2026-01-17T12:00"),
            end=utc("2026-01-17T13:00"),
            slos=("fetch-availability",),
            reason="a load test that was announced: load that the promise was not made for",
            approved_by="the review meeting of 2026-01-19",
        ),
    ),
    deploys=(
        Deploy(
            at=utc("2026-01-16T12:00"),
            component=FRONTEND,
            version="0.4.1",
            link="https://example.org/changes/0.4.1",
        ),
    ),
    actions=(
        Action(
            what="roll frontends out one zone at a time",
            owner="git-platform",
            due="2026-01-16",
        ),
        Action(
            what="raise the object nodes' disruption budget",
            owner="storage",
            due="2026-02-15",
        ),
    ),
    toil_and_satisfaction=(
        ToilAndSatisfaction(
            slo="push-availability",
            toil=Level.HIGH,
            satisfaction=Level.LOW,
            asked_on="2026-01-19",
            source="on-call notes and the developer survey",
        ),
        ToilAndSatisfaction(
            slo="metadata-availability",
            toil=Level.LOW,
            satisfaction=Level.HIGH,
            asked_on="2026-01-19",
            source="on-call notes and the developer survey",
        ),
    ),
)
