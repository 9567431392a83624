"""The dashboard of every component: one file each, and what they all ask."""

from observability import Dashboard
from observability.catalogue.panels import control_plane, frontend, metadata, object, operator

DASHBOARDS: tuple[Dashboard, ...] = (
    frontend.DASHBOARD,
    control_plane.DASHBOARD,
    metadata.DASHBOARD,
    object.DASHBOARD,
    operator.DASHBOARD,
)
