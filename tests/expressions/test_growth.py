"""What a counter counted in a minute, on scrapes that can be counted by hand.

Rules read 15 s late: what is evaluated at minute 30 holds the scrapes after 28:45, up to 29:45. At
one scrape in 75 s there is none of these; it is minute 31 then, with the scrape of 30:00.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from observability import MetricType, open_ended, seconds
from observability.expressions.growth import growth
from observability.expressions.promql import Aggregate
from observability.expressions.scope import scope
from observability.prometheus.promtool import Promtool
from tests.asking import gives
from tests.shop import PROD, SHOP, metric

HERE = scope(PROD, SHOP.targets[0])
PUSHES = metric("shop_pushes_total", MetricType.COUNTER, labels=(open_ended("operation"),))

LAST = {15: 1785, 30: 1770, 60: 1740, 75: 1800}
"""The second of a row's last scrape, by the scrape interval."""
each_interval = pytest.mark.parametrize("every", LAST)

Shown = Callable[[int], float | None]
"""What a scrape shows at a second; None: nothing."""


def at(name: str, instance: str = "a", **labels: str) -> str:
    """Return a series of a target."""
    given = {"job": HERE.job, "namespace": HERE.namespace, "instance": instance, **labels}
    inner = ",".join(f'{label}="{value}"' for label, value in given.items())
    return f"{name}{{{inner}}}"


def pushes(instance: str = "a", **labels: str) -> str:
    """Return a series of the counter."""
    return at(PUSHES.name, instance, operation="push", **labels)


def up(instance: str = "a", **labels: str) -> str:
    """Return the `up` of a target."""
    return at("up", instance, **labels)


def counted(
    tool: Promtool, folder: Path, every: int, series: Mapping[str, Shown], events: float | None
) -> str:
    """Return "" if the row holds these events (None: there is no row)."""
    where = replace(HERE, scrape_interval=seconds(every))
    of = growth(where.series(PUSHES.all), where, metric=PUSHES)
    samples = {
        name: " ".join("_" if (v := shown(t)) is None else f"{v:g}" for t in range(0, 1861, every))
        for name, shown in series.items()
    }
    expected = {} if events is None else {"{}": events}
    interval, minute = f"{every}s", "31m" if LAST.get(every) == 1800 else "30m"
    return gives(
        tool, folder, Aggregate("sum", of), expected, samples, at=minute, interval=interval
    )


def steady(rate: float, before: float = 0) -> Shown:
    """Count so many events a second."""
    return lambda second: before + rate * second


def since(start: int, shown: Shown) -> Shown:
    """Show nothing before."""
    return lambda second: shown(second) if second >= start else None


def until(end: int, shown: Shown) -> Shown:
    """Show nothing from then on."""
    return lambda second: shown(second) if second < end else None


def values(before: float, by_second: Mapping[int, float]) -> Shown:
    """Show a value from each of these seconds on."""
    return lambda second: next(
        (v for start, v in sorted(by_second.items(), reverse=True) if second >= start), before
    )


UP = {up(): steady(0, 1)}


@each_interval
def test_growth_is_counted_at_each_interval(tool: Promtool, tmp_path: Path, every: int) -> None:
    """2 events a second are 120 a minute, or 150 between two scrapes 75 s apart."""
    events = 150 if every == 75 else 120
    assert not counted(tool, tmp_path, every, UP | {pushes(): steady(2, 10_000)}, events)


TWO_RESETS = {
    15: (values(100, {1740: 130, 1755: 50, 1770: 8, 1785: 9}), 30 + 50 + 9),
    20: (values(100, {1740: 130, 1760: 50, 1780: 8}), 30 + 50 + 8),
    30: (values(100, {1740: 40, 1770: 7}), 40 + 7),
    45: (values(100, {1755: 7}), 7),
    60: (values(100, {1740: 7}), 7),
}


@pytest.mark.parametrize("every", TWO_RESETS)
def test_each_reset_that_scrapes_show_is_counted(
    tool: Promtool, tmp_path: Path, every: int
) -> None:
    """What a process had counted by its last scrape, and then what the next one had."""
    shown, events = TWO_RESETS[every]
    assert not counted(tool, tmp_path, every, UP | {pushes(): shown}, events)


def test_a_new_process_that_dies_in_its_first_minute_is_counted(
    tool: Promtool, tmp_path: Path
) -> None:
    """A series begins with 40, and is reset and counts 3: 43 events."""
    shown = since(1740, values(40, {1770: 3}))
    assert not counted(tool, tmp_path, 30, UP | {pushes(): shown}, 43)


