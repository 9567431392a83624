"""When the tiers of a policy were over their thresholds, from rows of five minutes.

This serves the strip of a report and its "what if"; which alerts did fire is told by Prometheus, or
by a replay, which evaluate them each minute.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from observability.evaluation.rows import Rows
from observability.model.burn_rate import Basis, BurnRateTier, Severity
from observability.model.slo import SLO
from observability.model.windows import ROLLUP


class Sums(NamedTuple):
    """Valid and bad events of a tier's two windows, at a row's time.

    A named tuple, as a month of an SLO may have 35,000 of them.
    """

    time: float
    long: tuple[int, int]
    short: tuple[int, int]


def sums(rows: Rows, tier: BurnRateTier, start: float, end: float) -> tuple[Sums, ...]:
    """Return the sums at each row of start < time <= end that has bad events in both windows."""
    # A window shorter than a row is read as one row.
    short = max(tier.short_window.total_seconds(), ROLLUP.total_seconds())
    long = tier.long_window.total_seconds()
    times, valid, bad = rows.times, rows.valid, rows.bad
    near = far = 0
    found = []
    for index in range(bisect_right(times, start), bisect_right(times, end)):
        time = times[index]
        while times[near] <= time - short:
            near += 1
        while times[far] <= time - long:
            far += 1
        if bad[index + 1] > bad[near]:
            found.append(
                Sums(
                    time,
                    (valid[index + 1] - valid[far], bad[index + 1] - bad[far]),
                    (valid[index + 1] - valid[near], bad[index + 1] - bad[near]),
                )
            )
    return tuple(found)


def _over(
    found: Sequence[Sums], slo: SLO, tier: BurnRateTier, objective: Decimal, budget: Decimal | None
) -> list[float]:
    """Return the times at which a tier is over its threshold, as its alert would be."""
    floor = slo.policy.min_bad_events
    match slo.policy.basis:
        case Basis.RATE:
            limit = float(tier.factor(slo.window) * Fraction(1 - objective))
            return [
                time
                for time, (long_valid, long_bad), (valid, bad) in found
                if long_bad >= floor and long_bad > limit * long_valid and bad > limit * valid
            ]
        case Basis.EVENTS:
            if budget is None:
                return []
            least = max(Decimal(floor), tier.budget_share * budget)
            return [one.time for one in found if one.long[1] >= least]


def episodes(times: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Return the runs of times that are rows of five minutes, as start and end."""
    runs: list[tuple[float, float]] = []
    for time in times:
        if runs and time - runs[-1][1] <= 2 * ROLLUP.total_seconds():
            runs[-1] = (runs[-1][0], time)
        else:
            runs.append((time - ROLLUP.total_seconds(), time))
    return tuple(runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """When one tier burnt, in seconds of Unix time."""

    tier: BurnRateTier
    episodes: tuple[tuple[float, float], ...]


def burnt(
    found: Mapping[str, Sequence[Sums]], slo: SLO, objective: Decimal, budget: Decimal | None
) -> tuple[Strip, ...]:
    """Return when an SLO's tiers burnt, if the objective were this one.

    Args:
        found: what `sums` returned, by the tier's name.
        slo: the SLO, for its window and policy.
        objective: the objective to judge by.
        budget: the budget of the SLO's window in bad events under this objective, or None.

    """
    return tuple(
        Strip(
            tier=tier,
            episodes=episodes(_over(found[tier.name], slo, tier, objective, budget)),
        )
        for tier in slo.policy.tiers
    )


def calls(found: Sequence[Strip], severity: Severity) -> int:
    """Return how often people would have been called: episodes of a severity, tiers merged."""
    spans = sorted(
        span for strip in found if strip.tier.severity is severity for span in strip.episodes
    )
    count, until = 0, 0.0
    for start, end in spans:
        if start > until:
            count += 1
        until = max(until, end)
    return count
