"""The check promql/scope."""

import pytest

from tests.shop import SCOPE, of_catalogue, of_rules, records, whats


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("sum(shop_orders_total)", "shop_orders_total is read without namespace and job"),
        ('sum(up{job="shop-frontend"})', "up is read without namespace"),
        (
            'sum(up{job=~".+",namespace="shop"})',
            "up is read without job",
        ),
        (
            "sum(kube_pod_container_status_restarts_total)",
            "kube_pod_container_status_restarts_total is read without namespace",
        ),
        (
            'sum(up{job="shop-frontend",namespace="elsewhere"})',
            "up is read from namespace elsewhere",
        ),
    ],
)
def test_a_selector_that_looks_too_far_is_found(expression: str, what: str) -> None:
    """Another environment in the same Prometheus would be mixed in."""
    assert whats("promql/scope", of_rules(records(expression))) == [what]


def test_a_recorded_series_names_slo_and_environment() -> None:
    """Otherwise the rows of all SLOs are added up."""
    checked = of_rules(
        records("vector(1)", "slo:x:ratio", slo="a"),
        records("max(slo:x:ratio)", "shop:reads"),
    )
    assert whats("promql/scope", checked) == ["slo:x:ratio is read without slo and environment"]


def test_scoped_selectors_pass() -> None:
    """Ours by namespace and job, others' by namespace."""
    sound = of_rules(
        records(f"sum(shop_orders_total{{{SCOPE}}})"),
        records('sum(kube_pod_container_status_restarts_total{namespace="shop"})'),
    )
    assert whats("promql/scope", sound) == []
    assert whats("promql/scope", of_catalogue()) == []
