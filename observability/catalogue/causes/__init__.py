"""Every cause of GitStratum that alerts beside its SLOs."""

from observability import Cause
from observability.catalogue.causes import control_plane, frontend, metadata, object, operator

CAUSES: tuple[Cause, ...] = (
    *frontend.CAUSES,
    *control_plane.CAUSES,
    *metadata.CAUSES,
    *object.CAUSES,
    *operator.CAUSES,
)
