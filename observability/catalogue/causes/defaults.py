"""What is asked of every component, by the same numbers."""

from observability import Cause, Component, Severity, Unanswered, minutes

OWNER = "git-platform"


def port_closed(component: Component) -> Cause:
    """Return the cause that a component serves and nobody can see what it does."""
    return Cause(
        name=f"{component}-port-closed",
        alert_family="port-closed",
        component=component,
        question=f"Is {component} unseen although it serves?",
        when=Unanswered(component=component),
        lasting=minutes(10),
        severity=Severity.WARNING,
        consequence=f"Users are served, and no SLO of {component} counts whether they are.",
        action="Ask a pod's metrics port through a port-forward: does it answer there?",
        rationale=(
            "As long as TargetDown: discovery and the first scrapes of a new pod take minutes. "
            "Kubernetes tells a closed port from pods that are gone, which up == 0 does not."
        ),
        owner=OWNER,
    )
