"""The cases of a policy's tiers, on rows of a ledger as they are recorded.

Each number of an alert's expression has a case on either side of it: thresholds, floors, and the
far edge of each window. Events stand in a few steps only, counted back from the newest; the
newest has none, and there are few evaluations: the one-minute group would record its own rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import count
from math import lcm

from observability.evaluation.rows import Events
from observability.evaluation.tiers import Budget
from observability.expressions import names
from observability.expressions.budget import OF_MINUTES
from observability.expressions.promise import Promise
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.sli import RawSLI, ScrapeSLI
from observability.model.windows import MINUTE
from observability.proofs.builder import CaseBuilder, first
from observability.proofs.case import Case, ExpectedAlerts
from observability.proofs.notation import Gap, Sample
from observability.proofs.recorded import (
    ledger_rows,
    others,
    recorded_names,
    recorded_series,
)
from observability.proofs.series import InputSeries

_FINE = 1_024
"""Bad events of a row whose error ratio is to be met closely; a power of two adds up exactly."""
OF_MINUTES_EVALUATION = timedelta(minutes=400)
"""More than the longest window of minutes, and no multiple of any: no event is where one ends."""
_ABOVE, _FURTHER_ABOVE = Fraction(51, 50), Fraction(21, 20)
_BELOW = Fraction(49, 50)

Back = Mapping[int, Events]
"""Events by steps back from the newest row; all other rows are of nothing."""


def _windows(build: CaseBuilder) -> list[timedelta]:
    """Return the windows of the build's tiers, the shortest first."""
    return sorted({w for tier in build.tiers for w in (tier.short_window, tier.long_window)})


