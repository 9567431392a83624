"""The parts of GitStratum; every target, metric and SLO belongs to one."""

from enum import StrEnum


class Component(StrEnum):
    """A part of the observed system, by its `app.kubernetes.io/component` label."""

    FRONTEND = "frontend"
    CONTROL_PLANE = "control-plane"
    METADATA = "metadata"
    OBJECT = "object"
    OPERATOR = "operator"

    @property
    def job(self) -> str:
        """The `job` label that our monitors give to this component's targets."""
        return f"gitstratum-{self.value}"
