"""The cases of an SLO's one-minute group: what its rows count and when its pages fire."""

from collections.abc import Iterator
from fractions import Fraction

from observability.evaluation.rows import Events
from observability.expressions import names
from observability.expressions.budget import OF_MINUTES
from observability.expressions.promise import Promise
from observability.model.burn_rate import BurnRateTier
from observability.model.sli import (
    BooleanSLI,
    LatencySLI,
    RatioSLI,
    ScrapeSLI,
    TimeSliceSLI,
    may_be_idle,
)
from observability.model.windows import MINUTE
from observability.proofs import faults
from observability.proofs.builder import CaseBuilder, first
from observability.proofs.case import Case, ExpectedAlerts
from observability.proofs.exposed import inputs
from observability.proofs.kinds.boolean import boolean_cases
from observability.proofs.kinds.counters import of_counters
from observability.proofs.kinds.ratio import ratio_cases
from observability.proofs.kinds.scrape import scrape_cases
from observability.proofs.kinds.time_slice import time_slice_cases
from observability.proofs.recorded import others, recorded_names
from observability.proofs.stopped import stopped_cases
from observability.proofs.traffic import neighbours, traffic, up

_HOUR = 60


def _healthy_is_quiet(build: CaseBuilder) -> Case:
    rows = [build.start, *build.burning(3 * _HOUR, Fraction(build.slo.budget) / 2)]
    return Case(
        name="errors at half the budget's rate are quiet",
        series=inputs(build, rows),
        alerts=build.expect(rows, 60, 120, 180),
        samples=build.rows_at(rows, 4, 61, 180),
    )


def _burn(build: CaseBuilder, tier: BurnRateTier, ratio: Fraction, name: str) -> Case:
    """A burn that begins after a healthy window; both sides of the edge, then recovery."""
    window = tier.long_window // MINUTE
    # Where a minute holds one event, the ratio must be high enough to reach the floor.
    least = Fraction(2 * build.slo.policy.min_bad_events, window * build.unit)
    before = [build.start, *build.healthy(window)]
    rows = before + build.burning(2 * window, max(ratio, least))

    shown = build.history(tier, rows)
    fires = first(range(len(before), len(rows)), lambda minute: shown[minute] is not None)
    good_again = fires + 3
    recovery = build.burning(_over(tier) + 30, build.below(tier))
    rows = rows[: good_again + 1] + recovery
    shown = build.history(tier, rows)
    ends = first(range(good_again + 1, len(rows)), lambda minute: shown[minute] is None)
    first_bad = first(range(len(rows)), lambda minute: rows[minute][1] > 0)
    times = sorted({len(before) - 1, fires - 1, fires, ends - 1, ends, len(rows) - 1})
    return Case(
        name=name,
        series=inputs(build, rows),
        alerts=build.expect(rows, *times),
        samples=build.rows_at(rows, first_bad, fires, good_again + 1),
    )


def _floor(build: CaseBuilder) -> Case:
    """Too few bad events alert nobody, whatever their ratio; one more does."""
    quiet: list[Events] = [(0, 0)] * _HOUR if may_be_idle(build.slo.sli) else build.healthy(_HOUR)
    floor = build.slo.policy.min_bad_events
    rows = [build.start, *quiet, *[(1, 1)] * (floor + 2)]
    budget = Fraction(10)
    first = len(quiet) + 1
    return Case(
        name=f"in a quiet hour the first {floor - 1} bad events alert nobody, the next one does",
        series=inputs(build, rows, budget),
        alerts=build.expect(
            rows,
            *(first, first + floor - 2, first + floor - 1, len(rows) - 1),
            budget=lambda _: budget,
        ),
        samples=build.rows_at(rows, first),
    )


def _over(tier: BurnRateTier) -> int:
    """Return after how many minutes without a bad event an alert is over."""
    return (tier.short_window + tier.keep_firing_for) // MINUTE


def _one_minute(build: CaseBuilder) -> Case:
    before = 5 * _HOUR
    over = [_over(tier) for tier in build.tiers]
    after = build.healthy(max(over) + 1)
    rows = [build.start, *build.healthy(before), (build.unit, build.unit), *after]
    at = before + 1
    times = sorted({-1, 0, 1, *over, *(minutes - 1 for minutes in over)})
    return Case(
        name="a total outage of one minute does what the policy says",
        series=inputs(build, rows),
        alerts=build.expect(rows, *(at + later for later in times)),
        samples=build.rows_at(rows, at - 1, at, at + 1),
    )


def _no_traffic(build: CaseBuilder) -> Case:
    rows: list[Events] = [build.start] * 31
    windows = {w for tier in build.tiers for w in (tier.short_window, tier.long_window)}
    return Case(
        name="no traffic is no data: rows of 0, and no error ratio at all",
        series=inputs(build, rows),
        alerts=build.expect(rows, 30),
        samples=build.rows_at(rows, 30)
        + [build.nothing(names.error_ratio(window), 30) for window in sorted(windows)],
    )


