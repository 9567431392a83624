"""What each quantity gives on a few samples that can be counted by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from observability import (
    Age,
    Combine,
    DailyTimeToZero,
    Declared,
    DefinitionError,
    Gap,
    Increase,
    Mean,
    MetricType,
    Present,
    Rate,
    Ratio,
    ScrapeSLI,
    TimeToZero,
    Value,
    WorstQuantile,
    days,
    minutes,
    open_ended,
)
from observability.expressions.promql import Expression
from observability.expressions.quantities import Place, Window, compiled
from observability.expressions.scope import scope
from observability.model.metric import Metric, Status
from observability.model.quantity import Quantity
from observability.prometheus.promtool import Promtool
from tests.asking import Samples, gives
from tests.shop import (
    FRONTEND,
    OBJECT,
    OPEN_BASKETS,
    ORDERS,
    ORDERS_ACCEPTED,
    PROD,
    RESTARTS,
    SHOP,
    WAIT,
    metric,
)

FREE = metric("shop_free_bytes", MetricType.GAUGE, unit="bytes")
SIZE = metric("shop_size_bytes", MetricType.GAUGE, unit="bytes")
WRITTEN = metric("shop_written_entries", MetricType.GAUGE)
APPLIED = metric("shop_applied_entries", MetricType.GAUGE)
BACKUP = metric("shop_backup_timestamp_seconds", MetricType.GAUGE, unit="seconds")


def exported(name: str, kind: MetricType, *labels: str) -> Metric:
    """Return a metric that another exporter gives, with these labels."""
    given = tuple(map(open_ended, labels))
    return metric(name, kind, status=Status.EXTERNAL, labels=given)


GAUGE, HISTOGRAM = MetricType.GAUGE, MetricType.HISTOGRAM
VOLUME = exported("kubelet_volume_bytes", GAUGE, "namespace", "persistentvolumeclaim")
MEMORY = exported("container_memory_bytes", GAUGE, "namespace", "pod", "container")
REPLICAS = exported("kube_deployment_replicas", GAUGE, "namespace", "deployment", "version")
PAUSES = exported("container_pause_seconds", HISTOGRAM, "namespace", "pod", "container")
ROUTINES = exported("go_goroutines", GAUGE, "version")
TENANTS = metric("shop_tenants", MetricType.GAUGE, labels=(open_ended("namespace"),))

COUNTED = replace(ORDERS_ACCEPTED, name="scrapes", sli=ScrapeSLI(component=FRONTEND))
OTHERS = replace(COUNTED, name="others", component=OBJECT, sli=ScrapeSLI(component=OBJECT))
DECLARED = replace(SHOP.targets[0], component=OBJECT)
CATALOGUE = replace(
    SHOP, targets=(*SHOP.targets, DECLARED), slos=(ORDERS_ACCEPTED, OTHERS, COUNTED)
)
HERE = scope(PROD, SHOP.targets[0])
WINDOW = Window(events=minutes(4), rate=minutes(5))


def of(quantity: Quantity) -> Expression:
    """Return the PromQL of a quantity: events of four minutes, rates of five."""
    return compiled(quantity, Place(CATALOGUE, HERE), WINDOW)


def frontend(name: str, pod: str = "a", labels: str = "") -> str:
    """Return a series of a pod of the shop's frontend, and of one in another namespace."""
    where = f'job="{HERE.job}",namespace="{HERE.namespace}"'
    return f'{name}{{{where},instance="{pod}:80",pod="{pod}"{labels}}}'


UP = {frontend("up", pod): "1x10" for pod in "ab"}
W = HERE.workload
ELSEWHERE = f'job="{HERE.job}",namespace="elsewhere"'

