"""What the shop's Prometheus saw in one morning, invented: `python -m tests.starter.recording`.

Two pods take 30 orders a minute each, of which one is refused, and 29 are stored within half a
second. From 10:00 to 10:10 half of the orders that are not refused fail.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from observability.recordings import openmetrics
from observability.recordings.series import Sample, Series
from tests.programs import ROOT

FILE = ROOT / "observability/starter/recordings/morning.om.gz"
START = int(datetime(2026, 3, 2, 6, tzinfo=UTC).timestamp())
MINUTES = 6 * 60
OUTAGE = range(4 * 60, 4 * 60 + 10)

ORDERS, REFUSED, FAILED = 30, 1, 14
"""A pod's orders of a minute; how many are refused, and how many fail in the outage."""
WITHIN = {"0.1": 20, "0.5": 29, "1": 30, "+Inf": 30}
"""How many of them are stored within so many seconds."""


def _pod(component: str, number: int) -> dict[str, str]:
    return {
        "instance": f"10.1.{number}.7:9100",
        "job": f"shop-{component}",
        "namespace": "shop",
        "pod": f"shop-{component}-{number}",
    }


def _web(number: int) -> Iterator[Sample]:
    pod = _pod("web", number)
    counts = dict.fromkeys(("ok", "failed", "refused"), 0)
    for minute in range(MINUTES + 1):
        time = float(START + 60 * minute)
        if minute:
            failed = FAILED if minute - 1 in OUTAGE else 0
            counts["failed"] += failed
            counts["refused"] += REFUSED
            counts["ok"] += ORDERS - REFUSED - failed
        for result, count in counts.items():
            yield Sample(Series.of("shop_orders_total", pod | {"result": result}), count, time)
        for edge, count in WITHIN.items():
            bucket = Series.of("shop_order_duration_seconds_bucket", pod | {"le": edge})
            yield Sample(bucket, count * minute, time)
        for suffix, each in (("count", ORDERS), ("sum", 6)):
            series = Series.of(f"shop_order_duration_seconds_{suffix}", pod)
            yield Sample(series, each * minute, time)
        yield Sample(Series.of("up", pod), 1, time)


def _stock() -> Iterator[Sample]:
    pod = _pod("stock", 0)
    for minute in range(MINUTES + 1):
        time = float(START + 60 * minute)
        yield Sample(Series.of("shop_stock_items", pod), 5_000 - minute, time)
        yield Sample(Series.of("up", pod), 1, time)


def samples() -> Iterator[Sample]:
    """Yield all samples."""
    for number in range(2):
        yield from _web(number)
    yield from _stock()


if __name__ == "__main__":
    openmetrics.write(FILE, samples())
