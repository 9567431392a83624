"""The check promql/metric."""

import pytest

from tests.shop import SCOPE, found, of_catalogue, of_rules, records, whats


@pytest.mark.parametrize(
    "name", ["shop_order_total", "shop_orders_total_count", "shop_lag_seconds", "slo:gone:ratio"]
)
def test_a_name_that_nothing_exposes_is_found(name: str) -> None:
    """A typo, a suffix of the wrong type, a histogram's bare name, a series nobody records."""
    assert whats("promql/metric", of_rules(records(f"sum({name}{{{SCOPE}}})"))) == [
        f"nothing exposes or records {name}"
    ]


def test_the_cure_names_what_was_meant() -> None:
    """A name that is nearly right is offered."""
    [problem] = found("promql/metric", of_rules(records(f"sum(shop_order_total{{{SCOPE}}})")))
    assert "did you mean shop_orders_total?" in problem.cure


def test_a_recorded_series_of_an_slo_that_is_gone_is_found() -> None:
    """The name is recorded, but not with these labels."""
    checked = of_rules(
        records("vector(1)", "slo:x:ratio", slo="a"),
        records('slo:x:ratio{slo="b"}', "shop:reads"),
    )
    assert whats("promql/metric", checked) == [
        "no rule records slo:x:ratio with the labels that are asked for"
    ]


def test_a_selector_without_a_name_is_found() -> None:
    """It would read every series of the server."""
    assert whats("promql/metric", of_rules(records('count({job="x"})'))) == [
        "a selector names no metric"
    ]


def test_what_we_emit_reads_what_there_is() -> None:
    """A sound catalogue has no such problem, `ALERTS` and a summary's `_count` included."""
    assert whats("promql/metric", of_catalogue()) == []
    sound = of_rules(records(f"sum(shop_wait_seconds_count{{{SCOPE}}})"), records("count(ALERTS)"))
    assert whats("promql/metric", sound) == []
