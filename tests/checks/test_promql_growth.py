"""The check promql/growth."""

import pytest

from tests.shop import SCOPE, of_catalogue, of_rules, records, whats

BASKETS = f"shop_baskets_total{{{SCOPE}}}"
ORDERS = f"shop_orders_total{{{SCOPE}}}"
WAIT = f"shop_wait_seconds{{{SCOPE}}}"


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        (f"sum(rate({BASKETS}[5m]))", "rate() of shop_baskets_total, a gauge"),
        (f"sum(increase({BASKETS}[5m]))", "increase() of shop_baskets_total, a gauge"),
        (f"max(rate({WAIT}[5m]))", "rate() of shop_wait_seconds, a summary's quantile"),
        (
            f"sum({BASKETS} - last_over_time({BASKETS}[5m] offset 1m))",
            "the growth (x - x offset) of shop_baskets_total, a gauge",
        ),
        (f"sum(rate(sum({BASKETS})[5m:1m]))", "rate() of shop_baskets_total, a gauge"),
        (f"sum(delta({ORDERS}[5m]))", "delta() of shop_orders_total, a counter"),
        (f"sum(predict_linear({ORDERS}[5m], 60))", "predict_linear() of shop_orders_total, a"),
    ],
)
def test_growth_of_the_wrong_type_is_found(expression: str, what: str) -> None:
    """Whatever its name says: `shop_baskets_total` is a gauge."""
    assert whats("promql/growth", of_rules(records(expression)))[0].startswith(what)


def test_growth_of_a_recorded_row_is_found() -> None:
    """What we record is no counter."""
    checked = of_rules(
        records(f"sum({ORDERS})", "shop:orders:sum"),
        records("rate(shop:orders:sum[5m])", "shop:reads"),
    )
    assert whats("promql/growth", checked) == [
        "rate() of shop:orders:sum, which we record: it is no counter"
    ]


def test_growth_of_the_right_type_passes() -> None:
    """Counters, a summary's count, a gauge's delta and changes, and our own ledger."""
    sound = of_rules(
        records(f"sum(rate({ORDERS}[5m]))"),
        records(f"sum(rate(shop_wait_seconds_count{{{SCOPE}}}[5m]))"),
        records(f"sum(rate(shop_lag_seconds_bucket{{{SCOPE}}}[5m]))"),
        records(f"max(delta({BASKETS}[5m]))"),
        records(f"max(changes({BASKETS}[5m]))"),
        records(f"max(predict_linear({BASKETS}[5m], 60))"),
    )
    assert whats("promql/growth", sound) == []
    assert whats("promql/growth", of_catalogue()) == []
