"""Object store: what we promise to the frontends that store and fetch blobs and packs."""

from observability import SLO, RatioSLI, ScrapeSLI, TimeSliceSLI, milliseconds, percent
from observability.catalogue.burn_rates import MINUTES, STANDARD, TICKETS
from observability.catalogue.metrics.object import (
    BLOB_OPERATION_DURATION,
    PACK_CACHE,
    REPLICATIONS,
)
from observability.catalogue.metrics.shared import REQUESTS, SUCCESSFUL_REQUESTS
from observability.catalogue.slos.defaults import (
    OWNER,
    PROPOSED,
    REVIEW_BY,
    SCRAPE_COVERAGE,
    SCRAPE_OBJECTIVE,
    SCRAPE_RATIONALE,
    WINDOW,
)
from observability.catalogue.system import OBJECT

PACK_CACHE_HITS = SLO(
    name="pack-cache-hits",
    component=OBJECT,
    description="A clone or fetch finds its pack in the cache.",
    sli=RatioSLI(
        valid=PACK_CACHE.all,
        bad=PACK_CACHE.where(result="miss"),
    ),
    objective=percent(95),
    window=WINDOW,
    policy=STANDARD,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=(
        "The design promises hit rates above 95 %: a miss is served, but assembled anew, and a "
        "clone storm of misses is what takes the object store down."
    ),
)

OBJECT_AVAILABILITY = SLO(
    name="object-availability",
    component=OBJECT,
    description="A request to the object store succeeds.",
    sli=RatioSLI(
        valid=REQUESTS.where(cluster="object"),
        good=SUCCESSFUL_REQUESTS.where(cluster="object"),
    ),
    objective=percent(99.95),
    window=WINDOW,
    policy=STANDARD,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=(
        "Writes go to 3 nodes and want 2: a single failure is hidden. Twice as strict as pushes "
        "and fetches, so that the object store is not their whole budget."
    ),
)

OBJECT_PUT_LATENCY = SLO(
    name="object-put-latency",
    component=OBJECT,
    description="A blob is stored on one node within 20 ms, even on the slowest.",
    sli=TimeSliceSLI(
        requests=BLOB_OPERATION_DURATION.where(operation="put"),
        quantile="0.99",
        limit=milliseconds(20),
    ),
    objective=percent(99),
    window=WINDOW,
    policy=MINUTES,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=(
        "The design wants a put with quorum within 10 ms at p99; nothing measures that. This is "
        "one node's put, the slowest's: 6 to 13 ms at p99 when all is well, so 10 ms would alert "
        "without a fault."
    ),
)

OBJECT_REPLICATION = SLO(
    name="object-replication",
    component=OBJECT,
    description="A copy of an object reaches its node.",
    sli=RatioSLI(
        valid=REPLICATIONS.all,
        good=REPLICATIONS.where(success="true"),
    ),
    objective=percent(99.9),
    window=WINDOW,
    policy=STANDARD,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=(
        "A failed copy is made good by the hourly anti-entropy scan; until then the object has "
        "one copy fewer. 1 in 1,000 keeps that rare enough to survive a lost node."
    ),
)

SCRAPE = SLO(
    name="object-scrape-coverage",
    component=OBJECT,
    description=SCRAPE_COVERAGE,
    sli=ScrapeSLI(component=OBJECT),
    objective=SCRAPE_OBJECTIVE,
    window=WINDOW,
    policy=TICKETS,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=SCRAPE_RATIONALE,
    alert_family="scrape-coverage",
)

SLOS = (
    PACK_CACHE_HITS,
    OBJECT_AVAILABILITY,
    OBJECT_PUT_LATENCY,
    OBJECT_REPLICATION,
    SCRAPE,
)
