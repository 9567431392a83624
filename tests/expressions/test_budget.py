"""Windows over the ledger, and the figures of the period, on rows that can be counted by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from observability import days, hours, minutes
from observability.expressions.budget import (
    OF_FIVE_MINUTES,
    budget_events,
    budget_remaining,
    burn_rate,
    contradicts,
    coverage,
    error_ratio,
    events,
    excess,
    excess_of_period,
    newest,
    rolled_up,
)
from observability.expressions.promise import promise
from observability.expressions.promql import Expression
from observability.prometheus.promtool import Promtool
from tests.asking import Samples, gives
from tests.shop import ORDERS_ACCEPTED, PROD, SHOP

PROMISE = promise(SHOP, ORDERS_ACCEPTED, PROD)
OF = PROMISE.recorded
LABELS = '{component="frontend",environment="prod",slo="orders-accepted"}'


def rows(valid: str, bad: str, every: str = "1m") -> dict[str, str]:
    """Return the ledger's rows of a minute, or of five."""
    names = (f"slo:valid:increase{every}", f"slo:bad:increase{every}")
    return {f"{name}{LABELS}": values for name, values in zip(names, (valid, bad), strict=True)}


CASES: dict[str, tuple[Expression, dict[str, str], str, str, Samples]] = {
    "an hour of rows is 60 of them, whichever end of a range Prometheus includes": (
        events(OF("slo:valid:increase1m"), hours(1)),
        rows("100x70", "0x70"),
        "1m",
        "70m",
        {LABELS: 6_000},
    ),
    "50 bad of 100 are a ratio of a half": (
        error_ratio(OF, hours(1)),
        rows("100x70", "50x70"),
        "1m",
        "70m",
        {LABELS: 0.5},
    ),
    "a ratio is a sum by a sum, not a mean of ratios": (
        error_ratio(OF, minutes(2)),
        rows("_x9 900 100", "_x9 0 100"),
        "1m",
        "10m",
        {LABELS: 0.1},
    ),
    "without valid events there is no ratio": (
        error_ratio(OF, hours(1)),
        rows("0x70", "0x70"),
        "1m",
        "70m",
        {},
    ),
    "one bad event of one is a ratio of 1": (
        error_ratio(OF, minutes(2)),
        rows("_x9 0 1", "_x9 0 1"),
        "1m",
        "10m",
        {LABELS: 1},
    ),
    "a short window of a slow tier is summed from the rows of five minutes, too": (
        error_ratio(OF, hours(1), OF_FIVE_MINUTES),
        rows("100x15", "25x15", "5m") | rows("1x15", "1x15"),
        "5m",
        "75m",
        {LABELS: 0.25},
    ),
    "a window longer than six hours is summed from the rows of five minutes": (
        error_ratio(OF, hours(12)),
        rows("100x150", "25x150", "5m") | rows("1x150", "1x150"),
        "5m",
        "750m",
        {LABELS: 0.25},
    ),
    "a ratio of a half burns a budget of a quarter twice as fast as it lasts": (
        burn_rate(OF, hours(1)),
        rows("100x70", "50x70") | {f"slo:objective:ratio{LABELS}": "0.75x70"},
        "1m",
        "70m",
        {LABELS: 2},
    ),
    "bad events from none to all of the hour's valid ones are no excess": (
        excess(OF),
        rows("10x20", "4x20", "5m"),
        "5m",
        "95m",
        {LABELS: 0},
    ),
    "twelve rows of 10 valid and 13 bad events are 36 bad ones too many": (
        excess(OF),
        rows("10x20", "13x20", "5m"),
        "5m",
        "95m",
        {LABELS: 36},
    ),
    "twelve rows of 2 bad events less than none are 24 too few": (
        excess(OF),
        rows("10x20", "-2x20", "5m"),
        "5m",
        "95m",
        {LABELS: 24},
    ),
    "an hour whose newest row is missing has no excess": (
        excess(OF),
        rows("10x17 stale", "13x17 stale", "5m"),
        "5m",
        "90m",
        {},
    ),
    "hours of 24 bad events too many are 24 over the time that they last": (
        excess_of_period(OF, days(1)),
        {f"slo:excess:increase1h{LABELS}": "0x11 24x11 0x275"},
        "5m",
        "23h",
        {LABELS: 24},
    ),
    "an excess that lasts a quarter of an hour, over 1 % of the hour's events, contradicts": (
        contradicts(OF, 5),
        rows("100x40", "0x40", "5m") | {f"slo:excess:increase1h{LABELS}": "0x37 13 14 15"},
        "5m",
        "200m",
        {LABELS: 13},
    ),
    "an excess of just 1 % of the hour's events does not": (
        contradicts(OF, 5),
        rows("100x40", "0x40", "5m") | {f"slo:excess:increase1h{LABELS}": "0x37 12 14 15"},
        "5m",
        "200m",
        {},
    ),
    "an excess below the floor does not": (
        contradicts(OF, 5),
        rows("1x40", "0x40", "5m") | {f"slo:excess:increase1h{LABELS}": "0x37 4 14 15"},
        "5m",
        "200m",
        {},
    ),
    "an excess of just the floor does": (
        contradicts(OF, 5),
        rows("1x40", "0x40", "5m") | {f"slo:excess:increase1h{LABELS}": "0x37 5 14 15"},
        "5m",
        "200m",
        {LABELS: 5},
    ),
    "half a day of rows covers half of a day": (
        coverage(OF, days(1)),
        rows("_ 7x143", "_ 0x143", "5m"),
        "5m",
        "24h",
        {LABELS: 0.5},
    ),
    "rows that hold three of their five minutes cover three fifths": (
        coverage(OF, days(1)),
        rows("_ 7x287", "_ 0x287", "5m") | {f"slo:minutes:increase5m{LABELS}": "_ 3x287"},
        "5m",
        "24h",
        {LABELS: 0.6},
    ),
    "rows of earlier rules, which recorded no minutes, hold five": (
        coverage(OF, days(1)),
        rows("_ 7x287", "_ 0x287", "5m") | {f"slo:minutes:increase5m{LABELS}": "_x145 0x143"},
        "5m",
        "24h",
        {LABELS: 0.5},
    ),
    "10 failures that are counted a minute after their operations are a ratio of 1, not of 2": (
        error_ratio(OF, minutes(1)),
        rows("_x9 10 10", "_x9 0 20"),
        "1m",
        "10m",
        {LABELS: 1},
    ),
    "a ratio of an eighth leaves half of a budget of a quarter": (
        budget_remaining(OF, Decimal("0.25")),
        {f"slo:error_ratio:period{LABELS}": "0.125x10"},
        "1m",
        "10m",
        {LABELS: 0.5},
    ),
    "1,000 events in half of the period allow a quarter of 2,000 in all of it": (
        budget_events(OF, Decimal("0.25")),
        {f"slo:valid:period{LABELS}": "1000x10", f"slo:coverage:ratio{LABELS}": "0.5x10"},
        "1m",
        "10m",
        {LABELS: 500},
    ),
    "the newest row of a group that comes every five minutes is found nine minutes later": (
        newest(OF("slo:coverage:ratio")),
        {f"slo:coverage:ratio{LABELS}": "0.5"},
        "1m",
        "9m",
        {f"slo:coverage:ratio{LABELS}": 0.5},
    ),
}


