"""The faults. Each is a function of the time at which its stretch begins.

Times inside are counted from there. A stretch ends a minute after the last thing that happens in
it, so that all of it is in rows of the fault itself.
"""

from dataclasses import replace
from math import inf
from signal import Signals

from tests.live.pods import ALWAYS, Life, Pod, Span, Traffic, without
from tests.live.slis import (
    COUNTERS,
    COVERAGE,
    FRONTEND,
    INTERVALS,
    LEADER,
    METADATA,
    METADATA_LATENCY,
    PUSH,
    SIGN_IN,
    SLIS,
)
from tests.live.worlds import Away, Fault, Page, Relabel, RenameComponent

FIRST = 130.0
"""By then each Prometheus has started and recorded a row."""

OLD = Life(traffic=Traffic(before=100_000))
"""A process that has counted for long when Prometheus sees it for the first time."""
FAILING = Traffic(rate=0.7, bad_in_ten=5, before=5_000)
DOOMED = Traffic(rate=0.7, bad_in_ten=10)

SHORT_OF_SAMPLES = (
    "a process that counted no less than the one before it, by its first scrape, looks like it"
)
FIRST_MINUTE = "a counter's first minute is where counting starts"
SKIPPED_MINUTE = "a minute that is not evaluated has no row"


def pods(component: str, count: int = 3) -> tuple[Pod, ...]:
    """Return steady pods of a component, which have run for long."""
    return tuple(
        Pod(
            component=component,
            name=f"{component}-{number}",
            lives=(OLD,),
            leads=ALWAYS if component == "control-plane" and number == 0 else (),
        )
        for number in range(count)
    )


STEADY = (*pods("frontend"), *pods("metadata"), *pods("control-plane"))


def _both(name: str, *lives: Life, listed: tuple[Span, ...] = ALWAYS) -> tuple[Pod, ...]:
    """Return a pod of the frontend and one of metadata that live alike."""
    return tuple(
        Pod(component=component, name=f"{component}-{name}", lives=lives, listed=listed)
        for component in ("frontend", "metadata")
    )


def _dead(pod: Pod, span: Span) -> Pod:
    """Return the pod with no process in `span`, and a new one after it."""
    *earlier, last = pod.lives
    start, end = span
    again = (Life(start=end),) if end < inf else ()
    return replace(pod, lives=(*earlier, replace(last, end=start), *again))


def prometheus_starts() -> Fault:
    """Return the start of Prometheus beside processes that have counted for long."""
    return Fault(
        name="Prometheus starts",
        span=(-60, FIRST),
        slis=COUNTERS,
        may_miss=FIRST_MINUTE,
    )


def slow_answers(at: float) -> Fault:
    """Return pods that answer scrapes after 3 to 8 s, so that some straddle an evaluation."""

    def slower(pod: Pod) -> Pod:
        seconds = 3.0 + sum(pod.name.encode()) % 6
        return replace(pod, delays=(*pod.delays, ((at + 5, at + 200), seconds)))

    return Fault(name="slow answers", span=(at, at + 300), slis=SLIS, changes=slower)


def scrapes_fail(at: float) -> Fault:
    """Return pods whose scrapes fail for four minutes, while they go on to count."""
    life = Life(traffic=FAILING)
    silent = (replace(pod, refuses=((at + 20, at + 260),)) for pod in _both(f"silent-{at:g}", life))
    return Fault(
        name="scrapes fail for 4 minutes",
        span=(at, at + 360),
        slis=(*COUNTERS, COVERAGE),
        pods=tuple(silent),
    )


def restart_in_place(at: float) -> Fault:
    """Return a container that dies and starts again within 15 s."""
    lives = Life(end=at + 20, traffic=FAILING), Life(start=at + 35, traffic=DOOMED)
    return Fault(
        name="restart in place",
        span=(at, at + 130),
        slis=COUNTERS,
        pods=_both(f"in-place-{at:g}", *lives),
    )


