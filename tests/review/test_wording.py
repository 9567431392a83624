"""Numbers as people read them: never rounded in a promise's favour."""

from decimal import Decimal
from fractions import Fraction

import pytest

from observability.review.wording import attained, events, percentage


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
