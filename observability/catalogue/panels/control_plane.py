"""Control plane: who leads, who is a member, and does everybody know the same ring?"""

from observability import (
    Combine,
    Dashboard,
    Declared,
    Gap,
    Increase,
    Panel,
    Rate,
    Ratio,
    Row,
    Value,
    View,
    WorstQuantile,
    none_of,
)
from observability.catalogue.metrics.control_plane import (
    ACTIVE_LOCKS,
    AUDIT_EVENTS,
    AUTH_DECISIONS,
    AUTH_DURATION,
    IS_LEADER,
    LOCK_OPERATIONS,
    RATE_LIMIT_DECISIONS,
)
from observability.catalogue.metrics.coordinator import (
    FLAP_DAMPING,
    HEARTBEAT_LATENCY,
    MEMBERS,
    RAFT_APPLIED_INDEX,
    RAFT_COMMITTED_INDEX,
    RAFT_TERM,
    RPC_DURATION,
    RPCS,
    STATE_TRANSITIONS,
    SUSPECT_EVENTS,
    TOPOLOGY_VERSION,
    WATCH_FULL_SYNCS,
    WATCH_GAPS,
    WATCH_SUBSCRIBERS,
    WATCH_UPDATES,
)
from observability.catalogue.metrics.shared import (
    FAILED_RAFT_OPERATIONS,
    RAFT_OPERATION_DURATION,
    RAFT_OPERATIONS,
)
from observability.catalogue.panels.shared import pods, volumes
from observability.catalogue.system import CONTROL_PLANE, FRONTEND, METADATA, OBJECT

RAFT = Row(
    title="Raft",
    panels=(
        Panel(
            title="Leaders",
            question="Does exactly one node lead, and which? The sum is 1 on a good day.",
            shows=(
                Value(gauge=IS_LEADER.all, legend="leaders"),
                Value(gauge=IS_LEADER.all, by=("pod",), combine=Combine.MAX),
            ),
            view=View.STEPS,
        ),
        Panel(
            title="Raft term",
            question="Is leadership stable? Each step is an election.",
            shows=(Value(gauge=RAFT_TERM.all, by=("pod",), combine=Combine.MAX),),
            view=View.STEPS,
        ),
        Panel(
            title="Apply lag",
            question="Which node is behind with entries that are committed already?",
            shows=(Gap(ahead=RAFT_COMMITTED_INDEX.all, behind=RAFT_APPLIED_INDEX.all),),
        ),
        Panel(
            title="Raft operations",
            question="Is the log being replicated as usual?",
            shows=(Rate(counter=RAFT_OPERATIONS.all, by=("operation",)),),
        ),
        Panel(
            title="Failed Raft operations",
            question="Which share of appends and votes fails?",
            shows=(
                Ratio(
                    part=FAILED_RAFT_OPERATIONS.all,
                    whole=RAFT_OPERATIONS.all,
                    by=("operation",),
                ),
            ),
            bad=True,
        ),
        Panel(
            title="Slowest Raft operations",
            question="Is a disk or a link slow enough to cost the leader its lease?",
            shows=(
                WorstQuantile(
                    summary=RAFT_OPERATION_DURATION.all, quantile="0.99", by=("operation",)
                ),
            ),
        ),
    ),
)

