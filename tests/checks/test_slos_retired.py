"""The check slos/retired, and that a retired SLO need not be reviewed."""

import pytest

from observability import DefinitionError
from tests.shop import found, of_catalogue, with_slo


@pytest.mark.parametrize(
    ("retired", "problems"),
    [("", 0), ("2026-03-01", 0), ("2026-02-01", 0), ("2026-01-31", 1), ("2025-01-01", 1)],
)
def test_a_window_without_the_promise_is_a_warning(retired: str, problems: int) -> None:
    """Today is the first of March, and the window is 28 days: the first of February is in it."""
    warnings = found("slos/retired", of_catalogue(with_slo(retired=retired)))
    assert [problem.name for problem in warnings] == ["orders-accepted"] * problems


def test_a_retired_slo_is_not_overdue() -> None:
    """Nobody will review it."""
    assert len(found("slos/review", of_catalogue(with_slo(review_by="2026-02-01")))) == 1
    retired = with_slo(review_by="2026-02-01", retired="2026-02-20")
    assert found("slos/review", of_catalogue(retired)) == []


def test_the_day_is_a_date() -> None:
    """As every day of a definition."""
    with pytest.raises(DefinitionError, match="retired 'last week' is not a date like 2026-12-31"):
        with_slo(retired="last week")