@pytest.mark.parametrize("fact", CASES)
def test_a_window_is_what_a_hand_counts(fact: str, tool: Promtool, tmp_path: Path) -> None:
    """Each case is named by its fact."""
    expression, series, interval, at, expected = CASES[fact]
    assert not gives(tool, tmp_path, expression, expected, series, at=at, interval=interval)


@pytest.mark.parametrize("early", [0, 1])
@pytest.mark.parametrize("missed", range(10))
def test_a_roll_up_holds_the_minutes_since_the_last_one(
    missed: int, early: int, tool: Promtool, tmp_path: Path
) -> None:
    """After evaluations that did not take place it catches up, by 40 minutes at most.

    At minute 90 the last one was five minutes before, and five more for each that was missed, or a
    second earlier. The row of minute n is n; that of the evaluation's own minute is not settled.
    """
    since = 5 * (1 + min(missed, 7))
    last = 60 * (90 - 5 * (1 + missed)) - early
    series = {
        f"slo:valid:increase1m{LABELS}": " ".join(f"{minute} _x59" for minute in range(91)),
        f"slo:objective:ratio{LABELS}": f"_x{last - 300} 0.9 _x299 0.9",
    }
    asked = rolled_up(PROMISE.of_any_component, "slo:valid:increase1m")
    held = {"{}": sum(range(90 - since, 90))}
    assert not gives(tool, tmp_path, asked, held, series, at="90m", interval="1s")


def test_a_roll_up_holds_the_minutes_of_before_a_reload(tool: Promtool, tmp_path: Path) -> None:
    """The rules have another component since minute 8: each row counts once, 7 and 5 a minute."""
    moved = LABELS.replace("frontend", "edge")
    series = {
        f"slo:valid:increase1m{LABELS}": "7x7 _x10",
        f"slo:valid:increase1m{moved}": "_x8 5x9",
        f"slo:objective:ratio{LABELS}": "_x5 0.9 _x11",
    }
    asked = rolled_up(PROMISE.of_any_component, "slo:valid:increase1m")
    assert not gives(tool, tmp_path, asked, {"{}": 3 * 7 + 2 * 5}, series, at="10m")
