"""The cases of what counts events: ratios and latencies, through all that happens to counters."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from observability.evaluation.rows import Events
from observability.expressions import names
from observability.expressions.budget import events
from observability.expressions.printing import render
from observability.expressions.promql import Series, duration, equals
from observability.model.sli import RatioSLI
from observability.model.windows import MINUTE
from observability.proofs import faults
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case, ExpectedAlerts, ExpectedSamples
from observability.proofs.exposed import AWAY, BRIDGED, inputs
from observability.proofs.notation import Gap
from observability.proofs.recorded import others, recorded_names
from observability.proofs.traffic import (
    InputSeries,
    Reads,
    neighbours,
    ratio_traffic,
    up,
)

_MIXED = 4
"""Bad events of a minute where there are good ones too, half of them of each target."""


def _bad_alone(build: CaseBuilder, sli: RatioSLI) -> Case:
    rows = [build.start, *build.burning(30, Fraction(1, 2))]
    assert sli.bad is not None  # noqa: S101  asked for by the caller
    name = sli.bad.metric.name
    series = [s for s in inputs(build, rows) if s.name in (name, "up")]
    return Case(
        name="bad events without valid ones are no row: half a pair never exists",
        series=[*series, *others(build, [names.VALID_MINUTE], (1,) * 31)],
        alerts=[ExpectedAlerts(alert=build.alert, at=30 * MINUTE)],
        samples=[build.nothing(names.VALID_MINUTE, 30), build.nothing(names.BAD_MINUTE, 30)],
    )


def _more_bad_than_valid(build: CaseBuilder, sli: RatioSLI) -> Case:
    """A failure counter that runs ahead of its operations cannot make a ratio above 1."""
    assert sli.bad is not None  # noqa: S101  asked for by the caller
    rows = [build.start, *build.burning(30, Fraction(1, 2))]
    series = [
        replace(s, samples=tuple(v * 3 if isinstance(v, int) else v for v in s.samples))
        if s.name == sli.bad.metric.name
        else s
        for s in inputs(build, rows)
    ]
    window = build.tiers[0].short_window
    return Case(
        name="more bad than valid events are recorded as they are, and are a ratio of 1",
        series=series,
        samples=[
            build.value(names.VALID_MINUTE, build.unit, 20),
            build.value(names.BAD_MINUTE, 3 * rows[20][1], 20),
            build.value(names.error_ratio(window), 1, 20),
        ],
    )


def _ends_later(build: CaseBuilder) -> Case:
    """Operations that fail in a later minute than they began: each is counted, in two rows."""
    begun, failed = (build.unit, 0), (0, build.unit)
    rows = [build.start, *build.healthy(10), *[begun, failed] * 10]
    valid, bad = (sum(events) for events in zip(*rows[11:], strict=True))
    return Case(
        name="events that end in another minute than they began are all counted",
        series=inputs(build, rows),
        samples=[
            build.value(names.VALID_MINUTE, 0, 20),
            build.value(names.BAD_MINUTE, build.unit, 20),
            _total(build, names.VALID_MINUTE, 20, 30, valid),
            _total(build, names.BAD_MINUTE, 20, 30, bad),
        ],
    )


def _good_neighbours(build: CaseBuilder) -> Case:
    minutes = 31
    rows = _burning_all_along(build, minutes - 1)
    return Case(
        name="good events of another namespace and job excuse no bad one",
        series=[
            *inputs(build, rows),
            *neighbours(build.slo.sli, build.scope, minutes, bad_too=False),
        ],
        samples=build.rows_at(rows, 2, 30),
    )


def _nothing_good(build: CaseBuilder) -> Iterator[Case]:
    """Where nothing ever went well there is no counter of what went well."""
    rows = [*_burning_all_along(build, 20, build.unit), (0, 0)]
    name = "where nothing but bad events ever happened, all of them are bad"
    for where, more in (
        ("", []),
        (", whatever other SLOs record", others(build, recorded_names(build), (1,) * len(rows))),
    ):
        yield Case(
            name=name + where,
            series=[*_raised(inputs(build, rows)), *more],
            samples=build.rows_at(rows, 2, 20, 21),
        )


def _has_own_failures(sli: RatioSLI) -> bool:
    """Tell whether bad events have a metric of their own, so that valid ones are one series."""
    return sli.valid is not None and sli.bad is not None and sli.valid.metric != sli.bad.metric


def _restarts_soon(build: CaseBuilder, bad: int) -> Case:
    """The least fall that is a reset: a young target restarts and counts a seventh fewer events."""
    at = 10
    rows = _burning_all_along(build, 15, bad)
    # Target 0 has half of what there is more.
    more_bad = {_MIXED: 2, 0: 0}.get(bad, build.unit // 3)
    rows[at - 1] = (build.unit + max(build.unit // 3, more_bad), bad + more_bad)
    series = inputs(build, rows) if bad == _MIXED else _raised(inputs(build, rows))
    return Case(
        name="a restarted target that counts a seventh fewer events was restarted" + _of(bad),
        series=faults.restart(at)(faults.born(at - 1)(series)),
        samples=build.rows_at(rows, at - 1, at, at + 1),
    )


def _wavers(build: CaseBuilder, bad: int) -> Case:
    """A counter that falls by a twentieth and is back a minute later: each event counts once."""
    at = 10
    _, series = _counters(build, 15, bad)
    return Case(
        name="a counter that falls by a twentieth was not reset" + _of(bad),
        series=faults.waver(at, Fraction(19, 20))(series),
        samples=[
            _total(build, names.VALID_MINUTE, 10, 15, 10 * build.unit),
            _total(build, names.BAD_MINUTE, 10, 15, 10 * bad),
        ],
    )


def _new_target(build: CaseBuilder, bad: int) -> Case:
    """A target that was seen up once, and counts from its second scrape on."""
    at = 10
    rows, counters = _counters(build, 15, bad)
    series = [
        replace(s, samples=(*[Gap.NOTHING] * (at - 1), *s.samples[at - 1 :]))
        if s.target == 0 and s.reads is Reads.UP
        else s
        for s in faults.born(at)(counters)
    ]
    return Case(
        name="what a new target counts after its first scrape is counted" + _of(bad),
        series=series,
        samples=build.rows_at(rows, at, at + 1),
    )


def _excluded(build: CaseBuilder, sli: RatioSLI) -> Iterator[Case]:
    if sli.excluded is None:
        return
    rows = [build.start, *build.healthy(60)]
    refused = ratio_traffic(sli, build.scope, rows, excluded=build.unit)
    yield Case(
        name="excluded events alone are no valid events: they never page",
        series=[*refused, *(up(build.scope, target, len(rows)) for target in (0, 1))],
        alerts=build.expect(rows, 60),
        samples=build.rows_at(rows, 30),
    )


def _total(build: CaseBuilder, name: str, minutes: int, at: int, value: int) -> ExpectedSamples:
    mine = build.promise.labels
    counted = events(Series(name, equals(slo=build.slo.name)), minutes * MINUTE)
    return ExpectedSamples(
        expression=render(counted),
        at=build.time(at),
        samples=((mine, value),),
    )


def _burning_all_along(build: CaseBuilder, steps: int, bad: int = _MIXED) -> list[Events]:
    return [build.start, *[(build.unit, bad)] * steps]


def _raised(series: Sequence[InputSeries]) -> list[InputSeries]:
    """Leave out counters that never count: a process does not expose what never happened."""
    return [s for s in series if s.reads is not Reads.COUNTER or len({*s.samples}) > 1]


def _of(bad: int) -> str:
    """Return which events a case is of, where it is not of both kinds."""
    return {_MIXED: "", 0: ", of good events alone"}.get(bad, ", of bad events alone")


def _counters(build: CaseBuilder, steps: int, bad: int) -> tuple[list[Events], list[InputSeries]]:
    rows = _burning_all_along(build, steps, bad)
    return rows, inputs(build, rows) if bad == _MIXED else _raised(inputs(build, rows))


def _bridged(build: CaseBuilder, bad: int) -> Iterator[Case]:
    """Events during failed scrapes are counted after them, of what was there, born or restarted."""
    at, gap = 30, BRIDGED
    rows, series = _counters(build, at + gap + 9, bad)
    minutes = len(rows) - at
    for name, changed in (
        ("what happens", series),
        ("what a restart counts", faults.restart(at)(series)),
        ("what is first counted", faults.born(at)(series)),
    ):
        yield Case(
            name=f"{name} during {gap} failed scrapes is counted after them, to the event"
            + _of(bad),
            series=faults.failed_scrapes(at, gap)(changed),
            samples=[
                _total(build, names.VALID_MINUTE, minutes, len(rows) - 1, minutes * build.unit),
                _total(build, names.BAD_MINUTE, minutes, len(rows) - 1, minutes * bad),
            ],
        )


def _often(build: CaseBuilder, bad: int) -> Case:
    """Scrapes every half minute, of which every tenth fails just before an evaluation."""
    halves = 60
    failed = range(20, halves, 10)  # every other half is an evaluation
    _, series = _counters(build, halves, bad)
    for at in failed:
        series = faults.failed_scrapes(at, 1)(series)
    end = halves // 2
    return Case(
        name="with two scrapes a minute, a failed one before an evaluation loses no event"
        + _of(bad),
        interval=MINUTE / 2,
        series=series,
        samples=[
            _total(build, names.VALID_MINUTE, 25, end - 1, 50 * build.unit),
            _total(build, names.BAD_MINUTE, 25, end - 1, 50 * bad),
        ],
    )


def _restarted(build: CaseBuilder, bad: int) -> Case:
    """A restart with two scrapes a minute: what is older than it is no longer the newest."""
    halves, at = 30, 15  # every other half is an evaluation
    _, series = _counters(build, halves, bad)
    return Case(
        name="with two scrapes a minute, a restart loses nothing and repeats nothing" + _of(bad),
        interval=MINUTE / 2,
        series=faults.restart(at)(series),
        samples=[
            _total(build, names.VALID_MINUTE, 10, halves // 2 - 1, 20 * build.unit),
            _total(build, names.BAD_MINUTE, 10, halves // 2 - 1, 20 * bad),
        ],
    )


def _unseen(build: CaseBuilder) -> Case:
    """A lifetime count is no burst: what happened while nobody looked is not counted as now."""
    at, gap = 30, 20
    rows = [build.start, *build.healthy(at - 1), *[(build.unit, 4)] * gap, *build.healthy(10)]
    end = len(rows) - 1
    return Case(
        name="what happened while Prometheus was away is no burst when it is back",
        series=[*faults.prometheus_outage(at, gap)(inputs(build, rows))],
        alerts=build.expect([build.start, *build.healthy(end)], end),
        samples=[
            build.nothing(names.VALID_MINUTE, at + gap),
            *build.rows_at(rows, at + gap + 1),
            _total(build, names.BAD_MINUTE, 15, end, 0),
        ],
    )


def _away(build: CaseBuilder, bad: int, *, interval: timedelta, back: int) -> Case:
    """Target 0 is away for longer than is bridged, target 1 is not; it is back at step `back`."""
    steps = MINUTE // interval
    # A row holds the scrapes of a minute up to just before it.
    seen = -(-(back + 1) // steps) - 1
    rows, series = _counters(build, (seen + 2) * steps, bad)
    every = duration(interval)
    return Case(
        name=f"a target away for {AWAY} minutes brings no lifetime count ({every} scrapes)"
        + _of(bad),
        interval=interval,
        series=[
            *faults.failed_scrapes(back - AWAY * steps, AWAY * steps)(series),
            # Another job's target of the same address was never away.
            *neighbours(build.slo.sli, build.scope, len(rows)),
        ],
        samples=[
            # Target 1 has the smaller half of the good and of the bad events.
            build.value(names.VALID_MINUTE, ((build.unit - bad) // 2 + bad // 2) * steps, seen),
            build.value(names.BAD_MINUTE, bad // 2 * steps, seen),
            build.value(names.VALID_MINUTE, build.unit * steps, seen + 1),
            build.value(names.BAD_MINUTE, bad * steps, seen + 1),
        ],
    )


def _vanished(build: CaseBuilder) -> Case:
    """Rows go on for as long as a sample counts as new, and then end."""
    rows = _burning_all_along(build, 20)
    series = [
        replace(s, samples=(*s.samples[:10], *[Gap.NOTHING] * 11)) for s in inputs(build, rows)
    ]
    return Case(
        name="without scrapes rows end when two of them are missing",
        series=series,
        samples=[
            *build.rows_at(rows, 9),
            build.nothing(names.VALID_MINUTE, 10),
            build.nothing(names.BAD_MINUTE, 10),
        ],
    )


def _of_events(build: CaseBuilder, bad: int) -> Iterator[Case]:
    """What happens to the telemetry of minutes with so many bad events."""
    yield from _bridged(build, bad)
    yield from (_often(build, bad), _restarted(build, bad))
    yield from (_new_target(build, bad), _restarts_soon(build, bad), _wavers(build, bad))
    yield _away(build, bad, interval=MINUTE, back=20)
    yield _away(build, bad, interval=MINUTE / 2, back=39)


def _of_counters(build: CaseBuilder) -> Iterator[Case]:
    yield from _of_events(build, _MIXED)
    yield from (_unseen(build), _vanished(build))
    yield from (_good_neighbours(build), *_nothing_good(build))


def ratio_cases(build: CaseBuilder, sli: RatioSLI) -> Iterator[Case]:
    """Return the cases of a ratio of events."""
    yield from _of_counters(build)
    yield from _excluded(build, sli)
    if sli.valid is None:
        # Each of the two counters may be there alone.
        yield from (*_of_events(build, 0), *_of_events(build, build.unit))
    if _has_own_failures(sli):
        yield from (_bad_alone(build, sli), _more_bad_than_valid(build, sli), _ends_later(build))


def latency_cases(build: CaseBuilder) -> Iterator[Case]:
    """Return the cases of a latency on classic buckets."""
    yield from _of_counters(build)
