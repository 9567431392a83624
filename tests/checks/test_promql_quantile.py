"""The check promql/quantile."""

import pytest

from tests.shop import SCOPE, of_rules, records, whats

P99 = f'shop_wait_seconds{{{SCOPE},quantile="0.99"}}'


@pytest.mark.parametrize(
    "expression",
    [
        f"avg({P99})",
        f"sum by (pod) ({P99} > 1)",
        f"max(avg_over_time({P99}[1h]))",
        f"quantile(0.9, {P99})",
        f"avg({P99} or {P99})",
    ],
)
def test_quantiles_that_are_added_up_are_found(expression: str) -> None:
    """Over pods, over time, behind a filter or an `or`."""
    [what] = whats("promql/quantile", of_rules(records(expression)))
    assert what.endswith("of the quantiles of shop_wait_seconds, a summary")


def test_a_quantile_that_was_recorded_is_still_one() -> None:
    """The values of a recorded series are those of its expression."""
    checked = of_rules(
        records(f"max({P99})", "shop:wait:max"), records("avg(shop:wait:max)", "shop:reads")
    )
    assert len(whats("promql/quantile", checked)) == 1


def test_the_slowest_pod_passes() -> None:
    """So do the number of slow pods, and sums of the summary's own counters."""
    sound = of_rules(
        records(f"max({P99})"),
        records(f"sum({P99} > bool 1)"),
        records(f"count({P99} > 1)"),
        records(f"sum(rate(shop_wait_seconds_sum{{{SCOPE}}}[5m]))"),
    )
    assert whats("promql/quantile", sound) == []
