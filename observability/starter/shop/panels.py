"""The questions of whoever is on call for the web shop."""

from observability import Dashboard, Panel, Rate, Row
from shop.metrics import ORDERS
from shop.system import WEB

WEB_DASHBOARD = Dashboard(
    component=WEB,
    question="Can customers order?",
    rows=(
        Row(
            title="Orders",
            panels=(
                Panel(
                    title="Orders",
                    question="How many orders are placed, and what comes of them?",
                    shows=(Rate(counter=ORDERS.all, by=("result",)),),
                    width=12,
                ),
            ),
        ),
    ),
)

DASHBOARDS = (WEB_DASHBOARD,)
