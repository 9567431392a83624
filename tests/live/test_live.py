"""What a real Prometheus recorded of each fault is what happened, on both generations."""

import pytest

from observability.prometheus.binaries import RELEASES
from tests.live.report import MOST_INCONCLUSIVE, by_key, inconclusive, reasons, telling
from tests.live.scenario import WORLDS
from tests.live.verdicts import Cell, Verdict

pytestmark = pytest.mark.live

KEYS = list(
    dict.fromkeys(
        (fault.name, sli.slo, generation)
        for world in WORLDS
        for fault in world.faults
        for sli in fault.slis
        for generation in RELEASES
    )
)


@pytest.mark.parametrize(("fault", "slo", "generation"), KEYS)
def test_rows_hold_what_happened(
    cells: tuple[Cell, ...], fault: str, slo: str, generation: str
) -> None:
    """Each row of the fault holds what the scrapes that were stored say, and all hold the truth."""
    ours = by_key(cells).get((fault, slo, generation), [])
    if not ours:
        pytest.skip("no world that was played has the fault")
    verdict = telling(ours).verdict
    if verdict is Verdict.INCONCLUSIVE:
        pytest.skip(f"the machine was too busy: {telling(ours).reasons[0]}")
    assert verdict is not Verdict.WRONG, reasons(ours)


def test_the_run_tells_enough(cells: tuple[Cell, ...]) -> None:
    """The machine was idle enough for most cells to have an answer."""
    grouped = by_key(cells)
    silent = inconclusive(grouped)
    assert len(silent) <= MOST_INCONCLUSIVE * len(grouped), (
        f"the run proves nothing: the machine was too busy for {len(silent)} of {len(grouped)} "
        "cells; repeat it with less beside it"
    )
