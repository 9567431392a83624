"""What no metric can tell today: upstream must add these, and nothing may alert on them before.

Names, labels and types are proposals. None has `node_id`: it would only start a new series at
each restart of a process, and the scrape's own labels tell the pods apart.
"""

from observability import Metric, MetricType, Status, open_ended
from observability.catalogue.metrics.awaits import (
    ANTI_ENTROPY_TIMESTAMP,
    BUILD_INFO,
    COUNT_AUTH_STORE_ERRORS,
    COUNT_THROTTLED_CLIENTS,
)
from observability.catalogue.metrics.labels import AUTH_METHOD
from observability.catalogue.system import CONTROL_PLANE, FRONTEND, METADATA, OBJECT, OPERATOR

VERSION = open_ended("version")
REVISION = open_ended("revision")

PROPOSAL = "not in the source (2026-01-11): a proposal to upstream"

AUTH_STORE_ERRORS = Metric(
    name="gitstratum_auth_store_errors_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.PLANNED,
    source=PROPOSAL,
    help=(
        "Sign-ins that the auth store could not answer. In an outage of the store 63 sign-ins "
        "failed and no metric changed."
    ),
    labels=(AUTH_METHOD,),
    awaits=COUNT_AUTH_STORE_ERRORS,
)

THROTTLED_CLIENT_COUNT = Metric(
    name="gitstratum_frontend_throttled_clients",
    type=MetricType.GAUGE,
    components=(FRONTEND,),
    status=Status.PLANNED,
    source=PROPOSAL,
    help="Distinct clients that are throttled now: one in a loop is its owner's matter, many ours.",
    awaits=COUNT_THROTTLED_CLIENTS,
)

ANTI_ENTROPY_LAST_RUN = Metric(
    name="gitstratum_object_anti_entropy_last_run_timestamp_seconds",
    type=MetricType.GAUGE,
    components=(OBJECT,),
    status=Status.PLANNED,
    source=PROPOSAL,
    help="When an anti-entropy scan last completed, in Unix time; one an hour is scheduled.",
    unit="seconds",
    awaits=ANTI_ENTROPY_TIMESTAMP,
)

RUNNING_VERSION = Metric(
    name="gitstratum_build_info",
    type=MetricType.GAUGE,
    components=(
        FRONTEND,
        CONTROL_PLANE,
        METADATA,
        OBJECT,
        OPERATOR,
    ),
    status=Status.PLANNED,
    source=PROPOSAL,
    help="Always 1; its labels are the version and the revision that run.",
    labels=(VERSION, REVISION),
    awaits=BUILD_INFO,
)
