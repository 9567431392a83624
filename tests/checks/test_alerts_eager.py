"""The check alerts/eager."""

from dataclasses import replace

from observability import BurnRateTier, Severity, days, percent
from observability.checks.problem import Level
from tests.shop import POLICY, found, of_catalogue, with_slo


def test_a_factor_below_one_is_a_warning() -> None:
    """10 % of 28 days' budget within 3 days is less than the rate that just spends it."""
    creeping = BurnRateTier(
        name="creeping", severity=Severity.WARNING, budget_share=percent(10), long_window=days(3)
    )
    checked = of_catalogue(with_slo(policy=replace(POLICY, tiers=(*POLICY.tiers, creeping))))
    [problem] = found("alerts/eager", checked)
    assert problem.what == "the tier alerts at 14/15 of the rate that would just spend the budget"
    assert problem.level is Level.WARNING


def test_faster_tiers_pass() -> None:
    """2 % within an hour is 13.44 times that rate."""
    assert found("alerts/eager", of_catalogue()) == []
