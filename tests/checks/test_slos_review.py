"""The check slos/review."""

from tests.shop import TODAY, found, of_catalogue, with_slo


def test_a_review_that_is_overdue_is_found() -> None:
    """From the day after `review_by` on."""
    [problem] = found("slos/review", of_catalogue(with_slo(review_by="2026-02-28")))
    assert problem.name == "orders-accepted"


def test_a_review_that_is_due_today_passes() -> None:
    """There is still time."""
    assert found("slos/review", of_catalogue(with_slo(review_by=TODAY.isoformat()))) == []
