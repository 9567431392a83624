"""The check promql/value."""

from tests.shop import SCOPE, found, of_rules, records, whats


def test_a_value_that_never_occurs_is_found() -> None:
    """`paid` is closed: "true" and "false", never "True"."""
    checked = of_rules(records(f'sum(shop_orders_total{{{SCOPE},paid="True"}})'))
    [problem] = found("promql/value", checked)
    assert problem.what == 'shop_orders_total never has paid="True"'
    assert problem.cure == "use one of: true, false"


def test_values_that_may_occur_pass() -> None:
    """A closed label's own values, and any value of an open one."""
    sound = of_rules(
        records(f'sum(shop_orders_total{{{SCOPE},paid="true"}})'),
        records(f'sum(shop_baskets_total{{{SCOPE},kind="unheard-of"}})'),
    )
    assert whats("promql/value", sound) == []
