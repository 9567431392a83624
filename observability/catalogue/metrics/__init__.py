"""Every metric that GitStratum exposes, could expose or is watched by, each defined once.

One file holds the metrics of one component; a constant of type `Metric` in one of them is all
that a new metric needs.
"""

from observability import Metric
from observability.catalogue.metrics import (
    control_plane,
    coordinator,
    external,
    frontend,
    metadata,
    planned,
    shared,
)
from observability.catalogue.metrics import object as object_store

METRICS: tuple[Metric, ...] = tuple(
    sorted(
        (
            definition
            for module in (
                control_plane,
                coordinator,
                external,
                frontend,
                metadata,
                object_store,
                planned,
                shared,
            )
            for definition in vars(module).values()
            if isinstance(definition, Metric)
        ),
        key=lambda metric: metric.name,
    )
)