def new_address(at: float) -> Fault:
    """Return a pod that is replaced by another on a new address."""
    before = Life(end=at + 20, traffic=FAILING)
    after = Life(start=at + 25, traffic=DOOMED)
    return Fault(
        name="restart on a new address",
        span=(at, at + 130),
        slis=(*COUNTERS, COVERAGE),
        pods=(
            *_both(f"moves-{at:g}", before, listed=((-inf, at + 22),)),
            *_both(f"moved-{at:g}", after, listed=((at + 27, inf),)),
        ),
    )


def canary(at: float) -> Fault:
    """Return new pods that live for 60 and for 100 s and fail all their requests."""
    ends = (at + 75, at + 115)
    return Fault(
        name="canary that fails",
        span=(at, at + 180),
        slis=(*COUNTERS, COVERAGE),
        pods=tuple(
            pod
            for end in ends
            for pod in _both(
                f"canary-{end:g}",
                Life(start=at + 15, end=end, traffic=DOOMED),
                listed=((at + 15, end),),
            )
        ),
    )


def crash_loop(at: float, component: str) -> Fault:
    """Return a container that dies again and again, for three minutes."""
    lives = []
    start = at + 15
    for seconds in (40, 55, 70, 40):
        lives.append(Life(start=start, end=start + seconds, traffic=DOOMED))
        start += seconds + 8
    named = component == "frontend"
    return Fault(
        name="crash loop" if named else "crash loop, same series",
        span=(at, at + 330),
        slis=(PUSH, SIGN_IN) if named else (METADATA, METADATA_LATENCY),
        pods=(Pod(component=component, name=f"{component}-loop-{at:g}", lives=tuple(lives)),),
        may_miss="" if named else SHORT_OF_SAMPLES,
    )


def two_deaths(at: float) -> Fault:
    """Return a pod that has three processes within a minute."""
    lives = (
        Life(end=at + 30, traffic=FAILING),
        Life(start=at + 33, end=at + 58, traffic=replace(DOOMED, before=300)),
        Life(start=at + 61, traffic=DOOMED),
    )
    return Fault(
        name="two deaths within a minute",
        span=(at, at + 180),
        slis=COUNTERS,
        pods=_both(f"dies-twice-{at:g}", *lives),
    )


def long_operations(at: float) -> Fault:
    """Return operations of 100 s; those of the frontend fail, those of metadata succeed."""
    traffic = Traffic(rate=0.2, lasts=100, until=at + 160, bad_in_ten=10)
    failing, fine = _both(f"long-{at:g}", Life(start=at + 15, traffic=traffic))
    fine = replace(fine, lives=(replace(fine.lives[0], traffic=replace(traffic, bad_in_ten=0)),))
    return Fault(
        name="operations end in a later minute",
        span=(at, at + 360),
        slis=(PUSH, METADATA),
        pods=(failing, fine),
    )


def quantiles_gone(at: float) -> Fault:
    """Return summaries without quantiles for three minutes, in which all requests are slow."""

    def vague(pod: Pod) -> Pod:
        span = (at + 20, at + 200)
        return replace(
            pod,
            without_quantiles=(*pod.without_quantiles, span),
            slow=(*pod.slow, span),
        )

    return Fault(
        name="quantiles vanish, all is slow",
        span=(at, at + 290),
        slis=(SIGN_IN, METADATA_LATENCY),
        changes=vague,
        may_miss="what nobody measures has no row",
    )


def relabelled(at: float) -> Fault:
    """Return a reload of the configuration, by which all targets have a label more."""
    return Fault(
        name="target label added",
        span=(at, at + 150),
        slis=SLIS,
        actions=(Relabel(at=at + 20, label="team", value="git"),),
    )


def doubled(at: float) -> Fault:
    """Return pods that are scraped twice for a while, the second time with a label `replica`."""

    def twice(pod: Pod) -> Pod:
        return replace(pod, listed_twice=(*pod.listed_twice, (at + 15, at + 105)))

    return Fault(name="pods discovered twice", span=(at, at + 180), slis=COUNTERS, changes=twice)


