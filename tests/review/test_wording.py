"""Numbers as people read them: never rounded in a promise's favour."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from observability.review.wording import (
    attained,
    counted,
    duration,
    events,
    minutes,
    percentage,
    times,
)
from observability.review.wording import days as in_days


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("806.999"), "806"),
        (Decimal("-0.001"), "-1"),
        (Decimal("-116.56"), "-117"),
        (1_147, "1,147"),
        (0, "0"),
        (None, "–"),
    ],
)
def test_events_are_rounded_down(number: Decimal | int | None, text: str) -> None:
    """Of 806.999 bad events that are allowed 806 may come; 0.001 too many are one too many."""
    assert events(number) == text


def test_a_share_that_is_not_all_is_not_100_percent() -> None:
    """One bad event of a hundred million: 99.9999 %."""
    assert attained(Fraction(99_999_999, 100_000_000)) == "99.9999 %"
    assert attained(Fraction(1)) == "100.0000 %"
    assert attained(None) == "–"


def test_small_percentages_have_a_digit() -> None:
    """0.6 % of a budget is not 1 % of it, and 176 % needs no more digits."""
    assert [percentage(Decimal(text)) for text in ("0.006", "0.096", "1.758", "0")] == [
        "0.6 %",
        "9.6 %",
        "176 %",
        "0 %",
    ]
    assert [percentage(Decimal(text)) for text in ("0.0996", "0.1", "0.104", "-0.05")] == [
        "10.0 %",
        "10 %",
        "10 %",
        "-5.0 %",
    ]
    assert percentage(None) == "–"


@pytest.mark.parametrize(
    ("number", "text"),
    [(12.34, "12.3 min"), (59, "59.0 min"), (60, "1.0 h"), (114, "1.9 h"), (-90, "-1.5 h")],
)
def test_an_outage_of_an_hour_is_told_in_hours(number: float, text: str) -> None:
    """Below it is told in minutes; what is not known is not."""
    assert minutes(number) == text
    assert minutes(None) == "–"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (45, "45 s"),
        (59, "59 s"),
        (119, "119 s"),
        (120, "2 min"),
        (720, "12 min"),
        (7_199, "120 min"),
        (7_200, "2 h"),
        (12_240, "3.4 h"),
        (-45, "-45 s"),
        (-720, "-12 min"),
    ],
)
def test_a_length_of_time_has_the_unit_that_fits(seconds: int, text: str) -> None:
    """A minus says before."""
    assert duration(timedelta(seconds=seconds)) == text
    assert duration(None) == "–"


def test_days_times_and_nouns_are_counted() -> None:
    """One is no plural."""
    assert [in_days(timedelta(hours=hours)) for hours in (24, 204, 672)] == [
        "1 day",
        "8.5 days",
        "28 days",
    ]
    assert [times(number) for number in (0, 1, 2, 3_000)] == [
        "not once",
        "once",
        "2 times",
        "3,000 times",
    ]
    assert [counted(number, "page", "pages") for number in (0, 1, 2)] == [
        "0 pages",
        "1 page",
        "2 pages",
    ]