CASES: dict[str, tuple[Quantity, dict[str, str], Samples]] = {
    "60 and 30 orders a minute are 1 and 0.5 a second": (
        Rate(counter=ORDERS.all, by=("pod",)),
        {
            frontend("shop_orders_total", "a"): "0+60x10",
            frontend("shop_orders_total", "b"): "0+30x10",
            f"shop_orders_total{{{ELSEWHERE}}}": "0+600x10",
        },
        {'{pod="a"}': 1, '{pod="b"}': 0.5},
    ),
    "as many pods are present as their row says, of this component and environment": (
        Present(component=FRONTEND),
        {
            'component:pods_present:count{component="frontend",environment="prod"}': "2x10",
            'component:pods_present:count{component="object",environment="prod"}': "7x10",
            'component:pods_present:count{component="frontend",environment="dev"}': "9x10",
        },
        {'component:pods_present:count{component="frontend",environment="prod"}': 2},
    ),
    "a gauge that is not there is not known, and no share of its whole": (
        Ratio(part=FREE.all, whole=SIZE.all),
        {frontend("shop_size_bytes"): "1000x10"},
        {},
    ),
    "300 orders at once are one a second of five minutes": (
        Rate(counter=ORDERS.all, by=("pod",)),
        {frontend("shop_orders_total", "a"): "0x6 300x3"},
        {'{pod="a"}': 1},
    ),
    "without labels a rate is the sum of all pods": (
        Rate(counter=ORDERS.all),
        {
            frontend("shop_orders_total", "a"): "0+60x10",
            frontend("shop_orders_total", "b"): "0+30x10",
        },
        {"{}": 1.5},
    ),
    "2 orders a minute are 8 in four, and 3 of a pod that never had one are 3": (
        Increase(counter=ORDERS.all, by=("pod",)),
        UP
        | {
            frontend("shop_orders_total", "a"): "0+2x10",
            frontend("shop_orders_total", "b"): "_x8 3 3 3",
        },
        {'{pod="a"}': 8, '{pod="b"}': 3},
    ),
    "a counter of another exporter has no `up` of ours: 1 a minute is 5 in five": (
        Increase(counter=RESTARTS.all, by=("pod",)),
        {
            f'{RESTARTS.name}{{namespace="shop",pod="{HERE.workload}-1"}}': "0+1x10",
            f'{RESTARTS.name}{{namespace="shop",pod="cart-1"}}': "0+1x10",
        },
        {f'{{pod="{HERE.workload}-1"}}': 5},
    ),
    "3 paid orders a second of 4 are three quarters": (
        Ratio(part=ORDERS.where(paid="true"), whole=ORDERS.all),
        {
            frontend("shop_orders_total", labels=',paid="true"'): "0+180x10",
            frontend("shop_orders_total", labels=',paid="false"'): "0+60x10",
        },
        {"{}": 0.75},
    ),
    "of 30 and the 10 that are left, the 30 are three quarters": (
        Ratio(part=OPEN_BASKETS.where(kind="full"), rest=OPEN_BASKETS.where(kind="empty")),
        {
            frontend("shop_baskets_total", labels=',kind="full"'): "30x10",
            frontend("shop_baskets_total", labels=',kind="empty"'): "10x10",
        },
        {"{}": 0.75},
    ),
    "where no order was ever paid, the share is 0": (
        Ratio(part=ORDERS.where(paid="true"), whole=ORDERS.all),
        {frontend("shop_orders_total", labels=',paid="false"'): "0+10x10"},
        {"{}": 0},
    ),
    "without any order there is no share": (
        Ratio(part=ORDERS.where(paid="true"), whole=ORDERS.all),
        {frontend("shop_orders_total", labels=',paid="true"'): "7x10"},
        {},
    ),
    "3 and 4 baskets are 7": (
        Value(gauge=OPEN_BASKETS.all),
        {
            frontend("shop_baskets_total", "a"): "3x10",
            frontend("shop_baskets_total", "b"): "4x10",
        },
        {"{}": 7},
    ),
    "of 3 and 4 baskets the most are 4": (
        Value(gauge=OPEN_BASKETS.all, combine=Combine.MAX),
        {
            frontend("shop_baskets_total", "a"): "3x10",
            frontend("shop_baskets_total", "b"): "4x10",
        },
        {"{}": 4},
    ),
    "120 entries written and 100 applied are 20 behind": (
        Gap(ahead=WRITTEN.all, behind=APPLIED.all),
        {
            frontend("shop_written_entries"): "120x10",
            frontend("shop_applied_entries"): "100x10",
        },
        {'{pod="a"}': 20},
    ),
    "at 600 s, a backup of 60 s is 540 s old": (
        Age(gauge=BACKUP.all),
        {frontend("shop_backup_timestamp_seconds"): "60x10"},
        {'{pod="a"}': 540},
    ),
    "400 bytes that fall by 1 a second last 400 s": (
        TimeToZero(gauge=FREE.all, trend=minutes(5)),
        {frontend("shop_free_bytes"): "1000-60x10"},
        {'{pod="a"}': 400},
    ),
    "of 400 s and 100 s, 100 s are left": (
        TimeToZero(gauge=FREE.all, trend=minutes(5), by=()),
        {
            frontend("shop_free_bytes", "a"): "1000-60x10",
            frontend("shop_free_bytes", "b"): "700-60x10",
        },
        {"{}": 100},
    ),
    "what rises lasts for ever": (
        TimeToZero(gauge=FREE.all, trend=minutes(5)),
        {frontend("shop_free_bytes"): "0+60x10"},
        {},
    ),
    "an idle pod is not the slowest, whatever it says": (
        WorstQuantile(summary=WAIT.all, quantile="0.99"),
        UP
        | {
            frontend("shop_wait_seconds", "a", ',quantile="0.99"'): "2x10",
            frontend("shop_wait_seconds", "b", ',quantile="0.99"'): "9x10",
            frontend("shop_wait_seconds_count", "a"): "0+1x10",
            frontend("shop_wait_seconds_count", "b"): "5x10",
        },
        {"{}": 2},
    ),
    "6 s for 4 waits in a second are 1.5 s each": (
        Mean(summary=WAIT.all),
        {
            frontend("shop_wait_seconds_sum"): "0+360x10",
            frontend("shop_wait_seconds_count"): "0+240x10",
        },
        {"{}": 1.5},
    ),
    "declared are as many targets as the ledger of scrapes expects": (
        Declared(component=FRONTEND),
        {
            'slo:valid:increase1m{environment="prod",slo="scrapes"}': "3x10",
            'slo:valid:increase1m{environment="prod",slo="orders-accepted"}': "50x10",
        },
        {"{}": 3},
    ),
    "volumes are a workload's by their claims' names: 3 and 4 of two, and none of others": (
        Value(gauge=VOLUME.all),
        {
            f'{VOLUME.name}{{namespace="shop",persistentvolumeclaim="data-{W}-0"}}': "3x10",
            f'{VOLUME.name}{{namespace="shop",persistentvolumeclaim="data-{W}-1"}}': "4x10",
            f'{VOLUME.name}{{namespace="shop",persistentvolumeclaim="data-cart-0"}}': "9x10",
            f'{VOLUME.name}{{namespace="shop",persistentvolumeclaim="{W}"}}': "9x10",
        },
        {"{}": 7},
    ),
    "a deployment is chosen by its name, whichever other labels it lacks": (
        Value(gauge=REPLICAS.all),
        {
            f'{REPLICAS.name}{{namespace="shop",deployment="{W}"}}': "3x10",
            f'{REPLICAS.name}{{namespace="shop",deployment="{W}",version="2"}}': "4x10",
            f'{REPLICAS.name}{{namespace="shop",deployment="cart"}}': "9x10",
        },
        {"{}": 7},
    ),
    "a pod's memory is that of its containers, not theirs and their sum": (
        Value(gauge=MEMORY.all),
        {
            f'{MEMORY.name}{{namespace="shop",pod="{W}-1",container="shop"}}': "3x10",
            f'{MEMORY.name}{{namespace="shop",pod="{W}-1",container="proxy"}}': "4x10",
            f'{MEMORY.name}{{namespace="shop",pod="{W}-1"}}': "7x10",
        },
        {"{}": 7},
    ),
    "what a pod exports of itself is found by its job, whoever wrote it": (
        Value(gauge=ROUTINES.all),
        {
            frontend(ROUTINES.name): "5x10",
            f'{ROUTINES.name}{{job="another",namespace="{HERE.namespace}"}}': "9x10",
        },
        {"{}": 5},
    ),
    "so is what we export of namespaces": (
        Value(gauge=TENANTS.all),
        {
            frontend(TENANTS.name): "5x10",
            f'{TENANTS.name}{{job="another",namespace="{HERE.namespace}"}}': "9x10",
        },
        {"{}": 5},
    ),
    "8 and 4 orders of two pods are 12": (
        Increase(counter=ORDERS.all),
        UP
        | {
            frontend("shop_orders_total", "a"): "0+2x10",
            frontend("shop_orders_total", "b"): "0+1x10",
        },
        {"{}": 12},
    ),
    "by pod, 3 of 4 orders a minute and 1 of 2 are three quarters and a half": (
        Ratio(part=ORDERS.where(paid="true"), whole=ORDERS.all, by=("pod",)),
        {
            frontend("shop_orders_total", "a", ',paid="true"'): "0+3x10",
            frontend("shop_orders_total", "a", ',paid="false"'): "0+1x10",
            frontend("shop_orders_total", "b", ',paid="true"'): "0+1x10",
            frontend("shop_orders_total", "b", ',paid="false"'): "0+1x10",
        },
        {'{pod="a"}': 0.75, '{pod="b"}': 0.5},
    ),
    "of three quarters and the quarter that is left, it is three quarters": (
        Ratio(part=OPEN_BASKETS.where(kind="full"), rest=OPEN_BASKETS.where(kind="empty")),
        {
            frontend("shop_baskets_total", labels=',kind="full"'): "0.75x10",
            frontend("shop_baskets_total", labels=',kind="empty"'): "0.25x10",
        },
        {"{}": 0.75},
    ),
    "of nothing and nothing there is no share": (
        Ratio(part=OPEN_BASKETS.where(kind="full"), rest=OPEN_BASKETS.where(kind="empty")),
        {
            frontend("shop_baskets_total", labels=',kind="full"'): "0x10",
            frontend("shop_baskets_total", labels=',kind="empty"'): "0x10",
        },
        {},
    ),
    "by pod, 3 and 4 baskets are 3 and 4": (
        Value(gauge=OPEN_BASKETS.all, by=("pod",)),
        {
            frontend("shop_baskets_total", "a"): "3x10",
            frontend("shop_baskets_total", "b"): "4x10",
        },
        {'{pod="a"}': 3, '{pod="b"}': 4},
    ),
    "of two pods, the most that was written and the most that was applied count": (
        Gap(ahead=WRITTEN.all, behind=APPLIED.all, by=()),
        {
            frontend("shop_written_entries", "a"): "120x10",
            frontend("shop_written_entries", "b"): "130x10",
            frontend("shop_applied_entries", "a"): "100x10",
            frontend("shop_applied_entries", "b"): "70x10",
        },
        {"{}": 30},
    ),
    "of two backups the newest counts": (
        Age(gauge=BACKUP.all, by=()),
        {
            frontend("shop_backup_timestamp_seconds", "a"): "60x10",
            frontend("shop_backup_timestamp_seconds", "b"): "360x10",
        },
        {"{}": 240},
    ),
    "700 bytes that fall by a half a second last 1,400 s": (
        TimeToZero(gauge=FREE.all, trend=minutes(5)),
        {frontend("shop_free_bytes"): "1000-30x10"},
        {'{pod="a"}': 1_400},
    ),
    "what neither rises nor falls lasts for ever": (
        TimeToZero(gauge=FREE.all, trend=minutes(5)),
        {frontend("shop_free_bytes"): "700x10"},
        {},
    ),
    "what rises slowly lasts for ever": (
        TimeToZero(gauge=FREE.all, trend=minutes(5)),
        {frontend("shop_free_bytes"): "0+30x10"},
        {},
    ),
    "of two busy pods the slowest counts, also if its last wait ended five minutes ago": (
        WorstQuantile(summary=WAIT.all, quantile="0.99"),
        UP
        | {
            frontend("shop_wait_seconds", "a", ',quantile="0.99"'): "2x10",
            frontend("shop_wait_seconds", "b", ',quantile="0.99"'): "9x10",
            frontend("shop_wait_seconds_count", "a"): "0+1x10",
            frontend("shop_wait_seconds_count", "b"): "0x5 7x4",
        },
        {"{}": 9},
    ),
    "by pod, each is as slow as it is": (
        WorstQuantile(summary=WAIT.all, quantile="0.99", by=("pod",)),
        UP
        | {
            frontend("shop_wait_seconds", "a", ',quantile="0.99"'): "2x10",
            frontend("shop_wait_seconds", "b", ',quantile="0.99"'): "9x10",
            frontend("shop_wait_seconds_count", "a"): "0+1x10",
            frontend("shop_wait_seconds_count", "b"): "0+1x10",
        },
        {'{pod="a"}': 2, '{pod="b"}': 9},
    ),
    "a mean of two pods is of all their waits: 3 and 3 s a minute for 1 and 2 of them": (
        Mean(summary=WAIT.all),
        {
            frontend("shop_wait_seconds_sum", "a"): "0+3x10",
            frontend("shop_wait_seconds_sum", "b"): "0+3x10",
            frontend("shop_wait_seconds_count", "a"): "0+1x10",
            frontend("shop_wait_seconds_count", "b"): "0+2x10",
        },
        {"{}": 2},
    ),
    "by pod they are 3 and 1.5 s": (
        Mean(summary=WAIT.all, by=("pod",)),
        {
            frontend("shop_wait_seconds_sum", "a"): "0+3x10",
            frontend("shop_wait_seconds_sum", "b"): "0+3x10",
            frontend("shop_wait_seconds_count", "a"): "0+1x10",
            frontend("shop_wait_seconds_count", "b"): "0+2x10",
        },
        {'{pod="a"}': 3, '{pod="b"}': 1.5},
    ),
    "without waits there is no mean": (
        Mean(summary=WAIT.all),
        {
            frontend("shop_wait_seconds_sum"): "3x10",
            frontend("shop_wait_seconds_count"): "1x10",
        },
        {},
    ),
    "of two rows of a size the larger is declared": (
        Declared(component=FRONTEND),
        {
            'slo:valid:increase1m{environment="prod",slo="scrapes",replica="a"}': "3x10",
            'slo:valid:increase1m{environment="prod",slo="scrapes",replica="b"}': "2x10",
            'slo:valid:increase1m{environment="prod",slo="others"}': "7x10",
        },
        {"{}": 3},
    ),
}


