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
from observability.model.metric import MatchOp
from observability.model.sli import BooleanSLI, LatencySLI, RatioSLI, ScrapeSLI, TimeSliceSLI
from observability.model.slo import SLO

_HOUR = 60
_MIXED = 4
"""Bad events of a minute where there are good ones too, half of them of each target."""


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


def _floor_of(stage: Stage, tier: BurnRateTier) -> Case:
    """Just enough bad events in the whole short window, then one has left it."""
    floor, minutes = stage.slo.policy.min_bad_events, tier.short_window // MINUTE
    quiet: list[Row] = [(0, 0)] * _HOUR if may_be_idle(stage.slo.sli) else stage.healthy(_HOUR)
    good, bad = (min(5, stage.unit), 0), (min(5, stage.unit), 1)
    late = [bad, *[good] * (minutes - floor), *[bad] * (floor - 1), good]
    rows = [stage.start, *quiet, *late]
    budget = Fraction(10)
    return Case(
        name=f"the {tier.name} tier needs {floor} bad events in its own {minutes} minutes",
        series=_inputs(stage, rows, budget),
        alerts=[stage.expect(rows, len(rows) - past, lambda _: budget) for past in (2, 1)],
    )


def _ratios(stage: Stage) -> Case:
    """A bad minute within all windows, and one on either side of the far edge of each."""
    windows = sorted({w for t in stage.tiers for w in (t.short_window, t.long_window)})
    minutes = [window // MINUTE for window in windows]
    end = minutes[-1] + 10
    rows = [stage.start, *stage.healthy(end)]
    for back in (2, *minutes, *(many - 1 for many in minutes)):
        rows[end - back] = (stage.unit, 1)
    held = [[sum(events) for events in zip(*rows[-many:], strict=True)] for many in minutes]
    begun = [] if may_be_idle(stage.slo.sli) else [(window, 0.0, 0) for window in windows]
    ratios = [(w, bad / valid, end) for w, (valid, bad) in zip(windows, held, strict=True)]
    return Case(
        name="error ratios are of the minutes of their windows, no more and no fewer",
        series=_inputs(stage, rows),
        samples=[stage.value(names.error_ratio(w), value, at) for w, value, at in begun + ratios],
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
    windows = {w for tier in stage.tiers for w in (tier.short_window, tier.long_window)}
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
        series=[up(stage.scope, 0, 31), *neighbours(stage.slo.sli, stage.scope, 31)],
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


def _good_neighbours(stage: Stage) -> Case:
    minutes = 31
    rows = _burning_all_along(stage, minutes - 1)
    return Case(
        name="good events of another namespace and job excuse no bad one",
        series=[
            *_inputs(stage, rows),
            *neighbours(stage.slo.sli, stage.scope, minutes, bad_too=False),
        ],
        samples=stage.rows_at(rows, 2, 30),
    )


def _nothing_good(stage: Stage) -> Iterator[Case]:
    """Where nothing ever went well there is no counter of what went well."""
    rows = [*_burning_all_along(stage, 20, stage.unit), (0, 0)]
    name = "where nothing but bad events ever happened, all of them are bad"
    for where, more in (
        ("", []),
        (", whatever other SLOs record", others(stage, recorded(stage), (1,) * len(rows))),
    ):
        yield Case(
            name=name + where,
            series=[*_raised(_inputs(stage, rows)), *more],
            samples=stage.rows_at(rows, 2, 20, 21),
        )


def _has_own_failures(sli: RatioSLI) -> bool:
    """Tell whether bad events have a metric of their own, so that valid ones are one series."""
    return sli.valid is not None and sli.bad is not None and sli.valid.metric != sli.bad.metric


def _one_fewer(stage: Stage, bad: int) -> Case:
    """The least fall of a counter: a young target restarts and counts one event fewer."""
    at = 10
    match stage.slo.sli:
        case _ if bad != _MIXED:
            more = (2, min(2, bad))
        case LatencySLI():
            more = (2, 0)
        case RatioSLI() as sli if _has_own_failures(sli):
            more = (2, 2)
        case _:
            more = (4, 2)
    # Target 0 has half of what there is more, of each counter: one event.
    rows = _burning_all_along(stage, 15, bad)
    rows[at - 1] = (stage.unit + more[0], bad + more[1])
    series = _inputs(stage, rows) if bad == _MIXED else _raised(_inputs(stage, rows))
    return Case(
        name="a restarted target that counts one event fewer makes no row too low" + _of(bad),
        series=faults.restart(at)(faults.born(at - 1)(series)),
        samples=stage.rows_at(rows, at - 1, at, at + 1),
    )


def _new_target(stage: Stage, bad: int) -> Case:
    """A target that was seen up once, and counts from its second scrape on."""
    at = 10
    rows, counters = _counters(stage, 15, bad)
    series = [
        replace(s, samples=(*[Gap.NOTHING] * (at - 1), *s.samples[at - 1 :]))
        if s.target == 0 and s.reads is Reads.UP
        else s
        for s in faults.born(at)(counters)
    ]
    return Case(
        name="what a new target counts after its first scrape is counted" + _of(bad),
        series=series,
        samples=stage.rows_at(rows, at, at + 1),
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


def _burning_all_along(stage: Stage, steps: int, bad: int = _MIXED) -> list[Row]:
    return [stage.start, *[(stage.unit, bad)] * steps]


def _raised(series: Sequence[InputSeries]) -> list[InputSeries]:
    """Leave out counters that never count: a process does not expose what never happened."""
    return [s for s in series if s.reads is not Reads.COUNTER or len({*s.samples}) > 1]


def _of(bad: int) -> str:
    """Return which events a case is of, where it is not of both kinds."""
    return {_MIXED: "", 0: ", of good events alone"}.get(bad, ", of bad events alone")


def _counters(stage: Stage, steps: int, bad: int) -> tuple[list[Row], list[InputSeries]]:
    rows = _burning_all_along(stage, steps, bad)
    return rows, _inputs(stage, rows) if bad == _MIXED else _raised(_inputs(stage, rows))


def _bridged(stage: Stage, bad: int) -> Iterator[Case]:
    """Events during failed scrapes are counted after them, of what was there, born or restarted."""
    at, gap = 30, 3
    rows, series = _counters(stage, at + gap + 9, bad)
    minutes = len(rows) - at
    for name, changed in (
        ("what happens", series),
        ("what a restart counts", faults.restart(at)(series)),
        ("what is first counted", faults.born(at)(series)),
    ):
        yield Case(
            name=f"{name} during three failed scrapes is counted after them, to the event"
            + _of(bad),
            series=faults.failed_scrapes(at, gap)(changed),
            samples=[
                _total(stage, names.VALID_MINUTE, minutes, len(rows) - 1, minutes * stage.unit),
                _total(stage, names.BAD_MINUTE, minutes, len(rows) - 1, minutes * bad),
            ],
        )


def _often(stage: Stage, bad: int) -> Case:
    """Scrapes every half minute, of which every tenth fails just before an evaluation."""
    halves = 60
    failed = range(20, halves, 10)  # every other half is an evaluation
    _, series = _counters(stage, halves, bad)
    for at in failed:
        series = faults.failed_scrapes(at, 1)(series)
    end = halves // 2
    return Case(
        name="with two scrapes a minute, a failed one before an evaluation loses no event"
        + _of(bad),
        interval=MINUTE / 2,
        series=series,
        samples=[
            _total(stage, names.VALID_MINUTE, 25, end, 50 * stage.unit),
            _total(stage, names.BAD_MINUTE, 25, end, 50 * bad),
        ],
    )


def _restarted(stage: Stage, bad: int) -> Case:
    """A restart with two scrapes a minute: what is older than it is no longer the newest."""
    halves, at = 30, 15  # every other half is an evaluation
    _, series = _counters(stage, halves, bad)
    return Case(
        name="with two scrapes a minute, a restart loses nothing and repeats nothing" + _of(bad),
        interval=MINUTE / 2,
        series=faults.restart(at)(series),
        samples=[
            _total(stage, names.VALID_MINUTE, 10, halves // 2, 20 * stage.unit),
            _total(stage, names.BAD_MINUTE, 10, halves // 2, 20 * bad),
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


def _away(stage: Stage, bad: int, *, interval: timedelta, back: int) -> Case:
    """Target 0 is away for longer than is bridged, target 1 is not; it is back at step `back`."""
    steps = MINUTE // interval
    seen = -(-back // steps)
    rows, series = _counters(stage, (seen + 2) * steps, bad)
    every = duration(interval)
    return Case(
        name=f"a target that was away for six minutes brings no lifetime count ({every} scrapes)"
        + _of(bad),
        interval=interval,
        series=[
            *faults.failed_scrapes(back - 6 * steps, 6 * steps)(series),
            # Another job's target of the same address was never away.
            *neighbours(stage.slo.sli, stage.scope, len(rows)),
        ],
        samples=[
            # Target 1 has the smaller half of the good and of the bad events.
            stage.value(names.VALID_MINUTE, ((stage.unit - bad) // 2 + bad // 2) * steps, seen),
            stage.value(names.BAD_MINUTE, bad // 2 * steps, seen),
            stage.value(names.VALID_MINUTE, stage.unit * steps, seen + 1),
            stage.value(names.BAD_MINUTE, bad * steps, seen + 1),
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


def _none_running(stage: Stage) -> Case:
    """The last values of dead targets linger; a target that is up says nothing."""
    rows = [stage.start, *stage.burning(10, Fraction(1))]
    series = [s for s in _inputs(stage, rows) if s.reads is Reads.GAUGE and s.target != DEAD]
    dead = [replace(up(stage.scope, s.target, len(rows)), samples=(0,) * len(rows)) for s in series]
    return Case(
        name="what no running target says is no row, whatever dead ones said last",
        series=[
            *series,
            *dead,
            up(stage.scope, 9, len(rows)),
            *neighbours(stage.slo.sli, stage.scope, len(rows)),
        ],
        samples=[stage.nothing(names.VALID_MINUTE, 10), stage.nothing(names.BAD_MINUTE, 10)],
    )


def _alone(stage: Stage, rows: Sequence[Row]) -> list[InputSeries]:
    """Return what target 0 exposes, the only one: whether it is busy decides alone."""
    return [s for s in _inputs(stage, rows) if s.target == 0]


def _counts(series: Sequence[InputSeries], samples: Sequence[int]) -> list[InputSeries]:
    """Return the series with these samples of each counter."""
    return [replace(s, samples=tuple(samples)) if s.reads is Reads.COUNTER else s for s in series]


def _busy_through(stage: Stage) -> Iterator[Case]:
    """Whether a minute is busy, of one target, through what happens to telemetry."""
    at, gap = 10, 3
    rows: list[Row] = [stage.start, *[(1, 1)] * 20]
    series = _alone(stage, rows)
    one = _counts(series, range(1, len(rows) + 1))
    begun = [
        replace(s, samples=(*[Gap.NOTHING] * (at - 1), *s.samples[at - 1 :]))
        if s.reads is Reads.UP
        else s
        for s in faults.born(at)(series)
    ]
    fewer = _counts(series, [*range(100, 100 + at), *range(98 + at, 98 + len(rows))])
    for name, changed, steps in (
        ("one request makes a minute busy", one, (1, at, 20)),
        ("a restart makes no busy minute idle", faults.restart(at)(series), (at, at + 1)),
        ("the first requests of a new target make a minute busy", begun, (at, at + 1)),
        ("a fall by one request is a restart too", fewer, (at, at + 1)),
    ):
        yield Case(name=name, series=changed, samples=stage.rows_at(rows, *steps))
    for name, changed in (
        ("what happens", series),
        ("a restart", faults.restart(at)(series)),
        ("a birth", faults.born(at)(series)),
    ):
        failed = faults.failed_scrapes(at, gap)(changed)
        shown = [*rows[:at], (0, 0), *rows[at + 1 :]]
        yield Case(
            name=f"{name} during three failed scrapes makes the minute after them busy",
            series=failed,
            samples=[
                *(stage.rows_at(shown, at) if name != "a birth" else ()),
                *stage.rows_at(shown, at + gap, at + gap + 1),
            ],
        )
    ended = [replace(s, samples=(*s.samples[:at], *[Gap.NOTHING] * 11)) for s in series]
    yield Case(
        name="without scrapes rows end: one minute later they are still there, three later not",
        series=ended,
        samples=[
            *stage.rows_at([(0, 0)] * 21, at),
            *(stage.nothing(row, at + 2) for row in (names.VALID_MINUTE, names.BAD_MINUTE)),
        ],
    )


def _beside(stage: Stage, length: int) -> list[InputSeries]:
    """Return what target 1 exposes: busy and fast, so that the minute is valid anyway."""
    rows = [stage.start, *[(1, 0)] * (length - 1)]
    return [s for s in _inputs(stage, rows) if s.target == 1]


def _idle_through(stage: Stage, *, is_alone: bool) -> Iterator[Case]:
    """A slow target that is idle stays idle, whatever it counted before."""
    at, length = 10, 21
    series = _alone(stage, [stage.start, *[(1, 1)] * (length - 1)])
    more = [] if is_alone else _beside(stage, length)
    idle = [(0, 0) if is_alone else (1, 0)] * length
    where = "" if is_alone else " bad, beside a fast one"
    yield Case(
        name=f"three failed scrapes of an idle target make no minute busy{where}",
        series=[*faults.failed_scrapes(at, 3)(_counts(series, [1_000] * length)), *more],
        samples=stage.rows_at(idle, at - 1, at + 3, at + 4),
    )
    yield Case(
        name=f"a restart that is followed by no request makes no minute busy{where}",
        series=[*_counts(series, [1_000] * at + [0] * (length - at)), *more],
        samples=stage.rows_at(idle, at, at + 1, at + 2),
    )
    yield Case(
        name=f"what a target counted before makes no later minute busy{where}",
        series=[*_counts(series, [*range(1, at + 1), *[at] * (length - at)]), *more],
        samples=stage.rows_at(idle, at, at + 1, at + 2),
    )
    yield Case(
        name=f"with two scrapes a minute, a restart makes its own minute busy alone{where}",
        interval=MINUTE / 2,
        series=[*_counts(series, [1_000] * 15 + [0] + [10] * (length - 16)), *more],
        samples=[*stage.rows_at([(1, 1)] * 9, 8), *stage.rows_at(idle, 9)],
    )
    yield Case(
        name=f"with two scrapes a minute, requests of its first half make it busy{where}",
        interval=MINUTE / 2,
        series=[*_counts(series, [1_000] * 15 + [1_010] * (length - 15)), *more],
        samples=[*stage.rows_at([(1, 1)] * 9, 8), *stage.rows_at(idle, 9)],
    )


def _not_scraped(stage: Stage) -> Case:
    at, gap = 10, 3
    rows: list[Row] = [stage.start, *[(1, 1)] * 20]
    return Case(
        name="a slow target that is not scraped makes minutes bad again when it is back",
        series=[
            *faults.failed_scrapes(at, gap)(_alone(stage, rows)),
            *_beside(stage, len(rows)),
        ],
        samples=[
            *stage.rows_at([(1, 0)] * 21, at, at + 1, at + 2),
            *stage.rows_at(rows, at - 1, at + gap, at + gap + 1),
        ],
    )


def _busy_again(stage: Stage, *, interval: timedelta, back: int, is_alone: bool) -> Case:
    steps = MINUTE // interval
    seen = -(-back // steps)
    rows: list[Row] = [stage.start, *[(1, 1)] * (seen + 2) * steps]
    every = duration(interval)
    where = "" if is_alone else " bad, beside a fast one"
    return Case(
        name=f"a target away for six minutes makes no minute busy{where} ({every} scrapes)",
        interval=interval,
        series=[
            *faults.failed_scrapes(back - 6 * steps, 6 * steps)(_alone(stage, rows)),
            *([] if is_alone else _beside(stage, len(rows))),
            up(stage.scope, 9, len(rows)),
            *neighbours(stage.slo.sli, stage.scope, len(rows)),
        ],
        samples=[
            *(
                [stage.nothing(row, seen) for row in (names.VALID_MINUTE, names.BAD_MINUTE)]
                if is_alone
                else stage.rows_at([(1, 0)] * (seen + 1), seen)
            ),
            *stage.rows_at([(1, 1)] * (seen + 2), seen + 1),
        ],
    )


def _no_quantile(stage: Stage) -> Case:
    at = 5
    rows: list[Row] = [stage.start, *[(1, 1)] * 10]
    series = [
        replace(s, samples=(*s.samples[:at], *[Gap.NOTHING] * (len(rows) - at)))
        if s.reads is Reads.GAUGE
        else s
        for s in _alone(stage, rows)
    ]
    return Case(
        name="a busy minute of which no quantile is known is not bad, nor is an old one",
        series=[*series, *others(stage, recorded(stage), (1,) * len(rows))],
        samples=stage.rows_at([*rows[:at], *[(1, 0)] * 6], at - 1, at + 2, 10),
    )


def _just_over(stage: Stage, sli: TimeSliceSLI) -> Case:
    rows: list[Row] = [stage.start, *[(1, 1)] * 10]
    slow = sli.limit.total_seconds() * 1.05
    series = [
        replace(s, samples=(slow,) * len(rows))
        if s.target == 0 and dict(s.labels).get("quantile") == sli.quantile
        else s
        for s in _inputs(stage, rows)
    ]
    return Case(
        name="one target a twentieth over the limit is bad, however fast the other",
        series=series,
        samples=stage.rows_at(rows, 5),
    )


def _unscraped(stage: Stage, sli: BooleanSLI) -> Case:
    """The value has moved to target 1, which is then not scraped but was seen."""
    moved, at = 5, 8
    rows: list[Row] = [stage.start, *stage.healthy(15)]
    of_others = neighbours(stage.slo.sli, stage.scope, len(rows))
    series = []
    for s in _inputs(stage, rows):
        if s.target == DEAD:
            continue
        if s.reads is Reads.GAUGE:
            early, late = (sli.value, 0) if s.target == 0 else (0, sli.value)
            values = (*[early] * moved, *[late] * (len(rows) - moved))
            series.append(replace(s, samples=values))
        else:
            series.append(s)
    gone = [
        replace(
            s,
            samples=(*s.samples[:at], *[0 if s.reads is Reads.UP else Gap.NOTHING] * 8),
        )
        if s.target == 1
        else s
        for s in series
    ]
    return Case(
        name="what is not scraped counts as last seen for five minutes, and then not",
        series=[*gone, *of_others],
        samples=stage.rows_at([*rows[: at + 5], *[(1, 1)] * 3], at, at + 1, at + 3, at + 5),
    )


def _up_elsewhere(stage: Stage) -> Case:
    rows = [stage.start, *stage.healthy(10)]
    return Case(
        name="a dead target is dead, although one of its address is up elsewhere",
        series=[
            *_inputs(stage, rows),
            up(replace(stage.scope, job="other"), DEAD, len(rows)),
            up(replace(stage.scope, namespace="elsewhere"), DEAD, len(rows)),
        ],
        samples=stage.rows_at(rows, 1, 2),
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
        yield from (_floor(stage), _ratios(stage))
        yield from (_floor_of(stage, tier) for tier in stage.tiers)
        yield _one_minute(stage)


def _of_events(stage: Stage, bad: int) -> Iterator[Case]:
    """What happens to the telemetry of minutes with so many bad events."""
    yield from _bridged(stage, bad)
    yield from (_often(stage, bad), _restarted(stage, bad))
    yield from (_new_target(stage, bad), _one_fewer(stage, bad))
    yield _away(stage, bad, interval=MINUTE, back=20)
    yield _away(stage, bad, interval=MINUTE / 2, back=39)


def _of_counters(stage: Stage) -> Iterator[Case]:
    yield from _of_events(stage, _MIXED)
    yield from (_unseen(stage), _vanished(stage))
    yield from (_good_neighbours(stage), *_nothing_good(stage))


def _of_kind(stage: Stage) -> Iterator[Case]:
    """The cases that only some kinds of SLI have."""
    match stage.slo.sli:
        case RatioSLI() as sli:
            yield from _of_counters(stage)
            yield from _excluded(stage, sli)
            if sli.valid is None:
                # Each of the two counters may be there alone.
                yield from (*_of_events(stage, 0), *_of_events(stage, stage.unit))
            if _has_own_failures(sli):
                yield from (_bad_alone(stage, sli), _more_bad_than_valid(stage, sli))
        case LatencySLI():
            yield from _of_counters(stage)
        case BooleanSLI() as sli:
            yield from (_too_few(stage, sli), _none_running(stage), _up_elsewhere(stage))
            if sli.bad_when is not MatchOp.EQUAL:
                yield _unscraped(stage, sli)
        case TimeSliceSLI() as sli:
            yield from (*_busy_through(stage), _not_scraped(stage))
            for is_alone in (True, False):
                yield from _idle_through(stage, is_alone=is_alone)
                yield _busy_again(stage, interval=MINUTE, back=20, is_alone=is_alone)
                yield _busy_again(stage, interval=MINUTE / 2, back=39, is_alone=is_alone)
            yield from (_no_quantile(stage), _just_over(stage, sli))
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
