"""The check promql/label."""

import pytest

from tests.shop import SCOPE, of_catalogue, of_rules, records, whats


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        (f'sum(shop_orders_total{{{SCOPE},verb="get"}})', "shop_orders_total has no label 'verb'"),
        (f"sum by (verb) (up{{{SCOPE}}})", "sum groups by 'verb', which"),
        (
            f"sum by (pod) (up{{{SCOPE}}}) / on (verb) sum by (pod) (up{{{SCOPE}}})",
            "/ joins on 'verb', which",
        ),
    ],
)
def test_a_label_that_the_series_lack_is_found(expression: str, what: str) -> None:
    """In a matcher, in `by`, in `on`."""
    assert whats("promql/label", of_rules(records(expression)))[0].startswith(what)


def test_a_label_that_a_rule_aggregated_away_is_found() -> None:
    """The labels of a recorded series are those of its expression and its rule."""
    checked = of_rules(
        records(f"sum by (pod) (up{{{SCOPE}}})", "shop:up:sum"),
        records('max(shop:up:sum{instance="a"})', "shop:reads"),
    )
    assert whats("promql/label", checked) == ["shop:up:sum has no label 'instance'"]


def test_labels_that_are_there_pass() -> None:
    """Of the target, the metric, a summary; and those of other exporters, which may have more."""
    sound = of_rules(
        records(f"sum by (pod, paid) (shop_orders_total{{{SCOPE}}})"),
        records(f'max(shop_wait_seconds{{{SCOPE},quantile="0.99"}})'),
        records('sum by (uid) (kube_pod_container_status_restarts_total{namespace="shop"})'),
        records(f'sum(up{{{SCOPE},verb=""}})'),
    )
    assert whats("promql/label", sound) == []
    assert whats("promql/label", of_catalogue()) == []