DAYS: dict[str, tuple[Quantity, dict[str, str], Samples]] = {
    "lows of 500 and 400 bytes end in four days": (
        DailyTimeToZero(gauge=FREE.all),
        {frontend("shop_free_bytes"): "600x29 500x23 400x18"},
        {'{pod="a"}': 4 * 86_400},
    ),
    "the same low on both days lasts for ever": (
        DailyTimeToZero(gauge=FREE.all),
        {frontend("shop_free_bytes"): "600x36 400x12 600x12 400x12"},
        {},
    ),
    "a fall lasts for ever before two days are known": (
        DailyTimeToZero(gauge=FREE.all),
        {frontend("shop_free_bytes"): "_x34 500x23 400x20"},
        {},
    ),
    "of 1,000 bytes the lowest of a day were 250": (
        Ratio(part=FREE.all, whole=SIZE.all, lowest_of=days(1), by=("pod",)),
        {
            frontend("shop_free_bytes"): "100x40 250x10 900x40",
            frontend("shop_size_bytes"): "1000x72",
        },
        {'{pod="a"}': 0.25},
    ),
}
"""A sample an hour, asked after three days."""


@pytest.mark.parametrize("fact", DAYS)
def test_a_quantity_of_days_is_what_a_hand_counts(
    fact: str, tool: Promtool, tmp_path: Path
) -> None:
    """Each case is named by its fact."""
    quantity, series, expected = DAYS[fact]
    assert not gives(tool, tmp_path, of(quantity), expected, series, at="72h", interval="1h")


@pytest.mark.parametrize("fact", CASES)
def test_a_quantity_is_what_a_hand_counts(fact: str, tool: Promtool, tmp_path: Path) -> None:
    """Each case is named by its fact."""
    quantity, series, expected = CASES[fact]
    assert not gives(tool, tmp_path, of(quantity), expected, series)


def test_every_quantity_is_counted_by_hand() -> None:
    """A new one has a case, or this fails."""
    counted = {type(quantity) for quantity, _, _ in (CASES | DAYS).values()}
    assert counted == {*Quantity.__args__}


def test_without_a_ledger_of_scrapes_nothing_is_declared() -> None:
    """The message says what would record it."""
    with pytest.raises(DefinitionError, match="give it a ScrapeSLI"):
        compiled(Declared(component=FRONTEND), Place(SHOP, HERE), WINDOW)


def test_a_histogram_of_containers_is_not_held_to_one() -> None:
    """Its series have no sum of a pod's containers beside them; a gauge's have."""
    place = Place(CATALOGUE, HERE)
    assert "container" not in {m.label for m in place.series(PAUSES.all, "_bucket").matchers}
    assert "container" in {m.label for m in place.series(MEMORY.all).matchers}