RING = Row(
    title="Members and ring",
    panels=(
        Panel(
            title="Active members",
            question="Are as many nodes in the ring as are declared?",
            shows=(
                Value(gauge=MEMBERS.where(state="active"), by=("type",), combine=Combine.MAX),
                Declared(component=FRONTEND),
                Declared(component=METADATA),
                Declared(component=OBJECT),
            ),
            view=View.STEPS,
        ),
        Panel(
            title="Members in trouble",
            question="Which kind of node is joining, suspect, down or draining?",
            shows=(
                Value(
                    gauge=MEMBERS.where(state=none_of("active")),
                    by=("type", "state"),
                    combine=Combine.MAX,
                ),
            ),
            view=View.STEPS,
        ),
        Panel(
            title="State transitions",
            question="Is the ring flapping? Each bar is a node that changed its state.",
            shows=(Increase(counter=STATE_TRANSITIONS.all, by=("from", "to")),),
            view=View.BARS,
        ),
        Panel(
            title="Suspicions and flap damping",
            question="Does the failure detector see ghosts, or a bad network?",
            shows=(
                Increase(counter=SUSPECT_EVENTS.all, legend="suspected"),
                Increase(counter=FLAP_DAMPING.all, legend="damped"),
            ),
            view=View.BARS,
        ),
        Panel(
            title="Slowest heartbeats",
            question="How close do heartbeats come to the 45 s after which a node is suspect?",
            shows=(WorstQuantile(summary=HEARTBEAT_LATENCY.all, quantile="0.99", by=("pod",)),),
        ),
        Panel(
            title="Topology version",
            question="Do all nodes know the same ring? Lines that part are nodes that do not.",
            shows=(Value(gauge=TOPOLOGY_VERSION.all, by=("pod",), combine=Combine.MAX),),
            view=View.STEPS,
        ),
    ),
)

CALLS = Row(
    title="Calls",
    panels=(
        Panel(
            title="Calls",
            question="Who asks for what, and how often?",
            shows=(Rate(counter=RPCS.all, by=("method",)),),
        ),
        Panel(
            title="Failed calls",
            question="Which share of calls fails, and of which method?",
            shows=(Ratio(part=RPCS.where(status="error"), whole=RPCS.all, by=("method",)),),
            bad=True,
        ),
        Panel(
            title="Slowest calls",
            question="How long do 99 of 100 calls take at most, on the slowest node?",
            shows=(WorstQuantile(summary=RPC_DURATION.all, quantile="0.99", by=("method",)),),
        ),
        Panel(
            title="Watching clients",
            question="Do all nodes hear of changes?",
            shows=(Value(gauge=WATCH_SUBSCRIBERS.all, by=("pod",)),),
        ),
        Panel(
            title="Topology updates sent",
            question="How often does the ring change for those who watch it?",
            shows=(Rate(counter=WATCH_UPDATES.all, by=("pod",)),),
        ),
        Panel(
            title="Gaps and full syncs",
            question="Do clients miss updates and fetch the whole ring again?",
            shows=(
                Increase(counter=WATCH_GAPS.all, legend="gaps"),
                Increase(counter=WATCH_FULL_SYNCS.all, legend="full syncs"),
            ),
            view=View.BARS,
        ),
    ),
    collapsed=True,
)

DECISIONS = Row(
    title="Locks, access and rate limits",
    panels=(
        Panel(
            title="Locks held",
            question="Are locks given back?",
            shows=(Value(gauge=ACTIVE_LOCKS.all, by=("pod",)),),
        ),
        Panel(
            title="Lock operations",
            question="Do clients fail to take locks: is there contention?",
            shows=(Rate(counter=LOCK_OPERATIONS.all, by=("operation", "success")),),
        ),
        Panel(
            title="Throttled decisions",
            question="Which share of rate-limit decisions says no?",
            shows=(
                Ratio(
                    part=RATE_LIMIT_DECISIONS.where(result="throttled"),
                    whole=RATE_LIMIT_DECISIONS.all,
                ),
            ),
        ),
        Panel(
            title="Access decisions",
            question="Is access being denied more than usual?",
            shows=(Rate(counter=AUTH_DECISIONS.all, by=("result",)),),
            view=View.STACK,
        ),
        Panel(
            title="Slowest access decisions",
            question="How long do 99 of 100 decisions take at most, on the slowest node?",
            shows=(WorstQuantile(summary=AUTH_DURATION.all, quantile="0.99", by=("result",)),),
        ),
        Panel(
            title="Audit events",
            question="Is everything that must be audited written down?",
            shows=(Rate(counter=AUDIT_EVENTS.all, by=("pod",)),),
        ),
    ),
    collapsed=True,
)

DASHBOARD = Dashboard(
    component=CONTROL_PLANE,
    question="Who leads, who is a member, and does everybody know the same ring?",
    rows=(RAFT, RING, CALLS, DECISIONS, pods(CONTROL_PLANE), volumes()),
)
