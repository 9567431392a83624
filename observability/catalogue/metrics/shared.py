"""What the helpers that all programs share measure: requests, caches, bytes, Raft (not called yet).

The request helper raises the total and exactly one of success and error.
"""

from observability import CountedAt, Metric, MetricType, Status, open_ended
from observability.catalogue.metrics.awaits import (
    BYTES_HELPER,
    CACHE_HELPER,
    CLUSTER_NODES_HELPER,
    RAFT_HELPERS,
    REQUEST_HELPERS,
    STORAGE_HELPER,
)
from observability.catalogue.metrics.labels import (
    CACHE_RESULT,
    COMPONENT,
    NODE_ID,
    SUMMARY_QUANTILES,
)
from observability.catalogue.system import CONTROL_PLANE, FRONTEND, METADATA, OBJECT

OPERATION = open_ended(
    "operation",
    "clone",
    "exists_blob",
    "fetch",
    "get_blob",
    "get_ref",
    "list_ref",
    "push",
    "put_blob",
    "update_ref",
)
CACHE = open_ended("cache", "pack", "refs")
DIRECTION = open_ended("direction", "read", "write")
STORAGE = open_ended("type", "available", "used")
MEMBER_STATE = open_ended("state", "active", "down", "draining", "joining", "suspect")
RAFT_OPERATION = open_ended("operation", "append_entries", "request_vote")

HELPER_SOURCE = "crates/gitstratum-metrics/src/lib.rs; never called outside tests (2026-01-11)"

REQUESTS = Metric(
    name="gitstratum_requests_total",
    type=MetricType.COUNTER,
    components=(FRONTEND, METADATA, OBJECT),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Requests that a component finished, whatever their outcome.",
    labels=(COMPONENT, OPERATION),
    awaits=REQUEST_HELPERS,
    counted_at=CountedAt.END,
)

SUCCESSFUL_REQUESTS = Metric(
    name="gitstratum_requests_success_total",
    type=MetricType.COUNTER,
    components=(FRONTEND, METADATA, OBJECT),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Requests that succeeded; with the failed ones, all requests.",
    labels=(COMPONENT, OPERATION),
    awaits=REQUEST_HELPERS,
    counted_at=CountedAt.END,
)

FAILED_REQUESTS = Metric(
    name="gitstratum_requests_error_total",
    type=MetricType.COUNTER,
    components=(FRONTEND, METADATA, OBJECT),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Requests that failed; with the successful ones, all requests.",
    labels=(COMPONENT, OPERATION),
    awaits=REQUEST_HELPERS,
    counted_at=CountedAt.END,
)

REQUEST_DURATION = Metric(
    name="gitstratum_request_duration_seconds",
    type=MetricType.SUMMARY,
    components=(FRONTEND, METADATA, OBJECT),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Time that a request took, whether it succeeded or failed.",
    labels=(COMPONENT, OPERATION),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=REQUEST_HELPERS,
)

CACHE_ACCESSES = Metric(
    name="gitstratum_cache_accesses_total",
    type=MetricType.COUNTER,
    components=(FRONTEND, OBJECT),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Look-ups in a cache, by component and cache.",
    labels=(COMPONENT, CACHE, CACHE_RESULT),
    awaits=CACHE_HELPER,
)

CLUSTER_NODES = Metric(
    name="gitstratum_cluster_nodes",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help=(
        "Members by component and state, as one control-plane node sees them; here the component "
        "is the one that is counted, not the one that exposes it."
    ),
    labels=(COMPONENT, MEMBER_STATE),
    awaits=CLUSTER_NODES_HELPER,
)

BYTES = Metric(
    name="gitstratum_bytes_total",
    type=MetricType.COUNTER,
    components=(FRONTEND,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Bytes that the frontend moved, by direction.",
    labels=(COMPONENT, DIRECTION),
    unit="bytes",
    awaits=BYTES_HELPER,
)

STORAGE_BYTES = Metric(
    name="gitstratum_storage_bytes",
    type=MetricType.GAUGE,
    components=(OBJECT,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Bytes of disk, used and available.",
    labels=(COMPONENT, STORAGE),
    unit="bytes",
    awaits=STORAGE_HELPER,
)

RAFT_OPERATIONS = Metric(
    name="gitstratum_raft_operations_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Raft operations, whatever their outcome.",
    labels=(RAFT_OPERATION,),
    awaits=RAFT_HELPERS,
)

FAILED_RAFT_OPERATIONS = Metric(
    name="gitstratum_raft_operations_failed_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Raft operations that failed; a part of all Raft operations.",
    labels=(RAFT_OPERATION,),
    awaits=RAFT_HELPERS,
)

RAFT_OPERATION_DURATION = Metric(
    name="gitstratum_raft_operation_duration_seconds",
    type=MetricType.SUMMARY,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="Time that a Raft operation took, whether it succeeded or failed.",
    labels=(RAFT_OPERATION,),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=RAFT_HELPERS,
)

RAFT_IS_LEADER = Metric(
    name="gitstratum_raft_is_leader",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="1 on the node that leads, 0 on the others.",
    labels=(NODE_ID,),
    awaits=RAFT_HELPERS,
)

RAFT_TERM = Metric(
    name="gitstratum_raft_term",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=HELPER_SOURCE,
    help="The Raft term that a node is in.",
    labels=(NODE_ID,),
    awaits=RAFT_HELPERS,
)
