"""When the tiers of an SLO fire over a time, and which rows of a minute that takes."""

from dataclasses import replace

import pytest

from observability import BurnRatePolicy, BurnRateTier, Severity, days, hours, percent
from observability import minutes as minutes_of
from observability.evaluation.burns import (
    Recorded,
    burns,
    evaluations,
    look_back,
    minutes_read,
    watched,
)
from observability.evaluation.rows import NO_ROWS, Row, Rows
from observability.model.burn_rate import Basis
from observability.model.windows import MINUTE, ROLLUP
from tests.shop import ORDERS_ACCEPTED

FAST = BurnRateTier(
    name="fast", severity=Severity.CRITICAL, budget_share=percent(2), long_window=hours(1)
)
SLOW = BurnRateTier(
    name="slow", severity=Severity.WARNING, budget_share=percent(10), long_window=days(1)
)
POLICY = BurnRatePolicy(name="both", tiers=(FAST, SLOW), min_bad_events=5, source="invented")
SLO = replace(ORDERS_ACCEPTED, policy=POLICY)
NOON = 43_200.0
DAY = 86_400.0


def minutes(bad: dict[int, int]) -> Rows:
    """Return a day of ten orders a minute, of which some are bad, by minute of the day."""
    return Rows.of(Row(60.0 * m, 10, bad.get(m, 0)) for m in range(1, 1_441))


def rolled_up(rows: Rows) -> Rows:
    """Return the sums of each five minutes, one after the other."""
    ends = [300.0 * step for step in range(1, 289)]
    counts = [(end, rows.between(end - 300, end)) for end in ends]
    return Rows.of(Row(end, count.valid, count.bad) for end, count in counts)


def times(rows: Rows) -> dict[str, list[tuple[float, float | None]]]:
    """Return when each tier fires in the day, with no more rows of a minute than are asked for."""
    rollup = rolled_up(rows)
    read = [
        row for start, end in minutes_read(SLO, rollup, 0, DAY) for row in rows.within(start, end)
    ]
    what = watched(SLO, Recorded(minutes=Rows.of(read), rollup=rollup), 0, DAY)
    return {
        burn.tier.name: [(e.pending_at, e.resolved_at) for e in burn.episodes]
        for burn in burns(what)
    }


def test_a_burst_fires_each_tier_by_the_rows_that_it_reads() -> None:
    """Ten minutes in which half of the orders fail, from 12:01 on: 5 bad ones a minute.

    The fast tier fires at once: 5 of the hour's 600 are no more than 1.344 %, 10 are 1.67 %. At
    12:15 five minutes hold no bad one, and it is kept for an hour more. The slow one is judged
    every five minutes: 25 of the day's are more than 0.28 % of its 7,250 at 12:05, and two hours
    later the last of them leave the short window; then it is kept open for two hours more.
    """
    fired = times(minutes({721 + m: 5 for m in range(10)}))
    assert fired["fast"] == [(60 * 722.0, 60 * (735 + 60.0))]
    assert fired["slow"] == [(60 * 725.0, 60 * (730 + 240.0))]


def test_few_bad_events_need_no_rows_of_a_minute() -> None:
    """Four in ten minutes are fewer than the floor, whatever the five-minute edges are."""
    rollup = rolled_up(minutes({721 + 2 * m: 1 for m in range(4)}))
    assert list(minutes_read(SLO, rollup, 0, DAY)) == []


def test_rows_of_a_minute_are_read_from_the_long_window_on() -> None:
    """Five bad events at 12:03: an hour and five minutes before its row, and until they are out.

    They are out when the short window holds none of them: what is kept firing needs no rows.
    """
    ((start, end),) = minutes_read(SLO, rolled_up(minutes({723: 5})), 0, DAY)
    assert (start, end) == (NOON + 300 - 300 - 3_600, NOON + 300 + 300)


def test_the_longest_windows_of_all_tiers_count() -> None:
    """Six hours before 12:00, and until half an hour has passed since 12:05."""
    steady = replace(FAST, name="steady", long_window=hours(6))
    both = replace(SLO, policy=replace(POLICY, tiers=(FAST, steady, SLOW)))
    assert steady.short_window == 6 * ROLLUP
    ((start, end),) = minutes_read(both, rolled_up(minutes({723: 5})), 0, DAY)
    assert (start, end) == (NOON - 6 * 3_600, NOON + 300 + 1_800)


@pytest.mark.parametrize(("minute", "read"), [(650, False), (656, True)])
def test_minutes_are_read_of_what_is_kept_when_the_time_begins(minute: int, *, read: bool) -> None:
    """A page is kept for an hour: at noon it may be open for what was bad at 10:56.

    That for 10:50 ended by 11:56 at the latest.
    """
    found = list(minutes_read(SLO, rolled_up(minutes({minute: 5})), NOON, DAY))
    assert bool(found) is read


def test_minutes_are_read_of_what_is_kept_longest() -> None:
    """A page of six hours is kept for two: at noon it may be open for what was bad at 9:55."""
    steady = replace(FAST, name="steady", long_window=hours(6))
    both = replace(SLO, policy=replace(POLICY, tiers=(FAST, steady)))
    rollup = rolled_up(minutes({595: 5}))
    assert list(minutes_read(SLO, rollup, NOON, DAY)) == []
    assert list(minutes_read(both, rollup, NOON, DAY)) != []


def test_minutes_are_read_of_the_five_in_which_the_time_ends() -> None:
    """At 12:03 the row of 12:05 is not there yet; what was bad at 12:01 is in it."""
    assert list(minutes_read(SLO, rolled_up(minutes({721: 5})), 0, NOON + 180)) != []


