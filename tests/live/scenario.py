"""The worlds: what happens when, in one table.

Each fault has a stretch of time of its own, and most happen in two worlds, so at two phases: a
moment in which the machine was busy does not leave a cell without an answer. Times are seconds
after the run's start.
"""

from signal import SIGKILL, SIGTERM

from tests.live.faults import (
    FIRST,
    STEADY,
    all_dead,
    canary,
    coordinators_dead,
    crash_loop,
    doubled,
    leader_changes,
    leader_lost,
    long_operations,
    new_address,
    off_the_list,
    pods,
    prometheus_away,
    prometheus_starts,
    quantiles_gone,
    relabelled,
    renamed,
    restart_in_place,
    rows_right_behind,
    scrapes_fail,
    slow_answers,
    two_deaths,
)
from tests.live.phases import apart
from tests.live.worlds import World

END = 830.0
"""When the run ends."""
NEAR = 5.0
"""Rows are due within so many seconds of what is wished."""

STARTS = prometheus_starts()


def at_250_and_400(minute: float, roll_up: float) -> bool:
    """Let a row of a minute be due at 250 s and one of five at 400 s, where Prometheus is away.

    No other row is due in the 25 s around them.
    """
    return apart(minute, 10, 60) <= NEAR and apart(roll_up, 100, 300) <= NEAR


def right_behind(minute: float, roll_up: float) -> bool:
    """Let a row of five minutes be due 2 ms after one of a minute, which may still be worked on."""
    return 0 <= (roll_up - minute) % 60 <= 0.002


WORLDS = (
    World(
        name="slow",
        own_pods=(*pods("frontend", 12), *pods("metadata", 12), *pods("control-plane")),
        faults=(STARTS, slow_answers(FIRST), scrapes_fail(430)),
    ),
    World(
        name="slow-again",
        own_pods=(*pods("frontend", 12), *pods("metadata", 12), *pods("control-plane")),
        faults=(STARTS, scrapes_fail(FIRST), slow_answers(490)),
    ),
    World(
        name="pods",
        own_pods=STEADY,
        faults=(
            STARTS,
            restart_in_place(FIRST),
            new_address(260),
            canary(390),
            two_deaths(570),
            leader_changes(FIRST),
            coordinators_dead(390),
        ),
    ),
    World(
        name="pods-again",
        own_pods=STEADY,
        faults=(
            STARTS,
            canary(FIRST),
            two_deaths(310),
            restart_in_place(490),
            new_address(620),
            coordinators_dead(FIRST),
            leader_changes(530),
        ),
    ),
    World(
        name="loops",
        own_pods=STEADY,
        faults=(
            STARTS,
            crash_loop(FIRST, "frontend"),
            crash_loop(FIRST, "metadata"),
            long_operations(460),
            quantiles_gone(460),
            leader_lost(FIRST),
        ),
    ),
    World(
        name="loops-again",
        own_pods=STEADY,
        faults=(
            STARTS,
            long_operations(FIRST),
            quantiles_gone(FIRST),
            crash_loop(490, "frontend"),
            crash_loop(490, "metadata"),
            leader_lost(400),
        ),
    ),
    World(
        name="labels",
        own_pods=STEADY,
        faults=(STARTS, relabelled(FIRST), doubled(280), renamed(460)),
    ),
    World(
        name="labels-again",
        own_pods=STEADY,
        faults=(STARTS, renamed(FIRST), doubled(500), relabelled(680)),
    ),
    World(
        name="dead",
        own_pods=STEADY,
        faults=(STARTS, all_dead(400, "frontend"), all_dead(180, "metadata", 230)),
    ),
    World(
        name="away",
        own_pods=STEADY,
        faults=(
            STARTS,
            prometheus_away(180, SIGTERM, roll_up=False),
            prometheus_away(330, SIGTERM, roll_up=True),
        ),
        due=at_250_and_400,
    ),
    World(
        name="away-killed",
        own_pods=STEADY,
        faults=(
            STARTS,
            prometheus_away(180, SIGKILL, roll_up=False),
            prometheus_away(330, SIGKILL, roll_up=True),
        ),
        due=at_250_and_400,
    ),
    World(
        name="close",
        own_pods=STEADY,
        faults=(STARTS, rows_right_behind(FIRST), off_the_list()),
        due=right_behind,
    ),
)
