"""How fast an alert fires."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from observability import Basis, percent
from observability.evaluation.detection import detection
from observability.evaluation.tiers import threshold
from tests.shop import ORDERS_ACCEPTED

FAST = ORDERS_ACCEPTED.policy.tiers[0]
BY_EVENTS = replace(ORDERS_ACCEPTED, policy=replace(ORDERS_ACCEPTED.policy, basis=Basis.EVENTS))


def test_a_threshold_is_factor_times_budget() -> None:
    """2 % of 28 days' budget within an hour: 13.44 * 0.001, exactly."""
    assert threshold(ORDERS_ACCEPTED, FAST) == Fraction(1344, 100_000)


@pytest.mark.parametrize(
    ("failing", "seconds"),
    [
        (Fraction(1), 49),
        (Fraction(1, 10), 484),
        (Fraction(1344, 100_000), None),
        (Fraction(0), None),
    ],
)
def test_a_window_fills_with_errors_linearly(failing: Fraction, seconds: int | None) -> None:
    """After threshold / failing x window; never where the windows only just reach the threshold."""
    after = None if seconds is None else timedelta(seconds=seconds)
    assert detection(ORDERS_ACCEPTED, FAST, failing).after == after


def test_an_alert_on_events_fires_when_they_reach_the_share() -> None:
    """It compares with `>=`, so that it does fire at the threshold: after the whole window."""
    at = detection(BY_EVENTS, FAST, Fraction(1344, 100_000))
    assert at.after == timedelta(hours=1)


@pytest.mark.parametrize(
    ("failing", "seconds"), [(Fraction(1), 49), (Fraction(1343, 100_000), None)]
)
def test_events_that_exceed_the_share_are_noticed_sooner(
    failing: Fraction, seconds: int | None
) -> None:
    """48.384 s of an hour in which all fails hold the share; a little less than it never does."""
    after = None if seconds is None else timedelta(seconds=seconds)
    assert detection(BY_EVENTS, FAST, failing).after == after


def test_the_workbook_s_example() -> None:
    """SRE workbook, ch. 5: 99.9 % over 30 days, 2 % in 1 h; all failing is noticed in 52 s."""
    thirty = replace(ORDERS_ACCEPTED, objective=percent(99.9), window=timedelta(days=30))
    assert detection(thirty, FAST, Fraction(1)).after == timedelta(seconds=52)
