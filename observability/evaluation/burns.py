"""When the tiers of an SLO fire over a time, from its rows: with its objective, or another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import inf

from observability.evaluation.budget import known_at
from observability.evaluation.episodes import Episode, kept_for
from observability.evaluation.rows import Rows
from observability.evaluation.tiers import Sums, firing_times, results, sums
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.slo import SLO
from observability.model.windows import MINUTE, ROLLUP, ROLLUP_SECONDS, row_length


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """When one tier fires."""

    tier: BurnRateTier
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An SLO's rows: of a minute (those of `minutes_read` are enough), and of five."""

    minutes: Rows
    rollup: Rows


def look_back(slo: SLO) -> timedelta:
    """Return how long before a time its rows are read, to tell which tiers fire from then on."""
    by_events = slo.policy.basis is Basis.EVENTS
    windows = [tier.long_window + tier.keep_firing_for for tier in slo.policy.tiers]
    return max([*windows, *([slo.window] if by_events else [])]) + ROLLUP


def minutes_read(slo: SLO, rollup: Rows, start: float, end: float) -> Iterator[tuple[float, float]]:
    """Yield the times whose rows of a minute decide whether a tier fires within start to end.

    A tier wants bad events: any in its short window, and as many as the policy's floor in its long
    one. Where rows of five minutes hold fewer, no row of a minute need be read.
    """
    tiers = [tier for tier in slo.policy.tiers if row_length(tier.long_window) == MINUTE]
    if not tiers:
        return
    long = max(tier.long_window for tier in tiers).total_seconds()
    short = max(tier.short_window for tier in tiers).total_seconds()
    kept = max(tier.keep_firing_for for tier in tiers).total_seconds()
    begin = until = -inf
    for row in rollup.within(start - kept - ROLLUP_SECONDS, end + ROLLUP_SECONDS):
        # Minutes that end within this row look back on so many bad events at most.
        first = row.time - ROLLUP_SECONDS - long
        newest = rollup.between(row.time - ROLLUP_SECONDS - short, row.time).bad
        if newest and rollup.between(first, row.time).bad >= slo.policy.min_bad_events:
            if first > until:
                if until > begin:
                    yield begin, until
                begin = first
            until = row.time
    if until > begin:
        yield begin, until


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What an SLO's tiers see over a time: what is true of it whatever the objective.

    Attributes:
        slo: the SLO, for its window and policy.
        rollup: its rows of five minutes, from which budgets in events follow.
        end: in seconds of Unix time.
        sums: by tier, in the policy's order.

    """

    slo: SLO
    rollup: Rows
    end: float
    sums: tuple[tuple[BurnRateTier, tuple[Sums, ...]], ...]


def watched(slo: SLO, recorded: Recorded, start: float, end: float) -> Watched:
    """Return what an SLO's tiers see within start < time <= end.

    `recorded` are its rows from `look_back` before the start on.
    """
    return Watched(
        slo=slo,
        rollup=recorded.rollup,
        end=end,
        sums=tuple((tier, _sums(slo, tier, recorded, start, end)) for tier in slo.policy.tiers),
    )


def _sums(
    slo: SLO, tier: BurnRateTier, recorded: Recorded, start: float, end: float
) -> tuple[Sums, ...]:
    step = row_length(tier.long_window)
    rows = recorded.minutes if step == MINUTE else recorded.rollup
    # What was kept firing when the time began had its last result before.
    seconds = step.total_seconds()
    first = start - kept_for(tier.keep_firing_for.total_seconds(), seconds) - seconds
    times = evaluations(rows, step, first, end, beyond=tier.short_window)
    return tuple(sums(slo, tier, rows, times))


def burns(what: Watched, objective: Decimal | None = None) -> tuple[Burn, ...]:
    """Return when each tier fires in the time that was watched, as its alert does.

    With `objective`, as it would if the SLO promised that.
    """
    return tuple(
        Burn(tier=tier, episodes=_episodes(what, tier, held, objective)) for tier, held in what.sums
    )


def _episodes(
    what: Watched, tier: BurnRateTier, held: tuple[Sums, ...], objective: Decimal | None
) -> tuple[Episode, ...]:
    def budget(time: float) -> Fraction:
        return known_at(what.slo, what.rollup, time, objective)

    active = [time for time, _ in results(what.slo, tier, held, budget=budget, objective=objective)]
    return firing_times(tier, active, every=row_length(tier.long_window), end=what.end)


def evaluations(
    rows: Rows, step: timedelta, start: float, end: float, *, beyond: timedelta
) -> Iterator[float]:
    """Yield when rules were evaluated within start < time <= end: whenever there is a row.

    Where rows are missing they were evaluated as well, since what they watch may be gone; `beyond`
    is for how long after a row that matters.
    """
    seconds = step.total_seconds()
    times = [row.time for row in rows.within(start, end)]
    for time, following in pairwise([*times, inf]):
        yield time
        missing, last = time + seconds, min(end, time + beyond.total_seconds())
        # A row may be late by half a step.
        while missing <= last and missing < following - seconds / 2:
            yield missing
            missing += seconds
