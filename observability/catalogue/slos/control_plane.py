"""Control plane: what we promise to the components that ask it for topology and locks."""

from observability import SLO, BooleanSLI, MatchOp, RatioSLI, ScrapeSLI, percent
from observability.catalogue.burn_rates import MINUTES, STANDARD, TICKETS
from observability.catalogue.metrics.control_plane import IS_LEADER
from observability.catalogue.metrics.coordinator import RPCS
from observability.catalogue.slos.defaults import (
    OWNER,
    PROPOSED,
    REVIEW_BY,
    SCRAPE_COVERAGE,
    SCRAPE_OBJECTIVE,
    SCRAPE_RATIONALE,
    WINDOW,
)
from observability.catalogue.system import CONTROL_PLANE

COORDINATOR_AVAILABILITY = SLO(
    name="coordinator-availability",
    component=CONTROL_PLANE,
    description="A call to the coordinator is answered without an error.",
    sli=RatioSLI(
        valid=RPCS.all,
        good=RPCS.where(status="ok"),
    ),
    objective=percent(99.95),
    window=WINDOW,
    policy=STANDARD,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    # Each node sends heartbeats, or it is suspect after 45 s.
    never_idle=True,
    rationale=(
        "Not on the request path: callers keep their last topology and ask again. At 1 in 2,000 a "
        "retry hides it; more delays failovers."
    ),
)

LEADER_PRESENT = SLO(
    name="leader-present",
    component=CONTROL_PLANE,
    description="Exactly one coordinator leads.",
    sli=BooleanSLI(
        gauge=IS_LEADER.all,
        bad_when=MatchOp.NOT_EQUAL,
        value=1,
    ),
    objective=percent(99.95),
    window=WINDOW,
    policy=MINUTES,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=(
        "An election takes about a second: 20 bad minutes in 28 days are many elections or one "
        "lost quorum. The sticky coordinator_raft_state cannot tell, gitstratum_control_is_leader "
        "can."
    ),
)

SCRAPE = SLO(
    name="control-plane-scrape-coverage",
    component=CONTROL_PLANE,
    description=SCRAPE_COVERAGE,
    sli=ScrapeSLI(component=CONTROL_PLANE),
    objective=SCRAPE_OBJECTIVE,
    window=WINDOW,
    policy=TICKETS,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=SCRAPE_RATIONALE,
    alert_family="scrape-coverage",
)

SLOS = (COORDINATOR_AVAILABILITY, LEADER_PRESENT, SCRAPE)
