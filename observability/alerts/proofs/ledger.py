"""The cases of an SLO's one-minute group: what its rows count and when its pages fire."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from observability.alerts.proofs import faults
from observability.alerts.proofs.case import MINUTE, Case, ExpectedAlerts, ExpectedSamples
from observability.alerts.proofs.notation import Gap
from observability.alerts.proofs.others import others, recorded
from observability.alerts.proofs.rows import Row
from observability.alerts.proofs.stage import Stage, first
from observability.alerts.proofs.traffic import (
    DEAD,
    InputSeries,
    Reads,
    may_be_idle,
    neighbours,
    ratio_traffic,
    traffic,
    up,
)
from observability.expressions import names
from observability.expressions.budget import OF_MINUTES
from observability.expressions.promql import duration
from observability.expressions.scope import Scope, labels
from observability.model.burn_rate import Basis, BurnRateTier
from observability.model.environment import Environment
from observability.model.sli import BooleanSLI, LatencySLI, RatioSLI, ScrapeSLI
from observability.model.slo import SLO

_HOUR = 60


def _inputs(stage: Stage, rows: Sequence[Row], budget: Fraction | None = None) -> list[InputSeries]:
    series = traffic(stage.slo.sli, stage.scope, rows)
    if stage.slo.policy.basis is Basis.EVENTS:
        events = stage.budget_events if budget is None else budget
        series.append(
            InputSeries(
                name=names.BUDGET_EVENTS,
                labels=tuple(sorted(labels(stage.slo, stage.environment).items())),
                target=-1,
                reads=Reads.GAUGE,
                samples=(int(events),) * len(rows),
            )
        )
    return series


def _healthy_is_quiet(stage: Stage) -> Case:
    rows = [stage.start, *stage.burning(3 * _HOUR, Fraction(stage.slo.budget) / 2)]
    return Case(
        name="errors at half the budget's rate are quiet",
        series=_inputs(stage, rows),
        alerts=[stage.expect(rows, at) for at in (60, 120, 180)],
        samples=stage.rows_at(rows, 1, 61, 180),
    )


def _burn(stage: Stage, tier: BurnRateTier, ratio: Fraction, name: str) -> Case:
    """A burn that begins after a healthy window; both sides of the edge, then recovery."""
    window = tier.long_window // MINUTE
    # Where a minute holds one event, the ratio must be high enough to reach the floor.
    least = Fraction(2 * stage.slo.policy.min_bad_events, tier.short_window // MINUTE * stage.unit)
    before = [stage.start, *stage.healthy(window)]
    rows = before + stage.burning(2 * window, max(ratio, least))

    shown = stage.history(tier, rows)
    fires = first(range(len(before), len(rows)), lambda minute: shown[minute] is not None)
    good_again = fires + 3
    # Where a minute holds many events, errors go on just below the threshold.
    low = stage.threshold(tier) * Fraction(19, 20) if stage.unit > 1 else Fraction(0)
    if stage.slo.policy.basis is Basis.EVENTS:
        low = Fraction(0)
    recovery = stage.burning(tier.short_window // MINUTE + 30, low)
    rows = rows[: good_again + 1] + recovery
    shown = stage.history(tier, rows)
    ends = first(range(good_again + 1, len(rows)), lambda minute: shown[minute] is None)
    first_bad = first(range(len(rows)), lambda minute: rows[minute][1] > 0)
    times = sorted({len(before) - 1, fires - 1, fires, ends - 1, ends, len(rows) - 1})
    return Case(
        name=name,
        series=_inputs(stage, rows),
        alerts=[stage.expect(rows, at) for at in times],
        samples=stage.rows_at(rows, first_bad, fires, good_again + 1),
    )


def _edges(stage: Stage, tier: BurnRateTier) -> Iterator[Case]:
    """Errors for the whole long window: a twentieth below the threshold, and above it."""
    minutes = tier.long_window // MINUTE + 10
    for name, share in (("just below", Fraction(19, 20)), ("just above", Fraction(21, 20))):
        rows = [stage.start, *stage.burning(minutes, stage.threshold(tier) * share)]
        yield Case(
            name=f"errors {name} the threshold of the {tier.name} tier for its whole window",
            series=_inputs(stage, rows),
            alerts=[stage.expect(rows, minutes - 5), stage.expect(rows, minutes)],
        )


def _exactly(stage: Stage, tier: BurnRateTier) -> Iterator[Case]:
    """One window exactly at the threshold, the other above: not more than is not enough.

    Only where Prometheus's product of factor and budget is the very number that the ratio is.
    """
    threshold = stage.threshold(tier)
    if float(tier.factor(stage.slo.window)) * float(stage.slo.budget) != float(threshold):
        return
    valid, bad = threshold.denominator, threshold.numerator
    short = tier.short_window // MINUTE
    rest = tier.long_window // MINUTE - short
    others = rest // short
    for name, early, late in (
        ("long", (valid, bad - 1), (valid, bad + others)),
        ("short", (valid, bad + 1), (valid, bad)),
    ):
        rows = [stage.start, *[early] * rest, *[late] * short]
        yield Case(
            name=f"the {name} window of the {tier.name} tier exactly at the threshold is quiet",
            series=_inputs(stage, rows),
            alerts=[stage.expect(rows, len(rows) - 1)],
        )


def _floor(stage: Stage) -> Case:
    """Too few bad events alert nobody, whatever their ratio; one more does."""
    quiet: list[Row] = [(0, 0)] * _HOUR if may_be_idle(stage.slo.sli) else stage.healthy(_HOUR)
    floor = stage.slo.policy.min_bad_events
    rows = [stage.start, *quiet, *[(1, 1)] * (floor + 2)]
    budget = Fraction(10)
    first = len(quiet) + 1
    return Case(
        name=f"in a quiet hour the first {floor - 1} bad events alert nobody, the next one does",
        series=_inputs(stage, rows, budget),
        alerts=[
            stage.expect(rows, at, lambda _: budget)
            for at in (first, first + floor - 2, first + floor - 1, len(rows) - 1)
        ],
        samples=[
            *stage.rows_at(rows, first),
            *(
                stage.value(names.error_ratio(window), 1, first)
                for tier in stage.tiers
                for window in (tier.short_window, tier.long_window)
                if may_be_idle(stage.slo.sli)
            ),
        ],
    )


def _one_minute(stage: Stage) -> Case:
    before = 5 * _HOUR
    rows = [stage.start, *stage.healthy(before), (stage.unit, stage.unit), *stage.healthy(_HOUR)]
    at = before + 1
    return Case(
        name="a total outage of one minute does what the policy says",
        series=_inputs(stage, rows),
        alerts=[stage.expect(rows, at + later) for later in (-1, 0, 1, 4, 5, 29, 30, 59)],
        samples=stage.rows_at(rows, at - 1, at, at + 1),
    )


def _no_traffic(stage: Stage) -> Case:
    rows: list[Row] = [stage.start] * 31
    windows = {tier.short_window for tier in stage.tiers} or set()
    return Case(
        name="no traffic is no data: rows of 0, and no error ratio at all",
        series=_inputs(stage, rows),
        alerts=[stage.expect(rows, 30)],
        samples=stage.rows_at(rows, 30)
        + [stage.nothing(names.error_ratio(window), 30) for window in sorted(windows)],
    )


def _not_exposed(stage: Stage) -> Case:
    return Case(
        name="metrics that are not there are no rows: neither good nor bad",
        series=[up(stage.scope, 0, 31)],
        alerts=[ExpectedAlerts(alert=stage.slo.alert_name, at=30 * MINUTE)],
        samples=[stage.nothing(names.VALID_MINUTE, 30), stage.nothing(names.BAD_MINUTE, 30)],
    )


def _bad_alone(stage: Stage, sli: RatioSLI) -> Case:
    rows = [stage.start, *stage.burning(30, Fraction(1, 2))]
    assert sli.bad is not None  # noqa: S101  asked for by the caller
    name = sli.bad.metric.name
    series = [s for s in _inputs(stage, rows) if s.name in (name, "up")]
    return Case(
        name="bad events without valid ones are no row: half a pair never exists",
        series=[*series, *others(stage, [names.VALID_MINUTE], (1,) * 31)],
        alerts=[ExpectedAlerts(alert=stage.slo.alert_name, at=30 * MINUTE)],
        samples=[stage.nothing(names.VALID_MINUTE, 30), stage.nothing(names.BAD_MINUTE, 30)],
    )


def _more_bad_than_valid(stage: Stage, sli: RatioSLI) -> Case:
    """A failure counter that runs ahead of its operations cannot make a ratio above 1."""
    assert sli.bad is not None  # noqa: S101  asked for by the caller
    rows = [stage.start, *stage.burning(30, Fraction(1, 2))]
    series = [
        replace(s, samples=tuple(v * 3 if isinstance(v, int) else v for v in s.samples))
        if s.name == sli.bad.metric.name
        else s
        for s in _inputs(stage, rows)
    ]
    return Case(
        name="more bad than valid events count as all bad, not as more",
        series=series,
        samples=[
            stage.value(names.VALID_MINUTE, stage.unit, 20),
            stage.value(names.BAD_MINUTE, stage.unit, 20),
        ],
    )


def _neighbours(stage: Stage) -> Case:
    minutes = 61
    rows = [stage.start, *stage.healthy(minutes - 1)]
    return Case(
        name="another namespace, job, SLO and environment and what no promise names never count",
        series=[
            *_inputs(stage, rows),
            *neighbours(stage.slo.sli, stage.scope, minutes),
            *others(stage, recorded(stage), (1,) * minutes),
        ],
        alerts=[stage.expect(rows, at) for at in (30, 60)],
        samples=stage.rows_at(rows, 1, 2, 30, 60),
    )


def _excluded(stage: Stage, sli: RatioSLI) -> Iterator[Case]:
    if sli.excluded is None:
        return
    rows = [stage.start, *stage.healthy(60)]
    refused = ratio_traffic(sli, stage.scope, rows, excluded=stage.unit)
    yield Case(
        name="excluded events alone are no valid events: they never page",
        series=[*refused, *(up(stage.scope, target, len(rows)) for target in (0, 1))],
        alerts=[stage.expect(rows, 60)],
        samples=stage.rows_at(rows, 30),
    )


def _noise(stage: Stage) -> Iterator[Case]:
    """Restarts, rollouts, failed scrapes, an outage of Prometheus: nothing that users felt."""
    at, length = 30, 75
    rows = [stage.start, *stage.healthy(length - 1)]
    counts = isinstance(stage.slo.sli, RatioSLI | LatencySLI)
    changes: tuple[tuple[str, faults.Change, tuple[int, ...]], ...] = (
        ("a restart between two scrapes", faults.restart(at), (at, at + 1)),
        ("a rollout to a new target", faults.rollout(at), (at + 1,)),
        ("three failed scrapes of a target", faults.failed_scrapes(at, 3), (at + 4,)),
        ("twenty minutes without Prometheus", faults.prometheus_outage(at, 20), (at + 21,)),
    )
    for name, change, exact in changes:
        yield Case(
            name=f"{name} makes no noise",
            series=[*change(_inputs(stage, rows))],
            alerts=[stage.expect(rows, minute) for minute in range(at, length, 5)],
            samples=stage.rows_at(rows, *(m for m in exact if counts)),
        )


def _total(stage: Stage, name: str, minutes: int, at: int, value: int) -> ExpectedSamples:
    mine = labels(stage.slo, stage.environment)
    window = timedelta(minutes=minutes) - timedelta(milliseconds=1)
    range_ = f"{int(window.total_seconds() * 1000)}ms"
    return ExpectedSamples(
        expression=f'sum_over_time({name}{{slo="{stage.slo.name}"}}[{range_}])',
        at=at * MINUTE,
        samples=((mine, value),),
    )


def _burning_all_along(stage: Stage, steps: int) -> list[Row]:
    return [stage.start, *[(stage.unit, 4)] * steps]


def _bridged(stage: Stage) -> Iterator[Case]:
    """Events during failed scrapes are counted after them, of what was there, born or restarted."""
    at, gap = 30, 3
    quiet = [stage.start, *stage.healthy(at - 1), *[(stage.unit, 4)] * gap, *stage.healthy(10)]
    burning = _burning_all_along(stage, len(quiet) - 1)
    failed = faults.failed_scrapes(at, gap)
    minutes = len(quiet) - at
    for name, rows, series in (
        ("what happens", quiet, _inputs(stage, quiet)),
        ("what a restart counts", burning, faults.restart(at)(_inputs(stage, burning))),
        ("what is first counted", burning, faults.born(at)(_inputs(stage, burning))),
    ):
        valid, bad = (sum(events) for events in zip(*rows[at:], strict=True))
        yield Case(
            name=f"{name} during three failed scrapes is counted after them, to the event",
            series=failed(series),
            samples=[
                _total(stage, names.VALID_MINUTE, minutes, len(rows) - 1, valid),
                _total(stage, names.BAD_MINUTE, minutes, len(rows) - 1, bad),
            ],
        )


def _often(stage: Stage) -> Case:
    """Scrapes every half minute, of which every tenth fails just before an evaluation."""
    halves = 60
    failed = range(20, halves, 10)  # every other half is an evaluation
    rows: list[Row] = [stage.start, *[(stage.unit, 2)] * halves]
    series = _inputs(stage, rows)
    for at in failed:
        series = faults.failed_scrapes(at, 1)(series)
    end = halves // 2
    return Case(
        name="with two scrapes a minute, a failed one before an evaluation loses no event",
        interval=MINUTE / 2,
        series=series,
        samples=[
            _total(stage, names.VALID_MINUTE, 25, end, 50 * stage.unit),
            _total(stage, names.BAD_MINUTE, 25, end, 50 * 2),
        ],
    )


def _restarted(stage: Stage) -> Case:
    """A restart with two scrapes a minute: what is older than it is no longer the newest."""
    halves, at = 30, 15  # every other half is an evaluation
    rows = _burning_all_along(stage, halves)
    series = faults.restart(at)(_inputs(stage, rows))
    return Case(
        name="with two scrapes a minute, a restart loses nothing and repeats nothing",
        interval=MINUTE / 2,
        series=series,
        samples=[
            _total(stage, names.VALID_MINUTE, 10, halves // 2, 20 * stage.unit),
            _total(stage, names.BAD_MINUTE, 10, halves // 2, 20 * 4),
        ],
    )


def _unseen(stage: Stage) -> Case:
    """A lifetime count is no burst: what happened while nobody looked is not counted as now."""
    at, gap = 30, 20
    rows = [stage.start, *stage.healthy(at - 1), *[(stage.unit, 4)] * gap, *stage.healthy(10)]
    end = len(rows) - 1
    return Case(
        name="what happened while Prometheus was away is no burst when it is back",
        series=[*faults.prometheus_outage(at, gap)(_inputs(stage, rows))],
        alerts=[stage.expect([stage.start, *stage.healthy(end)], end)],
        samples=[
            stage.nothing(names.VALID_MINUTE, at + gap),
            *stage.rows_at(rows, at + gap + 1),
            _total(stage, names.BAD_MINUTE, 15, end, 0),
        ],
    )


def _away(stage: Stage, *, interval: timedelta, back: int) -> Case:
    """Target 0 is away for longer than is bridged, target 1 is not; it is back at step `back`."""
    steps = MINUTE // interval
    seen = -(-back // steps)
    rows = _burning_all_along(stage, (seen + 2) * steps)
    every = duration(interval)
    return Case(
        name=f"a target that was away for six minutes brings no lifetime count ({every} scrapes)",
        interval=interval,
        series=faults.failed_scrapes(back - 6 * steps, 6 * steps)(_inputs(stage, rows)),
        samples=[
            stage.value(names.VALID_MINUTE, stage.unit // 2 * steps, seen),
            stage.value(names.BAD_MINUTE, 4 // 2 * steps, seen),
            stage.value(names.VALID_MINUTE, stage.unit * steps, seen + 1),
            stage.value(names.BAD_MINUTE, 4 * steps, seen + 1),
        ],
    )


def _vanished(stage: Stage) -> Case:
    """Rows go on for as long as a sample counts as new, and then end."""
    rows = _burning_all_along(stage, 20)
    series = [
        replace(s, samples=(*s.samples[:10], *[Gap.NOTHING] * 11)) for s in _inputs(stage, rows)
    ]
    return Case(
        name="without scrapes rows end: one minute later they are still there, three later not",
        series=series,
        samples=[
            stage.value(names.VALID_MINUTE, 0, 10),
            stage.nothing(names.VALID_MINUTE, 12),
            stage.nothing(names.BAD_MINUTE, 12),
        ],
    )


def _all_missing(stage: Stage) -> Case:
    declared = stage.scope.declared
    return Case(
        name="targets that left discovery are down, not forgotten",
        series=neighbours(stage.slo.sli, stage.scope, 11),
        samples=[
            stage.value(names.VALID_MINUTE, declared, 10),
            stage.value(names.BAD_MINUTE, declared, 10),
        ],
    )


def _some_missing(stage: Stage) -> Case:
    declared = stage.scope.declared
    fewer = replace(stage.scope, declared=declared - 1)
    return Case(
        name="one target that left discovery is one that is down",
        series=traffic(stage.slo.sli, fewer, [(declared - 1, 0)] * 11),
        samples=stage.rows_at([(declared, 1)] * 11, 10),
    )


def _scaled_up(stage: Stage) -> Case:
    more = replace(stage.scope, declared=stage.scope.declared + 1)
    rows: list[Row] = [(more.declared, 1)] * 11
    return Case(
        name="a target above the declared number is promised too",
        series=traffic(stage.slo.sli, more, rows),
        samples=stage.rows_at(rows, 10),
    )


def _too_few(stage: Stage, sli: BooleanSLI) -> Case:
    """The other side of a sum that must be right: here it is too low, elsewhere too high."""
    rows = [stage.start, *stage.healthy(10)]
    nobody = [
        replace(s, samples=(sli.value - 1 if s.target == 0 else 0,) * len(rows))
        for s in _inputs(stage, rows)
        if s.name == sli.gauge.metric.name and s.target != DEAD
    ]
    return Case(
        name=f"a sum below {sli.value} is as bad as one above it",
        series=[*nobody, *(up(stage.scope, s.target, len(rows)) for s in nobody)],
        samples=stage.rows_at([(1, 1)] * 11, 10),
    )


def _of_tiers(stage: Stage) -> Iterator[Case]:
    for faster, tier in zip((None, *stage.tiers), stage.tiers, strict=False):
        ratio = stage.threshold(tier) * 2
        if faster is not None:
            ratio = (stage.threshold(tier) + stage.threshold(faster)) / 2
        yield _burn(stage, tier, ratio, f"a {tier.name} burn alerts, and ends after it")
        if stage.unit > 1 and stage.slo.policy.basis is Basis.RATE:
            yield from _edges(stage, tier)
            yield from _exactly(stage, tier)
    if stage.tiers:
        yield _floor(stage)
        yield _one_minute(stage)


def _of_counters(stage: Stage) -> Iterator[Case]:
    yield from _bridged(stage)
    yield from (_often(stage), _restarted(stage), _unseen(stage), _vanished(stage))
    yield _away(stage, interval=MINUTE, back=20)
    yield _away(stage, interval=MINUTE / 2, back=39)


def _of_kind(stage: Stage) -> Iterator[Case]:
    """The cases that only some kinds of SLI have."""
    match stage.slo.sli:
        case RatioSLI() as sli:
            yield from _of_counters(stage)
            yield from _excluded(stage, sli)
            if sli.valid is not None and sli.bad is not None and sli.valid.metric != sli.bad.metric:
                yield from (_bad_alone(stage, sli), _more_bad_than_valid(stage, sli))
        case LatencySLI():
            yield from _of_counters(stage)
        case BooleanSLI() as sli:
            yield _too_few(stage, sli)
        case ScrapeSLI():
            yield from (_all_missing(stage), _some_missing(stage), _scaled_up(stage))
        case _:
            pass


def ledger_cases(slo: SLO, environment: Environment, scope: Scope) -> list[Case]:
    """Return the cases of an SLO's one-minute group."""
    stage = Stage(slo=slo, environment=environment, scope=scope, ledger=OF_MINUTES, step=MINUTE)
    cases = [_healthy_is_quiet(stage), _neighbours(stage), *_of_tiers(stage), *_noise(stage)]
    if may_be_idle(slo.sli):
        cases.append(_no_traffic(stage))
    if not isinstance(slo.sli, ScrapeSLI):
        cases.append(_not_exposed(stage))
    return [*cases, *_of_kind(stage)]