def _not_exposed(build: CaseBuilder) -> Case:
    return Case(
        name="metrics that are not there are no rows: neither good nor bad",
        series=[
            up(build.scope, 0, 31),
            *neighbours(build.slo.sli, build.scope, 31),
        ],
        alerts=[ExpectedAlerts(alert=build.alert, at=30 * MINUTE)],
        samples=[build.nothing(names.VALID_MINUTE, 30), build.nothing(names.BAD_MINUTE, 30)],
    )


def _neighbours(build: CaseBuilder) -> Case:
    minutes = 61
    rows = [build.start, *build.healthy(minutes - 1)]
    return Case(
        name="another namespace, job, SLO and environment and what no promise names never count",
        series=[
            *inputs(build, rows),
            *neighbours(build.slo.sli, build.scope, minutes),
            *others(build, recorded_names(build), (1,) * minutes),
        ],
        alerts=build.expect(rows, 30, 60),
        samples=build.rows_at(rows, 1, 2, 30, 60),
    )


def _noise(build: CaseBuilder) -> Iterator[Case]:
    """Restarts, rollouts, failed scrapes, an outage of Prometheus: nothing that users felt."""
    at, length = 30, 75
    rows = [build.start, *build.healthy(length - 1)]
    counts = isinstance(build.slo.sli, RatioSLI | LatencySLI)
    changes: tuple[tuple[str, faults.Change, tuple[int, ...]], ...] = (
        ("a restart between two scrapes", faults.restart(at), (at, at + 1)),
        (
            "a rollout to a new target",
            faults.rollout(at, build.promise.environment.system),
            (at + 1,),
        ),
        ("three failed scrapes of a target", faults.failed_scrapes(at, 3), (at + 4,)),
        ("twenty minutes without Prometheus", faults.prometheus_outage(at, 20), (at + 21,)),
    )
    if isinstance(build.slo.sli, BooleanSLI):
        # Whether the target that leads is dead or only not scraped, nobody can tell.
        changes = (*changes[:2], changes[3])
    for name, change, exact in changes:
        yield Case(
            name=f"{name} makes no noise",
            series=[*change(inputs(build, rows))],
            alerts=build.expect(rows, *range(at, length, 5)),
            samples=build.rows_at(rows, *(m for m in exact if counts)),
        )


def _labels_of_targets(build: CaseBuilder) -> Iterator[Case]:
    """Labels that are not the metric's own: the counter is the same, and is counted once."""
    at, length = 10, 21
    rows = [build.start, *build.burning(length - 1, Fraction(1, 2))]
    series = traffic(build.slo.sli, build.scope, rows)
    restarted = faults.restart(at + 3)(series)
    for name, changed in (
        ("targets that are scraped twice for five minutes", faults.scraped_twice(at, 5)(series)),
        ("a label that all targets are given, and a restart,", faults.relabelled(at)(restarted)),
    ):
        yield Case(
            name=f"{name} change no row",
            series=changed,
            samples=build.rows_at(rows, *range(at - 1, at + 8)),
        )


def _of_tiers(build: CaseBuilder) -> Iterator[Case]:
    for faster, tier in zip((None, *build.tiers), build.tiers, strict=False):
        ratio = build.threshold(tier) * 2
        if faster is not None:
            ratio = (build.threshold(tier) + build.threshold(faster)) / 2
        if build.can_reach(tier):
            yield _burn(build, tier, ratio, f"a {tier.name} burn alerts, and ends after it")
    if build.tiers:
        yield from (_floor(build), _one_minute(build))


def _of_kind(build: CaseBuilder) -> Iterator[Case]:
    """Return the cases that only some kinds of SLI have."""
    match build.slo.sli:
        case RatioSLI() as sli:
            yield from ratio_cases(build, sli)
        case LatencySLI():
            yield from of_counters(build)
        case BooleanSLI() as sli:
            yield from boolean_cases(build, sli)
        case TimeSliceSLI() as sli:
            yield from time_slice_cases(build, sli)
        case ScrapeSLI():
            yield from scrape_cases(build)
        case _:
            pass


def ledger_cases(promise: Promise) -> list[Case]:
    """Return the cases of an SLO's one-minute group."""
    build = CaseBuilder(promise=promise, ledger=OF_MINUTES, step=MINUTE, delay=1)
    cases = [_healthy_is_quiet(build), _neighbours(build), *_of_tiers(build), *_noise(build)]
    cases += _labels_of_targets(build)
    if may_be_idle(promise.slo.sli):
        cases.append(_no_traffic(build))
    if promise.slo.never_idle:
        cases += stopped_cases(build)
    if not isinstance(promise.slo.sli, ScrapeSLI):
        cases.append(_not_exposed(build))
    return [*cases, *_of_kind(build)]