def _rows(build: CaseBuilder, window: timedelta, events: Back) -> list[Events]:
    """Return rows for more than the window, the newest at an evaluation."""
    every = build.evaluated
    newest = -(-(window // build.step + 1) // every) * every
    return [events.get(newest - at, (0, 0)) for at in range(newest + 1)]


def _of_ratio(ratio: Fraction, bad: int = _FINE) -> Events:
    return (round(bad / ratio), bad)


def _case(
    build: CaseBuilder,
    name: str,
    rows: Sequence[Events | None],
    expected: Sequence[ExpectedAlerts],
    *more: InputSeries,
) -> Case:
    """Return a case of what alerts at the newest row."""
    return Case(
        name=name,
        interval=build.step,
        series=[*ledger_rows(build, build.ledger, rows), *more],
        alerts=expected,
    )


def _of_others(build: CaseBuilder, rows: Sequence[Events]) -> list[InputSeries]:
    return others(build, recorded_names(build), (1,) * len(rows))


def _by_rate(build: CaseBuilder, tier: BurnRateTier) -> Iterator[Case]:
    """Error ratios on either side of the threshold, of one window at a time."""
    threshold, floor = build.threshold(tier), build.slo.policy.min_bad_events
    long, short = tier.long_window // build.step, tier.short_window // build.step
    all_bad = (_FINE, _FINE)
    above = _of_ratio(threshold * _ABOVE)
    early = (round(2 * _FINE / (threshold * _FURTHER_ABOVE)) - above[0], _FINE)
    enough_good = (round(2 * _FINE / (threshold * _BELOW)) - _FINE, _FINE)
    around: Mapping[str, Back] = {
        "both error ratios just above the threshold alert": {long - 1: early, short - 1: above},
        "the long window just below the threshold is quiet, whatever the short one": {
            long: all_bad,
            long - 1: enough_good,
            short - 1: all_bad,
        },
        "the short window just below the threshold is quiet, whatever the long one": {
            short: all_bad,
            short - 1: _of_ratio(threshold * _BELOW),
        },
    }
    floors: Mapping[str, Back] = {
        f"{floor} bad events in the long window are enough, one of them in the short one": {
            long - 1: (floor - 1, floor - 1),
            short - 1: (1, 1),
        },
        f"fewer than {floor} bad events in the long window are not enough, of however few": {
            long: (floor, floor),
            short - 1: (floor, floor - 1),
        },
    }
    yield from _with_others(build, tier, around)
    yield from _exactly(build, tier)
    yield from _with_others(build, tier, floors)


def _with_others(
    build: CaseBuilder, tier: BurnRateTier, stories: Mapping[str, Back]
) -> Iterator[Case]:
    for name, events in stories.items():
        rows = _rows(build, tier.long_window, events)
        expected = build.expect(rows, len(rows) - 1)
        yield _case(build, f"{tier.name}: {name}", rows, expected, *_of_others(build, rows))


def _exactly(build: CaseBuilder, tier: BurnRateTier) -> Iterator[Case]:
    """Exactly the threshold as Prometheus multiplies it: the least that is not more than it."""
    product = float(tier.factor(build.slo.window)) * float(build.slo.budget)
    bad, valid = product.as_integer_ratio()
    if bad < _FINE**2:
        bad, valid = bad * _FINE**2, valid * _FINE**2
    long, short = tier.long_window // build.step, tier.short_window // build.step
    for name, events in (
        ("long", {long - 1: (2 * valid - _FINE, 2 * bad - _FINE), 1: (_FINE, _FINE)}),
        ("short", {short: (_FINE, _FINE), 1: (valid, bad)}),
    ):
        rows = _rows(build, tier.long_window, events)
        # The oracle's threshold is not rounded: a few events less of so many are no difference.
        few = Fraction(1, 2**48)
        below = [(valid, bad - int(bad * few)) for valid, bad in rows]
        yield _case(
            build,
            f"{tier.name}: the {name} window exactly at the threshold is quiet",
            rows,
            build.expect(below, len(rows) - 1),
        )


def _events_case(
    build: CaseBuilder, tier: BurnRateTier, name: str, events: Back, budget: Fraction
) -> Case:
    """Return a case in which the period's budget in events is known."""
    rows = _rows(build, tier.long_window, events)
    known: Budget
    more: list[InputSeries] = []
    shown: Sequence[Events | None] = rows
    if build.ledger is OF_MINUTES:
        more, known = [_budget(build, [int(budget)] * len(rows))], lambda _: budget
    else:
        # The group computes it from valid events: the oldest row has those that are missing.
        valid = _valid_for(build, budget, len(rows) - 1)
        rows[1] = (max(0, int(valid) - sum(row[0] for row in rows)), 0)
        shown = [None, *rows[1:]]
        known = build.budget_so_far(shown)
    expected = build.expect(rows, len(rows) - 1, budget=known)
    more += _of_others(build, rows)
    return _case(build, f"{tier.name}: {name}", shown, expected, *more)


def _budget(build: CaseBuilder, samples: Sequence[Sample]) -> InputSeries:
    return recorded_series(build, names.BUDGET_EVENTS, samples)


def _valid_for(build: CaseBuilder, budget: Fraction, rows: int) -> Fraction:
    """Return the valid events of so many rows that make a budget in events of the SLO's window."""
    return budget * rows / (Fraction(build.slo.budget) * (build.slo.window // build.step))


def _round_budget(build: CaseBuilder, tier: BurnRateTier) -> tuple[int, Fraction]:
    """Return events, and a budget in events of which they are just the tier's share.

    They are more than ten, so that one fewer is less than a tenth fewer, and such that Prometheus
    computes their number without an error of rounding.
    """
    share, rows = Fraction(tier.budget_share), len(_rows(build, tier.long_window, {})) - 1
    covered = rows / (build.slo.window // build.step)

    def is_exact(events: int) -> bool:
        budget = events / share
        computed = float(build.slo.budget) * (float(_valid_for(build, budget, rows)) / covered)
        return all(float(tier.budget_share) * of == events for of in (computed, float(budget)))

    # The budget and the valid events that make it are whole numbers.
    whole = lcm((1 / share).denominator, _valid_for(build, 1 / share, rows).denominator)
    least = max(11, build.slo.policy.min_bad_events + 1)
    events = first(count(-(-least // whole) * whole, whole), is_exact)
    return events, events / share


def _by_events(build: CaseBuilder, tier: BurnRateTier) -> Iterator[Case]:
    """Bad events on either side of the budget's share, of the floor, and of none at all."""
    long, short = tier.long_window // build.step, tier.short_window // build.step
    floor = build.slo.policy.min_bad_events
    enough, budget = _round_budget(build, tier)
    small = Fraction(1)
    for name, events, of in (
        (
            f"{enough} bad events, just the budget's share, alert",
            {long - 1: (enough, enough - 1), short - 1: (1, 1)},
            budget,
        ),
        (
            f"{enough - 1} bad events are less than the budget's share",
            {long: (enough, enough), long - 1: (enough, enough - 2), short - 1: (1, 1)},
            budget,
        ),
        (
            "no bad event in the short window is quiet",
            {short: (enough, enough), 1: (1, 0)},
            budget,
        ),
        (
            f"{floor} bad events are enough for a small budget",
            {long - 1: (floor, floor - 1), short - 1: (1, 1)},
            small,
        ),
        (
            f"fewer than {floor} bad events are not enough, of however small a budget",
            {long: (floor, floor), long - 1: (floor, floor - 2), short - 1: (1, 1)},
            small,
        ),
    ):
        yield _events_case(build, tier, name, events, of)
    if build.ledger is OF_MINUTES:
        yield from _newest_budget(build, tier)


def _newest_budget(build: CaseBuilder, tier: BurnRateTier) -> Iterator[Case]:
    """The budget is of the other group, which records it every five minutes: the newest counts."""
    long, short = tier.long_window // build.step, tier.short_window // build.step
    enough, budget = _round_budget(build, tier)
    now = int(budget)
    unknown = Gap.NOTHING
    cases: tuple[tuple[str, int, Sequence[Sample]], ...] = (
        ("a budget recorded seven minutes ago counts", enough, [now, *[unknown] * 7]),
        ("a budget recorded a quarter of an hour ago does not", 2 * enough, [unknown] * 15),
        ("the newest budget counts, although it was larger", enough, [2 * now, now]),
        ("the newest budget counts, although it was smaller", enough - 1, [1, now]),
    )
    for name, bad, newest in cases:
        rows = _rows(build, tier.long_window, {long - 1: (bad, bad - 1), short - 1: (1, 1)})
        known: list[Sample] = [now] * len(rows)
        known[-len(newest) :] = newest
        expected = (
            [ExpectedAlerts(alert=build.alert, at=(len(rows) - 1) * build.step)]
            if {*newest} == {unknown}
            else build.expect(rows, len(rows) - 1, budget=lambda _: budget)
        )
        yield _case(build, f"{tier.name}: {name}", rows, expected, _budget(build, known))


def _ratios(build: CaseBuilder) -> Iterator[Case]:
    """Events on either side of the far edge of each window, and in none."""
    windows = _windows(build)
    steps = [window // build.step for window in windows]
    edges = {1: (4, 1)} | {many - 1: (7 * at + 3, at + 1) for at, many in enumerate(steps)}
    beyond = {many: (5 * at + 2, at + 2) for at, many in enumerate(steps) if many not in edges}
    for name, events in (
        ("error ratios are of the rows of their windows, no more and no fewer", edges | beyond),
        ("one valid event is enough for an error ratio", {1: (1, 1)}),
    ):
        rows = _rows(build, windows[-1], events)
        held = [[sum(events) for events in zip(*rows[-many:], strict=True)] for many in steps]
        yield Case(
            name=name,
            interval=build.step,
            series=[
                *ledger_rows(build, build.ledger, rows),
                *others(build, (build.ledger.valid, build.ledger.bad), (1,) * len(rows)),
            ],
            samples=[
                build.value(build.ledger.error_ratio(window), bad / valid, len(rows) - 1)
                for window, (valid, bad) in zip(windows, held, strict=True)
            ],
        )
    rows = _rows(build, windows[-1], {})
    yield Case(
        name="without valid events there is no error ratio",
        interval=build.step,
        series=ledger_rows(build, build.ledger, rows),
        samples=[
            build.nothing(build.ledger.error_ratio(window), len(rows) - 1) for window in windows
        ],
    )


def tier_cases(build: CaseBuilder) -> Iterator[Case]:
    """Return the cases of the tiers that read the build's ledger."""
    if build.tiers:
        yield from _ratios(build)
    by_basis = {Basis.RATE: _by_rate, Basis.EVENTS: _by_events}[build.slo.policy.basis]
    for tier in build.tiers:
        yield from by_basis(build, tier)


def cases_of_minutes(promise: Promise) -> list[Case]:
    """Return the cases of the tiers that read rows of a minute.

    A group that records rows whatever is exposed would disturb those of the cases: what no scrape
    tells is proven by `ledger_cases` alone, a raw expression by its author.
    """
    if isinstance(promise.slo.sli, ScrapeSLI | RawSLI):
        return []
    build = CaseBuilder(
        promise=promise,
        ledger=OF_MINUTES,
        step=MINUTE,
        evaluated=OF_MINUTES_EVALUATION // MINUTE,
    )
    return list(tier_cases(build))
