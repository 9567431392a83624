"""An impossible panel is refused where it is defined, in words that say what would be right."""

from collections.abc import Callable

import pytest

from observability import (
    Age,
    Catalogue,
    DailyTimeToZero,
    Dashboard,
    DefinitionError,
    Gap,
    Increase,
    Limits,
    Mean,
    Metric,
    MetricType,
    Panel,
    Rate,
    Ratio,
    Row,
    Status,
    TimeToZero,
    Value,
    WorstQuantile,
    closed,
    hours,
    ratio,
    unbounded,
)
from observability.model.quantity import Unit
from tests.shop import ERROR_BUDGET_POLICY, FRONTEND, OBJECT, PROD, SYSTEM


def _metric(name: str, kind: MetricType, unit: str = "", **more: object) -> Metric:
    given: dict[str, object] = {
        "components": (FRONTEND,),
        "status": Status.RECORDED,
        "source": "invented",
        "help": "Invented.",
        "labels": (closed("paid", "true", "false"), unbounded("customer")),
    }
    return Metric(name=name, type=kind, unit=unit, **{**given, **more})  # type: ignore[arg-type]


ORDERS = _metric("shop_orders_total", MetricType.COUNTER)
SENT = _metric("shop_sent_bytes_total", MetricType.COUNTER, "bytes")
BASKETS = _metric("shop_baskets", MetricType.GAUGE)
STOCK = _metric("shop_stock_bytes", MetricType.GAUGE, "bytes")
HEAT = _metric("shop_heat_celsius", MetricType.GAUGE, "celsius")
WAIT = _metric("shop_wait_seconds", MetricType.SUMMARY, "seconds", quantiles=("0.5", "0.99", "1"))
BACK = _metric("shop_back_total", MetricType.COUNTER, components=(OBJECT,))


def _panel(*shows: object, **more: object) -> Panel:
    given: dict[str, object] = {"title": "Orders", "question": "How many?", "shows": shows}
    return Panel(**{**given, **more})  # type: ignore[arg-type]


REFUSED: list[tuple[str, Callable[[], object]]] = [
    (
        "only a counter has a rate; shop_baskets is exposed as a gauge",
        lambda: Rate(counter=BASKETS.all),
    ),
    ("only a counter grows by events", lambda: Increase(counter=BASKETS.all)),
    ("it has: customer, paid", lambda: Rate(counter=ORDERS.all, by=("payed",))),
    ("one line for each unbounded value", lambda: Rate(counter=ORDERS.all, by=("customer",))),
    ("value is not meaningful", lambda: Value(gauge=ORDERS.all)),
    ("either whole= or rest=", lambda: Ratio(part=ORDERS.all)),
    (
        "lowest_of= is of gauges, with whole=",
        lambda: Ratio(part=ORDERS.all, whole=ORDERS.all, lowest_of=hours(1)),
    ),
    ("only a gauge reaches zero", lambda: DailyTimeToZero(gauge=ORDERS.all)),
    ("no share", lambda: Ratio(part=ORDERS.all, whole=SENT.all)),
    ("a part and its whole are of one type", lambda: Ratio(part=ORDERS.all, whole=BASKETS.all)),
    ("different units", lambda: Gap(ahead=BASKETS.all, behind=STOCK.all)),
    ("holds no Unix time", lambda: Age(gauge=BASKETS.all)),
    ("only a gauge reaches zero", lambda: TimeToZero(gauge=ORDERS.all, trend=hours(1))),
    ("it has: 0.5, 0.99", lambda: WorstQuantile(summary=WAIT.all, quantile="0.9")),
    ("it has: 0.5, 0.99", lambda: WorstQuantile(summary=WAIT.all, quantile="1")),
    ("only a summary has quantiles", lambda: WorstQuantile(summary=ORDERS.all, quantile="0.99")),
    ("only a summary has a sum and a count", lambda: Mean(summary=BASKETS.all)),
    ("which no panel can show", lambda: _panel(Value(gauge=HEAT.all))),
    (
        "cannot show bytes per second and per second",
        lambda: _panel(Rate(counter=ORDERS.all), Rate(counter=SENT.all)),
    ),
    ("needs a title", lambda: _panel(Rate(counter=ORDERS.all), title=" ")),
    ("with a '?'", lambda: _panel(Rate(counter=ORDERS.all), question="Orders.")),
    ("at least one quantity", _panel),
    ("1 to 24 columns", lambda: _panel(Rate(counter=ORDERS.all), width=25)),
    ("cannot tell whether high or low is bad", lambda: Limits(warning=ratio(1), critical=ratio(1))),
    (
        "two panels are named Orders",
        lambda: _dashboard(_panel(Rate(counter=ORDERS.all)), _panel(Rate(counter=SENT.all))),
    ),
    (
        "not exposed by frontend; it is by: object",
        lambda: _dashboard(_panel(Rate(counter=BACK.all))),
    ),
    (
        "no scrape target",
        lambda: _catalogue(_dashboard(_panel(Rate(counter=ORDERS.all)))),
    ),
]


def _dashboard(*panels: Panel) -> Dashboard:
    return Dashboard(component=FRONTEND, question="Fine?", rows=(Row(title="All", panels=panels),))


def _catalogue(dashboard: Dashboard) -> Catalogue:
    return Catalogue(
        system=SYSTEM,
        metrics=(ORDERS,),
        targets=(),
        slos=(),
        environments=(PROD,),
        primary=PROD,
        error_budget_policy=ERROR_BUDGET_POLICY,
        dashboards=(dashboard,),
    )


@pytest.mark.parametrize(
    ("words", "make"), REFUSED, ids=[f"{n}-{words}" for n, (words, _) in enumerate(REFUSED)]
)
def test_the_impossible_is_refused(words: str, make: Callable[[], object]) -> None:
    """With what is wrong and what would be right."""
    with pytest.raises(DefinitionError) as refusal:
        make()
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        (Rate(counter=ORDERS.all), Unit.PER_SECOND),
        (Rate(counter=SENT.all), Unit.BYTES_PER_SECOND),
        (Increase(counter=SENT.all), Unit.BYTES),
        (Ratio(part=ORDERS.where(paid="false"), whole=ORDERS.all), Unit.RATIO),
        (Value(gauge=STOCK.all), Unit.BYTES),
        (TimeToZero(gauge=STOCK.all, trend=hours(6)), Unit.SECONDS),
        (WorstQuantile(summary=WAIT.all, quantile="0.99"), Unit.SECONDS),
        (Mean(summary=WAIT.all), Unit.SECONDS),
    ],
)
def test_the_unit_follows_from_the_quantity(quantity: object, unit: Unit) -> None:
    """So a panel cannot show seconds as per cent."""
    assert _panel(quantity).unit is unit
