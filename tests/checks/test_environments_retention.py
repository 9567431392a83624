"""The check environments/retention."""

from observability import days
from observability.checks.problem import Level
from tests.shop import found, of_catalogue, with_monitoring


def test_history_that_is_shorter_than_a_window_is_a_warning() -> None:
    """The figures are PARTIAL, which is less than was promised."""
    [problem] = found("environments/retention", of_catalogue(with_monitoring(retention=days(15))))
    assert problem.what == "Prometheus keeps 15d, and windows are up to 28d"
    assert problem.level is Level.WARNING


def test_history_of_a_whole_window_passes() -> None:
    """28 days of retention hold 28 days of history."""
    checked = of_catalogue(with_monitoring(retention=days(28)))
    assert found("environments/retention", checked) == []
