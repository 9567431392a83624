"""The check promql/bucket."""

from tests.shop import SCOPE, of_rules, records, whats


def test_buckets_of_a_summary_are_found() -> None:
    """There is no `_bucket` series, and no error either."""
    buckets = f"rate(shop_wait_seconds_bucket{{{SCOPE}}}[5m])"
    checked = of_rules(records(f"histogram_quantile(0.99, sum by (le) ({buckets}))"))
    assert whats("promql/bucket", checked) == [
        "shop_wait_seconds_bucket: shop_wait_seconds is exposed as a summary and has no buckets"
    ]


def test_a_histogram_quantile_of_a_summary_is_found() -> None:
    """A summary's own quantiles are no buckets."""
    checked = of_rules(records(f"histogram_quantile(0.99, shop_wait_seconds{{{SCOPE}}})"))
    assert whats("promql/bucket", checked) == [
        "histogram_quantile() of shop_wait_seconds, which is exposed as a summary"
    ]


def test_buckets_of_a_histogram_pass() -> None:
    """They are what `histogram_quantile` is for."""
    buckets = f"rate(shop_lag_seconds_bucket{{{SCOPE}}}[5m])"
    sound = of_rules(records(f"histogram_quantile(0.99, sum by (le) ({buckets}))"))
    assert whats("promql/bucket", sound) == []
