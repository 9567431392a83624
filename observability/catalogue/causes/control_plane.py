"""Control plane: can it agree, and what is left before it cannot?"""

from observability import (
    Cause,
    NoRollout,
    Present,
    Severity,
    all_of,
    below,
    exactly,
    majority,
    minutes,
)
from observability.catalogue.causes.defaults import OWNER, port_closed
from observability.catalogue.system import CONTROL_PLANE

QUORUM_LOST = Cause(
    name="quorum-lost",
    component=CONTROL_PLANE,
    question="Can the control plane still agree on anything?",
    when=below(Present(component=CONTROL_PLANE), majority),
    lasting=minutes(3),
    severity=Severity.CRITICAL,
    consequence="No change of topology, no failover and no locks until a coordinator is back.",
    action="Bring back any one coordinator: describe a pod that is not ready.",
    rationale=(
        "etcd's etcdInsufficientMembers waits 3 minutes, too. The slowest restart takes 60 s "
        "of grace and 10 s of probe, and a rollout takes one pod at a time."
    ),
    owner=OWNER,
)

QUORUM_AT_RISK = Cause(
    name="quorum-at-risk",
    component=CONTROL_PLANE,
    question="Can the control plane lose one more?",
    when=all_of(
        exactly(Present(component=CONTROL_PLANE), majority), NoRollout(component=CONTROL_PLANE)
    ),
    lasting=minutes(15),
    severity=Severity.WARNING,
    consequence="Nobody is hurt yet; the next coordinator that fails stops the control plane.",
    action="Describe the coordinator that is not ready, and drain no node until it is back.",
    rationale=(
        "A rolling restart of three takes 5 to 11 minutes and moves at each pod; Ceph's 30 s would "
        "page for each of them."
    ),
    owner=OWNER,
)

CAUSES = (QUORUM_LOST, QUORUM_AT_RISK, port_closed(CONTROL_PLANE))
