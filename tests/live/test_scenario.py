"""The table of worlds holds together: a row belongs to one fault, and a pod's name to one pod."""

from itertools import pairwise

import pytest

from tests.live.scenario import END, WORLDS
from tests.live.slis import SLIS
from tests.live.worlds import World

EACH_WORLD = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)


@EACH_WORLD
def test_a_row_belongs_to_one_fault(world: World) -> None:
    """The spans of the faults that may disturb an SLI do not overlap."""
    for sli in SLIS:
        spans = sorted(fault.span for fault in world.faults if sli in fault.slis)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), (sli.slo, spans)


@EACH_WORLD
def test_names_are_unique(world: World) -> None:
    """No two pods share a name, and so an address."""
    names = [pod.name for pod in world.pods]
    assert len(set(names)) == len(names)


@EACH_WORLD
def test_all_ends_in_time(world: World) -> None:
    """Each fault has rows before the run's end; each that has an end is over by then."""
    assert all(fault.span[0] < END - 60 for fault in world.faults)
    assert all(fault.span[1] <= END or fault.span[1] == float("inf") for fault in world.faults)
