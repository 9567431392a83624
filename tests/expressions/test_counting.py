"""How many events each label brought, on samples that can be counted by hand."""

from pathlib import Path

import pytest

from observability import (
    LatencySLI,
    MatchOp,
    MetricType,
    RatioSLI,
    ScrapeSLI,
    TimeSliceSLI,
    closed,
    minutes,
    one_of,
    seconds,
    unbounded,
)
from observability.expressions.counting import contributing_labels, counting
from observability.expressions.scope import scope
from observability.model.sli import SLI, BooleanSLI
from observability.prometheus.promtool import Promtool
from tests.asking import Samples, gives
from tests.shop import FRONTEND, LAG, OPEN_BASKETS, PROD, SHOP, WAIT, metric

REQUESTS = metric(
    "shop_requests_total",
    MetricType.COUNTER,
    labels=(
        closed("outcome", "ok", "failed", "refused"),
        closed("operation", "fetch", "clone", "push"),
        unbounded("customer"),
    ),
)
FAILURES = metric(
    "shop_failures_total", MetricType.COUNTER, labels=(closed("reason", "full", "late"),)
)
OK, FAILED, REFUSED = (REQUESTS.where(outcome=value) for value in ("ok", "failed", "refused"))
HERE = scope(PROD, SHOP.targets[0])


def pod(name: str, series: str, labels: str = "") -> str:
    """Return a series of a pod."""
    where = f'job="{HERE.job}",namespace="{HERE.namespace}",instance="{name}:80",pod="{name}"'
    return f"{series}{{{where}{labels}}}"


def requests(name: str, **by_outcome: str) -> dict[str, str]:
    """Return a pod's requests by outcome, and its `up`."""
    outcomes = {
        pod(name, "shop_requests_total", f',outcome="{outcome}",operation="push"'): values
        for outcome, values in by_outcome.items()
    }
    return outcomes | {pod(name, "up"): "1x10"}


CASES: dict[str, tuple[SLI, tuple[str, ...], dict[str, str], Samples]] = {
    "90 ok and 10 refused: what is excluded is nobody's bad event": (
        RatioSLI(valid=REQUESTS.all, good=OK, excluded=REFUSED),
        ("pod",),
        requests("a", ok="0+90x10", refused="0+10x10"),
        {'{pod="a"}': 0},
    ),
    "90 ok, 10 refused and 3 failed: 3 are bad": (
        RatioSLI(valid=REQUESTS.all, good=OK, excluded=REFUSED),
        ("pod",),
        requests("a", ok="0+90x10", refused="0+10x10", failed="0+3x10"),
        {'{pod="a"}': 3},
    ),
    "where one of two pods had none good, all of its events are bad": (
        RatioSLI(valid=REQUESTS.all, good=OK),
        ("pod",),
        requests("a", ok="0+90x10") | requests("b", failed="0+4x10"),
        {'{pod="a"}': 0, '{pod="b"}': 4},
    ),
    "a label that is narrowed to two values still tells them apart": (
        RatioSLI(
            valid=REQUESTS.where(operation=one_of("fetch", "clone")),
            bad=FAILED.where(operation=one_of("fetch", "clone")),
        ),
        ("operation",),
        {
            pod("a", "up"): "1x10",
            pod("a", "shop_requests_total", ',outcome="failed",operation="fetch"'): "0+2x10",
            pod("a", "shop_requests_total", ',outcome="failed",operation="clone"'): "0+5x10",
            pod("a", "shop_requests_total", ',outcome="failed",operation="push"'): "0+9x10",
        },
        {'{operation="fetch"}': 2, '{operation="clone"}': 5},
    ),
    "more good than valid events are negative bad ones, which another minute makes good": (
        RatioSLI(valid=OK, good=FAILED),
        ("pod",),
        requests("a", ok="0+1x10", failed="0+2x10"),
        {'{pod="a"}': -1},
    ),
    "of 10 requests a minute 7 were fast enough: 3 were not": (
        LatencySLI(requests=LAG.all, faster_than=seconds(1)),
        ("pod",),
        {
            pod("a", "up"): "1x10",
            pod("a", "shop_lag_seconds_count"): "0+10x10",
            pod("a", "shop_lag_seconds_bucket", ',le="1"'): "0+7x10",
        },
        {'{pod="a"}': 3},
    ),
    "a pod that is down is one missed scrape a minute": (
        ScrapeSLI(component=FRONTEND),
        ("pod",),
        {pod("a", "up"): "1x10", pod("b", "up"): "0x10"},
        {'{pod="b"}': 1},
    ),
}


@pytest.mark.parametrize("fact", CASES)
def test_bad_events_are_told_apart_as_a_hand_counts(
    fact: str, tool: Promtool, tmp_path: Path
) -> None:
    """Each case is named by its fact."""
    sli, labels, series, expected = CASES[fact]
    assert not gives(tool, tmp_path, counting(sli, HERE, by=labels).bad, expected, series)


def test_events_of_a_longer_time_are_counted(tool: Promtool, tmp_path: Path) -> None:
    """2 a minute are 10 in five."""
    sli = RatioSLI(valid=REQUESTS.all, bad=FAILED)
    bad = counting(sli, HERE, by=("pod",), within=minutes(5)).bad
    assert not gives(tool, tmp_path, bad, {'{pod="a"}': 10}, requests("a", failed="0+2x10"))


@pytest.mark.parametrize(
    ("sli", "labels"),
    [
        (RatioSLI(valid=REQUESTS.all, bad=FAILED), ("operation", "pod")),
        (RatioSLI(valid=REQUESTS.all, good=OK), ("operation", "pod")),
        (RatioSLI(valid=REQUESTS.all, bad=FAILED.where(operation="push")), ("pod",)),
        (RatioSLI(valid=REQUESTS.all, bad=FAILURES.all), ("reason", "pod")),
        (RatioSLI(valid=REQUESTS.all, good=FAILURES.all), ("pod",)),
        (LatencySLI(requests=LAG.all, faster_than=seconds(1)), ("pod",)),
        (ScrapeSLI(component=FRONTEND), ("pod",)),
        (TimeSliceSLI(requests=WAIT.all, quantile="0.99", limit=seconds(1)), ()),
        (BooleanSLI(gauge=OPEN_BASKETS.all, bad_when=MatchOp.EQUAL, value=0), ()),
    ],
)
def test_bad_events_are_told_apart_by_labels_of_few_values(
    sli: SLI, labels: tuple[str, ...]
) -> None:
    """Those of all counters that it takes, unless they are one value; a minute is nobody's."""
    assert contributing_labels(sli) == labels


def test_other_labels_are_refused() -> None:
    """The message says which would do."""
    sli = RatioSLI(valid=REQUESTS.all, bad=FAILED)
    with pytest.raises(ValueError, match="by customer; they can by: operation, pod"):
        counting(sli, HERE, by=("customer",))
