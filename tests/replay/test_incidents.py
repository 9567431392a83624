"""Which fault of a recording concerns which alert."""

import pytest

from observability.evaluation.quality import Alert
from observability.recordings.timeline import Fault
from observability.replay.incidents import concerns


def of(target: str, component: str | None) -> int:
    """Return how much a fault of a target concerns an alert of a component."""
    alert = Alert("Errors", None, component, "critical")
    fault = Fault(kind="burst", target=target, start=0, end=1, value=None)
    return concerns({"frontend"})(alert, fault)


@pytest.mark.parametrize("target", ["object", "object-1", "all"])
def test_a_fault_concerns_the_component_that_it_struck(target: str) -> None:
    """A node is its component, and all are each."""
    assert of(target, "object") == 2


def test_a_fault_of_another_component_does_not() -> None:
    """An alert on objects is not explained by what struck metadata."""
    assert of("metadata-1", "object") == 0


def test_what_users_see_may_come_of_any_fault_but_rather_of_its_own() -> None:
    """The frontend calls all others; an alert about no component may come of anything, too."""
    assert (of("object-1", "frontend"), of("frontend-0", "frontend")) == (1, 2)
    assert of("object-1", None) == 1
