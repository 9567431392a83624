"""GitStratum: what it is called, how its pods are found, what it is made of."""

from observability import Component, System

FRONTEND = Component(name="frontend", user_facing=True)
CONTROL_PLANE = Component(name="control-plane")
METADATA = Component(name="metadata")
OBJECT = Component(name="object")
OPERATOR = Component(name="operator")

GITSTRATUM_SYSTEM = System(
    name="gitstratum",
    title="GitStratum",
    domain="gitstratum.io",
    selector_labels={"app.kubernetes.io/name": "gitstratum"},
    other_labels={"app.kubernetes.io/part-of": "gitstratum"},
    metric_prefixes=("gitstratum_", "coordinator_"),
    components=(FRONTEND, CONTROL_PLANE, METADATA, OBJECT, OPERATOR),
)
