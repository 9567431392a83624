"""The check alerts/unreachable."""

import pytest

from tests.shop import alerts, found, of_catalogue, of_rules, whats

RATIO = 'slo:error_ratio:increase1h{environment="prod",slo="x"}'


@pytest.mark.parametrize(
    "threshold", ["> 13.44 * 0.10", "> 13.44 * 0.1 + 0", ">= 1.1", "> 1", "> 28 / 2 * 0.1"]
)
def test_an_error_ratio_above_one_is_found(threshold: str) -> None:
    """Factor * budget is evaluated as it stands in the emitted file."""
    [problem] = found("alerts/unreachable", of_rules(alerts(f"{RATIO} {threshold}")))
    assert problem.what == "this burn-rate alert can never fire"
    assert "cannot exceed 1" in problem.consequence


@pytest.mark.parametrize("threshold", ["> 13.44 * 0.001", ">= 1", "> 0.999", "< 2"])
def test_a_threshold_that_can_be_reached_passes(threshold: str) -> None:
    """Up to 1, where the alert says `>=`; and on anything else than an error ratio."""
    assert whats("alerts/unreachable", of_rules(alerts(f"{RATIO} {threshold}"))) == []
    assert whats("alerts/unreachable", of_rules(alerts('up{job="x"} > 2'))) == []
    assert whats("alerts/unreachable", of_catalogue()) == []