def test_times_that_touch_are_read_at_once_and_others_apart() -> None:
    """What is read for 12:03 ends at 12:10: that for 13:13 begins then, that for 13:18 later."""
    touching = list(minutes_read(SLO, rolled_up(minutes({723: 5, 793: 5})), 0, DAY))
    assert touching == [(NOON - 3_600, NOON + 4_800)]
    apart = list(minutes_read(SLO, rolled_up(minutes({723: 5, 798: 5})), 0, DAY))
    assert apart == [(NOON - 3_600, NOON + 600), (NOON + 900, NOON + 5_100)]


def test_the_long_window_decides_which_minutes_are_read() -> None:
    """Three here and two an hour later are five in the hour, and never five in five minutes."""
    by_events = replace(SLO, policy=replace(POLICY, basis=Basis.EVENTS))
    rollup = rolled_up(minutes({723: 3, 780: 2}))
    for slo in (SLO, by_events):
        ((start, _),) = minutes_read(slo, rollup, 0, DAY)
        assert start == NOON + 3_600 - 300 - 3_600


def test_a_policy_of_days_reads_no_minutes() -> None:
    """Its tiers read rows of five minutes only."""
    tickets = replace(SLO, policy=replace(POLICY, tiers=(SLOW,)))
    assert list(minutes_read(tickets, rolled_up(minutes({723: 10})), 0, DAY)) == []


def test_what_looks_back_is_the_longest_window_and_what_is_kept() -> None:
    """A day, two hours of an open ticket, a row; by events the SLO's window, for the budget."""
    assert look_back(SLO) == days(1) + hours(2) + ROLLUP
    by_events = replace(SLO, policy=replace(POLICY, basis=Basis.EVENTS))
    assert look_back(by_events) == days(28) + ROLLUP


def test_rules_are_evaluated_where_rows_are_missing() -> None:
    """What they watch may be gone: an alert ends then, at the minute at which it would."""
    rows = Rows.of(Row(60.0 * minute, 1, 0) for minute in (1, 2, 10))
    found = list(evaluations(rows, MINUTE, 0, 1_000, beyond=3 * MINUTE))
    assert found == [60, 120, 180, 240, 300, 600, 660, 720, 780]


@pytest.mark.parametrize(("late", "found"), [(30, [60, 150]), (31, [60, 120, 151])])
def test_a_row_may_be_late_by_half_a_step(late: int, found: list[float]) -> None:
    """Of a minute by 30 s; after 31 s there was an evaluation without a row before it."""
    rows = Rows.of(Row(time, 1, 0) for time in (60.0, 120.0 + late))
    assert list(evaluations(rows, MINUTE, 0, 151, beyond=3 * MINUTE)) == found


def test_rules_are_evaluated_until_the_end() -> None:
    """At the end itself, too, and not after it."""
    rows = Rows.of([Row(60.0, 1, 0)])
    assert list(evaluations(rows, MINUTE, 0, 180, beyond=60 * MINUTE)) == [60, 120, 180]


def test_another_objective_is_another_threshold() -> None:
    """With one nine less 10 of 600 are far below 13.44 %; nothing fires."""
    rows = minutes({721: 5, 722: 5})
    what = watched(SLO, Recorded(minutes=rows, rollup=rolled_up(rows)), 0, DAY)
    assert [len(burn.episodes) for burn in burns(what)] == [1, 0]
    assert [len(burn.episodes) for burn in burns(what, percent(99))] == [0, 0]


@pytest.mark.parametrize("start", [60 * 724.0, 60 * 800.0])
def test_what_fires_when_the_time_begins_is_of_it(start: float) -> None:
    """A page that began before, and a ticket that is only kept open."""
    rows = minutes({721 + m: 5 for m in range(10)})
    what = watched(SLO, Recorded(minutes=rows, rollup=rolled_up(rows)), start, DAY)
    assert "slow" in {burn.tier.name for burn in burns(what) if burn.episodes}


@pytest.mark.parametrize(
    ("start", "tiers"), [(794, ["fast", "slow"]), (795, ["slow"]), (969, ["slow"]), (970, [])]
)
def test_what_is_over_when_the_time_begins_is_not_of_it(start: int, tiers: list[str]) -> None:
    """The page is over at 13:15, the ticket at 16:10: a time that begins then has none of it."""
    rows = minutes({721 + m: 5 for m in range(10)})
    what = watched(SLO, Recorded(minutes=rows, rollup=rolled_up(rows)), 60.0 * start, DAY)
    assert [burn.tier.name for burn in burns(what) if burn.episodes] == tiers


@pytest.mark.parametrize(("start", "fires"), [(809, True), (810, False)])
def test_a_page_is_kept_for_whole_evaluations(start: int, *, fires: bool) -> None:
    """For 63 min 20 s after 12:26, the first minute whose 15 min 50 s hold no bad order: 13:30."""
    uneven = replace(FAST, long_window=minutes_of(190))
    slo = replace(SLO, policy=replace(POLICY, tiers=(uneven,)))
    rows = minutes({721 + m: 5 for m in range(10)})
    recorded = Recorded(minutes=rows, rollup=rolled_up(rows))
    (burn,) = burns(watched(slo, recorded, 60.0 * start, DAY))
    assert bool(burn.episodes) is fires


def test_what_fires_at_the_end_has_no_end() -> None:
    """Orders fail in the last ten minutes of the day."""
    fired = times(minutes({1431 + m: 5 for m in range(10)}))
    assert fired["fast"] == [(60 * 1432.0, None)]


def test_without_rows_nothing_fires() -> None:
    """Nobody counted anything."""
    what = watched(SLO, Recorded(minutes=NO_ROWS, rollup=NO_ROWS), 0, DAY)
    assert [burn.episodes for burn in burns(what)] == [(), ()]
