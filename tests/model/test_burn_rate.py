"""Factors of burn-rate tiers are computed, and exact."""

from datetime import timedelta
from fractions import Fraction

import pytest

from observability import (
    BurnRatePolicy,
    BurnRateTier,
    DefinitionError,
    Severity,
    days,
    hours,
    minutes,
    percent,
)


def _tier(share: float, window: timedelta) -> BurnRateTier:
    return BurnRateTier(
        name="x", severity=Severity.CRITICAL, budget_share=percent(share), long_window=window
    )


@pytest.mark.parametrize(
    ("share", "window", "period", "factor"),
    [
        (2, hours(1), days(30), Fraction(144, 10)),
        (5, hours(6), days(30), 6),
        (10, days(1), days(30), 3),
        (10, days(3), days(30), 1),
        (2, hours(1), days(28), Fraction(1344, 100)),
        (10, days(3), days(28), Fraction(28, 30)),
    ],
)
def test_factors_are_those_of_the_workbook(
    share: float, window: timedelta, period: timedelta, factor: Fraction
) -> None:
    """Budget share x period / window: 14.4, 6, 3, 1 over 30 days; 13.44 and 28/30 over 28."""
    assert _tier(share, window).factor(period) == factor


def test_the_short_window_is_a_twelfth() -> None:
    """An hour is paired with five minutes."""
    assert _tier(2, hours(1)).short_window == minutes(5)


@pytest.mark.parametrize(
    ("severity", "window", "kept"),
    [
        (Severity.CRITICAL, hours(1), hours(1)),
        (Severity.CRITICAL, hours(6), hours(2)),
        (Severity.WARNING, days(1), hours(2)),
        (Severity.WARNING, days(3), hours(6)),
    ],
)
def test_a_page_is_kept_for_a_third_of_its_window_and_a_ticket_for_its_short_one(
    severity: Severity, window: timedelta, kept: timedelta
) -> None:
    """A page of an hour is kept for the least that there is, an hour; a ticket for a twelfth."""
    tier = BurnRateTier(name="x", severity=severity, budget_share=percent(1), long_window=window)
    assert tier.keep_firing_for == kept


def test_a_policy_has_a_floor() -> None:
    """A floor of 0 bad events would let an alert fire on none."""
    with pytest.raises(DefinitionError, match="at least 1"):
        BurnRatePolicy(name="x", tiers=(_tier(2, hours(1)),), min_bad_events=0, source="none")
