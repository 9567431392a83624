"""What the frontend measures: sign-ins (recorded) and Git operations (defined, not called yet)."""

from observability import CountedAt, Metric, MetricType, Status, closed, open_ended
from observability.catalogue.metrics.awaits import (
    CALL_PERMISSION_CHECKS,
    FRONTEND_COLLECTOR,
    RATE_LIMIT_COUNTER,
)
from observability.catalogue.metrics.labels import (
    AUTH_METHOD,
    CACHE_RESULT,
    NODE_ID,
    PERMISSION_RESULT,
    REPO,
    SUMMARY_QUANTILES,
)
from observability.catalogue.system import FRONTEND

GIT_OPERATION = open_ended("operation", "clone", "fetch", "push")
AUTH_STATUS = closed("status", "success", "failure")
RATE_LIMIT = open_ended("type", "client", "global", "repository")

AUTH_SOURCE = (
    "crates/gitstratum-frontend-cluster/src/auth/metrics.rs; seen from the running frontend, "
    'method="ssh" only (2026-11-24)'
)
COLLECTOR_SOURCE = (
    "crates/gitstratum-metrics/src/collectors/frontend.rs; never called outside tests (2026-01-11)"
)

AUTH_ATTEMPTS = Metric(
    name="gitstratum_auth_attempts_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.RECORDED,
    source=AUTH_SOURCE,
    help=(
        "Credentials that were accepted or refused. A client offers each of its keys, and each "
        "refused key is a failure; an attempt that the auth store could not answer is not counted."
    ),
    labels=(AUTH_METHOD, AUTH_STATUS),
    counted_at=CountedAt.END,
)

AUTH_DURATION = Metric(
    name="gitstratum_auth_duration_seconds",
    type=MetricType.SUMMARY,
    components=(FRONTEND,),
    status=Status.RECORDED,
    source=AUTH_SOURCE,
    help="Time to accept a credential; refused ones are not timed.",
    labels=(AUTH_METHOD,),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
)

PERMISSION_CHECKS = Metric(
    name="gitstratum_permission_checks_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=(
        "crates/gitstratum-frontend-cluster/src/auth/metrics.rs; the library calls it, but the "
        "frontend program never reaches that code (2026-01-11)"
    ),
    help="Permission checks, by whether they allowed the access.",
    labels=(PERMISSION_RESULT,),
    awaits=CALL_PERMISSION_CHECKS,
)

RATE_LIMIT_EXCEEDED = Metric(
    name="gitstratum_rate_limit_exceeded_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=(
        "crates/gitstratum-frontend-cluster/src/auth/metrics.rs; never called outside tests "
        "(2026-01-11)"
    ),
    help="Requests refused because a rate limit was exceeded, by the kind of limit.",
    labels=(RATE_LIMIT,),
    awaits=RATE_LIMIT_COUNTER,
)

GIT_OPERATIONS = Metric(
    name="gitstratum_frontend_git_operations_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Git operations that the frontend finished, whatever their outcome.",
    labels=(NODE_ID, GIT_OPERATION, REPO),
    awaits=FRONTEND_COLLECTOR,
    counted_at=CountedAt.END,
)

FAILED_GIT_OPERATIONS = Metric(
    name="gitstratum_frontend_git_operations_failed_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Git operations that failed; a part of all Git operations.",
    labels=(NODE_ID, GIT_OPERATION, REPO),
    awaits=FRONTEND_COLLECTOR,
    counted_at=CountedAt.END,
)

GIT_OPERATION_DURATION = Metric(
    name="gitstratum_frontend_git_operation_duration_seconds",
    type=MetricType.SUMMARY,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that a Git operation took, whether it succeeded or failed.",
    labels=(NODE_ID, GIT_OPERATION, REPO),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=FRONTEND_COLLECTOR,
)

REFS_CACHE = Metric(
    name="gitstratum_frontend_refs_cache_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Look-ups in the frontend's cache of refs.",
    labels=(NODE_ID, CACHE_RESULT),
    awaits=FRONTEND_COLLECTOR,
)

NEGOTIATION_CACHE = Metric(
    name="gitstratum_frontend_negotiation_cache_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Look-ups in the frontend's cache of negotiations.",
    labels=(NODE_ID, CACHE_RESULT),
    awaits=FRONTEND_COLLECTOR,
)

ACTIVE_CONNECTIONS = Metric(
    name="gitstratum_frontend_active_connections",
    type=MetricType.GAUGE,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Client connections that are open now.",
    labels=(NODE_ID,),
    awaits=FRONTEND_COLLECTOR,
)

PACK_SIZE = Metric(
    name="gitstratum_frontend_pack_size_bytes",
    type=MetricType.SUMMARY,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Size of a pack.",
    labels=(NODE_ID,),
    unit="bytes",
    quantiles=SUMMARY_QUANTILES,
    awaits=FRONTEND_COLLECTOR,
)

OBJECTS_FETCHED = Metric(
    name="gitstratum_frontend_objects_fetched_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Objects that the frontend fetched from object nodes.",
    labels=(NODE_ID,),
    awaits=FRONTEND_COLLECTOR,
)
