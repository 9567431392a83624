"""Periods: what can be written, and what is refused."""

from datetime import UTC, datetime

import pytest

from observability.errors import ReviewError
from observability.review.period import period

NOW = datetime(2026, 2, 10, 12, 34, 56, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end", "reached"),
    [
        ("7d", "2026-02-03T12:30", "2026-02-10T12:30", "2026-02-10T12:30"),
        ("28d", "2026-01-13T12:30", "2026-02-10T12:30", "2026-02-10T12:30"),
        ("2026-01", "2026-01-01T00:00", "2026-02-01T00:00", "2026-02-01T00:00"),
        ("2025-12", "2025-12-01T00:00", "2026-01-01T00:00", "2026-01-01T00:00"),
        ("2026-02", "2026-02-01T00:00", "2026-03-01T00:00", "2026-02-10T12:30"),
        ("2025-Q4", "2025-10-01T00:00", "2026-01-01T00:00", "2026-01-01T00:00"),
        ("2026-Q1", "2026-01-01T00:00", "2026-04-01T00:00", "2026-02-10T12:30"),
    ],
)
def test_a_period_is_days_a_month_or_a_quarter(
    text: str, start: str, end: str, reached: str
) -> None:
    """Periods are in UTC, end on whole rows of five minutes, and know how far they have come."""
    found = period(text, NOW)
    times = (found.start, found.end, found.reached)
    assert tuple(f"{time:%Y-%m-%dT%H:%M}" for time in times) == (start, end, reached)


@pytest.mark.parametrize(
    "text",
    ["", "january", "2026-13", "0000-01", "9999-Q4", "0d", "-7d", "2026-Q5", "7 d", "1e3d"],
)
def test_anything_else_is_refused_with_what_would_be_right(text: str) -> None:
    """A period that is none is answered with the forms that there are."""
    with pytest.raises(ReviewError, match=r"write a month \(2026-01\), a quarter"):
        period(text, NOW)


def test_the_future_is_refused() -> None:
    """A period that has not begun cannot be reviewed."""
    with pytest.raises(ReviewError, match="2026-03 begins on 2026-03-01, after the last sample"):
        period("2026-03", NOW)
