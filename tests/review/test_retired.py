"""A retired SLO in reviews: judged for the time before, named for the time after."""

from dataclasses import replace

import pytest

from observability.review.sections.health import health
from tests.review.reading import words
from tests.review.shop import (
    CATALOGUE,
    NOW,
    ORDERS,
    WEEKS,
    incident,
    inputs,
    ledger,
    reviewed,
    rows,
)

SAID = "Retired, so that there is no verdict: orders-accepted (2026-03-28)."


@pytest.mark.parametrize(("retired", "judged"), [("2026-03-29", 1), ("2026-03-28", 0)])
def test_a_period_that_ends_before_is_judged(retired: str, judged: int) -> None:
    """The period ends with the 28th; people may still say that the SLO was hurt in it."""
    catalogue = replace(CATALOGUE, slos=(replace(ORDERS, retired=retired),))
    hurt = inputs(incidents=(incident("fire", "2026-03-02 10:00", "2026-03-02 11:00"),))
    made = reviewed(ledger(rows(WEEKS.start, NOW)), hurt, catalogue=catalogue)
    assert len(made.figures) == judged
    assert words(health(made)).count(SAID) == 1 - judged
