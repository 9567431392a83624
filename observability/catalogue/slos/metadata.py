"""Metadata: what we promise to the frontends that read and update refs and commits."""

from observability import SLO, RatioSLI, ScrapeSLI, TimeSliceSLI, milliseconds, percent
from observability.catalogue.burn_rates import MINUTES, STANDARD, TICKETS
from observability.catalogue.metrics.shared import REQUEST_DURATION, REQUESTS, SUCCESSFUL_REQUESTS
from observability.catalogue.slos.defaults import (
    OWNER,
    PROPOSED,
    REVIEW_BY,
    SCRAPE_COVERAGE,
    SCRAPE_OBJECTIVE,
    SCRAPE_RATIONALE,
    WINDOW,
)
from observability.catalogue.system import METADATA

METADATA_AVAILABILITY = SLO(
    name="metadata-availability",
    component=METADATA,
    description="A request to the metadata store succeeds.",
    sli=RatioSLI(
        valid=REQUESTS.where(cluster="metadata"),
        good=SUCCESSFUL_REQUESTS.where(cluster="metadata"),
    ),
    objective=percent(99.95),
    window=WINDOW,
    policy=STANDARD,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=(
        "Each Git operation makes several of these: twice as strict as the 99.9 % that pushes and "
        "fetches promise, so that metadata is not their whole budget."
    ),
)

METADATA_LATENCY = SLO(
    name="metadata-latency",
    component=METADATA,
    description="Metadata requests are answered within 50 ms, even on the slowest node.",
    sli=TimeSliceSLI(
        requests=REQUEST_DURATION.where(cluster="metadata"),
        quantile="0.99",
        limit=milliseconds(50),
    ),
    objective=percent(99),
    window=WINDOW,
    policy=MINUTES,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=(
        "A Git operation makes several metadata requests one after the other: at 50 ms each they "
        "still leave most of its two seconds."
    ),
)

SCRAPE = SLO(
    name="metadata-scrape-coverage",
    component=METADATA,
    description=SCRAPE_COVERAGE,
    sli=ScrapeSLI(component=METADATA),
    objective=SCRAPE_OBJECTIVE,
    window=WINDOW,
    policy=TICKETS,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=SCRAPE_RATIONALE,
    alert_family="scrape-coverage",
)

SLOS = (METADATA_AVAILABILITY, METADATA_LATENCY, SCRAPE)
