"""Object store: how many copies are left to write to?"""

from observability import (
    Cause,
    NoRollout,
    Present,
    Severity,
    all_of,
    below,
    declared,
    exactly,
    minutes,
)
from observability.catalogue.causes.defaults import OWNER, port_closed, volume_filling, volume_full
from observability.catalogue.system import OBJECT

OBJECT_QUORUM_LOST = Cause(
    name="object-quorum-lost",
    component=OBJECT,
    question="Can pushes be stored?",
    when=below(Present(component=OBJECT), declared - 1),
    lasting=minutes(2),
    severity=Severity.CRITICAL,
    consequence="Pushes fail for objects whose copies are on the lost nodes.",
    action="Bring back one object node: describe a pod that is not ready.",
    rationale=(
        "Each object is on 3 nodes and a write wants 2 of them, so two nodes away at once stop "
        "writes. A rollout takes one at a time; 2 minutes outlast a failed scrape."
    ),
    owner=OWNER,
)

OBJECT_NODE_GONE = Cause(
    name="object-node-gone",
    component=OBJECT,
    question="Is there a copy to spare?",
    when=all_of(exactly(Present(component=OBJECT), declared - 1), NoRollout(component=OBJECT)),
    lasting=minutes(15),
    severity=Severity.WARNING,
    consequence="Objects have one copy fewer, and as built pushes may fail already.",
    action="Describe the pod that is not ready, and drain no node until it is back.",
    rationale=(
        "kubernetes-mixin gives a StatefulSet 15 minutes, and leaves out rollouts that move. It is "
        "no page: by design one node is spare. As built it is not, which the SLO of pushes is for."
    ),
    owner=OWNER,
)

FULL = "The object node can store nothing: pushes that want it fail."

CAUSES = (
    OBJECT_QUORUM_LOST,
    OBJECT_NODE_GONE,
    port_closed(OBJECT),
    volume_full(OBJECT, FULL),
    volume_filling(OBJECT),
)
