"""Operator: nobody calls it, so all that we promise is to watch it."""

from observability import SLO, ScrapeSLI
from observability.catalogue.burn_rates import TICKETS
from observability.catalogue.slos.defaults import (
    OWNER,
    PROPOSED,
    REVIEW_BY,
    SCRAPE_COVERAGE,
    SCRAPE_OBJECTIVE,
    SCRAPE_RATIONALE,
    WINDOW,
)
from observability.catalogue.system import OPERATOR

SCRAPE = SLO(
    name="operator-scrape-coverage",
    component=OPERATOR,
    description=SCRAPE_COVERAGE,
    sli=ScrapeSLI(component=OPERATOR),
    objective=SCRAPE_OBJECTIVE,
    window=WINDOW,
    policy=TICKETS,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale=SCRAPE_RATIONALE,
    alert_family="scrape-coverage",
)

SLOS = (SCRAPE,)