def renamed(at: float) -> Fault:
    """Return a reload of the rules, whose label `component` has changed."""
    return Fault(
        name="rules reloaded, other labels",
        span=(at, at + 370),
        slis=FRONTEND,
        actions=(RenameComponent(at=at + 30, old="frontend", new="edge"),),
    )


def all_dead(at: float, component: str, seconds: float = inf) -> Fault:
    """Return the death of all pods of a component, for some time or for good."""
    named = component == "frontend"
    begin, end = at + 20, at + 20 + seconds

    def dead(pod: Pod) -> Pod:
        return _dead(pod, (begin, end)) if pod.component == component else pod

    # Noticed by the next scrape and evaluation, it fires two minutes later; it ends five minutes
    # after a target was seen to answer.
    seen = INTERVALS["frontend" if named else "metadata"] + 60
    return Fault(
        name="all pods of a component die" + ("" if seconds == inf else ", and come back"),
        span=(at, inf),
        slis=FRONTEND if named else (METADATA, METADATA_LATENCY),
        changes=dead,
        outage=Page(
            begins=(begin + 120, begin + 120 + seen),
            ends=None if end == inf else (end + 240, end + 300 + seen),
        ),
    )


def prometheus_away(at: float, signal: Signals, *, roll_up: bool) -> Fault:
    """Return 25 s without Prometheus: at a five-minute row, or at a row of a minute."""
    return Fault(
        name=f"Prometheus away at a row of {'five minutes' if roll_up else 'a minute'}",
        span=(at, at + (450 if roll_up else 150)),
        slis=SLIS,
        actions=(Away(span=(at + 60, at + 85), signal=signal),),
        may_miss="" if roll_up else SKIPPED_MINUTE,
    )


def rows_right_behind(at: float) -> Fault:
    """Return rows of five minutes that are due right after a row of a minute: `World.due`."""
    return Fault(name="roll-up right behind a row", span=(at, 700), slis=SLIS)


def off_the_list() -> Fault:
    """Return pods that discovery forgets for eleven minutes, while they go on to count."""
    return Fault(
        name="off the list for 11 minutes",
        span=(700, inf),
        slis=(PUSH, METADATA),
        pods=_both("forgotten", OLD, listed=((-inf, 60), (730, inf))),
        may_miss="nobody saw what was counted in more than ten minutes",
    )


def _led(pod: Pod, whole: Span, turns: dict[str, tuple[Span, ...]]) -> Pod:
    """Return the pod with other turns as the leader within `whole`."""
    return replace(pod, leads=(*without(pod.leads, whole), *turns.get(pod.name, ())))


def leader_changes(at: float) -> Fault:
    """Return three ordinary changes of leader, each with a second without one."""
    turns: dict[str, tuple[Span, ...]] = {
        "control-plane-1": ((at + 31, at + 80),),
        "control-plane-2": ((at + 81, at + 134),),
    }
    return Fault(
        name="leader changes",
        span=(at, at + 260),
        slis=(LEADER,),
        changes=lambda pod: _led(pod, (at + 30, at + 135), turns),
    )


def leader_lost(at: float) -> Fault:
    """Return a leader that dies and has no successor for four minutes."""
    turns: dict[str, tuple[Span, ...]] = {"control-plane-1": ((at + 260, at + 299),)}

    def lost(pod: Pod) -> Pod:
        dead = pod.name == "control-plane-0"
        led = _led(pod, (at + 20, at + 300), turns)
        return _dead(led, (at + 20, at + 280)) if dead else led

    return Fault(
        name="leader lost for 4 minutes", span=(at, at + 390), slis=(LEADER,), changes=lost
    )


def coordinators_dead(at: float) -> Fault:
    """Return four minutes in which no coordinator runs."""

    def dead(pod: Pod) -> Pod:
        return _dead(pod, (at + 20, at + 260)) if pod.component == "control-plane" else pod

    return Fault(
        name="all coordinators die for 4 minutes",
        span=(at, at + 400),
        slis=(LEADER,),
        changes=dead,
    )
