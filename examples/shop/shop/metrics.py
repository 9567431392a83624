"""What the shop's programs expose."""

from observability import Metric, MetricType, Status, closed
from shop.system import STOCK, WEB

ORDERS = Metric(
    name="shop_orders_total",
    type=MetricType.COUNTER,
    components=(WEB,),
    status=Status.RECORDED,
    source="recordings/morning.om.gz",
    help="Orders that customers placed, by what came of them.",
    labels=(closed("result", "ok", "failed", "refused"),),
)

ORDER_DURATION = Metric(
    name="shop_order_duration_seconds",
    type=MetricType.HISTOGRAM,
    components=(WEB,),
    status=Status.RECORDED,
    source="recordings/morning.om.gz",
    help="From the customer's click until the order is stored.",
    unit="seconds",
    buckets=("0.1", "0.5", "1", "+Inf"),
)

STOCK_ITEMS = Metric(
    name="shop_stock_items",
    type=MetricType.GAUGE,
    components=(STOCK,),
    status=Status.RECORDED,
    source="recordings/morning.om.gz",
    help="Items that can be ordered.",
)

METRICS = (ORDERS, ORDER_DURATION, STOCK_ITEMS)
