"""Continuous faults: a service of steady traffic, of which a share fails for a day.

Events come by chance, as those of many independent users do: a Poisson process, of which each
event fails or does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import product
from random import Random

from observability.evaluation.rows import Events
from observability.model.windows import MINUTE

BEFORE = timedelta(days=1)
"""Nothing fails until then: all windows of pages are clean, and a budget in events is known."""
LASTS = timedelta(days=1)
AFTER = timedelta(hours=8)
"""Nothing fails any more: long enough for every page to end."""
MINUTES = (BEFORE + LASTS + AFTER) // MINUTE
_FIRST_BAD, _LAST_BAD = BEFORE // MINUTE + 1, (BEFORE + LASTS) // MINUTE

PER_HOUR = (3, 10, 20, 60, 600, 3_600, 6_000)
FAILING = tuple(Fraction(per_mille, 1_000) for per_mille in (5, 15, 20, 100, 1_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """So many events an hour, of which that share fails."""

    per_hour: int
    failing: Fraction


FAULTS = tuple(
    Fault(per_hour=per_hour, failing=failing) for per_hour, failing in product(PER_HOUR, FAILING)
)


def _happened(fault: Fault, seed: int) -> Iterator[tuple[int, bool]]:
    """Yield the minute of each event, and whether it fails."""
    chance = Random(f"{fault.per_hour} an hour, {fault.failing} fail, {seed}")  # noqa: S311 - the same events each time
    per_minute, failing = fault.per_hour / 60, float(fault.failing)
    time = chance.expovariate(per_minute)
    while time < MINUTES:
        minute = int(time) + 1
        yield minute, chance.random() < failing and _FIRST_BAD <= minute <= _LAST_BAD
        time += chance.expovariate(per_minute)


def events(fault: Fault, seed: int) -> list[Events]:
    """Return valid and bad events by minute: row 0 is the start, row `n` the minute that ends at n.

    The fault lasts from `BEFORE` until `BEFORE + LASTS`. The same seed gives the same events.
    """
    valid, bad = [0] * (MINUTES + 1), [0] * (MINUTES + 1)
    for minute, is_bad in _happened(fault, seed):
        valid[minute] += 1
        bad[minute] += is_bad
    return list(zip(valid, bad, strict=True))


def minutes_judged(failing: Fraction, seed: int) -> list[Events]:
    """Return rows of an SLI that counts minutes: each is one event, and that share is bad."""
    chance, share = Random(f"minutes, {failing} fail, {seed}"), float(failing)  # noqa: S311 - the same events each time
    return [
        (1, int(chance.random() < share and _FIRST_BAD <= minute <= _LAST_BAD))
        for minute in range(MINUTES + 1)
    ]
