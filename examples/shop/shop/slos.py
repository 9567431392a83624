"""What the shop promises: one promise of each of three kinds."""

from observability import (
    SLO,
    LatencySLI,
    RatioSLI,
    ScrapeSLI,
    days,
    milliseconds,
    percent,
)
from shop.metrics import ORDER_DURATION, ORDERS
from shop.policies import PAGES, TICKETS
from shop.system import WEB

WINDOW = days(28)
OWNER = "shop"
PROPOSED = "nobody yet: proposed for the first SLO review"
REVIEW_BY = "2099-12-31"

ORDERS_ACCEPTED = SLO(
    name="orders-accepted",
    component=WEB,
    description="An order that the customer may place is accepted.",
    sli=RatioSLI(
        valid=ORDERS.all,
        bad=ORDERS.where(result="failed"),
        excluded=ORDERS.where(result="refused"),
    ),
    objective=percent(99.5),
    window=WINDOW,
    policy=PAGES,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale="Of 200 customers one tries again. An order refused for its card is no failure.",
)

ORDERS_QUICK = SLO(
    name="orders-quick",
    component=WEB,
    description="An order is stored within half a second.",
    sli=LatencySLI(requests=ORDER_DURATION.all, faster_than=milliseconds(500)),
    objective=percent(95),
    window=WINDOW,
    policy=TICKETS,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale="Customers leave when a click takes longer; nobody is woken for a slow shop.",
)

WEB_SCRAPED = SLO(
    name="web-scrape-coverage",
    component=WEB,
    description="A declared target of the web shop is scraped, so that its orders are counted.",
    sli=ScrapeSLI(component=WEB),
    objective=percent(99),
    window=WINDOW,
    policy=TICKETS,
    owner=OWNER,
    approved_by=PROPOSED,
    review_by=REVIEW_BY,
    rationale="Restarts and rollouts take one target-minute in a hundred.",
)

SLOS = (ORDERS_ACCEPTED, ORDERS_QUICK, WEB_SCRAPED)
