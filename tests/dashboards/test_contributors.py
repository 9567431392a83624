"""Who takes the budget away, as a panel asks: run by promtool on samples counted by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from observability import RatioSLI, one_of
from observability.dashboards.contributors import contributors
from observability.dashboards.page import Query
from observability.expressions.scope import scope
from observability.model.sli import SLI
from observability.prometheus.promtool import Promtool
from tests.asking import Samples, gives
from tests.shop import FAILED_ORDERS, ORDERS, PROD, SHOP, with_slo

HERE = scope(PROD, SHOP.targets[0])
PAID, UNPAID = (ORDERS.where(paid=value) for value in ("true", "false"))
INFO = {'slo:info{environment="prod",slo="orders-accepted"}': "1x10"}
VARIABLES = {
    "$__interval": "5m",
    "$environment": "prod",
    "$namespace": "shop",
    "$slo": "orders-accepted",
}


def queries(title: str, sli: SLI) -> tuple[Query, ...]:
    """Return the queries of a panel, with what a reader has chosen for the variables."""
    panels = {panel.title: panel for panel in contributors(with_slo(sli=sli))}
    chosen = []
    for query in panels[title].queries:
        text = query.expression
        for variable, value in VARIABLES.items():
            text = text.replace(variable, value)
        chosen.append(replace(query, expression=text))
    return tuple(chosen)


def pod(name: str, series: str, labels: str = "") -> str:
    """Return a series of a pod."""
    where = f'job="{HERE.job}",namespace="{HERE.namespace}",instance="{name}:80",pod="{name}"'
    return f"{series}{{{where}{labels}}}"


def orders(name: str, paid: str, unpaid: str) -> dict[str, str]:
    """Return a pod's orders, and its `up`."""
    return {
        pod(name, "up"): "1x10",
        pod(name, "shop_orders_total", ',paid="true"'): paid,
        pod(name, "shop_orders_total", ',paid="false"'): unpaid,
    }


@pytest.mark.parametrize(
    ("sli", "expected"),
    [
        (RatioSLI(valid=ORDERS.all, good=PAID), {'{pod="a"}': 50}),
        (RatioSLI(valid=ORDERS.all, good=PAID, excluded=UNPAID), {'{pod="a"}': 0}),
        (RatioSLI(valid=ORDERS.all, bad=UNPAID), {'{pod="a"}': 50}),
    ],
)
def test_bad_events_by_pod_are_those_of_the_ledger(
    sli: SLI, expected: Samples, tool: Promtool, tmp_path: Path
) -> None:
    """90 paid and 10 unpaid orders a minute, in five: excluded ones are nobody's bad events."""
    [query] = queries("Bad events by pod", sli)
    assert query.legend == "{{pod}}"
    series = INFO | orders("a", "0+90x10", "0+10x10")
    assert not gives(tool, tmp_path, query.expression, expected, series)


def test_labels_of_several_values_are_told_apart(tool: Promtool, tmp_path: Path) -> None:
    """An SLI of two kinds of operation shows which of them failed."""
    both = one_of("true", "false")
    sli = RatioSLI(valid=ORDERS.where(paid=both), bad=FAILED_ORDERS.where(paid=both))
    [query] = queries("Bad events by operation", sli)
    assert query.legend == "{{paid}}"
    series = INFO | {
        pod("a", "up"): "1x10",
        pod("a", "shop_failed_orders_total", ',paid="true"'): "0+1x10",
        pod("a", "shop_failed_orders_total", ',paid="false"'): "0+2x10",
    }
    assert not gives(
        tool, tmp_path, query.expression, {'{paid="true"}': 5, '{paid="false"}': 10}, series
    )


def test_a_pod_has_the_bad_events_of_all_its_operations(tool: Promtool, tmp_path: Path) -> None:
    """5 paid and 10 unpaid orders failed on one pod."""
    both = one_of("true", "false")
    sli = RatioSLI(valid=ORDERS.where(paid=both), bad=FAILED_ORDERS.where(paid=both))
    [query] = queries("Bad events by pod", sli)
    series = INFO | {
        pod("a", "up"): "1x10",
        pod("a", "shop_failed_orders_total", ',paid="true"'): "0+1x10",
        pod("a", "shop_failed_orders_total", ',paid="false"'): "0+2x10",
    }
    assert not gives(tool, tmp_path, query.expression, {'{pod="a"}': 15}, series)


def test_only_the_chosen_slo_answers(tool: Promtool, tmp_path: Path) -> None:
    """Each SLI has a query of its own in the panel."""
    [query] = queries("Bad events by pod", RatioSLI(valid=ORDERS.all, bad=UNPAID))
    other = {'slo:info{environment="prod",slo="another"}': "1x10"}
    assert not gives(
        tool, tmp_path, query.expression, {}, other | orders("a", "0+90x10", "0+10x10")
    )
