"""Queries of panels are checked like rules, in the last environment."""

import pytest

from tests.shop import dashboard, file, found, group, of_files, records, whats

ROW = file(group(records("vector(1)", "slo:x:ratio", slo="a")))
SCOPED = 'namespace="$namespace",job="shop-frontend"'


@pytest.mark.parametrize(
    ("check", "expression"),
    [
        ("promql/parse", "sum("),
        ("promql/metric", f"shop_order_total{{{SCOPED}}}"),
        ("promql/quantile", f"avg(shop_wait_seconds{{{SCOPED}}})"),
        ("promql/growth", f"rate(shop_baskets_total{{{SCOPED}}}[$__rate_interval])"),
        ("promql/scope", "slo:x:ratio"),
        ("promql/join", f"up{{{SCOPED}}} / on () up{{{SCOPED}}}"),
    ],
)
def test_a_fault_in_a_panel_is_found(check: str, expression: str) -> None:
    """Grafana would show an empty or a wrong panel."""
    [problem] = found(check, of_files(ROW, dashboard(expression)))
    assert (problem.file, problem.name) == ("dashboards/shop.json", "Shop: seeded")


@pytest.mark.parametrize(
    "expression",
    [
        f"sum(rate(shop_orders_total{{{SCOPED}}}[$__rate_interval]))",
        'slo:x:ratio{slo="$slo",environment="$environment"}',
        'max by (slo) (slo:x:ratio{environment="$environment"})',
    ],
)
def test_variables_stand_for_what_they_choose(expression: str) -> None:
    """An environment, its namespace, a range, an SLO; a panel may show all SLOs."""
    checked = of_files(ROW, dashboard(expression))
    for check in ("parse", "metric", "label", "growth", "scope", "join"):
        assert whats(f"promql/{check}", checked) == []
