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


@pytest.mark.parametrize(
    ("expression", "missing"),
    [
        ('max(slo:x:ratio{environment="prod",slo=~"a|b"})', []),
        ('slo:x:ratio{environment="prod"} > 1', []),
        ('max by (slo) (slo:x:ratio{environment="prod"})', []),
        ('max(slo:x:ratio{environment="prod",slo!~"a|b"})', ["slo"]),
        ('max(slo:x:ratio{environment="prod"})', ["slo"]),
        ('max by (slo) (slo:x:ratio{environment=~"prod|dev"})', ["environment"]),
    ],
)
def test_some_slos_may_be_named_and_all_be_kept_apart(expression: str, missing: list[str]) -> None:
    """What mixes others in is found, and so is what says only which it does not mean."""
    checked = of_rules(
        records("vector(1)", "slo:x:ratio", slo="a", environment="prod"),
        records(expression, "shop:reads"),
    )
    expected = [f"slo:x:ratio is read without {label}" for label in missing]
    assert whats("promql/scope", checked) == expected


def test_scoped_selectors_pass() -> None:
    """Ours by namespace and job, others' by namespace."""
    sound = of_rules(
        records(f"sum(shop_orders_total{{{SCOPE}}})"),
        records('sum(kube_pod_container_status_restarts_total{namespace="shop"})'),
    )
    assert whats("promql/scope", sound) == []
    assert whats("promql/scope", of_catalogue()) == []
