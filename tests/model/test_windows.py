"""The ledger's times."""

from observability import hours
from observability.model.windows import MINUTE, ROLLUP, row_length


def test_six_hours_are_summed_from_minutes_and_more_from_five() -> None:
    """Up to 360 rows are few enough."""
    assert row_length(hours(6)) == MINUTE
    assert row_length(hours(6) + MINUTE) == ROLLUP
