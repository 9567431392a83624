"""Metadata: each pod holds repositories that no other pod has."""

from observability import Cause, NoRollout, Present, Severity, all_of, below, declared, minutes
from observability.catalogue.causes.defaults import OWNER, port_closed, volume_filling, volume_full
from observability.catalogue.system import METADATA

METADATA_NODE_GONE = Cause(
    name="metadata-node-gone",
    component=METADATA,
    question="Are repositories away with their metadata pod?",
    when=all_of(below(Present(component=METADATA), declared), NoRollout(component=METADATA)),
    lasting=minutes(5),
    severity=Severity.CRITICAL,
    consequence="The repositories of a metadata pod cannot be read or written: it has no copy.",
    action="Describe the pod that is not ready: is it its machine, its volume or the program?",
    rationale=(
        "Nothing replicates metadata, so one pod is an outage of its share. A restart takes 1 to 2 "
        "minutes, a move to another machine with its volume up to 4; a rollout that moves is "
        "planned, one that sticks pages 10 minutes later."
    ),
    owner=OWNER,
)

FULL = "Repositories on the volume can no longer be written: no push, no new branch."

CAUSES = (
    METADATA_NODE_GONE,
    port_closed(METADATA),
    volume_full(
        METADATA, "Repositories on the volume can no longer be written: no push, no new branch."
    ),
    volume_filling(METADATA),
)
