"""The ledger as it is read from a real Prometheus: whole, damaged, twice, or not there."""

import math
from collections.abc import Iterator

import pytest

from observability.errors import PrometheusError, ReviewError
from observability.evaluation.rows import Count
from observability.prometheus.client import PrometheusClient
from observability.recordings.series import Sample, Series
from observability.review.ledger import Ledger, RejectedRows
from observability.review.period import period
from observability.review.source import Window, read_ledger
from tests.review.conftest import Asking, Samples
from tests.review.shop import ORDERS, at
from tests.shop import PROD

DAY = period("1d", at("2026-03-02T00:00"))
START = int(DAY.start.timestamp())
ALERT = "ShopOrdersAccepted"
LABELS = {"slo": ORDERS.name, "component": "frontend", "environment": "prod"}


def recorded(
    name: str, values: dict[int, float], step: int = 300, **labels: str
) -> Iterator[Sample]:
    """Yield 100 a row but for what is given, at each step of the day, ends included."""
    series = Series.of(name, LABELS | labels)
    for time in range(START, START + 86_400 + 1, step):
        yield Sample(series, values.get(time, 100.0 if ":valid:" in name else 0.0), float(time))


def day(valid: dict[int, float] | None = None, bad: dict[int, float] | None = None) -> Samples:
    """Return the rows of a day."""
    yield from recorded("slo:valid:increase5m", valid or {})
    yield from recorded("slo:bad:increase5m", bad or {})


def read(client: PrometheusClient, *windows: Window) -> Ledger:
    """Read the day."""
    return read_ledger(client, PROD, DAY, (ORDERS,), windows, source="a Prometheus")


def counted(ledger: Ledger) -> Count:
    """Return the day's events."""
    rows = ledger.rows[ORDERS.name]
    return rows.between(DAY.start.timestamp(), DAY.end.timestamp())


def test_a_day_is_288_rows_on_both_releases(asking: Asking) -> None:
    """Prometheus 2 includes the far end of a range and 3 does not; the count is the same."""
    with asking(day(bad={START: 50, START + 300: 3, START + 86_400: 4})) as client:
        found = read(client)
    assert counted(found) == Count(28_800, 7, 288, 1440)
    assert found.firings == ()


def test_damaged_rows_are_left_out_and_told(asking: Asking) -> None:
    """NaN and fractions never reach a sum; more bad than valid events do, since rows add up."""
    bad = {START + 300: math.nan, START + 600: 0.5, START + 900: 101.0, START + 1200: 1.0}
    with asking(day(bad=bad)) as client:
        found = read(client)
    assert counted(found) == Count(28_600, 102, 286, 1430)
    assert found.rejected_rows[ORDERS.name] == RejectedRows(not_whole=2)


def test_half_a_pair_is_no_row(asking: Asking) -> None:
    """A valid row without its bad row is not a good minute."""
    samples = [
        sample
        for sample in day()
        if not (sample.name == "slo:bad:increase5m" and sample.timestamp == START + 300)
    ]
    with asking(samples) as client:
        found = read(client)
    assert counted(found).rows == 287
    assert found.rejected_rows[ORDERS.name] == RejectedRows(unpaired=1)


def test_two_replicas_are_not_added_up(asking: Asking) -> None:
    """A second series of the same SLO is told, and its events are not counted again."""
    twice = [
        *day(),
        *recorded("slo:valid:increase5m", {}, replica="b"),
        *recorded("slo:bad:increase5m", {}, replica="b"),
    ]
    with asking(twice) as client:
        found = read(client)
    assert counted(found).valid == 28_800
    assert found.rejected_rows[ORDERS.name] == RejectedRows(duplicate_series=1)


def test_minutes_are_read_within_windows_only(asking: Asking) -> None:
    """Those of an incident's time and of two minutes more, each of which holds one minute."""
    window = Window(start=at("2026-03-01T12:00"), end=at("2026-03-01T12:10"), slos=(ORDERS.name,))
    samples = [
        *day(),
        *recorded("slo:valid:increase1m", {}, 60),
        *recorded("slo:bad:increase1m", {}, 60),
    ]
    with asking(samples) as client:
        found = read(client, window)
    assert [f"{time - START:g}" for time in found.minutes[ORDERS.name].times] == [
        str(12 * 3600 + 60 * minute) for minute in range(1, 13)
    ]
    assert {row.minutes for row in found.minutes[ORDERS.name].within(START, float("inf"))} == {1}


def test_alerts_are_read_from_what_prometheus_writes(asking: Asking) -> None:
    """ALERTS says from when to when an alert fired."""
    series = Series.of(
        "ALERTS",
        LABELS | {"alertname": ALERT, "alertstate": "firing", "severity": "critical"},
    )
    burning = [Sample(series, 1.0, float(START + 3600 + 60 * minute)) for minute in range(30)]
    with asking([*day(), *burning]) as client:
        (firing,) = read(client).firings or ()
    assert (firing.alert, firing.slo, firing.severity) == (
        ALERT,
        ORDERS.name,
        "critical",
    )
    assert (firing.firing_at, firing.resolved_at) == (START + 3600, START + 5400)


def test_alerts_are_told_apart_by_how_often_they_are_evaluated(asking: Asking) -> None:
    """Three minutes of silence end an alert of each minute, five none of every five minutes."""
    labels = LABELS | {"alertname": ALERT, "alertstate": "firing"}
    fast, slow = (
        Series.of("ALERTS", labels | {"severity": severity}) for severity in ("critical", "warning")
    )
    samples = [
        *(Sample(fast, 1.0, START + 60.0 * minute) for minute in (1, 2, 3, 6, 7)),
        *(Sample(slow, 1.0, START + 60.0 * minute) for minute in (5, 10, 15)),
    ]
    with asking([*day(), *samples]) as client:
        firings = read(client).firings or ()
    assert sorted(
        (one.severity, one.firing_at - START, (one.resolved_at or 0) - START) for one in firings
    ) == [("critical", 60, 240), ("critical", 360, 480), ("warning", 300, 1200)]


def test_the_number_of_queries_does_not_grow_with_series(asking: Asking) -> None:
    """A hundred more SLOs are read with the same four queries."""
    more = [
        sample
        for number in range(100)
        for name in ("slo:valid:increase5m", "slo:bad:increase5m")
        for sample in recorded(name, {}, 3600, slo=f"slo-{number}")
    ]
    with asking([*day(), *more]) as client:
        found = read(client)
    assert (len(found.rows), found.queries) == (101, 4)


def test_no_row_at_all_is_an_error_that_says_what_to_look_at(asking: Asking) -> None:
    """A Prometheus that does not evaluate our rules is no 100 %."""
    with (
        asking([Sample(Series.of("up", {"job": "x"}), 1.0, float(START))]) as client,
        pytest.raises(ReviewError, match=r"holds no row slo:valid:increase5m.*rules of alerts/"),
    ):
        read(client)


def test_an_unreachable_prometheus_is_named() -> None:
    """Nobody listens: the error names the URL."""
    with (
        PrometheusClient("http://127.0.0.1:1") as client,
        pytest.raises(PrometheusError, match=r"127\.0\.0\.1:1.* cannot be reached"),
    ):
        read(client)
