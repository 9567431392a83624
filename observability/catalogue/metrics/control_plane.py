"""What the control plane measures: leadership, locks, authorisation, audit (not called yet)."""

from observability import CountedAt, Metric, MetricType, Status, closed, open_ended
from observability.catalogue.metrics.awaits import CONTROL_PLANE_COLLECTOR
from observability.catalogue.metrics.labels import (
    NODE_ID,
    PERMISSION_RESULT,
    SUCCESS,
    SUMMARY_QUANTILES,
)
from observability.catalogue.system import CONTROL_PLANE

RATE_LIMIT_RESULT = closed("result", "allowed", "throttled")
LOCK_OPERATION = open_ended("operation", "acquire", "release")

COLLECTOR_SOURCE = (
    "crates/gitstratum-metrics/src/collectors/control.rs; never called outside tests (2026-01-11)"
)

IS_LEADER = Metric(
    name="gitstratum_control_is_leader",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="1 on the node that leads, 0 on the others.",
    labels=(NODE_ID,),
    awaits=CONTROL_PLANE_COLLECTOR,
)

RAFT_TERM = Metric(
    name="gitstratum_control_raft_term",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="The Raft term that a node is in; it rises at each election.",
    labels=(NODE_ID,),
    awaits=CONTROL_PLANE_COLLECTOR,
)

RAFT_COMMIT_INDEX = Metric(
    name="gitstratum_control_raft_commit_index",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Index of the last Raft entry that a node knows to be committed.",
    labels=(NODE_ID,),
    awaits=CONTROL_PLANE_COLLECTOR,
)

ACTIVE_LOCKS = Metric(
    name="gitstratum_control_active_locks",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Locks that are held now.",
    labels=(NODE_ID,),
    awaits=CONTROL_PLANE_COLLECTOR,
)

AUTH_DECISIONS = Metric(
    name="gitstratum_control_auth_decisions_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Decisions on whether an access is allowed.",
    labels=(NODE_ID, PERMISSION_RESULT),
    awaits=CONTROL_PLANE_COLLECTOR,
)

AUTH_DURATION = Metric(
    name="gitstratum_control_auth_duration_seconds",
    type=MetricType.SUMMARY,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Time that a decision on an access took.",
    labels=(NODE_ID, PERMISSION_RESULT),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=CONTROL_PLANE_COLLECTOR,
)

RATE_LIMIT_DECISIONS = Metric(
    name="gitstratum_control_rate_limit_decisions_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Decisions on whether a request is within its rate limit.",
    labels=(NODE_ID, RATE_LIMIT_RESULT),
    awaits=CONTROL_PLANE_COLLECTOR,
)

LOCK_OPERATIONS = Metric(
    name="gitstratum_control_lock_operations_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Locks taken and released, by whether that succeeded.",
    labels=(NODE_ID, LOCK_OPERATION, SUCCESS),
    awaits=CONTROL_PLANE_COLLECTOR,
    counted_at=CountedAt.END,
)

AUDIT_EVENTS = Metric(
    name="gitstratum_control_audit_events_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=COLLECTOR_SOURCE,
    help="Events written to the audit log.",
    labels=(NODE_ID,),
    awaits=CONTROL_PLANE_COLLECTOR,
)
