"""Operator: is it there, and does it run what we think it runs?"""

from observability import DEPLOYMENT_AVAILABLE, Dashboard, Panel, Row, Value
from observability.catalogue.metrics.planned import RUNNING_VERSION
from observability.catalogue.panels.shared import pods
from observability.catalogue.system import OPERATOR

RUNNING = Row(
    title="Running",
    panels=(
        Panel(
            title="Available pods",
            question="Is the operator available, so that changes of the resources are followed?",
            shows=(Value(gauge=DEPLOYMENT_AVAILABLE.all, legend="available"),),
            width=12,
        ),
        Panel(
            title="Running version",
            question="Which version runs, and since when?",
            shows=(Value(gauge=RUNNING_VERSION.all, by=("version", "revision")),),
            width=12,
        ),
    ),
)

DASHBOARD = Dashboard(
    component=OPERATOR,
    question="Is the operator there, so that changes of the resources are followed?",
    rows=(RUNNING, pods(OPERATOR)),
)
