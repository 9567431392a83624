"""Every SLO of GitStratum."""

from observability import SLO
from observability.catalogue.slos import control_plane, frontend, metadata, object, operator

SLOS: tuple[SLO, ...] = (
    *frontend.SLOS,
    *control_plane.SLOS,
    *metadata.SLOS,
    *object.SLOS,
    *operator.SLOS,
)
