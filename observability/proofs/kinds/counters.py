"""The cases of what counts events, through all that happens to counters."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from observability.evaluation.rows import Events
from observability.expressions import names
from observability.expressions.budget import events
from observability.expressions.printing import render
from observability.expressions.promql import Series, duration, equals
from observability.model.windows import MINUTE
from observability.proofs import faults
from observability.proofs.builder import CaseBuilder
from observability.proofs.case import Case, ExpectedSamples
from observability.proofs.exposed import AWAY, BRIDGED, inputs
from observability.proofs.notation import Gap
from observability.proofs.recorded import others, recorded_names
from observability.proofs.series import InputSeries, Reads
from observability.proofs.traffic import neighbours

_MIXED = 4
"""Bad events of a minute where there are good ones too, half of them of each target."""


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
            total(build, names.VALID_MINUTE, 10, 15, 10 * build.unit),
            total(build, names.BAD_MINUTE, 10, 15, 10 * bad),
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


def total(build: CaseBuilder, name: str, minutes: int, at: int, value: int) -> ExpectedSamples:
    """Return that the rows of some minutes, up to row `at`, add up to `value`."""
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
                total(build, names.VALID_MINUTE, minutes, len(rows) - 1, minutes * build.unit),
                total(build, names.BAD_MINUTE, minutes, len(rows) - 1, minutes * bad),
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
            total(build, names.VALID_MINUTE, 25, end - 1, 50 * build.unit),
            total(build, names.BAD_MINUTE, 25, end - 1, 50 * bad),
        ],
    )


def _restarted(build: CaseBuilder, bad: int) -> Iterator[Case]:
    """Restarts with two scrapes a minute: what is older than them is no longer the newest."""
    halves, at = 30, 15  # every other half is an evaluation
    _, series = _counters(build, halves, bad)
    once = faults.restart(at)(series)
    # The process before the last is seen once, and had counted twice as much.
    twice = faults.failed_scrapes(at - 2, 1)(faults.restart(at)(faults.restart(at - 2)(series)))
    for what, changed in (("a restart loses", once), ("two restarts lose", twice)):
        yield Case(
            name=f"with two scrapes a minute, {what} nothing, and nothing counts twice" + _of(bad),
            interval=MINUTE / 2,
            series=changed,
            samples=[
                total(build, names.VALID_MINUTE, 10, halves // 2 - 1, 20 * build.unit),
                total(build, names.BAD_MINUTE, 10, halves // 2 - 1, 20 * bad),
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
            total(build, names.BAD_MINUTE, 15, end, 0),
        ],
    )


def _away(build: CaseBuilder, bad: int, *, interval: timedelta, back: int) -> Iterator[Case]:
    """Target 0 is away for longer than is bridged, target 1 is not; it is back at step `back`."""
    steps = MINUTE // interval
    # A row holds the scrapes of a minute up to just before it.
    seen = -(-(back + 1) // steps) - 1
    rows, series = _counters(build, (seen + 2) * steps, bad)
    every, gap = duration(interval), (back - AWAY * steps, AWAY * steps)
    for what, change in (("is down", faults.failed_scrapes), ("is forgotten", faults.off_the_list)):
        yield Case(
            name=f"a target that {what} for {AWAY} minutes brings no lifetime count"
            f" ({every} scrapes)" + _of(bad),
            interval=interval,
            series=[
                *change(*gap)(series),
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


def of_events(build: CaseBuilder, bad: int) -> Iterator[Case]:
    """What happens to the telemetry of minutes with so many bad events."""
    yield from _bridged(build, bad)
    yield from (_often(build, bad), *_restarted(build, bad))
    yield from (_new_target(build, bad), _restarts_soon(build, bad), _wavers(build, bad))
    yield from _away(build, bad, interval=MINUTE, back=20)
    yield from _away(build, bad, interval=MINUTE / 2, back=39)


def of_counters(build: CaseBuilder) -> Iterator[Case]:
    """Return the cases of every SLI that counts events."""
    yield from of_events(build, _MIXED)
    yield from (_unseen(build), _vanished(build))
    yield from (_good_neighbours(build), *_nothing_good(build))