@each_interval
def test_a_label_that_is_not_its_own_makes_no_new_counter(
    tool: Promtool, tmp_path: Path, every: int
) -> None:
    """Its target gets a label between two scrapes: 1 event a second goes on as it did."""
    change = LAST[every]
    series = {
        up(): until(change, steady(0, 1)),
        up(team="git"): since(change, steady(0, 1)),
        pushes(): until(change, steady(1, 5_000)),
        pushes(team="git"): since(change, steady(1, 5_000)),
    }
    assert not counted(tool, tmp_path, every, series, 75 if every == 75 else 60)


@pytest.mark.parametrize("every", [15, 30, 60])
def test_a_restart_after_a_change_of_labels_is_counted_once(
    tool: Promtool, tmp_path: Path, every: int
) -> None:
    """What the series with the old labels showed is not compared with for ten minutes."""
    series = {
        up(): until(1500, steady(0, 1)),
        up(team="git"): since(1500, steady(0, 1)),
        pushes(): until(1500, steady(1, 5_000)),
        pushes(team="git"): since(1500, lambda t: t + 5_000 if t < 1560 else t - 1560),
    }
    assert not counted(tool, tmp_path, every, series, 60)


@each_interval
def test_a_target_that_is_scraped_twice_is_counted_once(
    tool: Promtool, tmp_path: Path, every: int
) -> None:
    """Two series, of which one is ahead by a scrape's phase: 1 event a second."""
    series = {
        up(): steady(0, 1),
        up(replica="b"): since(900, steady(0, 1)),
        pushes(): steady(1, 5_000),
        pushes(replica="b"): since(900, steady(1, 5_007)),
    }
    assert not counted(tool, tmp_path, every, series, 75 if every == 75 else 60)


@each_interval
@pytest.mark.parametrize("minutes", [1, 9, 11, 25])
@pytest.mark.parametrize("shown_by_up", [0, None], ids=["down", "forgotten"])
def test_a_target_that_was_away(
    tool: Promtool, tmp_path: Path, every: int, minutes: int, shown_by_up: float | None
) -> None:
    """Up to ten minutes are bridged; longer ones are no row, whether it was down or forgotten."""
    back = LAST[every]
    gone = back - minutes * 60

    def is_there(second: int) -> bool:
        return not gone <= second < back

    series: dict[str, Shown] = {
        up("b"): steady(0, 1),
        up(): lambda t: 1 if is_there(t) else shown_by_up,
        pushes(): lambda t: 5_000 + t if is_there(t) else None,
    }
    missed = minutes * 60 // every
    events = (missed + 1) * every if minutes < 10 else None
    assert not counted(tool, tmp_path, every, series, events)


@each_interval
@pytest.mark.parametrize(("minutes", "is_bridged"), [(5, True), (25, False)])
def test_prometheus_was_away(
    tool: Promtool, tmp_path: Path, every: int, minutes: int, *, is_bridged: bool
) -> None:
    """No sample of anything for 5 minutes is bridged; after 25 nobody believes a lifetime."""
    back = LAST[every]
    gone = back - minutes * 60

    def seen(shown: Shown) -> Shown:
        return lambda second: None if gone <= second < back else shown(second)

    series = {up(): seen(steady(0, 1)), pushes(): seen(steady(1, 5_000))}
    events = (minutes * 60 // every + 1) * every if is_bridged else None
    assert not counted(tool, tmp_path, every, series, events)


@each_interval
def test_what_a_new_target_shows_was_counted_just_now(
    tool: Promtool, tmp_path: Path, every: int
) -> None:
    """It is on a new address, and another target shows that Prometheus was there before."""
    first = LAST[every]
    series = {
        up("b"): steady(0, 1),
        up(): since(first, steady(0, 1)),
        pushes(): since(first, steady(0, 12)),
    }
    assert not counted(tool, tmp_path, every, series, 12)


@each_interval
def test_a_prometheus_that_just_started_believes_no_lifetime(
    tool: Promtool, tmp_path: Path, every: int
) -> None:
    """Of all targets it scrapes one a little earlier, and the others within one interval."""
    first = LAST[every]
    series = {
        up("b"): since(first - every, steady(0, 1)),
        up(): since(first, steady(0, 1)),
        pushes(): since(first, steady(1, 5_000)),
    }
    assert not counted(tool, tmp_path, every, series, None)
