"""What the coordinator, the control plane's program, measures of itself (not called yet).

None of these carries the `node_id` of the process that exposes it: only the scrape's own labels
tell the three nodes apart.
"""

from observability import CountedAt, Metric, MetricType, Status, closed, open_ended, per_process
from observability.catalogue.metrics.awaits import COORDINATOR_METRICS
from observability.catalogue.metrics.labels import SUMMARY_QUANTILES
from observability.catalogue.system import CONTROL_PLANE

MEMBER_KIND = open_ended("type", "frontend", "metadata", "object")
MEMBER_STATE = closed("state", "joining", "active", "suspect", "down", "draining")
FROM_STATE = closed("from", "joining", "active", "suspect", "down", "draining")
TO_STATE = closed("to", "joining", "active", "suspect", "down", "draining")
RAFT_STATE = closed("state", "leader", "follower", "candidate")
RPC_METHOD = open_ended("method", "GetTopology", "Heartbeat")
RPC_STATUS = closed("status", "ok", "error")

# Not the process that exposes the metric but the peer whose heartbeat arrived. Its value is as
# short-lived (new at each start of the peer), yet one process exposes one series for each peer:
# dropped by relabelling, they would collide.
PEER = per_process("node_id")

METRICS_SOURCE = (
    "crates/gitstratum-coordinator/src/metrics.rs; never called outside tests (2026-01-11)"
)

TOPOLOGY_VERSION = Metric(
    name="coordinator_topology_version",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Version of the hash ring that a node knows.",
    awaits=COORDINATOR_METRICS,
)

MEMBERS = Metric(
    name="coordinator_nodes_total",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Members by kind and state, as one node sees them; a gauge in spite of its name.",
    labels=(MEMBER_KIND, MEMBER_STATE),
    awaits=COORDINATOR_METRICS,
)

STATE_TRANSITIONS = Metric(
    name="coordinator_node_state_transitions_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help=(
        "Changes of a member's state. A series is born with the first change, which rate() never "
        "sees."
    ),
    labels=(FROM_STATE, TO_STATE),
    awaits=COORDINATOR_METRICS,
)

RAFT_TERM = Metric(
    name="coordinator_raft_term",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="The Raft term that a node is in; it rises at each election.",
    awaits=COORDINATOR_METRICS,
)

RAFT_COMMITTED_INDEX = Metric(
    name="coordinator_raft_committed_index",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Index of the last Raft entry that a node knows to be committed.",
    awaits=COORDINATOR_METRICS,
)

RAFT_APPLIED_INDEX = Metric(
    name="coordinator_raft_applied_index",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Index of the last Raft entry that a node applied.",
    awaits=COORDINATOR_METRICS,
)

RAFT_STATE_SEEN = Metric(
    name="coordinator_raft_state",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help=(
        "1 for each Raft state that a node was in since its start; never set back to 0, so it "
        "does not tell who leads."
    ),
    labels=(RAFT_STATE,),
    awaits=COORDINATOR_METRICS,
)

RPCS = Metric(
    name="coordinator_rpc_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Calls that the coordinator answered, by method and outcome.",
    labels=(RPC_METHOD, RPC_STATUS),
    awaits=COORDINATOR_METRICS,
    counted_at=CountedAt.END,
)

RPC_DURATION = Metric(
    name="coordinator_rpc_duration_seconds",
    type=MetricType.SUMMARY,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Time that the coordinator took to answer a call.",
    labels=(RPC_METHOD, RPC_STATUS),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=COORDINATOR_METRICS,
)

WATCH_SUBSCRIBERS = Metric(
    name="coordinator_watch_subscribers",
    type=MetricType.GAUGE,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Clients that watch the topology now.",
    awaits=COORDINATOR_METRICS,
)

WATCH_UPDATES = Metric(
    name="coordinator_watch_updates_sent_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Topology updates sent to watching clients.",
    awaits=COORDINATOR_METRICS,
)

WATCH_GAPS = Metric(
    name="coordinator_watch_gaps_detected_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Gaps found in the versions that a watching client received.",
    awaits=COORDINATOR_METRICS,
)

WATCH_FULL_SYNCS = Metric(
    name="coordinator_watch_full_syncs_sent_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Whole topologies sent to watching clients, instead of updates.",
    awaits=COORDINATOR_METRICS,
)

HEARTBEAT_LATENCY = Metric(
    name="coordinator_heartbeat_latency_seconds",
    type=MetricType.SUMMARY,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Latency of a peer's heartbeat.",
    labels=(PEER,),
    unit="seconds",
    quantiles=SUMMARY_QUANTILES,
    awaits=COORDINATOR_METRICS,
)

SUSPECT_EVENTS = Metric(
    name="coordinator_suspect_events_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help="Times that a member was suspected of being down.",
    awaits=COORDINATOR_METRICS,
)

FLAP_DAMPING = Metric(
    name="coordinator_flap_damping_activations_total",
    type=MetricType.COUNTER,
    components=(CONTROL_PLANE,),
    status=Status.DEFINED,
    source=METRICS_SOURCE,
    help=(
        "Times that a member's suspect timeout was doubled because it was suspected 3 times in 10 "
        "minutes."
    ),
    awaits=COORDINATOR_METRICS,
)
