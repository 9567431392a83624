"""Raw PromQL of a definition holds in every environment: scope is added to it there."""

import pytest

from observability.expressions.printing import render
from observability.expressions.raw import scoped
from observability.expressions.scope import scope
from tests.shop import PROD, SHOP

HERE = 'job="shop-frontend",namespace="shop"'


def _line(text: str) -> str:
    """Return PromQL that was broken into lines as one."""
    return "".join(text.split()).replace("}offset", "} offset ")


@pytest.mark.parametrize(
    ("written", "emitted"),
    [
        ("shop_orders_total", f"shop_orders_total{{{HERE}}}"),
        ('sum(rate(x{a="b"}[1m]))', f'sum(rate(x{{a="b",{HERE}}}[1m]))'),
        ("max_over_time(x[5m:1m])", f"max_over_time(x{{{HERE}}}[5m:1m])"),
        ("sum_over_time(x[4m59s999ms])", f"sum_over_time(x{{{HERE}}}[4m59s999ms])"),
        (r'x{a!~"q\\d\"e"}', rf'x{{a!~"q\\d\"e",{HERE}}}'),
        ("x offset 5m", f"x{{{HERE}}} offset 5m"),
    ],
)
def test_every_selector_of_raw_series_is_scoped(written: str, emitted: str) -> None:
    """Instants, ranges, subqueries and offsets all name namespace and job."""
    assert _line(render(scoped(written, scope(PROD, SHOP.targets[0])))) == emitted


def test_a_job_that_is_named_stays() -> None:
    """Series of another exporter are chosen by its own job, in our namespace."""
    text = render(scoped('x{job="kubelet"}', scope(PROD, SHOP.targets[0])))
    assert _line(text) == 'x{job="kubelet",namespace="shop"}'


def test_recorded_series_are_left_alone() -> None:
    """Our own series carry slo and environment, and no job."""
    text = render(scoped('slo:valid:increase1m{slo="x"}', scope(PROD, SHOP.targets[0])))
    assert text == 'slo:valid:increase1m{slo="x"}'
